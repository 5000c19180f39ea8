"""First and last day of each period of the results; no length is guessed."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from kamlab.errors import RefusedError
from kamlab.presentation.formats import plural

LENGTHS = (1, 3, 12)  # months: a month, a quarter, a year
CURE = "put the date right, or add a column period_end with the last day of each period"


def spans(
    table: pd.DataFrame,
) -> tuple[pd.DatetimeIndex, pd.DatetimeIndex, tuple[str, ...]]:
    """Give first and last day of each period, and what must be known about them.

    Parameters
    ----------
    table : DataFrame
        kam_id, period and, where there is one, period_end.

    Raises
    ------
    RefusedError
        If periods overlap, or, without period_end, if their first days are not all a
        month, a quarter or a year apart.
    """
    if "period_end" in table:
        return *_given(table), ()
    starts = pd.DatetimeIndex(sorted(table["period"].unique()))
    odd = starts[starts.day != 1]
    if len(odd):
        raise RefusedError(
            f"The period {odd[0].date()} does not begin on the first of a month; add "
            "a column period_end, or write the month's first day."
        )
    length, notes = (
        1,
        [
            f"All results are of {starts[0].date()} and name no period_end: they are "
            "paid as one month."
        ],
    )
    if len(starts) > 1:
        length = _length(table, starts)
        notes = _holes(table, starts)
    ends = starts + pd.DateOffset(months=length) - pd.Timedelta(days=1)
    return starts, pd.DatetimeIndex(ends), tuple(notes)


def _given(table: pd.DataFrame) -> tuple[pd.DatetimeIndex, pd.DatetimeIndex]:
    days = table[["period", "period_end"]].drop_duplicates().sort_values("period")
    starts = pd.DatetimeIndex(days["period"])
    ends = pd.DatetimeIndex(days["period_end"])
    wrong = (ends < starts) | np.append(starts[1:] <= ends[:-1], False)
    if wrong.any():
        day = starts[int(np.argmax(wrong))].date()
        raise RefusedError(
            f"The period from {day} ends before it begins or overlaps the next; "
            "every KAM needs the same periods."
        )
    return starts, ends


def _length(table: pd.DataFrame, starts: pd.DatetimeIndex) -> int:
    """Give the one distance of all first days; refuse where there is none."""
    months = _months(starts)
    apart = np.diff(months)
    length = int(apart[0])
    if length not in LENGTHS or (apart != length).any():
        raise RefusedError(_odd(table, starts))
    for kam, rows in table.groupby("kam_id", sort=True)["period"]:
        own = np.diff(_months(pd.DatetimeIndex(sorted(rows))))
        if len(own) > 1 and own.min() > length:
            raise RefusedError(
                f"The periods of KAM {kam} begin at least {own.min()} months apart, "
                f"those of the others {plural(length, 'month')} apart; every KAM needs "
                "the same periods."
            )
    return length


def _odd(table: pd.DataFrame, starts: pd.DatetimeIndex) -> str:
    """Name the first day that does not fit the others."""
    months = _months(starts)
    apart = np.diff(months)
    counts = Counter(int(n) for n in apart if n in LENGTHS)
    if not counts:
        return (
            f"The periods from {starts[0].date()} and from {starts[1].date()} begin "
            f"{apart[0]} months apart, which is no month, quarter or year; {CURE}."
        )
    length = max(counts, key=lambda n: (counts[n], n))
    words = plural(length, "month")
    rows = Counter(int(m) % length for m in _months(pd.DatetimeIndex(table["period"])))
    off = starts[months % length != rows.most_common(1)[0][0]]
    if len(off):
        kam = table.loc[table["period"] == off[0], "kam_id"].iloc[0]
        return (
            f"The period {off[0].date()} of KAM {kam} does not fit: the others begin "
            f"{words} apart; {CURE}."
        )
    here = int(np.argmax(apart != length))
    return (
        f"The periods jump from {starts[here].date()} to {starts[here + 1].date()}, "
        f"and the others begin {words} apart; {CURE}."
    )


def _holes(table: pd.DataFrame, starts: pd.DatetimeIndex) -> list[str]:
    """Name the periods that a KAM has no row for, between two that have one."""
    notes = []
    for kam, rows in table.groupby("kam_id", sort=True)["period"]:
        inside = starts[(starts > rows.min()) & (starts < rows.max())]
        lacking = inside.difference(pd.DatetimeIndex(rows))
        if len(lacking):
            days = ", ".join(str(day.date()) for day in lacking)
            notes.append(f"KAM {kam} has no row for {days}; nothing is paid there.")
    return notes


def _months(days: pd.DatetimeIndex) -> np.ndarray:
    return np.asarray(12 * days.year + days.month)
