from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from html_seen import live_parts, seen

from kamlab.errors import RefusedError
from kamlab.running.catalogue import find_report
from kamlab.running.job import plan_job
from kamlab.running.limits import Limits
from kamlab.running.several import Workshop
from kamlab.running.status import Status

FIXTURES = Path(__file__).resolve().parent.parent / "notebooks_fixtures"


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def cell_states(folder: Path) -> list[str]:
    return [cell["status"] for cell in read(folder / "run.json")["cells"]]


def test_a_completed_run_leaves_all_its_files(run, tmp_path: Path):
    outcome = run("good", {"account_id": "00123", "key_share": 0.5})
    assert outcome.status is Status.COMPLETED, outcome.sentence
    out = tmp_path / "out"
    assert outcome.folder == out
    assert {p.name for p in out.iterdir()} == {
        "report.ipynb",
        "report.html",
        "results.json",
        "run.json",
        "tables",
    }
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    results = read(out / "results.json")
    assert results["report"] == "good"
    assert results["parameters"]["account_id"] == "00123"
    assert results["parameters"]["months"] == 12
    assert results["finding"] == "00123 leads."
    assert results["figures"]["share"] == {
        "value": 0.5,
        "unit": "share",
        "n": 3,
        "low": None,
        "high": None,
    }
    assert results["figures"]["broken"]["value"] is None
    assert (out / results["tables"]["accounts"]).is_file()
    manifest = read(out / "run.json")
    assert manifest["status"] == "completed"
    assert manifest["exit_code"] == 0
    assert set(cell_states(out)) == {"completed"}
    assert manifest["parameters"] == results["parameters"]
    assert len(manifest["hashes"]["notebook"]) == 64
    assert manifest["versions"]["kamlab"]
    assert "-p account_id=00123 -p key_share=0.5" in manifest["command"]


def test_the_page_of_a_completed_run(run, tmp_path: Path):
    run("good", {"account_id": "<b>Nord</b>"})
    html = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    page = seen(html)
    assert live_parts(html) == []
    assert "<b>Nord</b>" in page.text
    assert "os.environ" not in page.text, "code is not shown"
    images = [(n, v) for tag, n, v in page.attributes if tag == "img"]
    assert ("alt", "One dot") in images
    assert "The dot is 1 wide." in page.text
    assert "cost" in page.text


@pytest.mark.parametrize(
    "name, status, states, said",
    [
        ("raises", Status.FAILED, "c c f n", "the plan has no target"),
        ("kills_itself", Status.KERNEL_DIED, "c c f n n", "SIGKILL"),
        ("exits_hard", Status.KERNEL_DIED, "c f n", "its process ended"),
        ("exits_zero", Status.STOPPED_EARLY, "c c f n", "sys.exit(0)"),
        ("exits_one", Status.STOPPED_EARLY, "c c f n", "sys.exit(1)"),
        ("calls_exit", Status.STOPPED_EARLY, "c c f n", "exit()"),
        ("memory_bomb_numpy", Status.OUT_OF_MEMORY, "c c f n", "--memory"),
    ],
)
def test_a_failed_run_says_what_ran_and_what_did_not(
    run, tmp_path: Path, name: str, status: Status, states: str, said: str
):
    outcome = run(name)
    assert outcome.status is status
    assert said in outcome.sentence
    failure = tmp_path / "out" / "last_failure"
    assert outcome.folder == failure
    words = {"c": "completed", "f": "failed", "n": "not run"}
    assert cell_states(failure) == [words[state] for state in states.split()]
    manifest = read(failure / "run.json")
    assert manifest["status"] == str(status)
    assert manifest["exit_code"] == status.exit_code
    failed = [c["cell"] for c in manifest["cells"] if c["status"] == "failed"]
    assert manifest["message"].startswith(f"cell {failed[0]} of ")
    nb = read(failure / "report.ipynb")
    assert nb["metadata"]["papermill"]["exception"] is True
    assert not (tmp_path / "out" / "report.html").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is capped on Linux")
@pytest.mark.slow
def test_a_memory_bomb_ends_alone(run):
    outcome = run("memory_bomb", memory_gib=2.0)
    assert outcome.status is Status.OUT_OF_MEMORY


def test_an_endless_cell_meets_its_clock(run, tmp_path: Path):
    outcome = run("endless", cell_seconds=0.5)
    assert outcome.status is Status.TIMEOUT
    assert "longer than 0.5 seconds; raise --cell-timeout" in outcome.sentence
    assert outcome.seconds < 5
    assert cell_states(tmp_path / "out" / "last_failure")[2:] == ["failed", "not run"]


def test_many_short_cells_meet_the_clock_of_the_run(run):
    outcome = run("many_slow_cells", run_seconds=1.5, cell_seconds=1)
    assert outcome.status is Status.TIMEOUT
    assert "the whole run took longer than 1.5 seconds" in outcome.sentence


def test_an_earlier_result_survives_a_failure(run, tmp_path: Path):
    assert run("good").good
    before = (tmp_path / "out" / "results.json").read_bytes()
    assert not run("raises").good
    assert (tmp_path / "out" / "results.json").read_bytes() == before
    assert (tmp_path / "out" / "last_failure" / "report.ipynb").is_file()
    assert run("good").good
    assert not (tmp_path / "out" / "last_failure").exists()


def test_hostile_names_stay_words_wherever_they_appear(run, tmp_path: Path):
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    outcome = run("hostile", {"account_id": evil})
    assert outcome.good, outcome.sentence
    html = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert live_parts(html) == []
    page = seen(html)
    assert page.text.count("<script>alert(1)</script>") > 10
    assert evil in page.text
    assert "\u202e" not in html
    policy = [v for t, n, v in page.attributes if n == "content" and "default-src" in v]
    assert policy
    assert policy[0].startswith("default-src 'none'; img-src data:; style-src 'sha256-")


@pytest.mark.parametrize(
    "name, least",
    [
        ("chatty_prints", 1),
        pytest.param("chatty_displays", 9, marks=pytest.mark.slow),
    ],
)
def test_a_chatty_cell_is_cut_with_a_note(run, tmp_path: Path, name: str, least: int):
    outcome = run(name)
    assert outcome.good, outcome.sentence
    path = tmp_path / "out" / "report.ipynb"
    assert path.stat().st_size < 3_000_000
    chatty, last = [c for c in read(path)["cells"] if c["cell_type"] == "code"][-2:]
    assert "more than a report can hold" in "".join(chatty["outputs"][-1]["text"])
    assert len(chatty["outputs"]) > least
    assert "".join(last["outputs"][0]["text"]) == "the end\n"


def test_values_of_the_notebook_itself_are_kept(run, tmp_path: Path):
    assert run("own_defaults", {}).parameters["months"] == 24
    assert read(tmp_path / "out" / "results.json")["parameters"]["months"] == 24
    assert run("own_defaults", {"months": 6}).parameters["account_id"] == "00123"


@pytest.mark.parametrize("warm", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_the_kernel_lives_in_fixed_surroundings(warm: bool, tmp_path: Path):
    report = find_report(str(FIXTURES / "draws.ipynb"))
    job = plan_job(report, {}, tmp_path / "out")
    with Workshop(warm=warm) as workshop:
        outcome = workshop.run([job])[0]
    assert outcome.good, outcome.sentence
    cells = read(tmp_path / "out" / "report.ipynb")["cells"]
    assert "image/png" in cells[-2]["outputs"][0]["data"]
    assert cells[-1]["outputs"][0]["text"] == [
        "0 UTC C.UTF-8\n",
        "1577836800 1\n",
        "['b', 'c', 'a'] True\n",
    ]


def test_two_runs_draw_the_same_picture(run, tmp_path: Path):
    pictures = []
    for _ in range(2):
        assert run("draws").good
        cells = read(tmp_path / "out" / "report.ipynb")["cells"]
        pictures.append(cells[-2]["outputs"][0]["data"]["image/png"])
    assert pictures[0] == pictures[1]


@pytest.mark.slow
def test_a_run_without_a_warm_process_fails_as_truthfully(tmp_path: Path):
    jobs = [
        plan_job(find_report(str(FIXTURES / f"{n}.ipynb")), {}, tmp_path / n)
        for n in ("kills_itself", "good")
    ]
    with Workshop(warm=False) as workshop:
        died, good = workshop.run(jobs)
    assert (died.status, good.status) == (Status.KERNEL_DIED, Status.COMPLETED)
    assert "SIGKILL" in died.sentence


def test_the_stop_button_ends_the_run_at_once(tmp_path: Path):
    jobs = [
        plan_job(find_report(str(FIXTURES / "waits.ipynb")), {}, tmp_path / name)
        for name in ("a", "b", "c")
    ]
    with Workshop(workers=2) as workshop:
        pressed = []

        def press_once_both_run() -> None:
            while len(list(tmp_path.glob(".[ab].attempt-*/kernel.pid"))) < 2:
                time.sleep(0.05)
            pressed.append(time.monotonic())
            workshop.button.press(Status.TERMINATED)

        threading.Thread(target=press_once_both_run, daemon=True).start()
        outcomes = workshop.run(jobs)
        assert time.monotonic() - pressed[0] < 5
    assert {outcome.status for outcome in outcomes} == {Status.TERMINATED}
    assert outcomes[2].sentence == "not started"
    assert not (tmp_path / "c").exists()
    assert cell_states(tmp_path / "a" / "last_failure")[-2:] == ["failed", "not run"]


def test_one_broken_report_of_three_does_not_stop_the_others(
    workshop: Workshop, tmp_path: Path
):
    told = []
    outcomes = workshop.run(
        [
            plan_job(find_report(str(FIXTURES / f"{n}.ipynb")), {}, tmp_path / n)
            for n in ("good", "raises", "own_defaults")
        ],
        ended=told.append,
    )
    assert [o.status for o in outcomes] == ["completed", "failed", "completed"]
    assert told == outcomes


@pytest.mark.parametrize("value", ["x" * 1_000_000, "'\"\\\n\r\t{}%!?\u2028\x00😀 %%"])
def test_texts_arrive_equal(run, tmp_path: Path, value: str):
    assert run("echo", {"account_id": value}).good
    results = read(tmp_path / "out" / "results.json")
    assert results["figures"]["echo"]["value"]["account_id"] == value
    assert results["parameters"]["account_id"] == value


def test_nothing_is_started_for_a_refused_parameter(tmp_path: Path):
    report = find_report(str(FIXTURES / "good.ipynb"))
    with pytest.raises(RefusedError, match="surrogate"):
        plan_job(report, {"account_id": "\ud800"}, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_parameter_the_company_does_not_know_is_refused(run, tmp_path: Path):
    """Only the set-up cell can tell; what it refuses is refused, what ran is told."""
    outcome = run("refuses", {"account_id": "A9"})
    assert (outcome.status, outcome.status.exit_code) == (Status.REFUSED, 2)
    assert outcome.sentence == "There is no account A9."
    failure = tmp_path / "out" / "last_failure"
    assert cell_states(failure) == ["completed", "failed", "not run", "not run"]
    assert read(failure / "run.json")["status"] == "refused"


def test_a_refusal_later_on_is_a_failure(run):
    outcome = run("refuses", {"strict": True})
    assert outcome.status is Status.FAILED
    assert outcome.sentence == "cell 4 of 5: RefusedError: Both rules never hold."


def test_a_locked_folder_is_left_alone(run, tmp_path: Path):
    from kamlab.running.lock import lock_path, process_start

    owner = {
        "pid": os.getppid(),
        "started": process_start(os.getppid()),
        "since": "2026-01-01",
        "host": os.uname().nodename,
    }
    lock_path(tmp_path / "out").write_text(json.dumps(owner))
    outcome = run("good")
    assert outcome.status is Status.LOCKED
    assert str(os.getppid()) in outcome.sentence
    assert not (tmp_path / "out").exists()


def test_limits_default_to_half_of_the_machine():
    assert Limits().memory >= 4 * 1024**3
    assert Limits(memory_gib=0).memory == 0
    assert Limits(memory_gib=1.5).memory == int(1.5 * 1024**3)
