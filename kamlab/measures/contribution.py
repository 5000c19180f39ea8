"""Contribution of each account: what it leaves in the till once it has been served."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kamlab.company import Company, Rates
from kamlab.measures.gross_margin import gross_margin
from kamlab.measures.period import Period
from kamlab.measures.service_costs import PARTS, service_costs
from kamlab.presentation.formats import plural


@dataclass(frozen=True)
class Contribution:
    """The contribution of every account and the parts that could not be told.

    Parameters
    ----------
    table : DataFrame
        account_id, active (a line in the period), revenue, cost, gross_margin,
        returns, service, delivery, credit, rebate, other, contribution; in currency.
    missing_parts : tuple of str
        Parts of the cost this company lacks, such as ``returns`` or
        ``cost of 3 lines``; they count 0.
    """

    table: pd.DataFrame
    missing_parts: tuple[str, ...]


def contribution(
    firm: Company, period: Period, rates: Rates | None = None
) -> Contribution:
    """Give what each account leaves after goods, returns, service and credit.

    contribution = revenue − cost − returns − service − deliveries − credit cost −
    rebates − other booked costs.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    period : Period
        The days that count.
    rates : Rates, optional
        Cost of an hour, a delivery and of money; default 60, 25 and 10 % a year.

    Returns
    -------
    Contribution
        Accounts with a sale or a cost in the period, and what is missing.

    Raises
    ------
    MissingPartError
        If the order lines carry no cost, none of them in the whole period: then there
        is no contribution at all.
    """
    margin = gross_margin(firm, period)
    costs, missing = service_costs(firm, period, rates or Rates())
    without = int(margin.pop("lines_without_cost").sum())
    if without:
        missing = [f"cost of {plural(without, 'line')}", *missing]
    table = margin.assign(active=True).merge(costs, on="account_id", how="outer")
    table["active"] = table["active"].astype("boolean").fillna(False).astype(bool)
    money = ["revenue", "cost", "gross_margin", *PARTS]
    table[money] = table[money].fillna(0.0)
    table["contribution"] = table["gross_margin"] - table[list(PARTS)].sum(axis=1)
    columns = ["account_id", "active", *money, "contribution"]
    table = table[columns].sort_values("account_id", ignore_index=True)
    return Contribution(table, tuple(missing))
