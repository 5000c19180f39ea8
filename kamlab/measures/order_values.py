"""What was ordered on each day: the days of orders with their amounts."""

from __future__ import annotations

import pandas as pd

from kamlab.company import Company
from kamlab.company.database import collect
from kamlab.measures.revenue import is_order, sold_lines


def order_values(firm: Company) -> pd.DataFrame:
    """Give what each account ordered on each day it ordered; credit notes left out.

    Parameters
    ----------
    firm : Company
        As of its cut-off.

    Returns
    -------
    DataFrame
        account_id, day, amount (currency); one row a day, in order. The days are those
        of :func:`kamlab.measures.order_days`.
    """
    lines = sold_lines(firm)
    lines = lines.filter(is_order(lines))
    days = lines.group_by("account_id", day=lines.order_date)
    table = days.agg(amount=lines.net_amount.sum())
    return collect(table.order_by("account_id", "day"))
