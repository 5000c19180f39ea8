"""What a command shows while reports run, and when they have ended."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kamlab.running.job import Job, Outcome


class Lines:
    """Plain lines, for logs and pipes: one at the start and one at the end of a run."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def progress(self, name: str, done: int, total: int) -> None:
        """Say once that a report runs."""
        if name not in self._seen:
            self._seen.add(name)
            click.echo(f"{name}: running", err=True)

    def ended(self, outcome: Outcome) -> None:
        """Say how a run ended."""
        click.echo(sentence_of(outcome), err=True)


class Bars:
    """A bar a report with what runs and the time left, for terminals."""

    def __init__(self, bars: Any, tasks: dict[str, Any]) -> None:
        self._bars, self._tasks = bars, tasks

    def progress(self, name: str, done: int, total: int) -> None:
        """Move the bar of one report."""
        self._bars.update(self._tasks[name], completed=done, total=total)

    def ended(self, outcome: Outcome) -> None:
        """Fill the bar, or leave it where the run stopped and say why."""
        words = str(outcome.status).replace("_", " ")
        self._bars.update(
            self._tasks[outcome.name], description=f"{outcome.name}: {words}"
        )
        self._bars.stop_task(self._tasks[outcome.name])
        if not outcome.good:
            self._bars.console.print(
                sentence_of(outcome), markup=False, highlight=False
            )


@contextmanager
def shown(jobs: Sequence[Job]) -> Iterator[Lines | Bars]:
    """Show the progress of jobs: bars on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        yield Lines()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.completed}/{task.total} cells"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    ) as bars:
        yield Bars(
            bars,
            {
                job.report.name: bars.add_task(
                    job.report.name, total=len(job.notebook["cells"]) + 1
                )
                for job in jobs
            },
        )


def sentence_of(outcome: Outcome) -> str:
    """Put the end of a run in one line."""
    words = str(outcome.status).replace("_", " ")
    line = f"{outcome.name}: {words} in {outcome.seconds:.1f} s"
    if outcome.good:
        return line
    kept = f" (kept in {outcome.folder})" if outcome.folder else ""
    return f"{line}: {outcome.sentence}{kept}"


def exit_code_of(outcomes: Sequence[Outcome]) -> int:
    """Give the exit code of a command: 0, the one kind of failure, or 1 for several.

    A stop from outside counts more than what it left undone.
    """
    codes = {outcome.status.exit_code for outcome in outcomes} - {0}
    for stopped in (130, 143):
        if stopped in codes:
            return stopped
    return codes.pop() if len(codes) == 1 else int(bool(codes))
