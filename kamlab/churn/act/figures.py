"""The figures of the churn-model report, each with its unit, n and interval."""

from __future__ import annotations

import pandas as pd

from kamlab.churn.act.plan import ActionPlan
from kamlab.churn.act.settings import ChurnModelSettings
from kamlab.churn.act.study import Study
from kamlab.churn.decision import expected_maximum_profit
from kamlab.churn.model import model_figures
from kamlab.errors import UndefinedError
from kamlab.presentation import Figure

AMOUNTS = (
    "value_at_risk",
    "saved_contribution",
    "list_cost",
    "expected_gain",
    "true_gain",
    "profit_per_account",
)
SURE = 20.0  # how narrow the chance to accept lies around the claim


def study_figures(found: Study, settings: ChurnModelSettings) -> dict[str, Figure]:
    """Say how well the past could be told; blank where no model could be tested.

    Parameters
    ----------
    found : Study
        Model, test and baseline.
    settings : ChurnModelSettings
        The capacity.

    Returns
    -------
    dict of str to Figure
        ``auc`` (of silence alone where there is no model), ``auc_baseline``, ``brier``,
        ``calibration_slope``, ``top_decile_lift``, ``events`` and, with a model, all of
        :func:`kamlab.churn.model.model_figures`.
    """
    n = len(found.past)
    accounts = int(found.past["account_id"].nunique())
    figures = {
        "auc": found.counted.auc,
        "auc_baseline": found.counted.auc,
        "brier": Figure(None, "squared error", n),
        "calibration_slope": Figure(None, "ratio", n),
        "top_decile_lift": Figure(None, "times", n),
        "events": Figure(found.lost, "accounts", accounts),
        "at_risk_accounts": Figure(len(found.now), "accounts", len(found.now)),
        "alarms": Figure(len(found.alarms), "alarms", n),
    }
    if found.test:
        figures |= model_figures(found.test, capacity=settings.capacity)
    return figures


def plan_figures(
    found: Study, plan: ActionPlan | None, settings: ChurnModelSettings, currency: str
) -> dict[str, Figure]:
    """Say what the list costs and saves, and what the score is worth in money.

    Parameters
    ----------
    found : Study
        Past scores, for the profit per account.
    plan : ActionPlan or None
        Who is chosen; None where no risk can be told, and all figures are blank.
    settings : ChurnModelSettings
        Cost of the action and its claimed effect.
    currency : str
        Of the money.

    Returns
    -------
    dict of str to Figure
        ``chosen_accounts``, ``value_at_risk``, ``saved_contribution``, ``list_cost``,
        ``expected_gain``, ``true_gain`` (blank without truth) and
        ``profit_per_account`` (expected maximum profit per account at risk).
    """
    if plan is None:
        units = dict.fromkeys(AMOUNTS, currency) | {"chosen_accounts": "accounts"}
        return {name: Figure(None, unit, 0) for name, unit in units.items()}
    n, chosen = len(plan.table), len(plan.chosen)
    return {
        "chosen_accounts": Figure(chosen, "accounts", n),
        "value_at_risk": Figure(float(plan.table["value_at_risk"].sum()), currency, n),
        "saved_contribution": Figure(plan.kept, currency, chosen),
        "list_cost": Figure(plan.saved.money, currency, chosen),
        "expected_gain": Figure(plan.saved.gain, currency, chosen),
        "true_gain": Figure(plan.saved.true_gain, currency, chosen),
        "profit_per_account": _profit(found, plan, settings, currency),
    }


def _profit(
    found: Study, plan: ActionPlan, settings: ChurnModelSettings, currency: str
) -> Figure:
    """Give the expected maximum profit of the held-out scores, or of silence."""
    tested = (
        found.test.scores
        if found.test
        else found.past.assign(score=found.counted.score(found.past))
    )
    worth = _worth_then(found, plan, tested)
    claim = min(max(settings.save_effect, 0.01), 0.99)
    try:
        result = expected_maximum_profit(
            tested["lost"],
            tested["score"],
            value=worth.to_numpy(dtype=float),
            incentive=0.0,
            contact_cost=settings.action_cost,
            alpha=SURE * claim,
            beta=SURE * (1 - claim),
        )
    except UndefinedError:
        return Figure(None, currency, len(tested))
    return Figure(result.value, currency, len(tested))


def _worth_then(found: Study, plan: ActionPlan, tested: pd.DataFrame) -> pd.Series:
    """Give what each past slice was worth: its revenue then, at today's rate of worth.

    Who was lost leaves next to nothing by now, so today's worth would price every loss
    too low.
    """
    sold = found.now["revenue_month"].clip(lower=0.0).sum()
    rate = float(plan.table["value"].clip(lower=0.0).sum() / sold) if sold > 0 else 0.0
    keys = ["account_id", "cut_off"]
    then = tested[keys].merge(found.past[[*keys, "revenue_month"]], on=keys)
    return then["revenue_month"].fillna(0.0).clip(lower=0.0) * rate
