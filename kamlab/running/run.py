"""Carry one job out: attempt folder, kernel, results, page, swap."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kamlab.company.fields import declared
from kamlab.errors import RefusedError
from kamlab.running.cells import INJECTED, injected_cell, parameters_index
from kamlab.running.endings import Ending, disk_trouble, ending_of
from kamlab.running.folders import (
    check_output,
    discard,
    new_attempt,
    put_failure,
    settle,
    swap_in,
    write_whole,
)
from kamlab.running.job import Job, Outcome, Progress
from kamlab.running.limits import StopButton, Watch, oom_kills
from kamlab.running.lock import LockedError, locked
from kamlab.running.manifest import kernel_environment, made_of
from kamlab.running.results import finish_results
from kamlab.running.status import CellStatus, Status
from kamlab.running.warm import WarmProcess


@dataclass(frozen=True)
class Bench:
    """What the runs of one command share.

    Parameters
    ----------
    folder : Path
        Short private folder for sockets and logs.
    button : StopButton
        Stops all of them.
    progress : callable
        Told of every finished cell.
    warm : WarmProcess or None
        Process that kernels are forked from.
    """

    folder: Path
    button: StopButton
    progress: Progress
    warm: WarmProcess | None = None


def carry_out(job: Job, bench: Bench) -> Outcome:
    """Run a job and keep its result; every end is told as an outcome.

    Parameters
    ----------
    job : Job
        A checked job.
    bench : Bench
        What the runs of the command share.

    Returns
    -------
    Outcome
        Also for a run that failed, was refused, locked or stopped.
    """
    began = time.monotonic()
    try:
        check_output(job.out, job.report.path)
        with locked(job.out):
            settle(job.out)
            ending, folder = _attempt(job, bench, began)
    except LockedError as error:
        ending, folder = Ending(Status.LOCKED, str(error)), None
    except RefusedError as error:
        ending, folder = Ending(Status.REFUSED, str(error)), None
    except OSError as error:
        ending, folder = Ending(Status.FAILED, disk_trouble(error)), None
    return Outcome(
        name=job.report.name,
        title=job.report.title,
        status=ending.status,
        sentence=ending.sentence,
        seconds=time.monotonic() - began,
        folder=folder,
        parameters=job.parameters,
        changed=job.changed,
    )


def prepared(job: Job) -> Any:
    """Give the notebook with the run's values injected after its parameters."""
    import nbformat

    nb = nbformat.reads(json.dumps(job.notebook), as_version=4)
    index = parameters_index(nb.cells, str(job.report.path))
    cell = nbformat.v4.new_code_cell(
        injected_cell(job.parameters), id=INJECTED, metadata={"tags": [INJECTED]}
    )
    nb.cells.insert(index + 1, cell)
    return nb


def _attempt(job: Job, bench: Bench, began: float) -> tuple[Ending, Path | None]:
    """Execute in an attempt folder; swap it in, or keep it as the last failure."""
    started = datetime.now(UTC).isoformat(timespec="seconds")
    attempt = new_attempt(job.out)
    try:
        nb = prepared(job)
        ending = _execute(nb, attempt, job, bench)
        record = _record(job, nb, ending, started, time.monotonic() - began)
        if ending.status is Status.COMPLETED:
            try:
                _write_result(job, nb, attempt, record)
                swap_in(attempt, job.out)
                return ending, job.out
            except Exception as error:
                ending = _not_written(error)
                record |= {
                    "status": str(ending.status),
                    "exit_code": ending.status.exit_code,
                    "message": ending.sentence,
                }
        return ending, _keep_failure(job, nb, attempt, record)
    finally:
        discard(attempt)


def _execute(nb: Any, attempt: Path, job: Job, bench: Bench) -> Ending:
    """Run the cells; tell how it ended."""
    from kamlab.running.engine import run_with_papermill
    from kamlab.running.manager import KernelPlan, ReportKernelManager

    env = kernel_environment(bench.folder / "ipython")
    plan = KernelPlan(
        folder=bench.folder,
        env={**env, "KAMLAB_RESULTS": str(attempt)},
        cwd=Path.cwd(),
        memory=job.limits.memory,
        warm=bench.warm,
    )
    watch = Watch(job.limits, bench.button)
    manager = ReportKernelManager(plan, watch.must_stop)
    killed_before = oom_kills()
    try:
        run_with_papermill(
            nb,
            plan=plan,
            manager=manager,
            watch=watch,
            advanced=lambda done: bench.progress(job.report.name, done, len(nb.cells)),
        )
    except Exception as error:
        ending = ending_of(
            error,
            watch,
            plan.exit_code,
            plan.log,
            lambda: oom_kills() > killed_before,
        )
        if plan.log.is_file() and plan.log.stat().st_size:
            shutil.copyfile(plan.log, attempt / "kernel.log")
        return _with_place(nb, ending)
    return Ending(Status.COMPLETED)


def _not_written(error: Exception) -> Ending:
    """Say why a completed notebook has no result all the same."""
    if isinstance(error, OSError):
        return Ending(Status.FAILED, disk_trouble(error))
    return Ending(
        Status.FAILED,
        f"the notebook ran, but its result could not be written "
        f"({type(error).__name__}: {error}); check what it recorded and shows",
        type(error).__name__,
    )


def _with_place(nb: Any, ending: Ending) -> Ending:
    """Name the cell that was running when it ended."""
    cells = _own_cells(nb)
    for number, cell in cells:
        if cell.metadata.papermill["status"] == CellStatus.FAILED:
            if ending.error == RefusedError.__name__ and number == _set_up(cells):
                # the parameters do not suit this company, which only it could tell
                sentence = ending.sentence.removeprefix(f"{ending.error}: ")
                return Ending(Status.REFUSED, sentence, ending.error)
            where = f"cell {number} of {len(cells)}"
            return Ending(ending.status, f"{where}: {ending.sentence}", ending.error)
    return ending


def _set_up(cells: list[tuple[int, Any]]) -> int:
    """Give the number of the cell that takes the parameters up: the next of code."""
    at = parameters_index([cell for _, cell in cells], "the notebook")
    after = (n for n, cell in cells[at + 1 :] if cell.cell_type == "code")
    return next(after, 0)


def _own_cells(nb: Any) -> list[tuple[int, Any]]:
    """Give the cells as whoever wrote the notebook counts them."""
    own = [cell for cell in nb.cells if cell.get("id") != INJECTED]
    return list(enumerate(own, start=1))


def _record(
    job: Job, nb: Any, ending: Ending, started: str, seconds: float
) -> dict[str, Any]:
    """Put together what ``run.json`` holds."""
    cells = [
        {
            "cell": number,
            "id": cell.get("id", ""),
            "status": str(cell.metadata.papermill["status"]),
            "seconds": cell.metadata.papermill.get("duration"),
        }
        for number, cell in _own_cells(nb)
        if cell.cell_type == "code"
    ]
    return {
        "report": job.report.name,
        "title": job.report.title,
        "status": str(ending.status),
        "exit_code": ending.status.exit_code,
        "message": ending.sentence,
        "started": started,
        "seconds": round(seconds, 3),
        "command": job.command,
        "parameters": dict(job.parameters),
        "cells": cells,
        **made_of(job.report.path, job.parameters),
    }


def _write_result(job: Job, nb: Any, attempt: Path, record: Mapping[str, Any]) -> None:
    """Write all files of a completed run."""
    from kamlab.running.page import page

    results = finish_results(attempt, job.report.name, job.parameters)
    _write_notebook(nb, attempt)
    about = about_run(job, results, record, nb)
    write_whole(attempt / "report.html", page(nb, about))
    _write_json(attempt / "run.json", record)


def _keep_failure(
    job: Job, nb: Any, attempt: Path, record: Mapping[str, Any]
) -> Path | None:
    """Keep what a failed run leaves; None where there is no room even for that."""
    try:
        for name in ("results.json", "report.html"):
            (attempt / name).unlink(missing_ok=True)
        shutil.rmtree(attempt / "tables", ignore_errors=True)
        _write_notebook(nb, attempt)
        _write_json(attempt / "run.json", record)
        return put_failure(attempt, job.out)
    except OSError:
        return None


def _write_notebook(nb: Any, folder: Path) -> None:
    import nbformat

    write_whole(folder / "report.ipynb", nbformat.writes(nb) + "\n")


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    write_whole(path, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def about_run(
    job: Job, results: Mapping[str, Any], record: Mapping[str, Any], nb: Any
) -> dict[str, Any]:
    """Gather what the page says above and below the report."""
    from kamlab.running.page import warnings_of

    fields = declared(job.report.model())
    facts = []
    if "company" in job.parameters:
        facts.append(("Company", job.parameters["company"]))
    if "as_of" in job.parameters:
        facts.append(("Cut-off", job.parameters["as_of"] or _last_order(job)))
    digest = record["hashes"]["company"]
    if digest:
        facts.append(("Data", digest[:12]))
    facts.append(("Run", str(record["started"]).replace("T", " ")[:16] + " UTC"))
    return {
        "title": job.report.title,
        "finding": results["finding"],
        "facts": facts,
        "parameters": [
            {
                "name": name,
                "value": value,
                "unit": fields[name].unit,
                "sentence": fields[name].sentence,
                "changed": name in job.changed,
            }
            for name, value in job.parameters.items()
        ],
        "changed": len(job.changed),
        "warnings": warnings_of(nb),
        "missing_parts": results["missing_parts"],
        "command": job.command,
        "hashes": [(n, h) for n, h in record["hashes"].items() if h],
        "versions": list(record["versions"].items()),
    }


def _last_order(job: Job) -> str:
    """Say when the company's last order was, as its folder tells."""
    from kamlab.company.locate import company_folder

    card = company_folder(str(job.parameters.get("company", ""))) / "company.json"
    day = json.loads(card.read_text(encoding="utf-8")).get("last_date", "")
    return f"{day} (last order)".strip()
