"""The same year under four bases: revenue, gross margin, contribution, cash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from kamlab.compensation.achieved import Achieved
from kamlab.compensation.kinds import MONEY, WORDS, MoneyMeasure
from kamlab.compensation.measured import Measured, share_of_revenue
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.rates import Rates
from kamlab.compensation.slip import pay_slip
from kamlab.compensation.target_pay import TargetPay
from kamlab.errors import MissingPartError, UndefinedError


def same_year(
    plan: PayPlan, pay: TargetPay, achieved: Achieved, found: Measured
) -> pd.DataFrame:
    """Pay the same year four times, each time counting another kind of money.

    Every component that counts money is switched to the basis; its quota is the sales
    quota times what the whole company has of it per unit of revenue. Fees are scaled
    the same way, so that a KAM with the company's average earns the same under all
    four.

    Parameters
    ----------
    plan, pay, achieved
        As for :func:`kamlab.compensation.slip.pay_slip`.
    found : Measured
        The company's results, for the conversion.

    Returns
    -------
    DataFrame
        basis, attainment, variable, total (currency; blank where the basis cannot be
        told), why (blank where it can).

    Raises
    ------
    UndefinedError
        If nothing in the plan counts money.
    MissingPartError
        If no quota is there to count it against.
    """
    counts = [part for part in plan.components if part.measure in MONEY]
    if not counts and plan.fees is None:
        raise UndefinedError(
            f"The {plan.title} counts no money: the basis is the same."
        )
    if plan.fees is None and not achieved.quotas["revenue"].notna().any():
        raise MissingPartError(
            "There is no sales quota for this KAM in this year, so no basis can be "
            "held against one."
        )
    return pd.DataFrame([_one(plan, pay, achieved, found, basis) for basis in MONEY])


def _one(
    plan: PayPlan,
    pay: TargetPay,
    achieved: Achieved,
    found: Measured,
    basis: MoneyMeasure,
) -> dict[str, object]:
    row: dict[str, object] = {"basis": WORDS[basis]}
    try:
        if basis in achieved.reasons:
            raise MissingPartError(achieved.reasons[basis])
        rescaled = replace(achieved, fee_factor=_factors(achieved, found, basis))
    except (MissingPartError, UndefinedError) as reason:
        blank = dict.fromkeys(("attainment", "variable", "total"), np.nan)
        return row | blank | {"why": str(reason)}
    switched = on_basis(plan, basis, lambda name: share_of_revenue(found, name))
    slip = pay_slip(switched, pay, rescaled)
    reached = np.nan if slip.attainment is None else slip.attainment
    return row | {
        "attainment": reached,
        "variable": float(slip.variable),
        "total": float(slip.total),
        "why": "",
    }


def on_basis(
    plan: PayPlan, basis: MoneyMeasure, worth: Callable[[str], float]
) -> PayPlan:
    """Give the plan with every component that counts money switched to one basis.

    Rates are turned round by what the company has of the one per unit of the other,
    so that the average result earns the same.
    """
    parts = []
    for part in plan.components:
        if part.measure in MONEY:
            rates = part.rates
            if rates is not None and part.paid_on != "target":
                scale = worth(part.measure) / worth(basis)
                rates = _turned(rates, scale, part.paid_on == "result")
            part = part.model_copy(update={"measure": basis, "rates": rates})
        parts.append(part)
    return plan.model_copy(update={"components": tuple(parts)})


def _turned(rates: Rates, scale: float, tiers_too: bool) -> Rates:
    tiers = tuple(
        tier.model_copy(
            update={
                "rate": None if tier.rate is None else tier.rate * scale,
                "start": tier.start / scale if tiers_too else tier.start,
                "to": None,
            }
        )
        for tier in rates.tiers
    )
    # a new one: its pieces are worked out anew
    return Rates.model_construct(mode=rates.mode, tiers=tiers)


def _factors(
    achieved: Achieved, found: Measured, basis: MoneyMeasure
) -> tuple[float, ...]:
    """Give what a fee counts for in each period: own ratio / the company's ratio."""
    revenue = achieved.results["revenue"].to_numpy()
    if basis == "revenue":
        return (1.0,) * len(revenue)
    own = achieved.results[basis].to_numpy()
    sold = revenue > 0
    if not sold[achieved.deals["number"].astype(int)].all():
        raise UndefinedError(
            "A period with deals has no revenue above 0; its fees cannot be turned "
            f"into {WORDS[basis]}."
        )
    ratio = np.divide(own, revenue, out=np.zeros(len(own)), where=sold)
    return tuple(float(x) for x in ratio / share_of_revenue(found, basis))
