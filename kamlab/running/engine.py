"""A papermill engine that tells the truth about what ran and what did not.

Papermill marks every cell completed when the kernel dies, a cell times out or the
run is interrupted. This engine marks the cell that was running as failed, the cells
after it as not run, and raises what happened.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from nbclient.exceptions import DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines

from kamlab.running.limits import Watch
from kamlab.running.manager import ReportKernelManager
from kamlab.running.output_cap import OutputCap
from kamlab.running.status import CellStatus

ENGINE = "kamlab"
_LOOK_EVERY = 0.1  # seconds between two looks at kernel, clocks and stop button


class TruthfulManager(NotebookExecutionManager):  # type: ignore[misc]
    """Keeps the state of each cell; a pending cell stays "not run" to the end."""

    PENDING = CellStatus.NOT_RUN.value
    COMPLETED = CellStatus.COMPLETED.value
    FAILED = CellStatus.FAILED.value

    def __init__(self, nb: Any, advanced: Callable[[int], None]) -> None:
        super().__init__(nb, progress_bar=False, autosave_cell_every=0)
        self._advanced = advanced

    def cell_complete(self, cell: Any, cell_index: int = 0, **kwargs: Any) -> None:
        """Close a cell and tell whoever shows the progress."""
        super().cell_complete(cell, cell_index=cell_index, **kwargs)
        self._advanced(cell_index + 1)

    def notebook_complete(self, **kwargs: Any) -> None:
        """Note the end, without papermill's promotion of cells that never ran."""
        self.end_time = self.now()
        about = self.nb.metadata.papermill
        about["end_time"] = self.end_time.isoformat()
        about["duration"] = (self.end_time - self.start_time).total_seconds()


class ReportClient(PapermillNotebookClient):  # type: ignore[misc]
    """Runs the cells in order, watched; the first failure of any sort ends the run."""

    def __init__(self, nb_man: TruthfulManager, watch: Watch, **kwargs: Any) -> None:
        super().__init__(nb_man, **kwargs)
        self._watch = watch
        self._cap = OutputCap()
        self.asked_to_exit = False

    def papermill_execute_cells(self) -> None:
        """Execute the cells; raise what stopped one of them."""
        for index, cell in enumerate(self.nb.cells):
            self._watch.next_cell()
            self._cap.next_cell()
            self.nb_man.cell_start(cell, index)
            try:
                if self._watch.must_stop():
                    raise DeadKernelError("stopped before this cell")
                self.execute_cell(cell, index)
                if self.asked_to_exit:
                    raise DeadKernelError("the notebook asked its kernel to exit")
            except BaseException as error:
                self.nb_man.cell_exception(cell, cell_index=index, exception=error)
                raise
            finally:
                self._cap.close(cell)
                self.nb_man.cell_complete(cell, cell_index=index)

    async def _async_poll_kernel_alive(self) -> None:
        """End the cell when the kernel is gone, a clock has run out, or on stop."""
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            try:
                await self._async_check_alive()
                stop = self._watch.must_stop()
            except DeadKernelError:
                stop = True
            if stop:
                if self.task_poll_for_reply is not None:
                    self.task_poll_for_reply.cancel()
                return

    async def _check_raise_for_error(
        self, cell: Any, cell_index: int, exec_reply: Any
    ) -> None:
        """Notice ``exit()``, which asks the kernel to end without an error."""
        payload = ((exec_reply or {}).get("content") or {}).get("payload") or []
        self.asked_to_exit = any(p.get("source") == "ask_exit" for p in payload)
        await super()._check_raise_for_error(cell, cell_index, exec_reply)

    def output(
        self, outs: list[Any], msg: Any, display_id: Any, cell_index: int
    ) -> Any:
        """Keep an output unless its cell has already said too much."""
        before = [] if self.clear_before_next_output else outs
        if not self._cap.admits(before, msg):
            return None
        return super().output(outs, msg, display_id, cell_index)


class TruthfulEngine(Engine):  # type: ignore[misc]
    """The engine registered with papermill under the name ``kamlab``."""

    @classmethod
    def execute_notebook(
        cls, nb: Any, kernel_name: str, output_path: str | None = None, **kwargs: Any
    ) -> Any:
        """Execute a notebook in memory; raises what stopped it.

        Parameters
        ----------
        nb : NotebookNode
            Changed in place, so that it can be read after a failure.
        kernel_name : str
            Ignored: the kernel is this interpreter's own.
        output_path : str or None
            Ignored: nothing is written before the run has ended.
        **kwargs
            ``plan`` and ``manager`` of the kernel, ``watch`` of the run, and
            ``advanced``, called with the number of cells done.
        """
        manager = TruthfulManager(nb, advanced=kwargs["advanced"])
        manager.notebook_start()
        try:
            cls.execute_managed_notebook(manager, kernel_name, **kwargs)
        finally:
            manager.notebook_complete()
        return manager.nb

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: TruthfulManager, kernel_name: str, **kwargs: Any
    ) -> None:
        """Run the cells on the kernel that the manager starts."""
        kernels: ReportKernelManager = kwargs["manager"]
        plan = kwargs["plan"]
        client = ReportClient(
            nb_man,
            watch=kwargs["watch"],
            km=kernels,
            kernel_name=kernel_name,
            timeout=None,
            startup_timeout=120,
            iopub_timeout=60,
            coalesce_streams=False,  # takes for ever on one long line; see OutputCap
            store_widget_state=False,
            shutdown_kernel="immediate",
        )
        client.execute(env=dict(plan.env), cwd=str(plan.cwd), cleanup_kc=True)


def run_with_papermill(nb: Any, **kwargs: Any) -> None:
    """Hand a notebook to papermill, which hands it to ``TruthfulEngine``."""
    nb.metadata.setdefault("papermill", {})
    with _own_event_loop():
        papermill_engines.execute_notebook_with_engine(
            ENGINE, nb, kernel_name="python3", progress_bar=False, **kwargs
        )


@contextmanager
def _own_event_loop() -> Iterator[None]:
    """Close the event loop that jupyter_core opens for each thread and never closes."""
    from jupyter_core.utils import ensure_event_loop

    loop = ensure_event_loop()
    try:
        yield
    finally:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        asyncio.set_event_loop(None)
        loop.close()


papermill_engines.register(ENGINE, TruthfulEngine)
