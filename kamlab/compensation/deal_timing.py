"""What one deal pays its KAM: in this settlement or the next, at list or less."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from kamlab.compensation.case import PayCase
from kamlab.compensation.engine import Periods, payouts
from kamlab.compensation.engine.inputs import QUOTA, needed
from kamlab.compensation.fees import fee
from kamlab.compensation.kinds import MONEY
from kamlab.compensation.plan import Component, PayPlan
from kamlab.errors import MissingPartError, NotEnoughDataError, UndefinedError

MONTHS = {"month": 1.0, "quarter": 3.0, "year": 12.0}
COUNTED = (*MONEY, "active_accounts", "new_accounts")  # these add up over periods


@dataclass(frozen=True)
class DealTerms:
    """A deal at the end of a settlement, and all else that counts in it.

    Parameters
    ----------
    plan : PayPlan
        The plan, settled once for what is looked at.
    deal : str
        The deal.
    size : float
        Its list price, in currency.
    margin : float or None
        Gross margin per unit of revenue at list price; None where unknown.
    row : mapping of str to float
        Results without the deal, quotas and target pay of the settlement.
    months : float
        Length of the settlement.
    last_day : Timestamp
        Last day of the settlement; the next one begins on the day after.
    """

    plan: PayPlan
    deal: str
    size: float
    margin: float | None
    row: dict[str, float]
    months: float
    last_day: pd.Timestamp

    @property
    def this_month(self) -> str:
        """When this settlement ends: its month, or its last day within a month."""
        name = str(self.last_day.month_name())
        return name if name != self._next_name else f"by {self.last_day.date()}"

    @property
    def next_month(self) -> str:
        """When the next one begins: its month, or its first day within a month."""
        name = self._next_name
        same = name == str(self.last_day.month_name())
        return f"from {self._next_day.date()} on" if same else name

    @property
    def _next_day(self) -> pd.Timestamp:
        return self.last_day + pd.Timedelta(days=1)

    @property
    def _next_name(self) -> str:
        return str(self._next_day.month_name())


def deal_terms(case: PayCase) -> DealTerms:
    """Take the largest deal of the year's last pay period out of its settlement.

    Parameters
    ----------
    case : PayCase
        A KAM's year.

    Returns
    -------
    DealTerms
        The deal, and the settlement without it.

    Raises
    ------
    NotEnoughDataError
        If the KAM closed no deal in that period.
    MissingPartError
        If a rule of the plan looks at what the company does not tell, or there is no
        quota at all.
    UndefinedError
        If the plan counts the team.
    """
    plan, found = case.plan, case.achieved
    if "team" in needed(plan):
        raise UndefinedError(
            f"The {plan.title} pays for the result of the whole team; one deal of one "
            "KAM cannot be told apart. Choose a plan that counts own results."
        )
    numbers = _last_rows(plan, case.periods)
    steps = found.deals[found.deals["number"].isin(numbers)]
    late = steps[steps["number"] == numbers[-1]]
    fresh = late[(late["before"] == 0) & (late["after"] > 0)]
    if fresh.empty:
        raise NotEnoughDataError(
            f"{case.name} closed no deal in the last pay period of {case.year}; "
            "choose another KAM or year."
        )
    top = fresh.sort_values("after", kind="stable").iloc[-1]
    size = float(top["after"])
    row = _row(case, numbers)
    _check_quota(case, row)
    margin = _margin(found.results, numbers)
    others = steps[steps["deal"] != top["deal"]]
    if "largest_deal" in row:
        row["largest_deal"] = float(others["after"].to_numpy().max(initial=0.0))
    if plan.fees is not None:
        added = fee(others["after"], plan.fees) - fee(others["before"], plan.fees)
        row["fee"] = float(added.sum())
    for name, change in _adds(size, 0.0, size, margin).items():
        if name in row:
            row[name] -= change
    return DealTerms(
        plan.model_copy(update={"settlement": "period", "true_up": False}),
        str(top["deal"]),
        size,
        margin,
        row,
        float(case.periods.loc[numbers, "months"].sum()),
        case.periods["period_end"].iloc[-1],
    )


def _check_quota(case: PayCase, row: Mapping[str, float]) -> None:
    """Refuse to compare where nothing can be paid for want of a quota."""
    plan = case.plan
    quotas = [row.get(QUOTA + part.measure, np.nan) for part in _by_quota(plan)]
    if quotas and len(quotas) == len(plan.parts) and np.isnan(quotas).all():
        raise MissingPartError(
            f"There is no quota for {case.name} in this settlement; without one the "
            f"{plan.title} pays nothing for a deal, whenever it is closed."
        )


def _by_quota(plan: PayPlan) -> list[Component]:
    """Give the parts that are paid by attainment or by multiples of the quota."""
    return [part for part in plan.components if part.paid_on != "result"]


def _last_rows(plan: PayPlan, periods: pd.DataFrame) -> list[int]:
    """Give the numbers of the periods that the year's last settlement holds."""
    whole = "year" if plan.true_up else plan.settlement
    months = MONTHS.get(whole, float(periods["months"].iloc[-1]))
    behind = periods["months"][::-1].cumsum()[::-1] - periods["months"]
    return [int(n) for n in periods.index[behind < months]]


def row_of(table: pd.DataFrame, numbers: list[int], name: str) -> float:
    """Give a result of some periods together: summed, or the last of a level."""
    values = table[name].iloc[numbers]
    return float(values.sum(min_count=1) if name in COUNTED else values.iloc[-1])


def _margin(results: pd.DataFrame, numbers: list[int]) -> float | None:
    """Give the KAM's gross margin per unit of revenue; None where unknown."""
    sold = row_of(results, numbers, "revenue")
    if "gross_margin" not in results or not sold:
        return None
    return row_of(results, numbers, "gross_margin") / sold


def _row(case: PayCase, numbers: list[int]) -> dict[str, float]:
    found = case.achieved
    row: dict[str, float] = {}
    for name, who in needed(case.plan).items():
        if name == "fee":
            continue
        if name not in found.results:
            if any(part.measure == name for part in case.plan.components):
                row |= {name: 0.0, QUOTA + name: np.nan}  # nothing is paid for it
                continue
            why = found.reasons.get(name, "")
            raise MissingPartError(f"{who} cannot be looked at. {why}".strip())
        row[name] = row_of(found.results, numbers, name)
    for part in case.plan.components:
        name = part.measure
        if name in found.quotas and QUOTA + name not in row:
            row[QUOTA + name] = row_of(found.quotas, numbers, name)
    for name in ("base", "target_variable"):
        row[name] = float(sum(np.array(getattr(case.pay, name))[numbers]))
    return row


def _adds(
    price: float, discount: float, size: float, margin: float | None
) -> dict[str, float]:
    """Give what a deal adds to each kind of money; a discount comes off the margin."""
    left = 0.0 if margin is None else size * (margin - discount)
    return {
        "revenue": price,
        "collected_cash": price,
        "gross_margin": left,
        "contribution": left,
    }


def when_closed(
    terms: DealTerms, *, discount: float = 0.05, next_level: float = 1.0
) -> pd.DataFrame:
    """Pay the deal four times: now or in the next settlement, at list price or less.

    Parameters
    ----------
    terms : DealTerms
        From :func:`deal_terms`.
    discount : float
        What comes off the list price, 0–1.
    next_level : float
        What the next settlement reaches without the deal, in multiples of its quotas,
        which are those of this one; a part without a quota stays as it is now.

    Returns
    -------
    DataFrame
        closed (month), price ("list price" or the discount in words), discount,
        this_settlement, next_settlement and variable (their sum; currency), margin
        (what the deal leaves the company; blank where unknown).
    """
    rows: list[dict[str, object]] = []
    coming = _coming(terms, next_level)
    for month, now in ((terms.this_month, True), (terms.next_month, False)):
        for off in dict.fromkeys((0.0, discount)):
            this = _paid(terms, terms.row, off if now else None)
            then = _paid(terms, coming, None if now else off)
            left = None if terms.margin is None else terms.size * (terms.margin - off)
            rows.append(
                {
                    "closed": month,
                    "price": "list price" if not off else f"{off * 100:g} % less",
                    "discount": off,
                    "this_settlement": this,
                    "next_settlement": then,
                    "variable": round(this + then, 2),
                    "margin": np.nan if left is None else round(left, 2),
                }
            )
    return pd.DataFrame(rows)


def _coming(terms: DealTerms, next_level: float) -> dict[str, float]:
    """Give what the next settlement is taken to reach without the deal."""
    coming = dict(terms.row)
    for part in terms.plan.components:
        quota = terms.row.get(QUOTA + part.measure, np.nan)
        if quota == quota and part.over == "sum":
            coming[part.measure] = quota * next_level
    return coming | ({"fee": 0.0} if terms.plan.fees is not None else {})


def _paid(terms: DealTerms, row: dict[str, float], off: float | None) -> float:
    """Pay one settlement, with the deal at a discount or without it (None)."""
    columns = {name: np.full((1, 1), value) for name, value in row.items()}
    if off is not None:
        price = terms.size * (1 - off)
        for name, change in _adds(price, off, terms.size, terms.margin).items():
            if name in columns:
                columns[name] = columns[name] + change
        if terms.plan.fees is not None:
            columns["fee"] = columns["fee"] + fee([price], terms.plan.fees)[0]
        if "largest_deal" in columns:
            columns["largest_deal"] = np.maximum(columns["largest_deal"], price)
    day = terms.last_day
    periods = Periods(((day.year, day.month),), (terms.months,))
    return float(cast("float", payouts(terms.plan, columns, periods=periods)[0, 0]))
