"""Make a class: for each learner a company of their own, for the trainer the rest."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from kamlab.errors import RefusedError, did_you_mean
from kamlab.presentation import Column, Table
from kamlab.presentation.formats import plural
from kamlab.simulation import World, make_world, scenario_names, simulate
from kamlab.teaching.agenda import (
    Step,
    agenda_of,
    agenda_section,
    masters_of,
    modules_of,
    notebooks_of,
)
from kamlab.teaching.answer_key import answer_key
from kamlab.teaching.building import read_notebook, written
from kamlab.teaching.class_card import CARD, card_text, company_words
from kamlab.teaching.class_file import ClassFile
from kamlab.teaching.pages import PageWriter, Section
from kamlab.teaching.progress import FILE, write_progress
from kamlab.teaching.roll import Learner, roll_of

COMPANY = "company"
TRAINER = "trainer"
READ_ME = """\
Your KamLab folder
==================

1. Unpack this folder where it can stay. Get KamLab as your trainer says.
2. Open it, in one of two ways.
   Without typing: rename this folder to my_work, put it into KamLab's folder in the
   place of a my_work that is there, and double-click start.bat (Windows) or
   start.command (macOS). The first time it sets KamLab up, which takes some minutes.
   With a line typed in KamLab's folder (FOLDER is where this folder lies):
       .venv/bin/python -m kamlab start --into FOLDER         (macOS, Linux)
       .venv\\Scripts\\python -m kamlab start --into FOLDER     (Windows)
   Your browser opens. Begin with the lowest number, and in each folder with
   1_lesson, then 2_exercise, then 3_report, unless your trainer says otherwise.
   Your notebooks open your own company, in the folder company. Only 01_the_company,
   where your class has it, opens the bundled company polar: it looks behind the
   books, and what is true of your own company is not in this folder.
3. Work through the notebooks. What you have solved is noted in progress.json, in
   this folder and nowhere else: which question, how often tried, which typical
   mistakes. No answer, no name, no time.
4. To hand it in, save, close the browser, and give the whole folder, under the name
   it had, back to your trainer.
"""


# these look behind the books, and a learner's own company has no truth
_NEED_TRUTH = ("01_the_company",)


@dataclass(frozen=True)
class Ready:
    """A class that can be made: all that could be refused was looked at."""

    out: Path
    modules: list[str]
    steps: list[Step]
    learners: list[Learner]
    worlds: list[World]


@dataclass(frozen=True)
class Job:
    """What one worker needs to make one learner's company and answer key."""

    learner: Learner
    world: World
    modules: tuple[str, ...]
    folder: Path
    trainer: Path


def ready(plan: ClassFile, out: Path, notebooks: Path, beside: Path) -> Ready:
    """Look at everything of a class that could be refused, before anything is made.

    Parameters
    ----------
    plan, out, notebooks, beside
        As in :func:`make_class`.

    Raises
    ------
    RefusedError
        If something of the class file cannot be, or the folder holds something.
    """
    out = out.absolute()
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise RefusedError(f"{out} holds something already; name a new folder.")
    modules, steps = modules_of(plan, notebooks), agenda_of(plan, notebooks)
    learners = roll_of(plan.learners, plan.seed)
    worlds = [_world(plan, learner, beside) for learner in learners]
    return Ready(out, modules, steps, learners, worlds)


def make_class(
    plan: ClassFile,
    out: Path,
    notebooks: Path,
    page: PageWriter,
    *,
    beside: Path = Path(),
    zipped: bool = False,
    told: Callable[[Learner], None] = lambda _: None,
    workers: int = 0,
) -> Path:
    """Make the folders of a class, whole or not at all.

    Parameters
    ----------
    plan : ClassFile
        Who, what, in which order.
    out : Path
        A folder that is not there yet, or is empty.
    notebooks : Path
        KamLab's notebooks.
    page : callable
        Writes an HTML page from a title, a sentence and sections.
    beside : Path
        The folder of the class file; a scenario file is looked for there.
    zipped : bool
        A zip a learner in place of a folder.
    told : callable
        Called when a learner's folder is ready.
    workers : int
        Processes at work; 0 for as many as there are processors.

    Returns
    -------
    Path
        ``out``, with a folder (or zip) a learner and ``trainer/``.

    Raises
    ------
    RefusedError
        If something of the class file cannot be, or the folder holds something.
    """
    at = ready(plan, out, notebooks, beside)
    out, modules = at.out, at.modules
    out.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        jobs = [
            Job(learner, world, tuple(modules), made / learner.folder, made / TRAINER)
            for learner, world in zip(at.learners, at.worlds, strict=True)
        ]
        for learner, sections in _in_parallel(jobs, workers):
            _write_learner(made / learner.folder, modules, notebooks, zipped)
            title = f"Answers of {learner.name}"
            about = f"{plan.name}: {company_words(plan)}, seed {learner.seed}."
            text = page(title, about, sections)
            _write(made / TRAINER / "answers" / f"{learner.folder}.html", text)
            told(learner)
        _write_trainer(made / TRAINER, modules, notebooks)
        _write(made / TRAINER / "class.html", _overview(plan, at, page))
        _write(made / TRAINER / CARD, card_text(plan, modules, at.learners))
        if out.exists():
            out.rmdir()
        made.chmod(0o755)
        made.rename(out)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return out


def _world(plan: ClassFile, learner: Learner, beside: Path) -> World:
    """Make the learner's world: the scenario's values, the learner's seed."""
    level, seed = plan.level, learner.seed
    if isinstance(plan.scenario, dict):
        return make_world(level=level, **{**plan.scenario, "seed": seed})
    known = ["polar", *scenario_names()]
    if plan.scenario in known:
        pack = "" if plan.scenario == "polar" else plan.scenario
        return make_world(scenario=pack, level=level, seed=seed)
    file = beside / plan.scenario
    if file.is_file():
        return make_world(file, level=level, seed=seed)
    if file.suffix in (".yml", ".yaml"):
        raise RefusedError(f"No file {plan.scenario} lies beside the class file.")
    near = did_you_mean(plan.scenario, known)
    raise RefusedError(f"There is no scenario '{plan.scenario}'{near}")


def _in_parallel(jobs: Sequence[Job], workers: int) -> Any:
    """Give each learner's answer key when the company is ready."""
    count = min(workers or os.cpu_count() or 1, len(jobs))
    if count == 1:
        for job in jobs:
            yield job.learner, make_company(job)
        return
    # spawn: a forked copy of a process with DuckDB's threads can hang
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, mp_context=context)
    try:
        running = {pool.submit(make_company, job): job for job in jobs}
        for done in as_completed(running):
            yield running[done].learner, done.result()
    finally:
        pool.shutdown(cancel_futures=True)


def make_company(job: Job) -> list[Section]:
    """Make one learner's company, with its truth for the trainer only.

    Returns
    -------
    list of Section
        The answer key.
    """
    company = simulate(job.world).company()
    job.folder.mkdir(parents=True, exist_ok=True)
    company.save(job.folder / COMPANY, truth=False)
    whole = job.trainer / "companies" / job.learner.folder
    whole.parent.mkdir(parents=True, exist_ok=True)
    company.save(whole)
    return answer_key(company, job.modules)


def _write_learner(
    folder: Path, modules: Sequence[str], notebooks: Path, zipped: bool
) -> None:
    for module in modules:
        for path in notebooks_of(module, notebooks):
            place = path.relative_to(notebooks)
            _write(folder / place, with_company(path, len(place.parts) - 1))
    _write(folder / "README.txt", READ_ME)
    write_progress(folder / FILE, {})
    if zipped:
        shutil.make_archive(str(folder), "zip", folder.parent, folder.name)
        shutil.rmtree(folder)


def with_company(path: Path, depth: int) -> str:
    """Give a notebook's text with the learner's own company in its parameters.

    The lesson that looks behind the books keeps a company whose truth is known.

    Parameters
    ----------
    path : Path
        The notebook.
    depth : int
        How many folders it lies below the learner's.
    """
    notebook = read_notebook(path)
    line = f'company: str = "{"../" * depth + COMPANY}"  # Your own company'
    if depth and path.parent.name in _NEED_TRUTH:
        line = 'company: str = "polar"  # The bundled company, its truth is known'
    for cell in notebook["cells"]:
        if "parameters" in cell.get("metadata", {}).get("tags", []):
            lines = "".join(cell["source"]).splitlines()
            cell["source"] = "\n".join(
                line if old.startswith("company:") else old for old in lines
            )
    return written(notebook)


def _write_trainer(folder: Path, modules: Sequence[str], notebooks: Path) -> None:
    for module in modules:
        for path in masters_of(module, notebooks):
            target = folder / "solutions" / path.name
            _write(target, json.dumps(read_notebook(path), indent=1) + "\n")


def _overview(plan: ClassFile, at: Ready, page: PageWriter) -> str:
    sections = [agenda_section(plan, at.steps), _roll_section(at.learners)]
    many, modules = plural(len(at.learners), "learner"), ", ".join(at.modules)
    about = f"{many}; {company_words(plan)}; modules {modules}."
    return page(plan.name, about, sections)


def _roll_section(learners: Sequence[Learner]) -> Section:
    frame = pd.DataFrame([vars(learner) for learner in learners])
    columns = {
        "name": Column("Learner"),
        "folder": Column("Folder"),
        "seed": Column("Seed of the company"),
    }
    caption = "Each has a company of their own; answers/ holds the key to each."
    return Section("Learners", [Table(frame, columns, caption, rows=len(frame))])


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
