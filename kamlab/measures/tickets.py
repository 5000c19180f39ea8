"""Tickets: how many complaints an account made, and how fast they were solved."""

from __future__ import annotations

import pandas as pd

from kamlab.measures.evenings import BEFORE, HALF_YEAR, QUARTER, Evenings, in_window

SOLVED_IN_DAYS = 2  # S63: solved within 48 hours


def tickets(evenings: Evenings) -> pd.DataFrame:
    """Give how often each account complained, of late and before.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings.

    Returns
    -------
    DataFrame
        cut_off, account_id, tickets_now, tickets_before (opened in the last 3 months
        and in the 3 before); accounts that ever opened one.

    Raises
    ------
    MissingPartError
        If the company has no tickets.
    """
    rows = evenings.rows("tickets")
    table = rows.group_by(evenings.keys).agg(
        tickets_now=in_window(rows, rows.opened, QUARTER).sum(),
        tickets_before=in_window(rows, rows.opened, BEFORE).sum(),
    )
    return evenings.collect(table)


def recovery(evenings: Evenings) -> pd.DataFrame:
    """Give how fast each account's complaints of the last half-year were solved.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings.

    Returns
    -------
    DataFrame
        cut_off, account_id, unresolved (share of the tickets opened in the last 6
        months that were not solved within 48 hours, 0–1; those younger than that do
        not count; blank where there is none), recovery_days (mean days from opening to
        closing of the tickets closed in the last 6 months, blank where there is none).

    Raises
    ------
    MissingPartError
        If the company has no tickets that say when they were closed.

    Notes
    -----
    S63: a complaint solved within 48 hours does half the harm.
    """
    rows = evenings.rows("tickets", "closed")
    took = rows.closed.delta(rows.opened, unit="day")
    solved = (took <= SOLVED_IN_DAYS).fill_null(False)
    over = rows.cut_off.delta(rows.opened, unit="day") >= SOLVED_IN_DAYS
    counted = in_window(rows, rows.opened, HALF_YEAR) & (over | solved)
    table = rows.group_by(evenings.keys).agg(
        counted=counted.sum().fill_null(0),
        missed=(counted & ~solved).sum().fill_null(0),
        recovery_days=took.mean(where=in_window(rows, rows.closed, HALF_YEAR)),
    )
    frame = evenings.collect(table)
    counts = frame.pop("counted")
    frame.insert(2, "unresolved", frame.pop("missed") / counts.where(counts > 0))
    return frame
