"""What each account bought and how often: the last months against those before."""

from __future__ import annotations

from typing import Any

import ibis
import pandas as pd

from kamlab.measures.evenings import (
    BEFORE,
    LAST_YEAR,
    QUARTER,
    YEAR,
    Evenings,
    in_window,
)
from kamlab.measures.revenue import NOT_SOLD, is_order


def ordering(evenings: Evenings) -> pd.DataFrame:
    """Give how often each account orders, how long it is silent, and what changed.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings.

    Returns
    -------
    DataFrame
        cut_off, account_id, orders (days with an order), first_order, last_order,
        median_gap (days), orders_now, orders_before (days with an order in the last 3
        months and in the 3 before).
    """
    keys = evenings.keys
    lines = sold_on(evenings)
    lines = lines.filter(is_order(lines))
    days = lines.select(*keys, day=lines.order_date).distinct()
    window = ibis.window(group_by=keys, order_by="day")
    days = days.mutate(gap=days.day.delta(days.day.lag().over(window), unit="day"))
    days = evenings.dated(days)  # after the sorting, which then carries less
    table = days.group_by(keys).agg(
        orders=days.count(),
        first_order=days.day.min(),
        last_order=days.day.max(),
        median_gap=days.gap.median(),
        orders_now=in_window(days, days.day, QUARTER).sum(),
        orders_before=in_window(days, days.day, BEFORE).sum(),
    )
    return evenings.collect(table)


def turnover(evenings: Evenings) -> pd.DataFrame:
    """Give what each account bought of late, in the months before, and a year ago.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings.

    Returns
    -------
    DataFrame
        cut_off, account_id, revenue_now (last 3 months), revenue_before (the 3 before),
        revenue_last_year (the same 3 of last year), revenue_year (last 12 months), in
        currency, credit notes taken off; accounts with a line in the last 15 months.
    """
    lines = sold_on(evenings)
    lines = lines.filter(lines.order_date > lines.back_15)
    zero = ibis.literal(0).cast("decimal(18,4)")

    def total(window: tuple[int, int]) -> Any:
        inside = in_window(lines, lines.order_date, window)
        return ibis.ifelse(inside, lines.net_amount, zero).sum()

    table = lines.group_by(evenings.keys).agg(
        revenue_now=total(QUARTER),
        revenue_before=total(BEFORE),
        revenue_last_year=total(LAST_YEAR),
        revenue_year=total(YEAR),
    )
    return evenings.collect(table)


def revenue_on(evenings: Evenings, months: int) -> pd.DataFrame:
    """Give what each account bought in the months before each evening.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings, made with ``back=(months,)``.
    months : int
        How many months count.

    Returns
    -------
    DataFrame
        cut_off, account_id, revenue (currency, credit notes taken off); accounts with
        a line in these months.
    """
    lines = sold_on(evenings)
    lines = lines.filter(in_window(lines, lines.order_date, (0, months)))
    table = lines.group_by(evenings.keys).agg(revenue=lines.net_amount.sum())
    return evenings.collect(table)


def sold_on(evenings: Evenings) -> Any:
    """Give the lines whose order was not known as cancelled or refused that evening.

    An Ibis expression, for ``measures`` only.
    """
    lines = evenings.rows("order_lines")
    firm = evenings.firm
    if not (firm.has("orders", "status") and firm.has("order_lines", "order_id")):
        return lines
    orders = evenings.rows("orders")
    keys = [key for key in evenings.keys if key != "account_id"]
    dropped = orders.filter(orders.status.isin(NOT_SOLD)).select(*keys, "order_id")
    return lines.anti_join(dropped, [*keys, "order_id"])
