"""Erosion: an account that still buys, but much less than a year ago."""

from __future__ import annotations

from typing import Any

import ibis
import pandas as pd

from kamlab.company import Company
from kamlab.errors import NotEnoughDataError
from kamlab.measures.buying import sold_on
from kamlab.measures.evenings import Evenings, in_window
from kamlab.measures.period import months_before


def erosion(firm: Company, window: int = 3, partial_drop: float = 0.5) -> pd.DataFrame:
    """Compare each account's last months with the same months of last year.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    window : int
        Months compared.
    partial_drop : float
        Fall of revenue beyond which an account counts as eroding, 0–1.

    Returns
    -------
    DataFrame
        account_id, revenue_now, revenue_last_year (currency), drop (share of last
        year's revenue lost; negative where it grew), eroding. Accounts that bought
        nothing, or less than nothing, in last year's months are left out.

    Raises
    ------
    NotEnoughDataError
        If the company has no orders yet in the first of last year's months.
    """
    if firm.first_date > months_before(firm.cut_off, window + 11):
        raise NotEnoughDataError(
            f"Erosion compares {window} months with the same months of last year; "
            f"that needs {window + 12} months of orders, and {firm.name} has them "
            f"only from {firm.first_date} to {firm.cut_off}."
        )
    evenings = Evenings(firm, back=erosion_months(window))
    return erosion_on(evenings, window, partial_drop).drop(columns="cut_off")


def erosion_on(
    evenings: Evenings, window: int = 3, partial_drop: float = 0.5
) -> pd.DataFrame:
    """Compare each account's last months with those of last year, on many evenings.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings, made with ``back=erosion_months(…)``.
    window : int
        Months compared.
    partial_drop : float
        Fall of revenue beyond which an account counts as eroding, 0–1.

    Returns
    -------
    DataFrame
        As of :func:`erosion`, with cut_off; evenings too early for last year's months
        are left out.
    """
    lines = sold_on(evenings)
    now, then = (0, window), (12, 12 + window)
    zero = ibis.literal(0).cast("decimal(18,4)")

    def total(months: tuple[int, int]) -> Any:
        inside = in_window(lines, lines.order_date, months)
        return ibis.ifelse(inside, lines.net_amount, zero).sum()

    lines = lines.filter(lines.order_date > lines[f"back_{12 + window}"])
    sums = lines.group_by(evenings.keys).agg(
        revenue_now=total(now), revenue_last_year=total(then)
    )
    table = evenings.collect(sums)
    first = evenings.firm.first_date
    early = [d for d in evenings.cut_offs if first > months_before(d, window + 11)]
    table = table[~table["cut_off"].isin(pd.to_datetime(early))]
    return _judged(table, partial_drop)


def erosion_months(window: int) -> tuple[int, ...]:
    """Give the months before an evening from which :func:`erosion_on` counts."""
    return (window, 12, 12 + window)


def _judged(table: pd.DataFrame, partial_drop: float) -> pd.DataFrame:
    """Say which falls count as erosion."""
    table = table[table["revenue_last_year"] > 0].reset_index(drop=True)
    table["drop"] = 1 - table["revenue_now"] / table["revenue_last_year"]
    # rounded, for (1 − 0.7) × 1,000 is a hair above 300 in floating point
    limit = ((1 - partial_drop) * table["revenue_last_year"]).round(6)
    table["eroding"] = table["revenue_now"] < limit
    return table
