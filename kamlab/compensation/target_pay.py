"""What a KAM is to be paid: base salary and target variable pay of each period."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kamlab.company import Company
from kamlab.compensation.periods import days_within
from kamlab.compensation.plan import PayPlan
from kamlab.presentation.formats import share


@dataclass(frozen=True)
class TargetPay:
    """Base salary and target variable pay, period by period.

    Parameters
    ----------
    base, target_variable : tuple of float
        One amount a period, in currency, unrounded.
    source : str
        Where they come from, in words.
    """

    base: tuple[float, ...]
    target_variable: tuple[float, ...]
    source: str


def target_pay(
    firm: Company, plan: PayPlan, kam_id: str, periods: pd.DataFrame
) -> TargetPay:
    """Give a KAM's base and target variable pay for each period.

    From the company's pay table where it has rows of this KAM in these periods, else
    from the plan file. A plan whose mix binds splits the sum of both by its own
    ``base_share``. Rows that overlap a period in part count by days; days before the
    KAM was hired are not paid.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    plan : PayPlan
        Gives the pay where the company does not.
    kam_id : str
        The KAM.
    periods : DataFrame
        From :func:`kamlab.compensation.periods.pay_periods`.
    """
    paid = _from_table(firm, kam_id, periods)
    if paid is None:
        year = periods["months"] / 12 * plan.ote * _employed(firm, kam_id, periods)
        return TargetPay(
            tuple(year * plan.base_share),
            tuple(year * (1 - plan.base_share)),
            f"{in_plan_file(plan)}, for {firm.name} has no pay of {kam_id} in these "
            "periods",
        )
    if not plan.mix_binds:
        return TargetPay(
            tuple(paid["base"]), tuple(paid["target_variable"]), "the pay table"
        )
    both = paid.sum(axis=1)
    return TargetPay(
        tuple(both * plan.base_share),
        tuple(both * (1 - plan.base_share)),
        f"the pay table, split anew by the plan ({share(plan.base_share, 0)} base)",
    )


def in_plan_file(plan: PayPlan) -> str:
    """Say what the plan file itself gives as pay, for a company that tells none."""
    return (
        f"the plan file ({plan.ote:,.0f} a year, {share(plan.base_share, 0)} of it "
        "base)"
    )


def paid_in_books(firm: Company, kam_id: str, periods: pd.DataFrame) -> float | None:
    """Give the variable pay that the company's pay table says was paid.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    kam_id : str
        The KAM.
    periods : DataFrame
        From :func:`kamlab.compensation.periods.pay_periods`.

    Returns
    -------
    float or None
        Of all periods together, in currency; None where the table has no row of this
        KAM, leaves what was paid blank, or settles other days than these periods.
    """
    if not firm.has("pay", "paid", "period_end"):
        return None
    first, last = periods["period"].min(), periods["period_end"].max()
    pay = firm.frame("pay")
    pay = pay[(pay["kam_id"] == kam_id) & (pay["period"] <= last)]
    pay = pay[(pay["period_end"] >= first) | pay["period_end"].isna()]
    within = (pay["period"] >= first) & (pay["period_end"] <= last)
    if pay.empty or not within.all() or pay["paid"].isna().any():
        return None
    return round(float(pay["paid"].sum()), 2)


def _from_table(
    firm: Company, kam_id: str, periods: pd.DataFrame
) -> pd.DataFrame | None:
    columns = ["base", "target_variable"]
    if not firm.has("pay", *columns):
        return None
    pay = firm.frame("pay").dropna(subset=[*columns, "period", "period_end"])
    pay = pay[pay["kam_id"] == kam_id]
    length = (pay["period_end"] - pay["period"]).dt.days.clip(lower=0) + 1
    rows = []
    for start, end in periods[["period", "period_end"]].itertuples(index=False):
        days = days_within(pay["period"], pay["period_end"], start, end)
        rows.append(pay[columns].mul(days / length, axis=0).sum())
    table = pd.DataFrame(rows)
    return table if (table > 0).any(axis=None) else None


def _employed(firm: Company, kam_id: str, periods: pd.DataFrame) -> pd.Series:
    """Give the share of each period the KAM was employed; 1 where nothing is known."""
    hired = pd.Timestamp.min
    if firm.has("kams", "hired"):
        kams = firm.frame("kams").dropna(subset=["hired"])
        found = kams.loc[kams["kam_id"] == kam_id, "hired"]
        hired = found.iloc[0] if len(found) else hired
    length = (periods["period_end"] - periods["period"]).dt.days + 1
    start, end = periods["period"].min(), periods["period_end"].max()
    worked = days_within(
        periods["period"], periods["period_end"], max(start, hired), end
    )
    return pd.Series(worked, index=periods.index) / length
