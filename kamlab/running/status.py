"""How a run can end, in words, with the exit code of each."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """The end of a run; every end has its own exit code (see ``exit_code``)."""

    COMPLETED = "completed"
    FAILED = "failed"
    REFUSED = "refused"
    KERNEL_DIED = "kernel_died"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    STOPPED_EARLY = "stopped_early"
    LOCKED = "locked"
    INTERRUPTED = "interrupted"
    TERMINATED = "terminated"

    @property
    def exit_code(self) -> int:
        """The number the command hands back to the shell.

        Examples
        --------
        >>> Status.TIMEOUT.exit_code, Status.INTERRUPTED.exit_code
        (4, 130)
        """
        return _EXIT_CODE[self]


_EXIT_CODE = {
    Status.COMPLETED: 0,
    Status.FAILED: 1,
    Status.REFUSED: 2,
    Status.KERNEL_DIED: 3,
    Status.TIMEOUT: 4,
    Status.OUT_OF_MEMORY: 5,
    Status.STOPPED_EARLY: 6,
    Status.LOCKED: 7,
    Status.INTERRUPTED: 130,
    Status.TERMINATED: 143,
}


class CellStatus(StrEnum):
    """What became of one cell; a cell that never ran is never called completed."""

    COMPLETED = "completed"
    FAILED = "failed"
    NOT_RUN = "not run"
