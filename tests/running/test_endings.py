from __future__ import annotations

import errno
import signal
from pathlib import Path

import pytest
from nbclient.exceptions import CellExecutionError, DeadKernelError

from kamlab.running.endings import ending_of
from kamlab.running.limits import Limits, StopButton, Watch
from kamlab.running.status import Status


def end(error: BaseException, log: Path, code: int | None = None, oom: bool = False):
    watch = Watch(Limits(), StopButton())
    return ending_of(error, watch, code, log, lambda: oom)


def cell_error(name: str, text: str) -> CellExecutionError:
    return CellExecutionError(traceback="", ename=name, evalue=text)


def test_a_killed_kernel_is_out_of_memory_only_with_evidence(tmp_path: Path):
    log, dead = tmp_path / "kernel.log", DeadKernelError("Kernel died")
    assert end(dead, log, -9).status is Status.KERNEL_DIED
    assert end(dead, log, -9, oom=True).status is Status.OUT_OF_MEMORY
    log.write_text("terminate called after throwing an instance of 'std::bad_alloc'")
    assert end(dead, log, -6).status is Status.OUT_OF_MEMORY


@pytest.mark.parametrize(
    "code, said",
    [
        (-signal.SIGSEGV, "SIGSEGV"),
        (-64, "signal 64|SIGRTMAX"),
        (3, "code 3"),
        (0, "process ended"),
        (None, "process ended"),
    ],
)
def test_how_the_kernel_went_is_told(tmp_path: Path, code: int | None, said: str):
    ending = end(DeadKernelError("Kernel died"), tmp_path / "none.log", code)
    assert ending.status is Status.KERNEL_DIED
    assert any(word in ending.sentence for word in said.split("|"))


@pytest.mark.parametrize(
    "name, text, status",
    [
        ("MemoryError", "", Status.OUT_OF_MEMORY),
        ("_ArrayMemoryError", "Unable to allocate 9 TiB", Status.OUT_OF_MEMORY),
        ("OutOfMemoryException", "failed to pin block", Status.OUT_OF_MEMORY),
        ("SystemExit", "0", Status.STOPPED_EARLY),
        ("KeyError", "'x'", Status.FAILED),
        ("AssertionError", "", Status.FAILED),
    ],
)
def test_errors_of_cells(tmp_path: Path, name: str, text: str, status: Status):
    assert end(cell_error(name, text), tmp_path / "x").status is status


def test_only_the_first_line_of_an_error_is_told(tmp_path: Path):
    ending = end(cell_error("ValueError", "first\nsecond"), tmp_path / "x")
    assert ending.sentence == "ValueError: first"


def test_a_full_disk_names_the_file(tmp_path: Path):
    full = OSError(errno.ENOSPC, "No space left on device", "/x/report.ipynb")
    ending = end(full, tmp_path / "x")
    assert ending.status is Status.FAILED
    assert "No space left on device at /x/report.ipynb" in ending.sentence


def test_the_first_press_of_the_button_counts():
    button = StopButton()
    watch = Watch(Limits(), button)
    assert not watch.must_stop()
    button.press(Status.TERMINATED)
    button.press(Status.INTERRUPTED)
    assert watch.must_stop()
    assert watch.reason is Status.TERMINATED
