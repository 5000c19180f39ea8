from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kamlab.cli import main
from kamlab.company.locate import files


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(list(words))
    return int(end.value.code or 0)


def test_build_and_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(files("notebooks", "solutions"), tmp_path / "solutions")
    where = ["--notebooks", str(tmp_path)]
    assert run("build", "--check", *where) == 2
    said = capsys.readouterr().err
    assert "02_key_accounts/2_exercise.ipynb, " in said
    assert "not as the master builds it" in said
    assert not (tmp_path / "02_key_accounts").exists()
    assert run("build", *where) == 0
    assert run("build", "--check", *where) == 0
    assert "exercises are in step" in capsys.readouterr().out
    path = tmp_path / "00_start_here.ipynb"
    path.write_text(path.read_text().replace("____", "42", 1))
    assert run("build", "--check", *where) == 2
    assert "00_start_here.ipynb: not as" in capsys.readouterr().err


def test_the_committed_exercises_are_in_step() -> None:
    assert run("build", "--check") == 0
