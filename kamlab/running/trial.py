"""Start one kernel and run one cell, to see whether this machine can."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from kamlab.running.limits import Limits, StopButton, Watch
from kamlab.running.manifest import kernel_environment
from kamlab.running.several import Workshop


def try_kernel(warm: bool = True) -> tuple[str, float, str]:
    """Run ``1 + 1`` in a kernel as a report would.

    Parameters
    ----------
    warm : bool
        Whether it may be forked from a warm process.

    Returns
    -------
    trouble : str
        What went wrong, empty if nothing did.
    seconds : float
        From nothing to the answer.
    how : str
        The way the kernel was started and reached.
    """
    from kamlab.running.lean import import_papermill

    began = time.monotonic()
    with Workshop(warm=warm, workers=1) as workshop:
        import_papermill()
        import nbformat

        from kamlab.running.engine import run_with_papermill
        from kamlab.running.manager import KernelPlan, ReportKernelManager

        plan = KernelPlan(
            folder=workshop.folder,
            env=kernel_environment(workshop.folder / "ipython"),
            cwd=Path.cwd(),
            memory=Limits().memory,
            warm=workshop.warm,
        )
        watch = Watch(Limits(run_seconds=60), StopButton())
        manager = ReportKernelManager(plan, watch.must_stop)
        nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")])
        try:
            run_with_papermill(
                nb,
                plan=plan,
                manager=manager,
                watch=watch,
                advanced=lambda done: None,
            )
        except Exception as error:
            return f"no kernel answered ({error})", time.monotonic() - began, ""
    how = "forked" if plan.forked else "started afresh"
    answer = _answer(nb)
    trouble = "" if answer == "2" else f"the kernel answered {answer!r}"
    return trouble, time.monotonic() - began, f"{how}, by {manager.transport}"


def _answer(nb: Any) -> str:
    outputs = nb.cells[0].outputs
    return str(outputs[0].data["text/plain"]) if outputs else ""
