"""Revenue of each account, and which accounts are active."""

from __future__ import annotations

from typing import Any

import ibis
import pandas as pd

from kamlab.company import Company
from kamlab.company.database import collect
from kamlab.measures.period import Period

NOT_SOLD = ("cancelled", "refused")


def revenue(firm: Company, period: Period) -> pd.DataFrame:
    """Give what each account bought in the period, credit notes taken off.

    Lines of cancelled or refused orders do not count.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    period : Period
        The days that count.

    Returns
    -------
    DataFrame
        One row an active account (at least one line in the period):
        account_id, revenue (currency), lines, order_days (days with an order; those
        with nothing but credit notes do not count).
    """
    lines = in_period(sold_lines(firm), "order_date", period)
    table = (
        lines.group_by("account_id")
        .agg(
            revenue=lines.net_amount.sum(),
            lines=lines.count(),
            order_days=lines.order_date.nunique(where=is_order(lines)),
        )
        .order_by("account_id")
    )
    return collect(table)


def sold_lines(firm: Company) -> Any:
    """Give the order lines whose order was neither cancelled nor refused.

    An Ibis expression, for ``measures`` only.
    """
    lines = firm.expression("order_lines")
    if not (firm.has("orders", "status") and firm.has("order_lines", "order_id")):
        return lines
    orders = firm.expression("orders")
    dropped = orders.filter(orders.status.isin(NOT_SOLD))
    return lines.anti_join(dropped, "order_id")


def is_order(lines: Any) -> Any:
    """Tell the lines that order something from credit notes (an Ibis expression)."""
    return lines.net_amount >= 0


def within(day: Any, period: Period) -> Any:
    """Tell which days lie in the period (an Ibis expression)."""
    return (day > ibis.literal(period.after)) & (day <= ibis.literal(period.until))


def in_period(expression: Any, column: str, period: Period) -> Any:
    """Keep the rows whose day lies in the period (an Ibis expression)."""
    return expression.filter(within(expression[column], period))
