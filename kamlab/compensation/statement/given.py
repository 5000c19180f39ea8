"""What was given to be paid: a plan, however it is named, and tables."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from kamlab.compensation.engine.inputs import EXTRA, QUOTA, needed
from kamlab.compensation.library import find_plan
from kamlab.compensation.plan import PayPlan
from kamlab.errors import RefusedError

NEAR = 0.85


def plan_of(plan: object) -> PayPlan:
    """Give the plan itself, or the one of that name or file.

    Raises
    ------
    RefusedError
        If it is neither, or there is no such plan.
    """
    if isinstance(plan, PayPlan):
        return plan
    if isinstance(plan, str | Path):
        return find_plan(str(plan))
    raise RefusedError(
        f"The plan is {_kind(plan)}; give a plan, its name such as 'three_plans', or "
        "the path of its YAML file."
    )


def table_of(table: object, what: str) -> pd.DataFrame:
    """Give a table as it is, and refuse anything else.

    Raises
    ------
    RefusedError
        If it is no DataFrame.
    """
    if isinstance(table, pd.DataFrame):
        return table
    raise RefusedError(
        f"The {what} are {_kind(table)}, not a table; read them with pandas.read_csv, "
        "a row for each KAM and period."
    )


def _kind(thing: object) -> str:
    return "None" if thing is None else f"of the type {type(thing).__name__}"


def check_quota_names(plan: PayPlan, columns: Iterable[str]) -> None:
    """Refuse a quota column that is missing while one nobody asks for is near.

    Raises
    ------
    RefusedError
        With the name that may have been meant.
    """
    names = [str(name) for name in columns]
    used = {*needed(plan), *EXTRA, *(QUOTA + part.measure for part in plan.components)}
    # a quota of another measure of the table is no slip of the pen
    used |= {QUOTA + name for name in names}
    free = {_plain(name): name for name in names if name not in used}
    for part in plan.components:
        wanted = QUOTA + part.measure
        if part.paid_on == "result" or wanted in names:
            continue
        near = get_close_matches(_plain(wanted), list(free), n=1, cutoff=NEAR)
        if near:
            raise RefusedError(
                f"The results have no column '{wanted}', the quota of '{part.name}' of "
                f"the {plan.title}; did you mean '{free[near[0]]}'?"
            )


def _plain(name: str) -> str:
    """Write a name in small letters, its words in order of the alphabet."""
    words = name.strip().lower().replace("-", "_").replace(" ", "_").split("_")
    return "_".join(sorted(words))
