"""Survival: how long accounts stay, who is at risk, how much life is left."""

from kamlab.churn.survival.account_months import (
    AccountMonths,
    account_months,
    months_now,
)
from kamlab.churn.survival.charts import plot_order_strips, plot_survival
from kamlab.churn.survival.curve import Median, SurvivalCurve
from kamlab.churn.survival.hazard import HazardModel, fit_hazard
from kamlab.churn.survival.hazard_check import hazard_groups
from kamlab.churn.survival.kaplan_meier import kaplan_meier
from kamlab.churn.survival.lifetimes import Lifetimes, lifetimes
from kamlab.churn.survival.log_rank import LogRank, log_rank
from kamlab.churn.survival.outlook import remaining_life, risk_within, survival_ahead

__all__ = [
    "AccountMonths",
    "HazardModel",
    "Lifetimes",
    "LogRank",
    "Median",
    "SurvivalCurve",
    "account_months",
    "fit_hazard",
    "hazard_groups",
    "kaplan_meier",
    "lifetimes",
    "log_rank",
    "months_now",
    "plot_order_strips",
    "plot_survival",
    "remaining_life",
    "risk_within",
    "survival_ahead",
]
