"""``kamlab run`` with a real kernel, real signals and a real full disk."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from surroundings import environment

from kamlab.running.lock import lock_path, process_start


def slow(*values: object) -> object:
    return pytest.param(*values, marks=pytest.mark.slow)


unix = pytest.mark.skipif(os.name != "posix", reason="Unix signals")


def wait_for_kernel(folder: Path, name: str = "out") -> int:
    """Wait until the notebook ``waits`` has told its kernel's number."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        for path in folder.glob(f".{name}.attempt-*/kernel.pid"):
            if text := path.read_text():
                return int(text)
        time.sleep(0.05)
    raise AssertionError("the kernel never started")


def gone_within(pid: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not process_start(pid):
            return True
        time.sleep(0.05)
    return False


def manifest(folder: Path) -> dict[str, object]:
    return json.loads((folder / "run.json").read_text(encoding="utf-8"))


def test_a_run_with_parameters(kamlab, notebook, tmp_path: Path):
    done = kamlab("run", notebook("good"), "-p", "account_id=00123", "--out", "out")
    assert done.returncode == 0, done.stderr
    assert "Read out/report.html" in done.stdout.replace(os.sep, "/")
    results = json.loads((tmp_path / "out" / "results.json").read_text())
    assert results["parameters"]["account_id"] == "00123"


@pytest.mark.parametrize(
    "words, code, said",
    [
        (["raises"], 1, "ValueError: the plan has no target"),
        (["good", "-p", "months=1.5"], 2, "a whole number, 0 to 120, months"),
        slow(["kills_itself"], 3, "SIGKILL"),
        slow(["endless", "--cell-timeout", "0.5"], 4, "raise --cell-timeout"),
        slow(["memory_bomb_numpy", "--memory", "4"], 5, "raise --memory"),
        slow(["exits_zero"], 6, "sys.exit(0)"),
    ],
)
def test_every_end_has_its_exit_code(kamlab, notebook, words, code, said):
    done = kamlab("run", notebook(words[0]), *words[1:], "--out", "out")
    assert done.returncode == code
    line = done.stderr.strip().splitlines()[-1]
    assert line.startswith("kamlab: ")
    assert said in line
    assert "Traceback" not in done.stderr


@unix
@pytest.mark.parametrize(
    "number, code, word",
    [
        (signal.SIGINT, 130, "interrupted"),
        slow(signal.SIGTERM, 143, "terminated"),
    ],
)
def test_a_stop_from_outside_loses_nothing(
    kamlab, start, notebook, tmp_path: Path, number, code, word
):
    assert kamlab("run", notebook("good"), "--out", "out").returncode == 0
    with start("run", notebook("waits"), "--out", "out") as process:
        kernel = wait_for_kernel(tmp_path)
        process.send_signal(number)
        _, told = process.communicate(timeout=20)
    assert process.returncode == code
    assert f"waits: {word}" in told
    assert "Traceback" not in told
    assert gone_within(kernel, 5)
    assert manifest(tmp_path / "out")["status"] == "completed"
    failure = manifest(tmp_path / "out" / "last_failure")
    assert failure["status"] == word
    assert [c["status"] for c in failure["cells"]][-2:] == ["failed", "not run"]
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@unix
def test_the_next_run_takes_over_from_a_killed_one(
    kamlab, start, notebook, tmp_path: Path
):
    with start("run", notebook("waits"), "--out", "out") as process:
        kernel = wait_for_kernel(tmp_path)
        process.kill()
        process.wait()
        assert gone_within(kernel, 5), "the kernel outlived its runner"
    assert lock_path(tmp_path / "out").exists()
    done = kamlab("run", notebook("good"), "--out", "out")
    assert done.returncode == 0, done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_the_second_of_two_runs_is_told_who_is_first(
    kamlab, start, notebook, tmp_path: Path
):
    with start("run", notebook("waits"), "--out", "out") as process:
        wait_for_kernel(tmp_path)
        done = kamlab("run", notebook("good"), "--out", "out")
        process.kill()
        process.communicate()
    assert done.returncode == 7
    assert f"in use by process {process.pid} since 20" in done.stderr


FILE_LIMIT = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
sys.argv = ["kamlab", *sys.argv[1:]]
runpy.run_module("kamlab", run_name="__main__")
"""


@pytest.mark.slow
def test_a_file_that_cannot_grow_leaves_the_earlier_result(
    kamlab, notebook, tmp_path: Path
):
    pytest.importorskip("resource")
    assert kamlab("run", notebook("good"), "--out", "out").returncode == 0
    before = (tmp_path / "out" / "results.json").read_bytes()
    for name in ("big_result", "fills_the_disk"):
        words = ["run", str(notebook(name)), "--out", "out"]
        done = subprocess.run(
            [sys.executable, "-c", FILE_LIMIT, *words],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment(),
            check=False,
        )
        assert done.returncode == 1
        assert "File too large" in done.stderr
        assert (tmp_path / "out" / "results.json").read_bytes() == before
        assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)]
    if os.name != "posix" or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no disk of its own can be mounted here without being root")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.slow
def test_a_full_disk_leaves_the_earlier_result(kamlab, notebook, small_disk: Path):
    out = small_disk / "out"
    assert kamlab("run", notebook("good"), "--out", out).returncode == 0
    before = (out / "results.json").read_bytes()
    for name in ("big_result", "fills_the_disk"):
        done = kamlab("run", notebook(name), "--out", out)
        assert done.returncode == 1
        assert "No space left on device" in done.stderr
        assert (out / "results.json").read_bytes() == before
        assert [p.name for p in small_disk.iterdir()] == ["out"]
    assert kamlab("run", notebook("good"), "--out", out).returncode == 0


@pytest.mark.parametrize(
    "where, said",
    [("file/out", "is a file"), ("photos", "not a result of KamLab")],
)
def test_a_place_that_cannot_take_a_result_is_refused_first(
    kamlab, notebook, tmp_path: Path, where: str, said: str
):
    (tmp_path / "file").write_text("x")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "holiday.jpg").write_text("x")
    done = kamlab("run", notebook("good"), "--out", where)
    assert done.returncode == 2
    assert said in done.stderr


@unix
@pytest.mark.slow
def test_a_second_ctrl_c_ends_at_once(kamlab, start, notebook, tmp_path: Path):
    with start("run", notebook("waits"), "--out", "out") as process:
        kernel = wait_for_kernel(tmp_path)
        process.send_signal(signal.SIGINT)
        time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
        process.communicate()
    assert gone_within(kernel, 5)
    assert kamlab("run", notebook("good"), "--out", "out").returncode == 0
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.slow
@pytest.mark.parametrize("value", ["", "1"])
def test_with_and_without_bytecode(kamlab, notebook, value: str):
    env = {"PYTHONDONTWRITEBYTECODE": value}
    assert kamlab("run", notebook("draws"), "--out", "o", env=env).returncode == 0


@pytest.mark.slow
def test_odd_surroundings_change_nothing(kamlab, notebook, tmp_path: Path):
    import shutil

    place = tmp_path / "Отчёты и данные"
    place.mkdir()
    shutil.copyfile(notebook("good"), place / "мой отчёт.ipynb")
    env = {"LC_ALL": "C", "TZ": "Asia/Tokyo", "TMPDIR": str(place / ("t" * 90))}
    (place / ("t" * 90)).mkdir()
    done = kamlab("run", "мой отчёт.ipynb", "--out", "итог", cwd=place, env=env)
    assert done.returncode == 0, done.stderr
    assert (place / "итог" / "report.html").is_file()


@pytest.mark.long
def test_many_kills_at_random_moments(kamlab, start, notebook, tmp_path: Path):
    import random

    chance = random.Random(20)
    for _ in range(50):
        with start("run", notebook("good"), "--out", "out") as process:
            time.sleep(chance.uniform(0, 2.5))
            process.kill()
            process.wait()
        out = tmp_path / "out"
        if out.exists():
            assert manifest(out)["status"] == "completed"
            assert (out / "report.html").read_text().endswith("</html>\n")
    done = kamlab("run", notebook("good"), "--out", "out")
    assert done.returncode == 0, done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
