"""The tables of the churn-model report as the reader sees them."""

from __future__ import annotations

import pandas as pd

from kamlab.churn.act.plan import ActionPlan
from kamlab.churn.act.settings import ChurnModelSettings
from kamlab.churn.act.study import Study
from kamlab.churn.decision.targeting import WORDS
from kamlab.company import Company
from kamlab.presentation import Column, Table
from kamlab.presentation import formats as f


def plan_table(firm: Company, plan: ActionPlan, settings: ChurnModelSettings) -> Table:
    """Show whom to act on: why, risk, worth, and what the action brings there.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    plan : ActionPlan
        The accounts chosen.
    settings : ChurnModelSettings
        Rule, cost and horizon.

    Returns
    -------
    Table
        As the notebook shows it.
    """
    chosen = plan.chosen.reset_index(drop=True)
    columns = {
        "account": Column("Account"),
        "kam_id": Column("KAM"),
        "why": Column("Why"),
        "probability": Column("Risk", "share"),
        "value": Column(f.in_currency(plan.worth.capitalize(), firm.currency), "money"),
        "effect": Column("Taken away", "share"),
        "gain": Column(f.in_currency("Gain after cost", firm.currency), "money"),
    }
    if settings.show_truth and "true_effect" in chosen:
        columns["true_effect"] = Column("Truly taken away", "share")
    if chosen["kam_id"].isna().all():
        del columns["kam_id"]
    return Table(
        chosen,
        columns,
        f"Whom to act on as of {firm.cut_off}: "
        f"{f.plural(len(chosen), 'account')} of {len(plan.table):,} at risk, "
        f"{WORDS[settings.target_by]}. Risk: no order within "
        f"{f.plural(settings.horizon, 'month')}. Taken away: what the "
        "action is expected to remove of it. Gain: that times "
        f"{plan.worth}, less {f.money(settings.action_cost, firm.currency)} each.",
        rows=max(len(chosen), 1),
    )


def rules_table(rules: pd.DataFrame, plan: ActionPlan, currency: str) -> Table:
    """Show the three rules side by side, with the truth where it is known.

    Parameters
    ----------
    rules : DataFrame
        From :func:`kamlab.churn.act.plan.rules_beside`.
    plan : ActionPlan
        Every account at risk.
    currency : str
        Of the money.

    Returns
    -------
    Table
        As the notebook shows it.
    """
    shown = rules.assign(words=rules["rule"].map(WORDS))
    columns = {
        "words": Column("Rule"),
        "accounts": Column("Accounts", "number"),
        "money": Column(f.in_currency("Cost", currency), "money"),
        "gain": Column(f.in_currency("Expected gain", currency), "money"),
        "true_gain": Column(f.in_currency("True gain", currency), "money"),
    }
    if rules["true_gain"].isna().all():
        del columns["true_gain"]
    caption = (
        "The same number of calls by each rule, "
        f"n = {f.plural(len(plan.table), 'account')} at risk. Gain: what is kept less "
        "what the calls cost."
    )
    return Table(shown, columns, caption)


def counted_table(found: Study, settings: ChurnModelSettings) -> Table:
    """Show the baseline: how many stopped buying, by how silent they were.

    Parameters
    ----------
    found : Study
        With the count.
    settings : ChurnModelSettings
        The horizon.

    Returns
    -------
    Table
        As the notebook shows it.
    """
    columns = {
        "words": Column("Silent for"),
        "slices": Column("Cases", "number"),
        "lost": Column(f"No order in {f.plural(settings.horizon, 'month')}", "number"),
        "observed": Column("Share lost", "share"),
        "low": Column("90 % from", "share"),
        "high": Column("to", "share"),
        "probability": Column("Risk used", "share"),
    }
    return Table(
        found.counted.table,
        columns,
        "What became of accounts at past cut-offs, by silence alone. Risk used: half a "
        "loss in one more case is added, so that few cases never claim 0 % or 100 %.",
    )
