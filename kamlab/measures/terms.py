"""Prices an account gets: discount on the list price, and its price column."""

from __future__ import annotations

from typing import Any

import ibis
import pandas as pd

from kamlab.measures.buying import sold_on
from kamlab.measures.evenings import BEFORE, QUARTER, Evenings, in_window
from kamlab.measures.revenue import is_order


def discounts(evenings: Evenings) -> pd.DataFrame:
    """Give the discount on list prices each account got, of late and before.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings.

    Returns
    -------
    DataFrame
        cut_off, account_id, discount_now (last 3 months), discount_before (the 3
        before): 1 − net / list of the lines that have a list price, 0–1, blank where
        there is none; accounts that ordered in the last 6 months.

    Raises
    ------
    MissingPartError
        If the order lines carry no list price.
    """
    evenings.firm.require("order_lines", "list_amount")
    lines = sold_on(evenings)
    priced = is_order(lines) & (lines.list_amount > 0)
    lines = lines.filter(priced & (lines.order_date > lines.back_6))
    zero = ibis.literal(0).cast("decimal(18,4)")

    def total(amount: Any, window: tuple[int, int]) -> Any:
        inside = in_window(lines, lines.order_date, window)
        return ibis.ifelse(inside, amount, zero).sum()

    table = lines.group_by(evenings.keys).agg(
        net_now=total(lines.net_amount, QUARTER),
        list_now=total(lines.list_amount, QUARTER),
        net_before=total(lines.net_amount, BEFORE),
        list_before=total(lines.list_amount, BEFORE),
    )
    frame = evenings.collect(table)
    for when in ("now", "before"):
        listed = frame.pop(f"list_{when}")
        paid = frame.pop(f"net_{when}")
        frame[f"discount_{when}"] = 1 - paid / listed.where(listed > 0)
    return frame


def price_columns(evenings: Evenings) -> pd.DataFrame:
    """Give the column of the price list each account buys from.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings.

    Returns
    -------
    DataFrame
        cut_off, account_id, price_column (0, no discount, to 5; blank where unknown).

    Raises
    ------
    MissingPartError
        If the company keeps no history of price columns.
    """
    return evenings.collect(
        evenings.last_rows("account_history", "account_id", "price_column")
    )
