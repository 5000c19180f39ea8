"""Breadth of assortment: how many different products an account buys."""

from __future__ import annotations

import pandas as pd

from kamlab.measures.buying import sold_on
from kamlab.measures.evenings import BEFORE, QUARTER, Evenings, in_window
from kamlab.measures.revenue import is_order


def assortment(evenings: Evenings) -> pd.DataFrame:
    """Give how many different products each account bought of late and before.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings.

    Returns
    -------
    DataFrame
        cut_off, account_id, products_now (last 3 months), products_before (the 3
        before); accounts that ordered in the last 6 months.

    Raises
    ------
    MissingPartError
        If the order lines do not say which product was sold.
    """
    evenings.firm.require("order_lines", "sku")
    keys = evenings.keys
    lines = sold_on(evenings)
    recent = lines.sku.notnull() & is_order(lines)
    lines = lines.filter(recent & (lines.order_date > lines.back_6))
    # a row a product first, for counting distinct products by account is far slower
    products = lines.group_by([*keys, "sku"]).agg(
        now=in_window(lines, lines.order_date, QUARTER).any(),
        before=in_window(lines, lines.order_date, BEFORE).any(),
    )
    table = products.group_by(keys).agg(
        products_now=products.now.sum(), products_before=products.before.sum()
    )
    return evenings.collect(table)
