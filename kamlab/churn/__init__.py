"""Churn: who falls silent, who erodes, how good the warning was, what is at stake."""

from kamlab.churn.btyd import fit_btyd, fit_gamma_gamma, fit_sbg, purchase_histories
from kamlab.churn.charts import plot_hits, plot_lead_times, plot_rhythm
from kamlab.churn.decision import expected_maximum_profit
from kamlab.churn.definitions import LossDefinition, losses
from kamlab.churn.disagreement import compare_definitions
from kamlab.churn.figures import hit_figures, stake_figures, status_figures
from kamlab.churn.history import cut_offs, tried_on_history
from kamlab.churn.hits import Hits, Rate, hits, lead_times
from kamlab.churn.loss_types import loss_types, true_loss_types
from kamlab.churn.reasons import reasons
from kamlab.churn.settings import EarlyWarningSettings
from kamlab.churn.shown import rates_table, watch_table
from kamlab.churn.status import account_status
from kamlab.churn.watch import at_stake, loss_rates, watch_list, worth_of_accounts

__all__ = [
    "EarlyWarningSettings",
    "Hits",
    "LossDefinition",
    "Rate",
    "account_status",
    "at_stake",
    "compare_definitions",
    "cut_offs",
    "expected_maximum_profit",
    "fit_btyd",
    "fit_gamma_gamma",
    "fit_sbg",
    "hit_figures",
    "hits",
    "lead_times",
    "loss_rates",
    "loss_types",
    "losses",
    "plot_hits",
    "plot_lead_times",
    "plot_rhythm",
    "purchase_histories",
    "rates_table",
    "reasons",
    "stake_figures",
    "status_figures",
    "tried_on_history",
    "true_loss_types",
    "watch_list",
    "watch_table",
    "worth_of_accounts",
]
