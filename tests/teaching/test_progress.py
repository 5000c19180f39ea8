from __future__ import annotations

import json
from pathlib import Path

import pytest

from kamlab.errors import RefusedError
from kamlab.teaching.feedback import State
from kamlab.teaching.progress import (
    FILE,
    Progress,
    parse_progress,
    progress_file,
    read_progress,
)


def test_it_is_found_from_a_folder_below(tmp_path: Path) -> None:
    work = tmp_path / "my_work" / "02_key_accounts"
    work.mkdir(parents=True)
    assert progress_file(work) == tmp_path / "my_work" / FILE
    assert progress_file(tmp_path) is None
    (tmp_path / FILE).write_text("{}")
    (tmp_path / "ada").mkdir()
    assert progress_file(tmp_path / "ada") == tmp_path / FILE


def test_tries_mistakes_and_solved_are_kept(tmp_path: Path) -> None:
    progress = Progress(tmp_path / FILE)
    assert progress.note("2.1", State.NOT_ATTEMPTED) == ""
    assert not (tmp_path / FILE).exists()
    progress.note("2.1", State.NOT_YET, ["revenue_for_contribution"])
    progress.note("2.1", State.CORRECT)
    progress.note("2.1", State.NOT_YET)  # solved stays solved
    progress.note("2.2", State.DISCUSSION)
    assert read_progress(tmp_path / FILE) == {
        "2.1": {
            "attempts": 3,
            "solved": True,
            "mistakes": {"revenue_for_contribution": 1},
        }
    }
    assert progress.attempts("2.1") == 3 and progress.attempts("2.2") == 0


def test_no_answer_no_name_no_time_is_kept(tmp_path: Path) -> None:
    Progress(tmp_path / FILE).note("2.1", State.CORRECT)
    entry = json.loads((tmp_path / FILE).read_text())["questions"]["2.1"]
    assert set(entry) == {"attempts", "solved", "mistakes"}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "null",
        '{"questions": []}',
        '{"questions": {"2.1": 5}}',
        '{"questions": {"2.1": {"attempts": -1}}}',
        '{"questions": {"2.1": {"attempts": "many"}}}',
        '{"questions": {"2.1": {"mistakes": []}}}',
        "[" * 100_000,
    ],
    ids=lambda c: c[:30],
)
def test_an_edited_file_is_refused_and_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / FILE
    path.write_text(content)
    with pytest.raises(RefusedError, match="not a progress file"):
        read_progress(path)
    told = Progress(path).note("2.1", State.CORRECT)
    assert "could not be kept" in told
    assert path.read_text() == content


def test_huge_counts_and_names_are_cut() -> None:
    content = {"questions": {"9" * 50: {"attempts": 10**9, "mistakes": {"x" * 99: 1}}}}
    (entry,) = parse_progress(json.dumps(content).encode(), "it").values()
    assert entry["attempts"] == 1_000_000
    assert max(map(len, entry["mistakes"])) == 60


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    assert "could not be kept" in Progress(tmp_path / FILE).note("2.1", State.CORRECT)


def test_outside_a_learners_folder_nothing_is_kept() -> None:
    assert Progress().note("2.1", State.CORRECT) == ""
    assert Progress().attempts("2.1") == 0
