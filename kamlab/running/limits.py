"""How long and how large a run may get, and who may stop it."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

from pydantic import Field

from kamlab.company.settings import Settings
from kamlab.running.status import Status

GIB = 1024**3


class Limits(Settings):
    """Limits of one run; 0 means no limit."""

    cell_seconds: float = Field(
        600,
        ge=0,
        description="Longest time one cell may take, 0 for no limit",
        json_schema_extra={"unit": "seconds"},
    )
    run_seconds: float = Field(
        3600,
        ge=0,
        description="Longest time the whole run may take, 0 for no limit",
        json_schema_extra={"unit": "seconds"},
    )
    memory_gib: float = Field(
        -1,
        ge=-1,
        description=(
            "Most memory a report may ask for, 0 for no limit, -1 for half of the "
            "machine's but at least 4"
        ),
        json_schema_extra={"unit": "GiB"},
    )

    @property
    def memory(self) -> int:
        """The memory limit in bytes, 0 for none."""
        if self.memory_gib < 0:
            return max(_machine_memory() // 2, 4 * GIB)
        return int(self.memory_gib * GIB)


class StopButton:
    """One button that stops all runs of a command, and says why."""

    def __init__(self) -> None:
        self._pressed = threading.Event()
        self.reason: Status | None = None

    def press(self, reason: Status) -> None:
        """Stop; the first reason counts."""
        self.reason = self.reason or reason
        self._pressed.set()

    @property
    def pressed(self) -> bool:
        """Whether somebody has stopped the command."""
        return self._pressed.is_set()


class Watch:
    """Watches one run: its two clocks and the stop button.

    Parameters
    ----------
    limits : Limits
        Of the run.
    button : StopButton
        Of the command.
    """

    def __init__(self, limits: Limits, button: StopButton) -> None:
        self._limits = limits
        self._button = button
        self._began = self._cell_began = time.monotonic()
        self.reason: Status | None = None
        self.sentence = ""

    def next_cell(self) -> None:
        """Set the cell's clock to 0."""
        self._cell_began = time.monotonic()

    def must_stop(self) -> bool:
        """Say whether the run has to end now; ``reason`` and ``sentence`` say why."""
        now = time.monotonic()
        cell, run = self._limits.cell_seconds, self._limits.run_seconds
        if self._button.pressed:
            self.reason = self._button.reason
            self.sentence = "the run was stopped from outside"
        elif cell and now - self._cell_began > cell:
            self.reason = Status.TIMEOUT
            self.sentence = (
                f"one cell took longer than {cell:g} seconds; raise --cell-timeout"
            )
        elif run and now - self._began > run:
            self.reason = Status.TIMEOUT
            self.sentence = (
                f"the whole run took longer than {run:g} seconds; raise --timeout"
            )
        return self.reason is not None


def oom_kills() -> int:
    """Count the processes that Linux has killed for want of memory, 0 if unknown.

    The difference before and after a run tells a kernel killed by the system from one
    that died otherwise.
    """
    try:
        for line in Path("/proc/vmstat").read_text(encoding="ascii").splitlines():
            if line.startswith("oom_kill "):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def _machine_memory() -> int:
    """Give the memory of this machine in bytes; 8 GiB where it cannot be asked."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return 8 * GIB
