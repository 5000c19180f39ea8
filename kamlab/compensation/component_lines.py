"""The steps of the components: result, quota, attainment, payout, pay."""

from __future__ import annotations

import numpy as np

from kamlab.compensation.achieved import Achieved
from kamlab.compensation.curve import Curve, payout
from kamlab.compensation.kinds import MONEY, WORDS
from kamlab.compensation.lines import Line
from kamlab.compensation.money import cents
from kamlab.compensation.periods import in_words
from kamlab.compensation.plan import Component, PayPlan
from kamlab.compensation.target_pay import TargetPay
from kamlab.presentation.formats import money, number, share


def component_lines(
    plan: PayPlan, pay: TargetPay, achieved: Achieved, currency: str
) -> list[Line]:
    """Work out the components of a plan, period by period or once for the year.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    pay : TargetPay
        Target variable pay of each period.
    achieved : Achieved
        Results and quotas.
    currency : str
        For the words.

    Returns
    -------
    list of Line
        In order of period, then component.
    """
    spans = list(
        achieved.periods[["period", "period_end"]].itertuples(index=False, name=None)
    )
    if plan.settlement == "year":
        whole = in_words(spans[0][0], spans[-1][1])
        groups = [(whole, np.arange(len(spans)))]
    else:
        groups = [(in_words(*span), np.array([i])) for i, span in enumerate(spans)]
    target = np.array(pay.target_variable)
    return [
        _line(plan, part, label, rows, float(target[rows].sum()), achieved, currency)
        for label, rows in groups
        for part in plan.components
    ]


def _line(
    plan: PayPlan,
    part: Component,
    label: str,
    rows: np.ndarray,
    target: float,
    achieved: Achieved,
    currency: str,
) -> Line:
    at_target = target * part.weight
    if part.measure in achieved.reasons:
        why = f"nothing is computed: {achieved.reasons[part.measure]}"
        return Line(label, part.name, cents(0), why, at_target=at_target)
    results = achieved.results[part.measure].to_numpy()[rows]
    quotas = achieved.quotas[part.measure].to_numpy()[rows]
    given = ~np.isnan(quotas)
    if not given.any():
        why = (
            f"no quota for {WORDS[part.measure]} in this period; that is not 0 %, so "
            "nothing is computed"
        )
        result = float(results.sum())
        return Line(label, part.name, cents(0), why, result, at_target=at_target)
    result, quota = float(results[given].sum()), float(quotas[given].sum())
    attainment = round(result / quota, 9)
    curve = plan.curve_of(part)
    paid = float(payout(attainment, curve))
    amount = cents(at_target * paid)
    of = _sizes(part, result, quota, currency)
    why = _why(of, attainment, paid, at_target, curve, currency)
    return Line(
        label, part.name, amount, why, result, quota, attainment, paid, at_target
    )


def _sizes(part: Component, result: float, quota: float, currency: str) -> str:
    if part.measure in MONEY:
        return f"{money(result, currency)} of {money(quota, currency)}"
    return f"{number(result)} of {number(quota)} {WORDS[part.measure]}"


def _why(
    of: str,
    attainment: float,
    paid: float,
    at_target: float,
    curve: Curve,
    currency: str,
) -> str:
    reached = f"{of} is {share(attainment)}"
    if attainment < curve.threshold:
        return f"{reached}, below the threshold of {share(curve.threshold)}: no pay"
    if not at_target:
        return f"{reached}, but no variable pay is agreed for this period"
    capped = curve.capped and attainment > curve.excellence
    cap = " (capped)" if capped else ""
    return (
        f"{reached}; the curve pays {share(paid)}{cap} of {money(at_target, currency)}"
    )
