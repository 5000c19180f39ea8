"""Several runs of one command: two at a time, one warm process, one stop button."""

from __future__ import annotations

import ast
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kamlab.running.job import Job, Outcome, Progress
from kamlab.running.limits import StopButton
from kamlab.running.manifest import kernel_environment
from kamlab.running.status import Status
from kamlab.running.warm import WarmProcess

if TYPE_CHECKING:
    from kamlab.running.run import Bench

WORKERS = 2  # more than the cores of a small machine gains nothing (bench_runner.py)

# What every report needs; imported while this process imports the same to check
_ALWAYS = ("kamlab.company", "kamlab.presentation")


class Workshop:
    """Where the runs of one command are carried out.

    Starting it starts the warm process, which imports while the command is still
    reading notebooks and checking parameters. Use it as a context.

    Parameters
    ----------
    warm : bool
        Whether kernels are forked from a warm process where the system can.
    workers : int
        How many runs go on at once.
    """

    def __init__(self, warm: bool = True, workers: int = WORKERS) -> None:
        from kamlab.running.sockets import socket_folder

        self.button = StopButton()
        self._workers = workers
        self.folder = socket_folder()
        self.warm: WarmProcess | None = None
        if warm and WarmProcess.possible():
            env = kernel_environment(self.folder / "ipython")
            self.warm = WarmProcess(self.folder, env)
            self.warm.warm_up(_ALWAYS)

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *_: object) -> None:
        if self.warm:
            self.warm.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(
        self,
        jobs: Sequence[Job],
        progress: Progress = lambda name, done, total: None,
        ended: Callable[[Outcome], None] = lambda outcome: None,
    ) -> list[Outcome]:
        """Carry out jobs, two at a time; one that fails does not stop the others.

        Parameters
        ----------
        jobs : sequence of Job
            Checked jobs.
        progress : callable
            Called with name, cells done and cells in all after every cell.
        ended : callable
            Called with every outcome as it comes.

        Returns
        -------
        list of Outcome
            In the order of the jobs.
        """
        if self.warm:
            self.warm.warm_up(imported_by(job.notebook for job in jobs))
        from kamlab.running.lean import import_papermill

        import_papermill()
        from kamlab.running.run import Bench, carry_out

        bench = Bench(self.folder, self.button, progress, self.warm)
        with (
            signals_stop(self.button),
            ThreadPoolExecutor(self._workers, "kamlab-run") as pool,
        ):
            futures = [pool.submit(_one, carry_out, job, bench, ended) for job in jobs]
            _watch(futures)
        return [future.result() for future in futures]


def imported_by(notebooks: Iterable[Mapping[str, Any]]) -> list[str]:
    """List the modules that notebooks import at the start of a line.

    Parameters
    ----------
    notebooks : iterable of mapping
        Their content.

    Returns
    -------
    list of str
        Each once, in order; cells that are no plain Python are passed over.
    """
    found: dict[str, None] = {}
    for notebook in notebooks:
        for cell in notebook["cells"]:
            if cell["cell_type"] != "code":
                continue
            try:
                lines = ast.parse("".join(cell["source"])).body
            except SyntaxError:
                continue
            for line in lines:
                if isinstance(line, ast.Import):
                    found |= dict.fromkeys(alias.name for alias in line.names)
                elif isinstance(line, ast.ImportFrom) and line.module:
                    found[line.module] = None
    return list(found)


@contextmanager
def signals_stop(button: StopButton) -> Iterator[None]:
    """Let Ctrl-C and a request to end press the button instead of ending us at once.

    The first lets every run put down what happened. The second ends this process as
    a crash would, which loses nothing either: the next run clears up after it, and the
    kernels end with us.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    reasons = {signal.SIGINT: Status.INTERRUPTED, signal.SIGTERM: Status.TERMINATED}

    def press(number: int, _: object) -> None:
        reason = reasons[signal.Signals(number)]
        if button.pressed:
            os._exit(reason.exit_code)
        button.press(reason)

    before = {number: signal.signal(number, press) for number in reasons}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _one(
    carry_out: Callable[[Job, Bench], Outcome],
    job: Job,
    bench: Bench,
    ended: Callable[[Outcome], None],
) -> Outcome:
    """Carry out one job of several, unless the command has been stopped."""
    reason = bench.button.reason
    if reason is not None:
        outcome = Outcome(
            name=job.report.name,
            title=job.report.title,
            status=reason,
            sentence="not started",
            parameters=job.parameters,
            changed=job.changed,
        )
    else:
        outcome = carry_out(job, bench)
    ended(outcome)
    return outcome


def _watch(futures: Sequence[Future[Outcome]]) -> None:
    """Wait in short steps, so that signals reach the main thread on every system."""
    waiting = set(futures)
    while waiting:
        _, waiting = wait_for(waiting, timeout=0.2)
