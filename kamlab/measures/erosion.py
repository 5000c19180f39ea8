"""Erosion: an account that still buys, but much less than a year ago."""

from __future__ import annotations

import pandas as pd

from kamlab.company import Company
from kamlab.errors import NotEnoughDataError
from kamlab.measures.period import Period, months_before
from kamlab.measures.revenue import revenue


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
    now = Period(months_before(firm.cut_off, window), firm.cut_off)
    then = Period(
        months_before(firm.cut_off, window + 12), months_before(firm.cut_off, 12)
    )
    if firm.first_date > months_before(firm.cut_off, window + 11):
        raise NotEnoughDataError(
            f"Erosion compares {window} months with the same months of last year; "
            f"that needs {window + 12} months of orders, and {firm.name} has them "
            f"only from {firm.first_date} to {firm.cut_off}."
        )
    before = revenue(firm, then).set_index("account_id")["revenue"]
    after = revenue(firm, now).set_index("account_id")["revenue"]
    table = before[before > 0].rename("revenue_last_year").to_frame()
    table["revenue_now"] = after.reindex(table.index).fillna(0.0)
    table["drop"] = 1 - table["revenue_now"] / table["revenue_last_year"]
    # rounded, for (1 − 0.7) × 1,000 is a hair above 300 in floating point
    limit = ((1 - partial_drop) * table["revenue_last_year"]).round(6)
    table["eroding"] = table["revenue_now"] < limit
    columns = ["account_id", "revenue_now", "revenue_last_year", "drop", "eroding"]
    return table.reset_index()[columns]
