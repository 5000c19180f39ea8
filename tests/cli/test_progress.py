from __future__ import annotations

from pathlib import Path

import pytest

from kamlab.cli import main
from kamlab.teaching.feedback import State
from kamlab.teaching.progress import FILE, Progress


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(list(words))
    return int(end.value.code or 0)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_is_solved(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("progress") == 0
    assert "Nothing solved yet" in capsys.readouterr().out
    (here / "my_work").mkdir()
    progress = Progress(here / "my_work" / FILE)
    progress.note("0.1", State.CORRECT)
    progress.note("2.1", State.NOT_YET)
    assert run("progress") == 0
    out = capsys.readouterr().out
    assert "00_start_here: 1 of 2 solved" in out
    assert "0.1   solved" in out and "2.1   tried" in out and "2.2   not" in out


def test_a_changed_file_and_a_missing_folder(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "ada").mkdir()
    (here / "ada" / FILE).write_text("rubbish")
    assert run("progress", "ada") == 2
    assert "not a progress file" in capsys.readouterr().err
    assert run("progress", "nobody") == 2
    assert "There is no folder nobody" in capsys.readouterr().err
