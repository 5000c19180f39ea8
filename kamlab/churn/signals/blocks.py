"""From measures to signals: levels, and what changed against the months before."""

from __future__ import annotations

import pandas as pd

from kamlab.measures.buying import ordering, turnover
from kamlab.measures.evenings import Evenings
from kamlab.measures.rhythm import MIN_ORDERS

KEYS = ["cut_off", "account_id"]
MONTHS = 3  # of the window and of the one before it


def order_signals(evenings: Evenings) -> pd.DataFrame:
    """Give rhythm and silence of every account that ever ordered.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings.

    Returns
    -------
    DataFrame
        cut_off, account_id, first_order, last_order and the signals.
    """
    table = ordering(evenings)
    silent = (table["cut_off"] - table["last_order"]).dt.days
    table["days_silent"] = silent.astype("float64")
    has_rhythm = table["orders"] >= MIN_ORDERS
    table["gap_ratio"] = (silent / table["median_gap"]).where(has_rhythm)
    table["orders_month"] = table["orders_now"] / MONTHS
    change = (table["orders_now"] - table["orders_before"]) / MONTHS
    table["orders_change"] = change
    names = ["days_silent", "gap_ratio", "orders_month", "orders_change"]
    return table[[*KEYS, "first_order", "last_order", *names]]


def revenue_signals(evenings: Evenings) -> pd.DataFrame:
    """Give level and change of every account's revenue.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings.

    Returns
    -------
    DataFrame
        cut_off, account_id and the signals.
    """
    table = turnover(evenings)
    now = table["revenue_now"]
    table["revenue_month"] = now / MONTHS
    table["revenue_change"] = relative_change(now, table["revenue_before"])
    table["revenue_change_year"] = relative_change(now, table["revenue_last_year"])
    return table[[*KEYS, "revenue_month", "revenue_change", "revenue_change_year"]]


def relative_change(now: pd.Series, before: pd.Series) -> pd.Series:
    """Give now / before − 1, kept within −1 (all gone) and 1 (doubled or more).

    Parameters
    ----------
    now, before : Series
        Amounts or counts of two windows of the same length.

    Returns
    -------
    Series
        Blank where there was nothing, or less than nothing, before.

    Examples
    --------
    >>> relative_change(pd.Series([50.0, 500.0]), pd.Series([100.0, 100.0])).tolist()
    [-0.5, 1.0]
    """
    return (now / before.where(before > 0) - 1).clip(-1.0, 1.0)
