"""What the KAMs achieved: every measure a pay plan may use, a row a KAM and period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from kamlab.company import Company, Rates
from kamlab.compensation.credit import NOBODY, credited_lines, holder_on, holders
from kamlab.compensation.kinds import WORDS
from kamlab.compensation.periods import days_within, period_of_days
from kamlab.errors import MissingPartError, UndefinedError
from kamlab.measures import Period, gross_margin, order_days
from kamlab.measures.service_costs import service_costs
from kamlab.presentation.formats import money, plural

KEY = ["kam_id", "number"]


@dataclass(frozen=True)
class Measured:
    """The results of all KAMs in the periods of a year.

    Parameters
    ----------
    table : DataFrame
        kam_id (empty: what nobody is credited with), number (of the period), and a
        column for each measure the company can tell.
    lines : DataFrame
        The credited order lines of the whole history, with number (−1: outside).
    held : DataFrame
        Who held which account when.
    missing : mapping of str to str
        The measures this company cannot tell, and why.
    parts_missing : tuple of str
        Parts of the cost of serving that count 0 in the contribution.
    """

    table: pd.DataFrame
    lines: pd.DataFrame
    held: pd.DataFrame
    missing: Mapping[str, str]
    parts_missing: tuple[str, ...]

    def of(self, kam_id: str) -> pd.DataFrame:
        """Give one KAM's rows by period number; 0 where nothing was achieved."""
        rows = self.table[self.table["kam_id"] == kam_id].set_index("number")
        numbers = pd.Index(sorted(set(self.table["number"])), name="number")
        return rows.drop(columns="kam_id").reindex(numbers, fill_value=0.0)

    def company(self, measure: str) -> float:
        """Give a measure of money for the whole company, credited or not."""
        return float(self.table[measure].sum())


def measured(
    firm: Company, periods: pd.DataFrame, rates: Rates | None = None
) -> Measured:
    """Measure every KAM in every period.

    Revenue, gross margin and contribution follow the definitions of
    ``kamlab.measures``. A line is credited to the KAM who held the account on the order
    date; so is the payment of its invoice, in the period in which it came in. The
    cost of serving an account is shared by days held. Active: at least one line in
    the period. New: the first order ever.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    periods : DataFrame
        From :func:`kamlab.compensation.periods.pay_periods`.
    rates : Rates, optional
        Cost of an hour, a delivery and of money.

    Raises
    ------
    MissingPartError
        If the company does not record its KAMs.
    """
    held = holders(firm)
    lines = credited_lines(firm, held)
    lines["number"] = period_of_days(lines["order_date"], periods)
    sums = lines[lines["number"] >= 0].groupby(KEY)
    parts: dict[str, pd.Series] = {
        "revenue": sums["net_amount"].sum(),
        "active_accounts": sums["account_id"].nunique().astype(float),
        "new_accounts": _new_accounts(firm, held, periods),
    }
    missing: dict[str, str] = {}
    parts_missing: list[str] = []
    try:
        without = gross_margin(firm, _whole(periods))["lines_without_cost"].sum()
    except MissingPartError as reason:
        missing |= {"gross_margin": str(reason), "contribution": str(reason)}
    else:
        parts_missing += [f"cost of {plural(int(without), 'line')}"] if without else []
        parts["gross_margin"] = parts["revenue"] - sums["cost_amount"].sum()
        costs, lacking = _serving(firm, held, periods, rates or Rates())
        parts["contribution"] = parts["gross_margin"].sub(costs, fill_value=0.0)
        parts_missing += lacking
    try:
        parts["collected_cash"] = _cash(firm, lines, held, periods)
    except MissingPartError as reason:
        missing["collected_cash"] = str(reason)
    table = pd.DataFrame(parts).fillna(0.0)
    kams = sorted({NOBODY, *held["kam_id"].dropna(), *table.index.unique("kam_id")})
    every = pd.MultiIndex.from_product([kams, range(len(periods))], names=KEY)
    order = [name for name in WORDS if name in table]
    table = table.reindex(every, fill_value=0.0)[order].round(2).reset_index()
    return Measured(table, lines, held, missing, tuple(parts_missing))


def _whole(periods: pd.DataFrame) -> Period:
    first = periods["period"].min() - pd.Timedelta(days=1)
    return Period(first.date(), periods["period_end"].max().date())


def share_of_revenue(found: Measured, measure: str) -> float:
    """Give what a measure of money is per unit of revenue in the whole company.

    It turns a quota in revenue into one in another measure: a KAM with the company's
    average margin then has the same attainment under both.

    Raises
    ------
    MissingPartError
        If the company cannot tell the measure.
    UndefinedError
        If the company's total of the measure is not above 0.
    """
    if measure == "revenue":
        return 1.0
    if measure in found.missing:
        raise MissingPartError(found.missing[measure])
    total, revenue = found.company(measure), found.company("revenue")
    if total <= 0 or revenue <= 0:
        raise UndefinedError(
            f"The company's {WORDS[measure]} in these periods is {money(total)} on a "
            f"revenue of {money(revenue)}; a quota in it has no meaning."
        )
    return total / revenue


def _new_accounts(
    firm: Company, held: pd.DataFrame, periods: pd.DataFrame
) -> pd.Series:
    days = order_days(firm)
    first = days.drop_duplicates("account_id").rename(columns={"day": "first"})
    first = first.assign(
        kam_id=holder_on(first, held, "first"),
        number=period_of_days(first["first"], periods),
    )
    return first.groupby(KEY).size().astype(float)


def _serving(
    firm: Company, held: pd.DataFrame, periods: pd.DataFrame, rates: Rates
) -> tuple[pd.Series, list[str]]:
    """Share the cost of serving each account between those who held it, by days."""
    found: list[pd.DataFrame] = []
    missing: list[str] = []
    for number, start, end in periods[["period", "period_end"]].itertuples():
        span = Period((start - pd.Timedelta(days=1)).date(), end.date())
        costs, lacking = service_costs(firm, span, rates)
        missing += [part for part in lacking if part not in missing]
        amounts = costs.set_index("account_id").sum(axis=1)
        days = days_within(held["since"], held["until"], start, end)
        rows = held.assign(days=days).merge(
            amounts.rename("amount").reset_index(), on="account_id"
        )
        shared = rows["amount"] * rows["days"] / span.days
        nobody = amounts.sum() - shared.sum()
        kams = [*rows["kam_id"].fillna(NOBODY), NOBODY]
        shared = pd.concat([shared, pd.Series([nobody])], ignore_index=True)
        found.append(pd.DataFrame({"kam_id": kams, "number": number, "cost": shared}))
    table = pd.concat(found, ignore_index=True)
    return table.groupby(KEY)["cost"].sum(), missing


def _cash(
    firm: Company, lines: pd.DataFrame, held: pd.DataFrame, periods: pd.DataFrame
) -> pd.Series:
    firm.require("invoices", "paid")
    invoices = firm.frame("invoices").dropna(subset=["paid"]).reset_index(drop=True)
    ordered = invoices["issued"]
    if "order_id" in invoices:
        day = lines.groupby("deal")["order_date"].min()
        ordered = invoices["order_id"].map(day).fillna(ordered)
    invoices = invoices.assign(
        ordered=ordered, number=period_of_days(invoices["paid"], periods)
    )
    invoices["kam_id"] = holder_on(invoices, held, "ordered")
    return invoices.groupby(KEY)["amount"].sum()
