"""Where the sockets of a command's kernels lie: private, on a short path."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

_LONGEST_SOCKET = 100  # the system allows 104 to 108 bytes for the whole path


def socket_folder() -> Path:
    """Make a private folder whose path is short enough for sockets, if there is one.

    Returns
    -------
    Path
        Removed by whoever asked for it.
    """
    folder = Path(tempfile.mkdtemp(prefix="kamlab-"))
    if not sockets_fit(folder) and Path("/tmp").is_dir():
        with contextlib.suppress(OSError):
            shorter = Path(tempfile.mkdtemp(prefix="kamlab-", dir="/tmp"))
            shutil.rmtree(folder, ignore_errors=True)
            return shorter
    return folder


def sockets_fit(folder: Path) -> bool:
    """Say whether local sockets can be used there; else the kernel speaks TCP.

    Examples
    --------
    >>> sockets_fit(Path("/tmp") / ("x" * 100))
    False
    """
    longest = os.fsencode(folder / "00000000-ipc-99")
    return sys.platform != "win32" and len(longest) <= _LONGEST_SOCKET
