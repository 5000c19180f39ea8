"""The rules of a plan around its rates, a sentence each."""

from __future__ import annotations

from kamlab.compensation.kinds import word_of
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.rules import Gate
from kamlab.presentation.formats import money, number, plural, share

_SETTLED = {
    "period": "Each period of the results is settled on its own",
    "month": "Settled every month",
    "quarter": "Settled every quarter",
    "year": "Settled once a year",
}


def rules_in_words(plan: PayPlan, currency: str = "") -> list[str]:
    """Say every rule of a plan in a sentence.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    currency : str
        For the amounts.

    Returns
    -------
    list of str
        Settlement first, then what is paid beside the components, then the limits.
    """
    true_up = ", each time for the year so far less what was paid"
    found = [_SETTLED[plan.settlement] + (true_up if plan.true_up else "") + "."]
    for spiff in plan.spiffs:
        most = "" if spiff.most is None else f", at most {money(spiff.most, currency)}"
        when = f", {spiff.start or ''} to {spiff.to or ''}" if spiff.start else ""
        each = money(spiff.each, currency)
        found.append(
            f"{spiff.name}: {each} each{when}{most}, for {word_of(spiff.measure)}."
        )
    found += [
        f"{pool.name}: the team's {word_of(pool.measure)} makes a pool, shared "
        f"{'alike' if pool.shared == 'equal' else 'by ' + pool.shared}."
        for pool in plan.pools
    ]
    found += [_gate(gate) for gate in plan.gates]
    return found + _limits(plan, currency)


def _gate(gate: Gate) -> str:
    bound = gate.at_least if gate.at_least is not None else gate.at_most
    asked = "at least" if gate.at_least is not None else "at most"
    whose = gate.component or "all variable pay"
    if gate.instead:
        done = f"{word_of(gate.instead)} counts instead"
    elif gate.limit is not None:
        done = f"at most {share(gate.limit, 0)} of quota counts"
    else:
        done = f"{share(gate.pays, 0)} of the pay stays"
    return (
        f"Gate '{gate.name}' on {whose}: {word_of(gate.measure)} {asked} "
        f"{number(bound)}; if missed, {done}."
    )


def _limits(plan: PayPlan, currency: str) -> list[str]:
    found = []
    if plan.windfall:
        rule = plan.windfall
        found.append(
            f"What one deal pays above {share(rule.over, 0)} of the year's target "
            f"variable pay counts {share(rule.pays, 0)}."
        )
    if plan.cap:
        time = "year" if plan.cap.per == "year" else "settlement"
        found.append(
            f"Variable pay of a {time} is at most {share(plan.cap.times, 0)} of its "
            "target."
        )
    if plan.ramp:
        first = ", ".join(share(x, 0) for x in plan.ramp.quota_shares)
        found.append(f"New KAMs have {first} of the quota in their first months.")
    if plan.max_cut_share is not None:
        found.append(
            f"Missed targets cut at most {share(plan.max_cut_share, 0)} of base and "
            "target pay."
        )
    if plan.draw:
        kind = "kept back later" if plan.draw.recoverable else "not kept back"
        advance = money(plan.draw.amount, currency)
        found.append(f"An advance of {advance} at each settlement, {kind}.")
    back = plan.clawback
    found.append(
        f"{share(back.share, 0)} of what was paid is taken back if the sale comes back "
        f"or its account leaves within {plural(back.months, 'month')}."
    )
    if plan.hand_over:
        found.append(
            f"After an account changed hands its former KAM keeps "
            f"{share(plan.hand_over.former_share, 0)} of the credit for "
            f"{plural(plan.hand_over.months, 'month')}."
        )
    return found
