"""A simulation that is stopped while it writes leaves no half company."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kamlab
from kamlab.simulation import simulate_to_folder

SMALL = {"accounts": 20, "months": 12}
STOPS = [
    pytest.param(signal.SIGINT, id="Ctrl-C"),
    pytest.param(
        getattr(signal, "SIGKILL", signal.SIGTERM),
        id="killed",
        marks=pytest.mark.skipif(sys.platform == "win32", reason="no such signal"),
    ),
]


def stop_while_it_writes(folder: Path, number: int, *words: str) -> None:
    """Start the command and send a signal once the first file is being written."""
    before = set(folder.parent.iterdir())
    command = [sys.executable, "-m", "kamlab", "simulate", str(folder), *words]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        new = set(folder.parent.iterdir()) - before - {folder}
        if any(list(part.glob("*")) for part in new):
            break
        time.sleep(0.002)
    assert process.poll() is None, "it must still be writing"
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode != 0
    assert b"Traceback" not in said


@pytest.mark.slow
@pytest.mark.parametrize("number", STOPS)
@pytest.mark.parametrize("large", [False, True], ids=["at once", "month by month"])
def test_no_half_company_is_left(tmp_path: Path, number: int, large: bool) -> None:
    folder = tmp_path / "firm"
    words = ("--accounts", "10000", "--months", "100") if large else ()
    stop_while_it_writes(folder, number, *words, "--seed", "5")
    assert not folder.exists()
    if number == signal.SIGINT:
        assert list(tmp_path.iterdir()) == []
    simulate_to_folder(folder, **SMALL)  # what lies about is in nobody's way
    assert len(kamlab.load(folder).frame("accounts")) == 20


@pytest.mark.slow
@pytest.mark.parametrize("number", STOPS)
def test_the_company_that_was_there_stays(tmp_path: Path, number: int) -> None:
    folder = simulate_to_folder(tmp_path / "firm", **SMALL)
    mark = kamlab.load(folder).fingerprint()
    stop_while_it_writes(folder, number)
    assert kamlab.load(folder).fingerprint() == mark
