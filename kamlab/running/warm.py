"""The command's side of the warm process: start it, ask for kernels, let it go."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

KERNEL = (sys.executable, "-P", "-m", "kamlab.running.kernel")
_PATIENCE = 120.0  # seconds that imports may take on a slow, cold disk


class ForkedKernel:
    """A kernel forked from the warm process; speaks as ``subprocess.Popen`` does."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, owner: WarmProcess) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._owner = owner

    def poll(self) -> int | None:
        """Give the exit code, None while the kernel lives."""
        if self.returncode is None:
            self.returncode = self._owner.exit_code(self.pid)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and give the exit code (negative: the signal)."""
        end = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            time.sleep(0.01)
        return code

    def send_signal(self, signum: int) -> None:
        """Send a signal unless the kernel is known to have ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signum)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)


class WarmProcess:
    """One process that has imported the libraries and forks kernels from itself.

    Parameters
    ----------
    folder : Path
        Short folder for sockets and logs; the warm process removes it at its end.
    env : mapping of str to str
        Environment of the process and of every kernel.
    """

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self._changed = threading.Condition()
        self._pids: dict[int, int | None] = {}
        self._exits: dict[int, int] = {}
        self._ready = False
        self._gone = False
        self._asked = 0
        with (folder / "warm.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*KERNEL, "warm", str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=dict(env),
                start_new_session=True,
            )
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    @staticmethod
    def possible() -> bool:
        """Say whether this system forks safely (macOS libraries do not)."""
        return sys.platform == "linux"

    @property
    def pid(self) -> int:
        """Process id of the warm process."""
        return self._process.pid

    def warm_up(self, modules: Sequence[str]) -> None:
        """Name modules to import; returns at once. A later fork waits for them."""
        self._send({"import": list(modules)})

    def fork(
        self, connection_file: str, memory: int, env: Mapping[str, str], cwd: str
    ) -> ForkedKernel | None:
        """Fork a kernel; None where this process cannot (then start a plain one)."""
        with self._changed:
            self._changed.wait_for(lambda: self._ready or self._gone, _PATIENCE)
            if not self._ready or self._gone:
                return None
            self._asked += 1
            asked = self._asked
        self._send(
            {
                "id": asked,
                "connection_file": connection_file,
                "memory": memory,
                "env": dict(env),
                "cwd": cwd,
                "log": str(Path(connection_file).with_suffix(".log")),
            }
        )
        with self._changed:
            self._changed.wait_for(lambda: asked in self._pids or self._gone, _PATIENCE)
            pid = self._pids.get(asked)
        return None if pid is None else ForkedKernel(pid, self)

    def exit_code(self, pid: int) -> int | None:
        """Give a kernel's exit code, None while it lives."""
        with self._changed:
            if pid in self._exits:
                return self._exits[pid]
            # Its kernels end with the warm process
            return -signal.SIGKILL if self._gone else None

    def close(self) -> None:
        """End the warm process and every kernel of it."""
        with contextlib.suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(5)
        if self._process.stdout:
            self._process.stdout.close()

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            message = json.loads(line)
            with self._changed:
                if "ready" in message:
                    self._ready = True
                elif "id" in message:
                    self._pids[message["id"]] = message["pid"]
                else:
                    self._exits[message["pid"]] = message["exit"]
                self._changed.notify_all()
        with self._changed:
            self._gone = True
            self._changed.notify_all()
