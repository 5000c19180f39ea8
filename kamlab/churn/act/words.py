"""The sentences of the churn-model report, computed from its tables."""

from __future__ import annotations

import pandas as pd

from kamlab.churn.act.plan import ActionPlan
from kamlab.churn.act.settings import ChurnModelSettings
from kamlab.churn.act.study import Study
from kamlab.churn.decision.targeting import WORDS
from kamlab.churn.model import model_figures, reason_codes
from kamlab.churn.signals import SIGNALS
from kamlab.company import Company
from kamlab.presentation import formats as f

__all__ = [
    "decision",
    "definition",
    "finding",
    "known_sentence",
    "main_reasons",
    "model_sentence",
    "rules_sentence",
    "save_sentence",
    "test_sentence",
]


def definition(settings: ChurnModelSettings) -> str:
    """State what every figure of the report calls a loss, and who is asked about."""
    return (
        f"Lost: no order in the {f.plural(settings.horizon, 'month')} after a cut-off. "
        "Asked about: accounts still buying on that evening, silent for less than 3 of "
        "their usual gaps or less than 60 days. Who is gone already needs no forecast."
    )


def known_sentence(found: Study) -> str:
    """Say how much past there is to learn from, and how rare a loss is."""
    past = found.past
    if past.empty:
        return f"There is no past to learn from. {found.refusal}"
    days = past["cut_off"].nunique()
    return (
        f"{f.plural(past['account_id'].nunique(), 'account')} at "
        f"{f.plural(days, 'past evening')} give {f.plural(len(past), 'slice')}; "
        f"{f.plural(found.lost, 'account')} stopped buying afterwards, in "
        f"{f.plural(int(past['lost'].sum()), 'slice')}."
    )


def model_sentence(found: Study) -> str:
    """Say which model stands, or why none does and what is used in its place."""
    if found.model:
        titles = ", ".join(SIGNALS[n].title for n in found.model.features)
        return (
            f"{f.plural(found.lost, 'loss', 'losses')} allow a model of "
            f"{f.plural(len(found.model.features), 'signal')}: {titles}. They were "
            "chosen beforehand, not by looking at these losses."
        )
    if found.past.empty:
        return "No model, and nothing to count either."
    return (
        f"No model. {found.refusal} In its place stands the count: how often accounts "
        "as silent as this one stopped buying."
    )


def test_sentence(found: Study, settings: ChurnModelSettings) -> str:
    """Say how well losses were told from stays, against silence alone."""
    alone = found.counted.auc
    if not found.test:
        if alone.value is None:
            return "Nobody was lost at the past cut-offs, so nothing can be tested."
        return (
            f"Silence alone puts the lost account above the kept one in "
            f"{f.share(float(alone.value), 0)} of pairs (90 % interval "
            f"{f.share(alone.low, 0)} to {f.share(alone.high, 0)}; a coin has 50 %). "
            f"That rests on {f.plural(found.lost, 'lost account')}."
        )
    figures = model_figures(found.test, capacity=settings.capacity)
    own, gain = figures["auc"], figures.get("auc_gain")
    where = (
        "later months and accounts it had not seen"
        if found.in_time
        else "accounts it had not seen, but of the same months"
    )
    text = (
        f"On {where}, the model puts the lost account above the kept one in "
        f"{f.share(float(own.value or 0), 0)} of pairs (90 % interval "
        f"{f.share(own.low, 0)} to {f.share(own.high, 0)})."
    )
    if gain is None or gain.value is None or gain.low is None or gain.high is None:
        return text
    points = f.number(float(gain.value) * 100, 1)
    if gain.low > 0:
        return f"{text} That is {points} points better than silence alone."
    if gain.high < 0:
        return f"{text} Silence alone does better: use the count."
    return (
        f"{text} Against silence alone it gains {points} points, which may be chance "
        f"({f.number(gain.low * 100, 1)} to {f.number(gain.high * 100, 1)})."
    )


def save_sentence(firm: Company, plan: ActionPlan, settings: ChurnModelSettings) -> str:
    """Say whom to act on, what it costs and what it is expected to save."""
    chosen, n = plan.chosen, len(plan.table)
    if chosen.empty:
        return (
            f"Nobody: at {f.money(settings.action_cost, firm.currency)} an account the "
            f"action pays at none of {f.plural(n, 'account')} at risk."
        )
    first = chosen.iloc[0]
    return (
        f"{f.plural(len(chosen), 'account')} of {n:,} at risk, "
        f"{WORDS[settings.target_by]}: first {first['account']} ({first['why']}). "
        f"The list costs {f.money(plan.saved.money, firm.currency)} and is expected to "
        f"keep {f.thousands(plan.kept, firm.currency)} of {plan.worth}."
    )


def rules_sentence(rules: pd.DataFrame, currency: str) -> str:
    """Say what the rules would bring, expected and, where it is known, in truth."""
    gain, real_gain = (
        dict(zip(rules["rule"], rules[name].astype(float), strict=True))
        for name in ("gain", "true_gain")
    )
    names = ("risk", "value", "uplift")
    told = [f"{WORDS[name]} {f.thousands(gain[name], currency)}" for name in names]
    text = f"Expected after cost: {'; '.join(told)}."
    if "true" not in gain:
        return f"{text} Nobody knows the truth here: try the action by lot."
    real = [f"{WORDS[n]} {f.thousands(real_gain[n], currency)}" for n in names]
    best = f.thousands(real_gain["true"], currency)
    return f"{text} In truth: {'; '.join(real)}. At most {best} could be had."


def finding(
    firm: Company, found: Study, plan: ActionPlan | None, settings: ChurnModelSettings
) -> str:
    """Sum the report up: is there a model, and whom to act on this week."""
    if plan is None:
        return f"No risk can be told. {found.refusal}"
    start = (
        f"A model of {f.plural(len(found.model.features), 'signal')} could be tested"
        if found.model
        else f"{f.plural(found.lost, 'loss', 'losses')} are too few for a model"
    )
    alarm = " Leakage alarm: look at it first." if found.alarms else ""
    return f"{start}.{alarm} {save_sentence(firm, plan, settings)}"


def decision(plan: ActionPlan | None) -> str:
    """Say what a KAM would do with the list this week."""
    if plan is None:
        return "Look at the watch list and its reasons; a risk cannot be told yet."
    if plan.chosen.empty:
        return (
            "Call nobody for this reason. Ask what makes the action so dear, or where "
            "it could keep more, before spending a day."
        )
    first = plan.chosen.iloc[0]
    riskiest = plan.table.sort_values("probability", ascending=False).iloc[0]
    text = (
        f"Begin with {first['account']} and ask about what the list names: "
        f"{first['why']}."
    )
    if riskiest["account_id"] not in set(plan.chosen["account_id"]):
        text += (
            f" The highest risk is {riskiest['account']} "
            f"({f.share(riskiest['probability'], 0)}), which is not on the list: the "
            "action brings less there than it costs, or less than elsewhere."
        )
    if plan.effects.source == "claim":
        text += (
            " The effect is a claim: let the lot decide who is called first, and count "
            "afterwards."
        )
    return text


def main_reasons(found: Study, most: int = 3) -> str:
    """Say which signal stands first among the reasons, and for how many accounts."""
    if not found.model:
        return ""
    told = reason_codes(found.model, found.now, SIGNALS)["main"].value_counts()
    words = [
        f"{SIGNALS[str(name)].title} ({count:,})"
        for name, count in told.head(most).items()
    ]
    return f"What raises the risk most, by accounts: {'; '.join(words)}."
