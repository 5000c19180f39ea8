"""The sentences on fairness, the frontier and the decision of a pay scenario."""

from __future__ import annotations

import numpy as np

from kamlab.compensation.fairness import LINE, NOT_LEGAL, Audit
from kamlab.compensation.scenario_case import ScenarioCase
from kamlab.errors import KamLabError
from kamlab.presentation.formats import number, plural, share, thousands

VERDICTS = {
    "above": "beyond the line, with the whole interval",
    "below": "within the line, with the whole interval",
    "undecided": "undecided, for the interval reaches across the line",
}


def first_audit(case: ScenarioCase) -> tuple[str, Audit, Audit]:
    """Give the first plan that could be audited, before and after new quotas."""
    side = next(iter(case.audits))[0]
    return side, case.audits[side, False], case.audits[side, True]


def fairness_words(case: ScenarioCase) -> str:
    """Say whether pay follows the territory, and what new quotas change."""
    side, before, after = first_audit(case)
    one, two = before.potential, after.potential
    moved = (
        "with quotas adjusted to potential the tie is no longer told from none"
        if one.decided and not two.decided
        else f"with quotas adjusted to potential it is {number(two.correlation)} "
        f"({number(two.low)} to {number(two.high)})"
    )
    if _alike(before, after):
        moved = "the plan looks at no KAM's own quota, so new quotas change nothing"
    tie = "pay follows the territory" if one.decided else "not told from none"
    return (
        f"under the {case.plans[side].title} payout and potential correlate by "
        f"{number(one.correlation)} (95 % interval {number(one.low)} to "
        f"{number(one.high)}, n = {plural(one.n, 'KAM')}): {tie}; {moved}. "
        f"{_books(before, after)}{gap_words(before)} {NOT_LEGAL}"
    )


def _alike(before: Audit, after: Audit) -> bool:
    """Say whether new quotas leave every payout as it was."""
    return bool(np.allclose(before.table["payout"], after.table["payout"]))


def _books(before: Audit, after: Audit) -> str:
    """Say what adjusting to potential does to the tie with the inherited book."""
    if _alike(before, after):
        return ""
    one, two = before.book.correlation, after.book.correlation
    text = (
        "The new quotas are fitted to the same year, so that is their best case. With "
        f"the inherited book payout correlates by {number(one)} before and "
        f"{number(two)} after. "
    )
    return f"{text}Fair to territories is not fair to books. " if two > one else text


def gap_words(found: Audit) -> str:
    """Say where the gap between the groups lies against the line."""
    gap = found.gap
    if gap is None:
        return "The groups of the KAMs are not known, so no gap is measured."
    way = "less" if gap.gap >= 0 else "more"
    return (
        f"Group {gap.second} is paid {share(abs(gap.gap))} {way} than group "
        f"{gap.first} (95 % interval of the gap {share(gap.low)} to {share(gap.high)}, "
        f"below 0 for more pay; "
        f"{gap.sizes[1]} and {gap.sizes[0]} KAMs); against {share(LINE, 0)} this is "
        f"{VERDICTS[gap.verdict]}."
    )


def luck_words(case: ScenarioCase) -> str:
    """Say what of pay lasts, and, where the truth is known, what of it is skill."""
    _, before, after = first_audit(case)
    text = (
        f"{share(before.lasting.share, 0)} of the differences in a year's payout last "
        f"from quarter to quarter (95 % interval {share(before.lasting.low, 0)} to "
        f"{share(before.lasting.high, 0)}); the rest comes and goes. What lasts need "
        "not be skill: a rich territory lasts too."
    )
    if before.sources is None or after.sources is None:
        return f"{text} How much of it is skill, only a simulated company tells."
    one, two = before.sources, after.sources
    return (
        f"{text} The truth says: {share(one.skill, 0)} skill (95 % interval "
        f"{share(one.skill_low, 0)} to {share(one.skill_high, 0)}), "
        f"{share(one.territory, 0)} what the KAM was given, {share(one.luck, 0)} luck; "
        f"with adjusted quotas {share(two.skill, 0)}, {share(two.territory, 0)} and "
        f"{share(two.luck, 0)}."
    )


def frontier_words(case: ScenarioCase) -> str:
    """Say what the frontier of the plans tried is."""
    table, cur = case.searched, case.firm.currency
    best = table[table["frontier"]].sort_values("pay_risk", kind="stable")
    calm, bold = best.iloc[0], best.iloc[-1]
    fit = int((table["within_budget"] & table["above_floor"]).sum())
    text = (
        f"of {plural(len(table), 'plan')} tried {fit} keep to budget and floor, "
        f"and {len(best)} of these {'is' if len(best) == 1 else 'are'} beaten by no "
        "other. "
    )
    if len(best) == 1:
        return text + (
            f"It leaves {thousands(calm['contribution_after_pay'], cur)} after pay at "
            f"swings of {share(calm['pay_risk'])} and {share(calm['base_share'], 0)} "
            "base pay. A quick stand-in, not the whole company."
        )
    more = bold["contribution_after_pay"] - calm["contribution_after_pay"]
    return text + (
        f"The calmest swings by {share(calm['pay_risk'])} of income at "
        f"{share(calm['base_share'], 0)} base pay, the boldest by "
        f"{share(bold['pay_risk'])} at {share(bold['base_share'], 0)} and leaves "
        f"{thousands(more, cur)} more after pay. Which swing is worth it is a "
        "decision, not a result. Read the differences, not the level: it is a quick "
        "stand-in. Play the few that remain in the whole company."
    )


def decision(case: ScenarioCase) -> str:
    """Give the advice that follows from what could be told."""
    title, cur = case.plans["b"].title, case.firm.currency
    if case.same:
        return "name two plans, plan_a and plan_b, to have something to decide."
    paid, refused = case.paid
    if "b" not in paid:
        return f"the {title} cannot be paid on these books. {refused['b']}"
    cost, base = case.cost("b"), float(paid["b"].base.sum())
    budget = (
        f"put {thousands(base + cost.p90, cur)} of base and variable pay aside for "
        f"a dear year, not the {thousands(base + cost.p50, cur)} of a usual one"
    )
    if "a" in paid:
        old = float(paid["a"].base.sum()) + case.cost("a").p90
        budget += f" (under the plan of today {thousands(old, cur)})"
    return f"if you take the {title}, {budget}. {_worth(case)}"


def _worth(case: ScenarioCase) -> str:
    cur = case.firm.currency
    try:
        gain = case.gain
    except KamLabError:
        return (
            "What people will do under it is not in these figures: try it in one "
            "region for a year, drawn by lot, before all change."
        )
    if np.isclose(gain, 0.0):
        return "What is left after pay is the same; let fairness and calm decide."
    way = "more" if gain > 0 else "less"
    text = f"It leaves {thousands(abs(gain), cur)} {way} after pay once people act"
    if gain > 0:
        return f"{text}; say before the start which figure would make you go back."
    return f"{text}: keep the plan of today, or look for one on the frontier."
