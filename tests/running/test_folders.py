from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import kamlab
from kamlab.errors import RefusedError
from kamlab.running import folders
from kamlab.running.folders import (
    check_gallery,
    check_output,
    new_attempt,
    put_failure,
    settle,
    swap_in,
    write_whole,
)

NOTEBOOK = Path("/elsewhere/report.ipynb")


def result(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "run.json").write_text(text)
    return folder


def text_of(folder: Path) -> str:
    return (folder / "run.json").read_text()


class Died(BaseException):
    """Stands for the end of the process at one step."""


def dying_at(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the process die just before its rename number ``step``."""
    rename, done = Path.rename, [0]

    def counted(self: Path, target: Path) -> Path:
        if done[0] == step:
            raise Died
        done[0] += 1
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", counted)


@pytest.mark.parametrize("step", range(4))
def test_the_next_run_finishes_a_swap_whichever_step_it_died_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
):
    out = result(tmp_path / "out", "old")
    attempt = result(new_attempt(out), "new")
    with monkeypatch.context() as patch:
        dying_at(step, patch)
        if step < 3:
            with pytest.raises(Died):
                swap_in(attempt, out)
        else:
            swap_in(attempt, out)
    settle(out)
    # an attempt counts from its first rename on; before that it is thrown away
    assert text_of(out) == ("old" if step == 0 else "new")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_death_while_the_old_result_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    out = result(tmp_path / "out", "old")
    attempt = result(new_attempt(out), "new")

    def die(*_: object, **__: object) -> None:
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(folders.shutil, "rmtree", die)
        with pytest.raises(Died):
            swap_in(attempt, out)
    settle(out)
    assert text_of(out) == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_an_old_result_without_a_new_one_comes_back(tmp_path: Path):
    result(tmp_path / ".out.old", "old")
    settle(tmp_path / "out")
    assert text_of(tmp_path / "out") == "old"


def test_notes_in_a_result_folder_survive_the_next_result(tmp_path: Path):
    out = result(tmp_path / "out", "old")
    (out / "my notes.txt").write_text("call Nord")
    (out / "last_failure").mkdir()
    swap_in(result(new_attempt(out), "new"), out)
    assert text_of(out) == "new"
    assert (out / "my notes.txt").read_text() == "call Nord"
    assert not (out / "last_failure").exists()


def test_a_failure_leaves_the_earlier_result(tmp_path: Path):
    out = result(tmp_path / "out", "good")
    for words in ("first", "second"):
        kept = put_failure(result(new_attempt(out), words), out)
        assert text_of(kept) == words
    assert kept == out / "last_failure"
    assert text_of(out) == "good"


def test_attempts_of_dead_runs_are_cleared_and_those_of_others_left(tmp_path: Path):
    out = tmp_path / "a[1]*"
    new_attempt(out)
    other = new_attempt(tmp_path / "other")
    settle(out)
    assert list(tmp_path.iterdir()) == [other]


def test_a_free_place_is_fine(tmp_path: Path):
    check_output(tmp_path / "new" / "out", NOTEBOOK)
    (tmp_path / "empty").mkdir()
    check_output(tmp_path / "empty", NOTEBOOK)
    check_output(result(tmp_path / "result", "x"), NOTEBOOK)


def test_places_that_cannot_take_a_result(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    foreign = tmp_path / "photos"
    foreign.mkdir()
    (foreign / "holiday.jpg").write_text("x")
    package = Path(kamlab.__file__).parent
    for place, said in [
        (tmp_path / "file", "is a file"),
        (tmp_path / "file" / "below", "is a file"),
        (foreign, "not a result of KamLab"),
        (package / "new", "inside the KamLab package"),
        (package, "inside the KamLab package"),
        (Path("/"), "holds the notebook itself"),
        (Path.cwd(), "the folder you are in"),
    ]:
        with pytest.raises(RefusedError, match=said):
            check_output(place, NOTEBOOK)
    notebook = result(tmp_path / "nb", "x") / "3_report.ipynb"
    notebook.write_text("{}")
    with pytest.raises(RefusedError, match="holds the notebook itself"):
        check_output(tmp_path / "nb", notebook)
    assert (foreign / "holiday.jpg").exists()


def test_a_page_of_somebody_else_is_not_overwritten(tmp_path: Path):
    (tmp_path / "index.html").write_text("<h1>My site</h1>")
    with pytest.raises(RefusedError, match="not a gallery"):
        check_gallery(tmp_path)
    (tmp_path / "index.html").write_text(folders.GENERATOR)
    check_gallery(tmp_path)


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder that cannot be written to; root needs a mount for that."""
    folder = tmp_path / "read_only"
    folder.mkdir()
    if os.geteuid() != 0:
        folder.chmod(0o500)
        yield folder
        folder.chmod(0o700)
        return
    mount = ["mount", "-t", "tmpfs", "-o", "ro,size=64k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("root writes everywhere, and nothing can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(os.name != "posix", reason="no Unix permissions here")
def test_a_read_only_folder_is_refused_before_the_run(read_only: Path):
    with pytest.raises(RefusedError, match="cannot be written to"):
        check_output(read_only / "out", NOTEBOOK)
    with pytest.raises(RefusedError, match="cannot be written to"):
        check_output(read_only / "deep" / "out", NOTEBOOK)


def test_a_text_is_written_whole_or_not_at_all(tmp_path: Path):
    path = tmp_path / "x.json"
    write_whole(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "new \ud800")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["x.json"]
