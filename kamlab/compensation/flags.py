"""What is odd about a plan: jumps, and pay that falls as results rise."""

from __future__ import annotations

import math

from kamlab.compensation.curve import Curve
from kamlab.compensation.fees import Fees, cliffs
from kamlab.compensation.kinds import word_of
from kamlab.compensation.pieces import Pieces
from kamlab.compensation.plan import Component, PayPlan
from kamlab.compensation.rules import Gate
from kamlab.presentation.formats import money, number, share

JUMP = 1e-9


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
        at_target = target_variable * part.weight
        if part.rates is None:
            found += _of_curve(part, plan.curve_of(part), at_target, currency)
        else:
            found += _of_table(part, part.rates.pieces, at_target, currency)
    for pool in plan.pools:
        found += _of_amounts(f"{pool.name}: the pool", pool.rates.pieces, currency)
    if plan.fees:
        found += _of_fees(plan.fees, currency)
    found += [_of_gate(gate, plan, target_variable, currency) for gate in plan.gates]
    return found


def pays_less_for_more(plan: PayPlan) -> bool:
    """Tell whether more of a measure can mean less pay by the plan's own tables.

    Parameters
    ----------
    plan : PayPlan
        The plan.

    Returns
    -------
    bool
        True where a table falls, or a gate looks at a measure that is also paid for.
    """
    tables = [plan.pieces_of(part) for part in plan.components]
    tables += [pool.rates.pieces for pool in plan.pools]
    falls = any(drops(pieces) for pieces in tables)
    paid = {part.measure for part in plan.parts}
    gated = any(g.measure in paid and g.at_most is not None for g in plan.gates)
    fees = plan.fees is not None and any(cliff.jump < 0 for cliff in cliffs(plan.fees))
    return falls or gated or fees


def drops(pieces: Pieces) -> list[tuple[float, float, float]]:
    """Find where a table pays less for more.

    Returns
    -------
    list of (float, float, float)
        From where, to where (equal at a jump), and how much less is paid.
    """
    found = []
    for k, (start, jump) in enumerate(zip(pieces.starts, pieces.jumps, strict=True)):
        if jump < -JUMP:
            found.append((start, start, -jump))
        if pieces.slopes[k] < -JUMP and k + 1 < len(pieces.starts):
            end = pieces.starts[k + 1]
            found.append((start, end, -pieces.slopes[k] * (end - start)))
    return found


def _of_curve(
    part: Component, curve: Curve, at_target: float, currency: str
) -> list[str]:
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


def _of_table(
    part: Component, pieces: Pieces, at_target: float, currency: str
) -> list[str]:
    """Say the jumps and falls of a rate table in the unit it pays in."""
    if part.paid_on == "result":
        return _of_amounts(f"{part.name}: the pay", pieces, currency)

    def amount(value: float) -> str:
        if part.paid_on == "quota":
            return f"{share(value, 2)} of the quota"
        return f"{money(at_target * value, currency)} a year"

    found = []
    for start, jump in zip(pieces.starts, pieces.jumps, strict=True):
        if abs(jump) > JUMP:
            way = "jumps by" if jump > 0 else "falls by"
            found.append(
                f"{part.name}: at {share(start, 0)} of quota the pay {way} "
                f"{amount(abs(jump))}."
            )
    for start, end, less in drops(pieces):
        if end > start:
            found.append(
                f"{part.name}: pay falls by {amount(less)} between {share(start, 0)} "
                f"and {share(end, 0)} of quota."
            )
    return found


def _of_amounts(what: str, pieces: Pieces, currency: str) -> list[str]:
    found = []
    for start, jump in zip(pieces.starts, pieces.jumps, strict=True):
        if abs(jump) > JUMP:
            way = "jumps by" if jump > 0 else "falls by"
            found.append(
                f"{what} {way} {money(abs(jump), currency)} at a result of "
                f"{money(start, currency)}."
            )
    for start, end, less in drops(pieces):
        if end > start:
            found.append(
                f"{what} falls by {money(less, currency)} between "
                f"{money(start, currency)} and {money(end, currency)}."
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


def _of_gate(gate: Gate, plan: PayPlan, target: float, currency: str) -> str:
    """Say what missing a gate by a hair costs at target."""
    bound = gate.at_least if gate.at_least is not None else gate.at_most
    side = "below" if gate.at_least is not None else "above"
    what = f"Gate '{gate.name}': {word_of(gate.measure)} just {side} {number(bound)}"
    if gate.instead:
        return f"{what} makes {word_of(gate.instead)} count instead."
    if gate.limit is not None:
        return f"{what} counts at most {share(gate.limit, 0)} of quota."
    weights = [p.weight for p in plan.components if gate.component in ("", p.name)]
    lost = (1 - (gate.pays or 0.0)) * target * sum(weights)
    if not lost:
        return f"{what} leaves {share(gate.pays, 0)} of the pay."
    return f"{what} costs {money(lost, currency)} of the year's target pay."
