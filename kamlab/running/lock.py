"""One writer a folder: a lock file beside it that names its owner."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kamlab.errors import RefusedError


class LockedError(RefusedError):
    """Another run is writing to this folder right now."""


def lock_path(out: Path) -> Path:
    """Give the lock file of an output folder: hidden, beside it."""
    return out.parent / f".{out.name}.lock"


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the lock of an output folder.

    The system's own file lock decides who comes first; it falls with its process.
    The text in the file says who that is, and keeps out a second run where two
    machines share a folder but not their file locks. The owner is known by its
    number and its start, because numbers are used again.

    Parameters
    ----------
    out : Path
        The output folder; need not exist yet, its parent must.

    Raises
    ------
    LockedError
        If a living run holds it.
    """
    path = lock_path(out)
    handle = _open_locked(path, out)
    owner = _read_owner(handle)
    if _lives(owner):
        os.close(handle)
        raise LockedError(_locked_by(owner, path, out))
    try:
        _write_owner(handle)
        yield
    finally:
        # A forgotten lock names a dead owner; that is harmless
        with contextlib.suppress(OSError):
            if os.name == "posix":
                path.unlink()
            else:
                os.ftruncate(handle, 0)
        os.close(handle)


def process_start(pid: int) -> str:
    """Say when a process started, "" where there is no such process.

    Returns
    -------
    str
        Equal for the same process, different for a later one of the same number.
    """
    if Path("/proc/self/stat").exists():
        try:
            stat = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace")
        except OSError:
            return ""
        state, *rest = stat.rpartition(")")[2].split()
        return "" if state in "ZX" else rest[18]
    import psutil  # type: ignore[import-untyped]

    try:
        return f"{psutil.Process(pid).create_time():.0f}"
    except psutil.Error:
        return ""


def _open_locked(path: Path, out: Path) -> int:
    """Open the lock file and take the system's lock on it."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _system_lock(handle)
        except OSError:
            owner = _read_owner(handle)
            os.close(handle)
            raise LockedError(_locked_by(owner, path, out)) from None
        # The file may have been removed by its owner between opening and locking
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        os.close(handle)


def _system_lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        # One byte far behind the text, which must stay readable for the others
        os.lseek(handle, 1_000_000, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _read_owner(handle: int) -> dict[str, Any]:
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        owner = json.loads(os.read(handle, 10_000))
    except ValueError:
        return {}
    return owner if isinstance(owner, dict) else {}


def _lives(owner: dict[str, Any]) -> bool:
    """Say whether the named owner is another run that has not ended."""
    if not owner:
        return False
    if owner.get("host") != socket.gethostname():
        return True  # cannot be asked from here
    pid = int(owner.get("pid", 0))
    return pid != os.getpid() and process_start(pid) == owner.get("started") != ""


def _write_owner(handle: int) -> None:
    owner = {
        "pid": os.getpid(),
        "started": process_start(os.getpid()),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
        "host": socket.gethostname(),
    }
    os.lseek(handle, 0, os.SEEK_SET)
    os.ftruncate(handle, 0)
    os.write(handle, json.dumps(owner).encode())


def _locked_by(owner: dict[str, Any], path: Path, out: Path) -> str:
    here = owner.get("host") in (None, socket.gethostname())
    where = "" if here else f" on {owner['host']}"
    return (
        f"{out} is in use by process {owner.get('pid', '?')}{where} since "
        f"{owner.get('since', 'a moment ago')}; wait for it, name another --out, or "
        f"delete {path} if that run is over."
    )
