"""Whom to act on this week: risk, worth, effect, cost and reason side by side."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

import pandas as pd

from kamlab.churn.act.effects import Effects, true_effect
from kamlab.churn.act.settings import ChurnModelSettings
from kamlab.churn.act.study import Study
from kamlab.churn.decision import Saved, compare_rules, who_to_save
from kamlab.churn.model import reason_codes
from kamlab.churn.reasons import every
from kamlab.churn.settings import EarlyWarningSettings
from kamlab.churn.signals import SIGNALS
from kamlab.churn.watch import worth_of_accounts
from kamlab.company import Company
from kamlab.errors import MissingPartError, NotEnoughDataError
from kamlab.measures import current_state
from kamlab.presentation import formats as f

NO_PLAN = "No risk can be told for this company; the page says above why."


@dataclass(frozen=True)
class ActionPlan:
    """The accounts to act on, and what that costs and saves.

    Parameters
    ----------
    saved : Saved
        Every account at risk with its figures, and who is chosen.
    worth : str
        What the values are: ``contribution`` or ``revenue``.
    missing : tuple of str
        Parts of the cost the company lacks.
    effects : Effects
        Where the effect comes from.
    """

    saved: Saved = field(repr=False)
    worth: str
    missing: tuple[str, ...]
    effects: Effects = field(repr=False)

    @property
    def table(self) -> pd.DataFrame:
        """Every account at risk, with its figures."""
        return self.saved.table

    @property
    def chosen(self) -> pd.DataFrame:
        """The accounts to act on, the strongest case first."""
        return self.saved.chosen

    def needs_truth(self) -> pd.DataFrame:
        """Give the accounts with the true effect, or say why nobody knows it.

        Raises
        ------
        MissingPartError
            If the company carries no truth.
        """
        if "true_effect" not in self.table:
            raise MissingPartError(
                "This company carries no truth: nobody knows what a call really "
                "changes. Call by lot, count after the horizon, and compare."
            )
        return self.table

    @property
    def kept(self) -> float:
        """Contribution the action is expected to keep at the chosen, in currency."""
        return float((self.chosen["effect"] * self.chosen["value"]).sum())


def action_plan(
    firm: Company, found: Study, effects: Effects, settings: ChurnModelSettings
) -> ActionPlan:
    """Choose the accounts to act on this week, with the reason and the money of each.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    found : Study
        Who is at risk, and why.
    effects : Effects
        What the action changes.
    settings : ChurnModelSettings
        Cost, capacity and rule.

    Returns
    -------
    ActionPlan
        At most ``capacity`` accounts; by uplift none that costs more than it brings.

    Raises
    ------
    NotEnoughDataError
        If nobody is at risk, or there is no past to tell a risk from.
    """
    if found.now.empty or found.past.empty:
        raise NotEnoughDataError(found.refusal)
    period = EarlyWarningSettings(period_months=settings.period_months)
    values, worth, missing = worth_of_accounts(firm, period)
    table = found.now[["account_id"]].copy()
    names = firm.frame("accounts").set_index("account_id").get("name")
    table["account"] = table["account_id"]
    if names is not None:
        table["account"] = table["account_id"].map(names).fillna(table["account_id"])
    table["kam_id"] = None
    if firm.has("account_history", "kam_id"):
        kams = current_state(firm).set_index("account_id")["kam_id"]
        table["kam_id"] = table["account_id"].map(kams)
    table["probability"] = found.risk
    table["value"] = table["account_id"].map(values).astype("float64").fillna(0.0)
    table["value_at_risk"] = table["probability"] * table["value"]
    table["effect"] = effects.effect
    table["cost"] = settings.action_cost
    table["hours"] = 1.0  # one place on the team's list each
    table["gain"] = table["effect"] * table["value"] - table["cost"]
    table["why"] = table["account_id"].map(_why(found))
    if firm.has_truth:
        with suppress(NotEnoughDataError):  # a cut-off beyond the months that are known
            table["true_effect"] = true_effect(firm, found.now, settings.horizon)
    saved = who_to_save(table, hours=settings.capacity, by=settings.target_by)
    return ActionPlan(saved, worth, missing, effects)


def needs(plan: ActionPlan | None) -> ActionPlan:
    """Give the plan, or say why there is none.

    Raises
    ------
    NotEnoughDataError
        If there is none.
    """
    if plan is None:
        raise NotEnoughDataError(NO_PLAN)
    return plan


def rules_beside(plan: ActionPlan, settings: ChurnModelSettings) -> pd.DataFrame:
    """Put the three rules side by side: the same number of calls by each.

    Parameters
    ----------
    plan : ActionPlan
        Every account at risk.
    settings : ChurnModelSettings
        The capacity.

    Returns
    -------
    DataFrame
        As :func:`kamlab.churn.decision.compare_rules`.
    """
    return compare_rules(plan.table, hours=settings.capacity)


def _why(found: Study) -> pd.Series:
    """Say for each account what raises its risk, from the model or from silence."""
    if found.model:
        told = reason_codes(found.model, found.now, SIGNALS, most=2)
        return told.set_index("account_id")["why"]
    texts = [
        _silence(silent, ratio)
        for silent, ratio in zip(
            found.now["days_silent"], found.now["gap_ratio"], strict=True
        )
    ]
    return pd.Series(texts, index=found.now["account_id"], dtype="str")


def _silence(silent: float, ratio: float) -> str:
    """Tell an account's silence against its rhythm."""
    days = f"silent for {f.plural(round(silent), 'day')}"
    if pd.isna(ratio) or ratio <= 0:
        return f"{days}; no rhythm known yet" if pd.isna(ratio) else "ordered today"
    return f"orders every {every(silent / ratio)}, {days}"
