"""The results as arrays of KAMs and periods, and what must be said about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kamlab.compensation.engine.inputs import EXTRA, QUOTA, needed
from kamlab.compensation.engine.periods import Periods
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.statement.spans import spans
from kamlab.errors import RefusedError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Prepared:
    """Everything one settlement of a plan is computed from.

    Parameters
    ----------
    kams : tuple of str
        The KAMs, first axis of the arrays.
    starts, ends : DatetimeIndex
        First and last day of the periods, second axis.
    periods : Periods
        The same for the engine.
    columns : mapping of str to array
        The engine's columns.
    present : array of bool
        Where the results have a row.
    steps : DataFrame
        The deals: kam_id, number (of the period), deal, before, after, credit.
    reasons : mapping of str to str
        Why a measure is not known; its column holds zeros.
    notes : tuple of str
        What the reader must know about the results.
    """

    kams: tuple[str, ...]
    starts: pd.DatetimeIndex
    ends: pd.DatetimeIndex
    periods: Periods
    columns: Mapping[str, NDArray[Any]]
    present: NDArray[np.bool_]
    steps: pd.DataFrame
    reasons: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def with_column(self, name: str, values: Floats) -> Prepared:
        """Give the same with one more column."""
        return replace(self, columns={**self.columns, name: values})


def prepared(plan: PayPlan, table: pd.DataFrame) -> Prepared:
    """Lay a checked table out as arrays.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    table : DataFrame
        From :func:`kamlab.compensation.statement.table.checked_results`.

    Raises
    ------
    RefusedError
        If periods overlap or are of unknown length, a KAM has results
        before being hired, or is in two teams.
    """
    starts, ends, notes = spans(table)
    kams = tuple(sorted(table["kam_id"].unique()))
    place = (
        pd.Index(kams).get_indexer(list(table["kam_id"])),
        starts.get_indexer(pd.DatetimeIndex(table["period"])),
    )
    shape = (len(kams), len(starts))
    present = np.zeros(shape, dtype=bool)
    present[place] = True
    quotas = [QUOTA + part.measure for part in plan.components]
    names = [name for name in (*needed(plan), *EXTRA, *quotas) if name in table]
    columns: dict[str, NDArray[Any]] = {}
    for name in dict.fromkeys(names):
        if name != "team":
            columns[name] = np.full(shape, np.nan if name in quotas else 0.0)
            columns[name][place] = table[name].to_numpy(dtype=float)
    if "team" in names:
        columns["team"] = _teams(table, kams)
    notes += _employment(table, columns, present, kams, starts, ends)
    return Prepared(
        kams,
        starts,
        ends,
        periods_of(starts, ends),
        columns,
        present,
        pd.DataFrame(columns=["kam_id", "number", "deal", "before", "after", "credit"]),
        notes=notes,
    )


def periods_of(starts: pd.DatetimeIndex, ends: pd.DatetimeIndex) -> Periods:
    """Tell the engine which month each period ends in and how long it is."""
    days = (ends - starts).days + 1
    return Periods(
        tuple((int(day.year), int(day.month)) for day in ends),
        tuple(float(max(1, round(n * 12 / 365))) for n in days),
    )


def _teams(table: pd.DataFrame, kams: tuple[str, ...]) -> NDArray[Any]:
    teams = table[["kam_id", "team"]].astype(str).drop_duplicates()
    twice = teams[teams["kam_id"].duplicated()]
    if len(twice):
        raise RefusedError(
            f"KAM {twice['kam_id'].iloc[0]} stands in two teams; a team holds for all "
            "periods of a table."
        )
    return teams.set_index("kam_id").loc[list(kams), "team"].to_numpy(dtype=str)


def _employment(
    table: pd.DataFrame,
    columns: dict[str, NDArray[Any]],
    present: NDArray[np.bool_],
    kams: tuple[str, ...],
    starts: pd.DatetimeIndex,
    ends: pd.DatetimeIndex,
) -> tuple[str, ...]:
    """Fill in which share of each period a KAM was employed, and for how long."""
    notes: list[str] = []
    given = columns.get("employed", np.ones(present.shape))
    columns["employed"] = np.where(present, given, 0.0)
    hired = _hired(table)
    if hired is None:
        if "months_employed" in columns:
            months = columns["months_employed"]
            columns["months_employed"] = np.where(present, months, 1.0)
        return ()
    months = np.full(present.shape, 1e3)  # long ago, where no day of hiring is known
    for k, kam in enumerate(kams):
        day = hired.get(kam, pd.NaT)
        if pd.isna(day):
            continue
        before = present[k] & (ends < day)
        if before.any():
            period = starts[int(np.argmax(before))].date()
            raise RefusedError(
                f"KAM {kam} was hired on {day.date()} but has results in the period "
                f"from {period}, before that day; put one of the two right."
            )
        missing = np.maximum((day - starts).days.to_numpy(), 0)
        worked = np.maximum((ends - starts).days.to_numpy() + 1 - missing, 0)
        part = worked / ((ends - starts).days.to_numpy() + 1)
        partly = present[k] & (part < 1)
        for t in map(int, np.flatnonzero(partly)):
            notes.append(
                f"KAM {kam} was hired on {day.date()}, within the period from "
                f"{starts[t].date()}: pay and quotas of the plan file count "
                f"{part[t]:.1%} of it, a quota in the results as it stands."
            )
        columns["employed"][k] *= part
        months[k] = 12 * (ends.year - day.year) + ends.month - day.month + 1
    columns["months_employed"] = months
    return tuple(notes)


def _hired(table: pd.DataFrame) -> dict[str, pd.Timestamp] | None:
    if "hired" not in table:
        return None
    known = table.dropna(subset=["hired"])[["kam_id", "hired"]].drop_duplicates()
    twice = known[known["kam_id"].duplicated()]
    if len(twice):
        raise RefusedError(
            f"KAM {twice['kam_id'].iloc[0]} has two days of hiring; keep one."
        )
    return dict(known.itertuples(index=False, name=None))
