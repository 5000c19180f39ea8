"""One run: what is asked for, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kamlab.company.fields import Value
from kamlab.running.catalogue import Report
from kamlab.running.cells import notebook_defaults, parameters_index
from kamlab.running.limits import Limits
from kamlab.running.parameters import checked
from kamlab.running.status import Status


@dataclass(frozen=True)
class Job:
    """A report to run: checked parameters, a place for the result, limits.

    Parameters
    ----------
    report : Report
        What to run.
    notebook : mapping
        Its content as read from disk.
    parameters : mapping of str to value
        All parameters, checked.
    changed : tuple of str
        Names of those that were given, not left at the notebook's own value.
    out : Path
        Folder for the result.
    limits : Limits
        Time and memory.
    """

    report: Report
    notebook: Mapping[str, Any]
    parameters: Mapping[str, Value]
    changed: tuple[str, ...]
    out: Path
    limits: Limits = field(default_factory=Limits)

    @property
    def command(self) -> str:
        """The command line that runs this job again, as a shell reads it."""
        import shlex

        words = ["kamlab", "run", self.report.call or self.report.name]
        for parameter in self.changed:
            value = self.parameters[parameter]
            text = str(value).lower() if isinstance(value, bool) else str(value)
            words += ["-p", f"{parameter}={text}"]
        return shlex.join(words)


@dataclass
class Outcome:
    """What came of a job.

    Parameters
    ----------
    name, title : str
        Of the report.
    status : Status
        How it ended.
    sentence : str
        What happened and what to do; empty after a completed run.
    seconds : float
        From start to end.
    folder : Path or None
        Where the result (or the failed notebook) lies.
    parameters : mapping
        Of the run.
    changed : tuple of str
        Names of the parameters that were given.
    """

    name: str
    title: str
    status: Status
    sentence: str = ""
    seconds: float = 0.0
    folder: Path | None = None
    parameters: Mapping[str, Value] = field(default_factory=dict)
    changed: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the run is complete."""
        return self.status is Status.COMPLETED


def plan_job(
    report: Report,
    given: Mapping[str, Any],
    out: Path,
    limits: Limits | None = None,
) -> Job:
    """Check everything that can be checked before a kernel starts.

    Parameters
    ----------
    report : Report
        What to run.
    given : mapping of str to value
        Parameters that differ from the notebook's own.
    out : Path
        Folder for the result.
    limits : Limits, optional
        Time and memory.

    Returns
    -------
    Job
        Ready to run.

    Raises
    ------
    RefusedError
        If a parameter is unknown, of the wrong type or out of range, the company does
        not exist, or the notebook has no proper ``parameters`` cell.
    """
    model = report.model()
    notebook = report.read()
    cells = notebook["cells"]
    cell = cells[parameters_index(cells, str(report.path))]
    own = notebook_defaults("".join(cell["source"]), model, str(report.path))
    parameters = checked(model, {**own, **given})
    if "company" in parameters:
        from kamlab.company.locate import company_folder

        company_folder(str(parameters["company"]))
    return Job(
        report=report,
        notebook=notebook,
        parameters=parameters,
        changed=tuple(name for name in parameters if name in given),
        out=out.expanduser().resolve(),
        limits=limits or Limits(),
    )


Progress = Callable[[str, int, int], None]
"""Called with a report's name, the cells done and the cells in all."""
