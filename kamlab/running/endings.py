"""What ended a run, told from the error, the kernel's exit and what it last wrote."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kamlab.running.limits import Watch
from kamlab.running.status import Status

_MEMORY_NAMES = frozenset(
    {
        "MemoryError",
        "_ArrayMemoryError",
        "ArrayMemoryError",
        "ArrowMemoryError",
        "OutOfMemoryException",
        "OutOfMemoryError",
    }
)
_MEMORY_WORDS = re.compile(
    r"MemoryError|std::bad_alloc|[Oo]ut of memory|[Cc]annot allocate memory"
)


@dataclass(frozen=True)
class Ending:
    """How a run ended and why.

    Parameters
    ----------
    status : Status
        The kind of end.
    sentence : str
        What happened and what to do; empty after a completed run.
    error : str
        Name of the error in the notebook, where there was one.
    """

    status: Status
    sentence: str = ""
    error: str = ""


def ending_of(
    error: BaseException,
    watch: Watch,
    exit_code: int | None,
    log: Path,
    killed_for_memory: Callable[[], bool],
) -> Ending:
    """Tell what an error of the run means.

    Parameters
    ----------
    error : BaseException
        What the engine raised.
    watch : Watch
        Clocks and stop button of the run; they know if they ended it.
    exit_code : int or None
        Of the kernel before it was cleared away; None where it was alive.
    log : Path
        What the kernel process wrote to standard error.
    killed_for_memory : callable
        Whether the system has killed a process for want of memory meanwhile.
    """
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    if watch.reason is not None:
        return Ending(watch.reason, watch.sentence)
    if isinstance(error, CellExecutionError):
        return _cell_error(error)
    if isinstance(error, DeadKernelError) or "Kernel died" in str(error):
        if "asked its kernel to exit" in str(error):
            return _stopped_early("exit()")
        if killed_for_memory() or _MEMORY_WORDS.search(_tail(log)):
            return _out_of_memory("")
        return Ending(Status.KERNEL_DIED, _death(exit_code))
    if isinstance(error, OSError) and error.errno:
        return Ending(Status.FAILED, disk_trouble(error))
    first = str(error).strip().partition("\n")[0]
    return Ending(Status.FAILED, f"{type(error).__name__}: {first}")


def disk_trouble(error: OSError) -> str:
    """Say what the system refused, with the file it was about."""
    where = f" at {error.filename}" if error.filename else ""
    return f"{error.strerror or error}{where}; make room, or name another --out"


def _cell_error(error: Any) -> Ending:
    name, text = str(error.ename), str(error.evalue)
    if name in _MEMORY_NAMES:
        return _out_of_memory(name)
    if name == "SystemExit":
        return _stopped_early(f"sys.exit({text})")
    first = text.strip().splitlines()[0] if text.strip() else ""
    return Ending(Status.FAILED, f"{name}: {first}" if first else name, name)


def _out_of_memory(name: str) -> Ending:
    return Ending(
        Status.OUT_OF_MEMORY,
        "it asked for more memory than it may have; take fewer accounts or months, or "
        "raise --memory",
        name,
    )


def _stopped_early(call: str) -> Ending:
    return Ending(
        Status.STOPPED_EARLY,
        f"the notebook ended itself with {call} before its last cell; remove that call",
        "SystemExit",
    )


def _death(code: int | None) -> str:
    how = "its process ended"
    if code is not None and code < 0:
        try:
            how = f"its process was ended by {signal.Signals(-code).name}"
        except ValueError:
            how = f"its process was ended by signal {-code}"
    elif code:
        how = f"its process ended with code {code}"
    return f"the kernel died ({how}); run again, and look at kernel.log if it stays so"


def _tail(log: Path) -> str:
    """Give the last of what the kernel process wrote."""
    try:
        with log.open("rb") as handle:
            handle.seek(max(0, log.stat().st_size - 20_000))
            return handle.read().decode("utf-8", errors="replace")
    except OSError:
        return ""
