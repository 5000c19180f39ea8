"""What serving each account cost: returns, service, deliveries, credit, rebates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis
import pandas as pd

from kamlab.company import Company, Rates
from kamlab.company.database import collect
from kamlab.measures.period import Period
from kamlab.measures.revenue import in_period, within

PARTS = ("returns", "service", "delivery", "credit", "rebate", "other")
DAYS_A_YEAR = 365


def service_costs(
    firm: Company, period: Period, rates: Rates
) -> tuple[pd.DataFrame, list[str]]:
    """Give the cost of serving each account, part by part, and the parts missing.

    A kind of cost that stands in ``account_costs``, in whatever month, is taken from
    there alone; a month belongs to the period its last day lies in. Else service is
    time × rate, delivery is delivered orders × rate, credit is the yearly rate on each
    invoice from its day to its payment (a year has 365 days).

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
        account_id and a column a part, in currency; accounts with a cost.
    list of str
        The parts this company cannot tell; they count 0. Other costs are never
        missing: there need not be any.
    """
    booked, kinds = _booked(firm, period)
    found: dict[str, pd.Series] = {}
    missing: list[str] = []
    for part in PARTS:
        costs = COMPUTED[part](firm, period, rates) if part in COMPUTED else None
        if part in kinds:
            rows = booked[booked["kind"] == part]
            found[part] = rows.set_index("account_id")["amount"]
        elif costs is not None:
            rows = collect(costs.order_by("account_id"))
            found[part] = rows.set_index("account_id")["amount"]
        elif part != "other":
            missing.append(part)
    names = sorted({account for costs in found.values() for account in costs.index})
    accounts = pd.Index(names, dtype="str", name="account_id")
    table = pd.DataFrame(found, index=accounts, columns=list(PARTS))
    return table.astype("float64").fillna(0.0).reset_index(), missing


def _booked(firm: Company, period: Period) -> tuple[pd.DataFrame, set[str]]:
    """Give the costs in the books of the period, and all kinds the books hold."""
    if not firm.has("account_costs"):
        return pd.DataFrame({"account_id": [], "kind": [], "amount": []}), set()
    costs = firm.expression("account_costs")
    month_end = costs.month + ibis.interval(months=1) - ibis.interval(days=1)
    costs = costs.mutate(counts=within(month_end.cast("date"), period))
    table = costs.group_by("account_id", "kind").agg(
        amount=costs.amount.sum(where=costs.counts), counts=costs.counts.any()
    )
    frame = collect(table.order_by("account_id", "kind"))
    return frame[frame["counts"].astype(bool)], set(frame["kind"])


def _returns(firm: Company, period: Period, rates: Rates) -> Any:
    if not firm.has("returns"):
        return None
    rows = in_period(firm.expression("returns"), "return_date", period)
    return rows.group_by("account_id").agg(amount=rows.amount.sum())


def _service(firm: Company, period: Period, rates: Rates) -> Any:
    if not firm.has("activities", "minutes"):
        return None
    rows = in_period(firm.expression("activities"), "date", period)
    # decimal, for sums of fractions differ with the order of the rows
    minutes = rows.minutes.cast("decimal(38,6)").sum().fill_null(0).cast("float64")
    return rows.group_by("account_id").agg(amount=minutes / 60 * rates.service_hour)


def _delivery(firm: Company, period: Period, rates: Rates) -> Any:
    if not firm.has("orders", "delivered"):
        return None
    rows = in_period(firm.expression("orders"), "delivered", period)
    orders = rows.count().cast("float64")
    return rows.group_by("account_id").agg(amount=orders * rates.delivery)


def _credit(firm: Company, period: Period, rates: Rates) -> Any:
    """Cost the money owed on each day of the period: amount × rate × days / 365."""
    if not firm.has("invoices", "paid"):
        return None
    rows = firm.expression("invoices")
    until = ibis.literal(period.until)
    first = ibis.greatest(rows.issued, ibis.literal(period.after))
    last = ibis.least(rows.paid.fill_null(until), until)
    rows = rows.mutate(days=last.delta(first, unit="day"))
    rows = rows.filter(rows.days > 0)
    owed = (rows.amount.cast("decimal(18,4)") * rows.days).sum().cast("float64")
    return rows.group_by("account_id").agg(amount=owed * rates.capital / DAYS_A_YEAR)


COMPUTED: dict[str, Callable[[Company, Period, Rates], Any]] = {
    "returns": _returns,
    "service": _service,
    "delivery": _delivery,
    "credit": _credit,
}
