"""Modules, their notebooks, and an agenda that adds up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kamlab.errors import RefusedError, did_you_mean
from kamlab.presentation import Column, Table, Words
from kamlab.teaching.building import MASTERS, read_notebook
from kamlab.teaching.class_file import DAY, ClassFile
from kamlab.teaching.pages import Section

LONGEST_WITHOUT_BREAK = 90
_BREAKS = ("break", "lunch", "pause")


@dataclass(frozen=True)
class Step:
    """One line of an agenda.

    Parameters
    ----------
    what : str
        A notebook, as ``02_key_accounts/2_exercise``, or something else in words.
    minutes : int
        How long.
    title : str
        Title of the notebook, or what it is called.
    """

    what: str
    minutes: int
    title: str


def modules_of(plan: ClassFile, notebooks: Path) -> list[str]:
    """Name the modules of a class in full, in the order of the class file.

    Raises
    ------
    RefusedError
        If there is no such module.
    """
    known = sorted(
        {p.stem if p.suffix == ".ipynb" else p.name for p in notebooks.glob("[0-9]*_*")}
    )
    found: list[str] = []
    for asked in plan.modules:
        same = [m for m in known if m == asked]
        if asked.isdigit():
            same = [m for m in known if int(m.split("_")[0]) == int(asked)]
        if not same:
            raise RefusedError(
                f"There is no module '{asked}'{did_you_mean(asked, known)}"
            )
        found += [m for m in same if m not in found]
    return found


def notebooks_of(module: str, notebooks: Path) -> list[Path]:
    """List what learners get of a module: everything but its solutions."""
    alone = notebooks / f"{module}.ipynb"
    return [alone] if alone.is_file() else sorted((notebooks / module).glob("*.ipynb"))


def masters_of(module: str, notebooks: Path) -> list[Path]:
    """List the solutions of a module."""
    path = notebooks / MASTERS / f"{module}.ipynb"
    return [path] if path.is_file() else []


def agenda_of(plan: ClassFile, notebooks: Path) -> list[Step]:
    """Lay out the day; minutes come from the notebooks themselves.

    Without an agenda in the class file it is every notebook of the modules in turn.

    Raises
    ------
    RefusedError
        If a notebook is given other minutes than it says, is not part of the modules,
        or the whole does not come to what the class file says.
    """
    known = _known(modules_of(plan, notebooks), notebooks)
    steps = []
    for item in plan.agenda or [{name: s.minutes} for name, s in known.items()]:
        ((what, minutes),) = item.items()
        if what not in known:
            if "/" in what or what[:1].isdigit():
                raise RefusedError(
                    f"The agenda names '{what}', which is not part of the modules"
                    f"{did_you_mean(what, known)}"
                )
            steps.append(Step(what, minutes, what))
            continue
        if minutes != known[what].minutes:
            raise RefusedError(
                f"The agenda gives {what} {minutes} minutes, its notebook says "
                f"{known[what].minutes}; make the two agree."
            )
        steps.append(known[what])
    total = sum(step.minutes for step in steps)
    if plan.minutes and plan.minutes != total:
        raise RefusedError(
            f"The agenda comes to {total} minutes, the class file says "
            f"{plan.minutes}; make the two agree."
        )
    return steps


def _known(modules: Sequence[str], notebooks: Path) -> dict[str, Step]:
    known = {}
    for module in modules:
        for path in notebooks_of(module, notebooks):
            about = read_notebook(path).get("metadata", {}).get("kamlab", {})
            name = path.relative_to(notebooks).with_suffix("").as_posix()
            if type(about.get("minutes")) is not int:
                raise RefusedError(
                    f"{path} does not say its minutes; put them into its 'kamlab' "
                    "metadata."
                )
            known[name] = Step(name, about["minutes"], str(about.get("title", name)))
    return known


def agenda_section(plan: ClassFile, steps: Sequence[Step]) -> Section:
    """Show the agenda with the clock, its total, and where a break is missing."""
    begin = _minutes(plan.start) if plan.start else 0
    clock, rows = begin, []
    for step in steps:
        until = clock + step.minutes
        rows.append((f"{_clock(clock)}–{_clock(until)}", step.title, step.minutes))
        clock = until
    columns = {
        "clock": Column("Time" if plan.start else "From the beginning"),
        "title": Column("What"),
        "minutes": Column("Minutes", "number"),
    }
    frame = pd.DataFrame(rows, columns=list(columns))
    caption = f"{len(rows)} items, {clock - begin} minutes."
    things: list[Table | Words] = [Table(frame, columns, caption, rows=len(rows))]
    if stretch := _longest_stretch(steps):
        things.append(
            Words(
                f"There are {stretch} minutes without a break; plan one at least every "
                f"{LONGEST_WITHOUT_BREAK}.",
                "notice",
            )
        )
    return Section("Agenda", things)


def _longest_stretch(steps: Sequence[Step]) -> int:
    """Give the longest time without a break, 0 where it is short enough."""
    longest = now = 0
    for step in steps:
        is_break = any(word in step.what.casefold() for word in _BREAKS)
        now = 0 if is_break else now + step.minutes
        longest = max(longest, now)
    return longest if longest > LONGEST_WITHOUT_BREAK else 0


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    day, rest = divmod(minutes, DAY)
    extra = f" (day {day + 1})" if day else ""
    return f"{rest // 60:02d}:{rest % 60:02d}{extra}"
