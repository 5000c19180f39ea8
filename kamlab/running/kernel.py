"""The kernel's own process: started afresh, or forked from one that is warm.

Imports are more than half of the cost of a small notebook. So one process imports
once what the notebooks of a command import, and each run gets a fork of it: a fresh
kernel, isolated from the others, ready in a tenth of a second. Where the system
cannot fork safely the same module starts an ordinary kernel.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import shutil
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

# Its owner stops it around a fork by itself, unlike the threads of other libraries
_FORK_SAFE_THREADS = {"jemalloc_bg_thd"}


def start_kernel(connection_file: str, memory: int, parent: int) -> None:
    """Become a kernel; returns when the kernel is asked to stop.

    Parameters
    ----------
    connection_file : str
        Where the addresses of its sockets are written.
    memory : int
        Most bytes of address space it may take, 0 for no limit.
    parent : int
        Process that it must not outlive.
    """
    limit_memory(memory)
    from ipykernel.kernelapp import IPKernelApp

    class ReportKernelApp(IPKernelApp):
        """Queues its outputs without end: a full queue would drop the last of them."""

        def _bind_socket(self, s: Any, port: int) -> Any:
            s.sndhwm = 0
            return super()._bind_socket(s, port)  # type: ignore[no-untyped-call]

    # ignore_cwd: a file random.py in the working folder must not replace a library
    app = ReportKernelApp.instance(parent_handle=parent, ignore_cwd=True)
    app.initialize(["-f", connection_file, "--HistoryManager.hist_file=:memory:"])
    app.start()


def limit_memory(memory: int) -> None:
    """Cap the address space of this process where the system can (not Windows)."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory and hasattr(resource, "RLIMIT_AS"):
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        allowed = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        # macOS knows the limit but refuses to set it
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))


def other_threads() -> list[str]:
    """Name the threads of this process that would make a fork unsafe (Linux)."""
    me = str(os.getpid())
    names = []
    for task in Path("/proc/self/task").iterdir():
        if task.name != me:
            names.append((task / "comm").read_text(encoding="utf-8").strip())
    return sorted(set(names) - _FORK_SAFE_THREADS)


class _Nursery:
    """Forks a kernel for each line on its input; ends, with all of them, at its end."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        # Anything a library prints must not get between our replies
        self._out = os.dup(1)
        os.dup2(2, 1)
        self._kernels: set[int] = set()

    def serve(self) -> None:
        rest = b""
        while True:
            ready, _, _ = select.select([0], [], [], 0.05)
            self._reap()
            if not ready:
                continue
            chunk = os.read(0, 65536)
            if not chunk:
                self._end()
                return
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                self._obey(json.loads(line))

    def _obey(self, request: dict[str, Any]) -> None:
        if "import" in request:
            for module in request["import"]:
                # The notebook will meet the same error and tell of it in its cell
                with contextlib.suppress(Exception):
                    import_module(module)
            gc.collect()
            gc.freeze()
            self._reply({"ready": True})
            return
        if other_threads():
            self._reply({"id": request["id"], "pid": None})
            return
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become_kernel(request, parent)
        self._kernels.add(pid)
        self._reply({"id": request["id"], "pid": pid})

    def _become_kernel(self, request: dict[str, Any], parent: int) -> None:
        code = 1
        try:
            os.close(self._out)
            os.setsid()
            _die_with_parent()
            null = os.open(os.devnull, os.O_RDONLY)
            log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            for source, target in ((null, 0), (log, 1), (log, 2)):
                os.dup2(source, target)
            os.environ.update(request["env"])
            os.chdir(request["cwd"])
            _new_randomness()
            start_kernel(request["connection_file"], request["memory"], parent)
            code = 0
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 1
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            with contextlib.suppress(Exception):
                sys.stderr.flush()
            os._exit(code)

    def _reap(self) -> None:
        for pid in list(self._kernels):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                self._kernels.discard(pid)
                self._reply({"pid": pid, "exit": os.waitstatus_to_exitcode(status)})

    def _reply(self, message: dict[str, Any]) -> None:
        with contextlib.suppress(BrokenPipeError):
            os.write(self._out, json.dumps(message).encode() + b"\n")

    def _end(self) -> None:
        for pid in self._kernels:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
        shutil.rmtree(self._folder, ignore_errors=True)


def _die_with_parent() -> None:
    """Ask Linux to end this kernel with its parent, even inside compiled code."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # 1 is PR_SET_PDEATHSIG


def _new_randomness() -> None:
    """Give numpy's global generator a state of its own, as in a fresh process."""
    numpy = sys.modules.get("numpy")
    if numpy is not None and hasattr(numpy, "random"):
        numpy.random.seed()


def main(arguments: list[str]) -> None:
    """Start as ``warm FOLDER`` or as ``one CONNECTION_FILE MEMORY``."""
    if arguments[0] == "warm":
        import ipykernel.ipkernel
        import ipykernel.kernelapp  # noqa: F401  (every kernel needs both)

        _Nursery(arguments[1]).serve()
    else:
        start_kernel(arguments[1], int(arguments[2]), os.getppid())


if __name__ == "__main__":
    main(sys.argv[1:])
