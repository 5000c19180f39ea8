"""What is odd about a plan: jumps, and pay that falls as results rise."""

from __future__ import annotations

import math

from kamlab.compensation.fees import Fees, cliffs
from kamlab.compensation.plan import Component, PayPlan
from kamlab.presentation.formats import money, share


def flags(plan: PayPlan, target_variable: float, currency: str = "") -> list[str]:
    """Say in words, with the amount, where small changes in results move much pay.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    target_variable : float
        Variable pay of the year with every target met, in currency.
    currency : str
        For the words.

    Returns
    -------
    list of str
        A sentence for each jump and each stretch on which more result means less pay;
        empty where there is none.
    """
    found: list[str] = []
    for part in plan.components:
        found += _of_component(plan, part, target_variable * part.weight, currency)
    if plan.fees:
        found += _of_fees(plan.fees, currency)
    return found


def _of_component(
    plan: PayPlan, part: Component, at_target: float, currency: str
) -> list[str]:
    curve = plan.curve_of(part)
    found = []
    if curve.threshold_payout > 0:
        jump = money(at_target * curve.threshold_payout, currency)
        found.append(
            f"{part.name}: at {share(curve.threshold, 0)} of quota the pay jumps from "
            f"0 to {jump} a year."
        )
    if curve.threshold_payout > 1:
        less = money(at_target * (curve.threshold_payout - 1), currency)
        found.append(
            f"{part.name}: pay falls by {less} a year between "
            f"{share(curve.threshold, 0)} and 100 % of quota."
        )
    if curve.excellence_payout < 1:
        less = money(at_target * (1 - curve.excellence_payout), currency)
        found.append(
            f"{part.name}: pay falls by {less} a year between 100 % and "
            f"{share(curve.excellence, 0)} of quota."
        )
    return found


def _of_fees(fees: Fees, currency: str) -> list[str]:
    found = []
    for cliff in cliffs(fees):
        jump = money(abs(cliff.jump) * fees.kam_share_of_fee, currency)
        at = money(cliff.at, currency)
        if cliff.jump > 0:
            found.append(
                f"A deal of {at} pays the KAM {jump} more than one just below."
            )
        elif math.isinf(cliff.even_at):
            found.append(
                f"A deal of {at} pays the KAM {jump} less than one just below, and no "
                "larger deal makes up for it."
            )
        else:
            found.append(
                f"A deal of {at} pays the KAM {jump} less than one just below; only "
                f"from {money(cliff.even_at, currency)} on does it pay as much."
            )
    return found
