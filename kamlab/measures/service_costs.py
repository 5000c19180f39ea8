"""What serving each account cost: returns, service, deliveries, credit, rebates."""

from __future__ import annotations

from typing import Any

import ibis
import pandas as pd

from kamlab.company import Company, Rates
from kamlab.company.database import collect
from kamlab.measures.period import Period
from kamlab.measures.revenue import in_period

PARTS = ("returns", "service", "delivery", "credit", "rebate", "other")
DAYS_A_YEAR = 365


def service_costs(
    firm: Company, period: Period, rates: Rates
) -> tuple[pd.DataFrame, list[str]]:
    """Give the cost of serving each account, part by part, and the parts missing.

    A kind of cost that stands in ``account_costs`` is taken from there; else service
    is time × rate, delivery is delivered orders × rate, credit is the yearly rate on
    each invoice from its day to its payment (a year has 365 days).

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    period : Period
        The days that count.
    rates : Rates
        Cost of an hour, a delivery, and of money.

    Returns
    -------
    DataFrame
        account_id and a column a part, in currency.
    list of str
        The parts this company cannot tell; they count 0.
    """
    booked = _booked(firm, period)
    found: list[pd.DataFrame] = []
    missing: list[str] = []
    computed = {
        "returns": _returns,
        "service": _service,
        "delivery": _delivery,
        "credit": _credit,
    }
    for part in PARTS:
        if part in set(booked["kind"]):
            found.append(
                booked[booked["kind"] == part].rename(columns={"amount": part})
            )
            continue
        costs = computed[part](firm, period, rates) if part in computed else None
        if costs is not None:
            found.append(collect(costs.order_by("account_id")))
        elif part != "other":
            missing.append(part)
    accounts = sorted({account for part in found for account in part["account_id"]})
    table = pd.DataFrame(0.0, index=accounts, columns=list(PARTS))
    for frame in found:
        part = next(name for name in PARTS if name in frame.columns)
        table[part] = frame.set_index("account_id")[part].reindex(accounts).fillna(0.0)
    return table.rename_axis("account_id").reset_index(), missing


def _booked(firm: Company, period: Period) -> pd.DataFrame:
    """Give the costs that stand in the books, for months that end in the period."""
    if not firm.has("account_costs"):
        return pd.DataFrame({"account_id": [], "kind": [], "amount": []})
    costs = firm.expression("account_costs")
    month_end = costs.month + ibis.interval(months=1) - ibis.interval(days=1)
    costs = costs.mutate(month_end=month_end.cast("date"))
    costs = in_period(costs, "month_end", period)
    table = costs.group_by("account_id", "kind").agg(amount=costs.amount.sum())
    return collect(table.order_by("account_id", "kind"))


def _returns(firm: Company, period: Period, rates: Rates) -> Any:
    if not firm.has("returns"):
        return None
    rows = in_period(firm.expression("returns"), "return_date", period)
    return rows.group_by("account_id").agg(returns=rows.amount.sum())


def _service(firm: Company, period: Period, rates: Rates) -> Any:
    if not firm.has("activities", "minutes"):
        return None
    rows = in_period(firm.expression("activities"), "date", period)
    hours = rows.minutes.sum().fill_null(0) / 60
    return rows.group_by("account_id").agg(service=hours * rates.service_hour)


def _delivery(firm: Company, period: Period, rates: Rates) -> Any:
    if not firm.has("orders", "delivered"):
        return None
    rows = in_period(firm.expression("orders"), "delivered", period)
    return rows.group_by("account_id").agg(
        delivery=rows.count().cast("float64") * rates.delivery
    )


def _credit(firm: Company, period: Period, rates: Rates) -> Any:
    """Cost the money owed on each day of the period: amount × rate × days / 365."""
    if not firm.has("invoices", "paid"):
        return None
    rows = firm.expression("invoices")
    until = ibis.literal(period.until)
    first = ibis.greatest(rows.issued, ibis.literal(period.after))
    last = ibis.least(rows.paid.fill_null(until), until)
    days = last.delta(first, unit="day").clip(lower=0)
    rows = rows.mutate(cash_days=rows.amount.cast("decimal(18,4)") * days)
    cash_days = rows.cash_days.sum().cast("float64")
    return rows.group_by("account_id").agg(
        credit=cash_days * rates.capital / DAYS_A_YEAR
    )
