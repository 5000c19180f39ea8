"""Key accounts: who is key under which criterion, and how much hangs on them."""

from kamlab.segmentation.base_rate import yearly_loss
from kamlab.segmentation.boundary import boundary
from kamlab.segmentation.charts import plot_criteria, plot_stress
from kamlab.segmentation.concentration import (
    cumulative,
    effective_accounts,
    gini,
    hhi,
    smallest_part_for,
    top_count,
    top_share,
)
from kamlab.segmentation.curves import plot_pareto, plot_whale
from kamlab.segmentation.definitions import (
    DEFINITIONS,
    Definitions,
    six_definitions,
)
from kamlab.segmentation.definitions_chart import plot_definitions
from kamlab.segmentation.explorer import explore
from kamlab.segmentation.figures import key_figures, risk_figures
from kamlab.segmentation.intervals import concentration
from kamlab.segmentation.key import (
    classify,
    is_key,
    key_accounts,
    key_total,
)
from kamlab.segmentation.levels import key_levels
from kamlab.segmentation.loss_risk import LossRisk, joint_losses
from kamlab.segmentation.risk_chart import plot_risk
from kamlab.segmentation.scope import unknown_levels
from kamlab.segmentation.settings import KeyAccountsSettings
from kamlab.segmentation.shown import accounts_table, levels_table, losses_table
from kamlab.segmentation.shown_more import (
    boundary_table,
    evidence_table,
    intervals_table,
    truth_table,
)
from kamlab.segmentation.stress import lose_each
from kamlab.segmentation.trend import dependence_over_time
from kamlab.segmentation.trend_chart import plot_trend
from kamlab.segmentation.truth_check import against_truth, wallets_against_truth
from kamlab.segmentation.worth import Worth, worth

__all__ = [
    "DEFINITIONS",
    "Definitions",
    "KeyAccountsSettings",
    "LossRisk",
    "Worth",
    "accounts_table",
    "against_truth",
    "boundary",
    "boundary_table",
    "classify",
    "concentration",
    "cumulative",
    "dependence_over_time",
    "effective_accounts",
    "evidence_table",
    "explore",
    "gini",
    "hhi",
    "intervals_table",
    "is_key",
    "joint_losses",
    "key_accounts",
    "key_figures",
    "key_levels",
    "key_total",
    "levels_table",
    "lose_each",
    "losses_table",
    "plot_criteria",
    "plot_definitions",
    "plot_pareto",
    "plot_risk",
    "plot_stress",
    "plot_trend",
    "plot_whale",
    "risk_figures",
    "six_definitions",
    "smallest_part_for",
    "top_count",
    "top_share",
    "truth_table",
    "unknown_levels",
    "wallets_against_truth",
    "worth",
    "yearly_loss",
]
