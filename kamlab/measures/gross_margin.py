"""Gross margin of each account: revenue less the cost of the goods."""

from __future__ import annotations

import pandas as pd

from kamlab.company import Company
from kamlab.company.database import collect
from kamlab.errors import MissingPartError
from kamlab.measures.period import Period
from kamlab.measures.revenue import in_period, sold_lines


def gross_margin(firm: Company, period: Period) -> pd.DataFrame:
    """Give what is left of each account's revenue after the cost of the goods.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    period : Period
        The days that count.

    Returns
    -------
    DataFrame
        account_id, revenue, cost, gross_margin (currency), lines_without_cost. A line
        without a cost counts cost 0 and is counted in the last column.

    Raises
    ------
    MissingPartError
        If the order lines carry no cost, none of them in the whole period.
    """
    firm.require("order_lines", "cost_amount")
    lines = in_period(sold_lines(firm), "order_date", period)
    table = (
        lines.group_by("account_id")
        .agg(
            revenue=lines.net_amount.sum(),
            cost=lines.cost_amount.sum().fill_null(0),
            lines=lines.count(),
            lines_without_cost=lines.cost_amount.isnull().sum(),
        )
        .order_by("account_id")
    )
    frame = collect(table.mutate(gross_margin=table.revenue - table.cost))
    if 0 < frame["lines"].sum() == frame["lines_without_cost"].sum():
        raise MissingPartError(
            f"{firm.name}: no order line of {period.words} has a cost; fill in "
            "order_lines.cost_amount to see margins."
        )
    columns = ["account_id", "revenue", "cost", "gross_margin", "lines_without_cost"]
    return frame[columns]
