"""The way in without a terminal: what a double-click does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHELL = shutil.which("sh")


def fake(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def python_of(folder: Path) -> str:
    """Give a Python that says where its KamLab lies, and what else it is asked."""
    return (
        f'case "$1" in -c) echo "{folder}/kamlab/__init__.py";; *) echo "ran $*";; esac'
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a blank in its name that holds the script."""
    folder = tmp_path / "my lab"
    folder.mkdir()
    shutil.copy(ROOT / "start.command", folder)
    return folder


def run(place: Path, *words: str, path: str = "/usr/bin:/bin") -> str:
    if not SHELL or sys.platform == "win32":
        pytest.skip("no sh here")
    done = subprocess.run(
        [SHELL, str(place / "start.command"), *words],
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return f"{done.returncode}\n{done.stdout}{done.stderr}"


def test_a_ready_installation_starts_at_once(place: Path) -> None:
    fake(place / ".venv/bin/python", python_of(place))
    (place / ".venv/mine.txt").write_text("mine")
    said = run(place, "--no-browser")
    assert said.startswith("0\n")
    assert "ran -m kamlab start --no-browser" in said
    assert "Setting KamLab up" not in said
    assert (place / ".venv/mine.txt").read_text() == "mine"


def test_a_moved_folder_is_set_up_again(place: Path, tmp_path: Path) -> None:
    fake(tmp_path / "new_python", python_of(place))
    fake(
        tmp_path / "bin/python3.13",
        f'case "$*" in *-m?venv*) mkdir -p .venv/bin; '
        f'cp "{tmp_path}/new_python" .venv/bin/python;; esac; echo 3.13',
    )
    fake(place / ".venv/bin/python", python_of(tmp_path / "elsewhere"))
    (place / ".venv/mine.txt").write_text("mine")
    said = run(place, path=f"{tmp_path}/bin:/usr/bin:/bin")
    assert "Setting KamLab up" in said
    assert "--require-hashes -r requirements.lock" in said
    assert "--no-deps --no-build-isolation -e ." in said
    assert (place / ".venv/kamlab-ready").read_text() == f"{place}\n"
    assert (place / ".venv/mine.txt").read_text() == "mine", "nothing is removed"


def test_without_a_python_it_says_which(place: Path, tmp_path: Path) -> None:
    for name in ("python3.13", "python3.12", "python3.11", "python3"):
        fake(tmp_path / "bin" / name, "exit 1")
    said = run(place, path=f"{tmp_path}/bin:/usr/bin:/bin")
    assert said.startswith("1\n")
    assert "KamLab needs Python 3.11, 3.12 or 3.13." in said
    assert not (place / ".venv").exists()


def test_a_failed_set_up_leaves_no_stamp(place: Path, tmp_path: Path) -> None:
    fake(tmp_path / "bin/python3.13", 'case "$*" in *-m?venv*) exit 3;; esac')
    said = run(place, path=f"{tmp_path}/bin:/usr/bin:/bin")
    assert said.startswith("1\n")
    assert "did not succeed" in said
    assert not (place / ".venv/kamlab-ready").exists()


def test_both_scripts_do_the_same_steps() -> None:
    shell = (ROOT / "start.command").read_text(encoding="utf-8")
    batch = (ROOT / "start.bat").read_text(encoding="utf-8")
    assert os.access(ROOT / "start.command", os.X_OK) or sys.platform == "win32"
    for step in (
        "-m venv .venv",
        "--require-hashes",
        "-r requirements.lock",
        "--no-build-isolation -e .",
        "-m kamlab start ",
    ):
        assert step in shell and step in batch, step
    # labels and goto need CRLF line ends, which a checkout may not have
    assert "goto" not in batch
    for destructive in ("--clear", "rm -", "rmdir", "del "):
        assert destructive not in shell and destructive not in batch
