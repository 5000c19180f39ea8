"""How a run gets its kernel: our interpreter, private sockets, capped memory."""

from __future__ import annotations

import contextlib
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from nbclient.exceptions import DeadKernelError

from kamlab.running.sockets import sockets_fit
from kamlab.running.warm import KERNEL, ForkedKernel, WarmProcess


@dataclass
class KernelPlan:
    """What a kernel is started with.

    Parameters
    ----------
    folder : Path
        Private folder for its sockets and its log.
    env : mapping of str to str
        Its whole environment.
    cwd : Path
        Its working folder.
    memory : int
        Most bytes of address space, 0 for no limit.
    warm : WarmProcess or None
        Process to fork it from.
    """

    folder: Path
    env: Mapping[str, str]
    cwd: Path
    memory: int = 0
    warm: WarmProcess | None = None
    token: str = field(default_factory=lambda: uuid.uuid4().hex[:8])
    process: Any = field(default=None, init=False)

    @property
    def connection_file(self) -> Path:
        """File that names the kernel's sockets."""
        return self.folder / f"{self.token}.json"

    @property
    def log(self) -> Path:
        """File with what the kernel process itself wrote to standard error."""
        return self.folder / f"{self.token}.log"

    @property
    def forked(self) -> bool:
        """Whether the kernel came out of the warm process."""
        return isinstance(self.process, ForkedKernel)

    @property
    def exit_code(self) -> int | None:
        """Exit code of the kernel, negative for a signal, None while it lives."""
        return None if self.process is None else self.process.poll()


class ReportProvisioner(LocalProvisioner):  # type: ignore[misc]
    """Launches the kernel as its plan says and remembers the process."""

    plan: KernelPlan

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork the kernel from the warm process, or start a plain one."""
        plan = self.plan
        forked = plan.warm and plan.warm.fork(
            str(plan.connection_file), plan.memory, plan.env, str(plan.cwd)
        )
        if forked:
            self.process = forked
            self.pid = self.pgid = forked.pid
            self.cwd = plan.cwd
        else:
            with plan.log.open("ab") as log:
                await super().launch_kernel(
                    cmd, **{**kwargs, "stdout": log, "stderr": log}
                )
        plan.process = self.process
        return self.connection_info


class ReportKernelClient(AsyncKernelClient):  # type: ignore[misc]
    """A client that is ready as soon as the kernel is, and can be told to give up."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers and its outputs reach us.

        Jupyter's own client then listens to silence for another fifth of a second;
        nothing here needs that, because outputs are known by the cell they belong to.

        Raises
        ------
        DeadKernelError
            If the kernel ends, does not answer in time, or the run must stop.
        """
        end = time.monotonic() + (timeout or 60)
        while True:
            asked = self.kernel_info()
            with contextlib.suppress(Empty):
                reply = await self.get_shell_msg(timeout=0.5)
                if reply["parent_header"].get("msg_id") == asked:
                    await self.get_iopub_msg(timeout=0.2)
                    self._handle_kernel_info_reply(reply)
                    return
            if not await self._async_is_alive():
                raise DeadKernelError("Kernel died before its first cell")
            if self.parent.must_stop() or time.monotonic() > end:
                raise DeadKernelError("Kernel did not answer")


class ReportKernelManager(AsyncKernelManager):  # type: ignore[misc]
    """A kernel manager that always takes this interpreter, whatever is registered."""

    client_class = "kamlab.running.manager.ReportKernelClient"

    def __init__(
        self, plan: KernelPlan, must_stop: Callable[[], bool], **kwargs: Any
    ) -> None:
        self.must_stop = must_stop
        transport = "ipc" if sockets_fit(plan.folder) else "tcp"
        super().__init__(
            connection_file=str(plan.connection_file), transport=transport, **kwargs
        )
        self._kernel_spec = KernelSpec(
            argv=[*KERNEL, "one", "{connection_file}", str(plan.memory)],
            display_name="KamLab report",
            language="python",
        )
        self.kernel_id = plan.token
        provisioner = ReportProvisioner(
            kernel_id=plan.token, kernel_spec=self._kernel_spec, parent=self
        )
        provisioner.plan = plan
        self.provisioner = provisioner
