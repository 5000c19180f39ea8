"""Deciding with a churn figure: what is at stake, whom to target, what it brings."""

from kamlab.churn.decision.charts import (
    plot_profit_curve,
    plot_quadrants,
    profit_sentence,
)
from kamlab.churn.decision.discount import BreakEven, discount_break_even
from kamlab.churn.decision.profit import ExpectedProfit, expected_maximum_profit
from kamlab.churn.decision.qini import Qini, qini, uplift_table
from kamlab.churn.decision.quadrants import quadrants, quadrants_sentence
from kamlab.churn.decision.sample import accounts_needed, sample_sentence
from kamlab.churn.decision.save import Saved, compare_rules, who_to_save
from kamlab.churn.decision.stake import stake_sentence, value_at_risk
from kamlab.churn.decision.targeting import (
    action_gain,
    best_points,
    merit,
    profit_curve,
)
from kamlab.churn.decision.uplift import UpliftModel, effects_out_of_fold, fit_uplift

__all__ = [
    "BreakEven",
    "ExpectedProfit",
    "Qini",
    "Saved",
    "UpliftModel",
    "accounts_needed",
    "action_gain",
    "best_points",
    "compare_rules",
    "discount_break_even",
    "effects_out_of_fold",
    "expected_maximum_profit",
    "fit_uplift",
    "merit",
    "plot_profit_curve",
    "plot_quadrants",
    "profit_curve",
    "profit_sentence",
    "qini",
    "quadrants",
    "quadrants_sentence",
    "sample_sentence",
    "stake_sentence",
    "uplift_table",
    "value_at_risk",
    "who_to_save",
]
