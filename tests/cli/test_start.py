from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from kamlab.cli import main
from kamlab.cli.start import copy_notebooks, quiet


def test_a_learners_file_is_never_overwritten(tmp_path: Path):
    source, mine = tmp_path / "notebooks", tmp_path / "my_work"
    (source / "02_a").mkdir(parents=True)
    (source / "solutions").mkdir()
    (source / "02_a" / "1_lesson.ipynb").write_text("fresh")
    (source / "solutions" / "02_a.ipynb").write_text("answers")
    assert copy_notebooks(source, mine) == (1, 0)
    (mine / "02_a" / "1_lesson.ipynb").write_text("my answers")
    (source / "00_start_here.ipynb").write_text("new")
    assert copy_notebooks(source, mine) == (1, 1)
    assert (mine / "02_a" / "1_lesson.ipynb").read_text() == "my answers"
    assert not (mine / "solutions").exists()


def test_the_command_copies_the_bundled_notebooks(tmp_path: Path, capsys):
    main_ended(["start", "--into", str(tmp_path / "w"), "--copy-only"], 0)
    assert list((tmp_path / "w").rglob("3_report.ipynb"))
    assert "notebooks copied" in capsys.readouterr().out


def test_a_file_in_the_way(tmp_path: Path, capsys):
    (tmp_path / "w").write_text("x")
    main_ended(["start", "--into", str(tmp_path / "w"), "--copy-only"], 2)
    assert "is a file" in capsys.readouterr().err


def test_jupyterlab_is_started_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("kamlab.cli.start.is_root", lambda: False)
    words = started(tmp_path, monkeypatch)
    assert words[1:5] == ["-m", "jupyterlab", "--notebook-dir", str(tmp_path / "w")]
    assert words[-1] == "--no-browser"


def test_the_first_notebook_is_opened_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
):
    words = started(tmp_path, monkeypatch)
    assert "--LabApp.default_url=/lab/tree/00_start_here.ipynb" in words
    assert "Open 00_start_here.ipynb" in capsys.readouterr().out


def test_an_administrator_is_let_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("os.geteuid", lambda: 0, raising=False)
    assert "--allow-root" in started(tmp_path, monkeypatch)
    monkeypatch.setattr("os.geteuid", lambda: 1000, raising=False)
    assert "--allow-root" not in started(tmp_path, monkeypatch)


def test_jupyterlab_asks_no_question_and_the_users_settings_come_first():
    (ours,) = quiet({})["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    config = json.loads(Path(ours, "labconfig/page_config.json").read_text())
    news = "@jupyterlab/apputils-extension:announcements"
    assert config["disabledExtensions"] == {news: True}
    assert quiet({"JUPYTER_CONFIG_PATH": "mine", "A": "b"}) == {
        "JUPYTER_CONFIG_PATH": f"mine{os.pathsep}{ours}",
        "A": "b",
    }


def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    called: list[list[str]] = []

    class Lab:
        waits = iter([KeyboardInterrupt, 0])

        def __init__(self, words: list[str], env: dict[str, str]) -> None:
            called.append(words)
            assert "JUPYTER_CONFIG_PATH" in env

        def wait(self) -> int:
            ended = next(self.waits)
            if ended:
                raise ended
            return 0

    monkeypatch.setattr("subprocess.Popen", Lab)
    main_ended(["start", "--into", str(tmp_path / "w"), "--no-browser"], 0)
    return called[0]


def main_ended(words: list[str], code: int) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == code


def test_a_folder_of_a_class_is_opened_as_it_is(tmp_path: Path, capsys):
    (tmp_path / "company").mkdir()
    (tmp_path / "progress.json").write_text("{}")
    main_ended(["start", "--into", str(tmp_path), "--copy-only"], 0)
    assert "nothing is copied into it" in capsys.readouterr().out
    assert not list(tmp_path.rglob("*.ipynb"))
