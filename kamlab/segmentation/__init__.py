"""Key accounts: who is key under which criterion, and how much hangs on them."""

from kamlab.segmentation.base_rate import BaseRate, yearly_loss
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
from kamlab.segmentation.figures import key_figures
from kamlab.segmentation.intervals import concentration
from kamlab.segmentation.key import (
    classify,
    is_key,
    key_accounts,
    key_total,
)
from kamlab.segmentation.levels import key_levels
from kamlab.segmentation.loss_risk import LossRisk, joint_losses
from kamlab.segmentation.scope import unknown_levels
from kamlab.segmentation.settings import KeyAccountsSettings
from kamlab.segmentation.shown import accounts_table, levels_table, losses_table
from kamlab.segmentation.stress import lose_each
from kamlab.segmentation.trend import dependence_over_time
from kamlab.segmentation.worth import Worth, worth

__all__ = [
    "DEFINITIONS",
    "BaseRate",
    "Definitions",
    "KeyAccountsSettings",
    "LossRisk",
    "Worth",
    "accounts_table",
    "boundary",
    "classify",
    "concentration",
    "cumulative",
    "dependence_over_time",
    "effective_accounts",
    "gini",
    "hhi",
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
    "plot_pareto",
    "plot_stress",
    "plot_whale",
    "six_definitions",
    "smallest_part_for",
    "top_count",
    "top_share",
    "unknown_levels",
    "worth",
    "yearly_loss",
]
