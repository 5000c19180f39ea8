"""Visits and calls: how often an account was met, of late and before."""

from __future__ import annotations

import pandas as pd

from kamlab.measures.evenings import BEFORE, QUARTER, Evenings, in_window


def visits(evenings: Evenings) -> pd.DataFrame:
    """Give how often each account was visited and called.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings.

    Returns
    -------
    DataFrame
        cut_off, account_id, visits_now, visits_before, calls_now, calls_before
        (number in the last 3 months and in the 3 before); accounts with any activity.

    Raises
    ------
    MissingPartError
        If the company has no activities that say what they were.
    """
    rows = evenings.rows("activities", "kind")
    found = {
        f"{kind}s_{when}": (
            in_window(rows, rows.date, window) & (rows.kind == kind).fill_null(False)
        )
        .sum()
        .fill_null(0)
        for kind in ("visit", "call")
        for when, window in (("now", QUARTER), ("before", BEFORE))
    }
    return evenings.collect(rows.group_by(evenings.keys).agg(**found))
