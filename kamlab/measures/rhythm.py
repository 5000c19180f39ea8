"""Order rhythm: how often an account orders, and how long it has been silent."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.company import Company
from kamlab.company.database import collect
from kamlab.measures.revenue import is_order, sold_lines

MIN_ORDERS = 4
MIN_SILENT_DAYS = 60


def order_days(firm: Company) -> pd.DataFrame:
    """Give the days on which each account ordered; credit notes are no orders.

    Returns
    -------
    DataFrame
        account_id, day; one row a day, in order.
    """
    lines = sold_lines(firm)
    lines = lines.filter(is_order(lines))
    days = lines.select("account_id", day=lines.order_date).distinct()
    return collect(days.order_by("account_id", "day"))


def rhythm(firm: Company) -> pd.DataFrame:
    """Give each account's order rhythm and its silence measured against it.

    Parameters
    ----------
    firm : Company
        As of its cut-off.

    Returns
    -------
    DataFrame
        account_id, orders (days with an order), first_order, last_order,
        median_gap (days), days_silent, gap_ratio (silence / median gap). The last is
        blank below four orders: too little history.
    """
    days = order_days(firm)
    gaps = days.groupby("account_id")["day"].diff().dt.days
    by_account = days.assign(gap=gaps).groupby("account_id")
    table = by_account.agg(
        orders=("day", "size"),
        first_order=("day", "min"),
        last_order=("day", "max"),
        median_gap=("gap", "median"),
    ).reset_index()
    silent = (pd.Timestamp(firm.cut_off) - table["last_order"]).dt.days
    table["days_silent"] = silent
    table["gap_ratio"] = (silent / table["median_gap"]).where(
        table["orders"] >= MIN_ORDERS
    )
    return table


def loss_confirmed_on(table: pd.DataFrame, gap_k: float) -> pd.Series:
    """Give the day on which silence makes a loss of each account's last order.

    Parameters
    ----------
    table : DataFrame
        From :func:`rhythm`.
    gap_k : float
        How many times its own median gap an account must be silent.

    Returns
    -------
    Series
        Last order + the longer of 60 days and ``gap_k`` × median gap, a part of a day
        counted as a day; blank below four orders.
    """
    wait = np.maximum(MIN_SILENT_DAYS, gap_k * table["median_gap"])
    # rounded, for 2.2 × 50 days is a hair above 110 in floating point
    days = np.ceil(wait.round(6))
    confirmed = table["last_order"] + pd.to_timedelta(days, unit="D")
    return confirmed.where(table["orders"] >= MIN_ORDERS)
