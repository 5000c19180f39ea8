"""From measures to signals: levels, and what changed against the months before."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from kamlab.measures import months_before
from kamlab.measures.assortment import assortment
from kamlab.measures.buying import ordering, turnover
from kamlab.measures.coverage import coverage_on
from kamlab.measures.evenings import Evenings
from kamlab.measures.lateness import lateness
from kamlab.measures.owed import overdue
from kamlab.measures.rhythm import MIN_ORDERS
from kamlab.measures.tenure import tenure
from kamlab.measures.terms import discounts, price_columns
from kamlab.measures.tickets import recovery, tickets
from kamlab.measures.visits import visits

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
    return table.merge(tenure(evenings, table), on=KEYS)


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


def assortment_signals(evenings: Evenings) -> pd.DataFrame:
    """Give how many products each account buys, and how that changed."""
    table = assortment(evenings)
    now, before = table["products_now"], table["products_before"]
    table["products"] = now
    table["products_change"] = relative_change(now, before)
    return table


def discount_signals(evenings: Evenings) -> pd.DataFrame:
    """Give how the discount of each account changed."""
    table = discounts(evenings)
    table["discount_change"] = table["discount_now"] - table["discount_before"]
    return table


def price_column_signals(evenings: Evenings) -> pd.DataFrame:
    """Give how the price column of each account changed in 3 months."""
    return _with_change(evenings, price_columns, "price_column")


def lateness_signals(evenings: Evenings) -> pd.DataFrame:
    """Give the share of late deliveries, and how it changed."""
    table = lateness(evenings)
    table["late_share"] = table["late_now"]
    table["late_change"] = table["late_now"] - table["late_before"]
    return table


def ticket_signals(evenings: Evenings) -> pd.DataFrame:
    """Give the number of complaints, and how it changed."""
    table = tickets(evenings)
    table["tickets"] = table["tickets_now"]
    table["tickets_change"] = table["tickets_now"] - table["tickets_before"]
    return table


def recovery_signals(evenings: Evenings) -> pd.DataFrame:
    """Give how fast complaints were solved."""
    return recovery(evenings).rename(columns={"unresolved": "unresolved_share"})


def overdue_signals(evenings: Evenings) -> pd.DataFrame:
    """Give the overdue share of the debt, and how it changed in 3 months."""
    table = overdue(evenings)
    table["overdue_change"] = table["overdue_share"] - table["overdue_share_before"]
    return table


def coverage_signals(evenings: Evenings) -> pd.DataFrame:
    """Give the coverage of the deciding group, and how it changed in 3 months."""
    return _with_change(evenings, coverage_on, "coverage")


def visit_signals(evenings: Evenings) -> pd.DataFrame:
    """Give visits and calls a month, and how they changed."""
    table = visits(evenings)
    for kind in ("visits", "calls"):
        now, before = table[f"{kind}_now"], table[f"{kind}_before"]
        table[f"{kind}_month"] = now / MONTHS
        table[f"{kind}_change"] = (now - before) / MONTHS
    return table


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


def _with_change(
    evenings: Evenings, measure: Callable[[Evenings], pd.DataFrame], name: str
) -> pd.DataFrame:
    """Put beside a figure its change against what was known 3 months earlier."""
    earlier = {day: months_before(day, MONTHS) for day in evenings.cut_offs}
    first = evenings.firm.first_date
    days = {day for day in (*earlier, *earlier.values()) if day >= first}
    found = measure(Evenings(evenings.firm, sorted(days)))
    values = found.set_index(KEYS)[name].astype("float64")
    table = found.loc[found["cut_off"].isin(pd.to_datetime(list(earlier))), KEYS]
    then = table["cut_off"].map({pd.Timestamp(a): b for a, b in earlier.items()})
    before = pd.MultiIndex.from_arrays([pd.to_datetime(then), table["account_id"]])
    now = pd.MultiIndex.from_frame(table)
    table = table.assign(**{name: values.reindex(now).to_numpy()})
    change = table[name] - values.reindex(before).to_numpy()
    return table.assign(**{f"{name}_change": change})
