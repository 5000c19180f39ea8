"""Churn: who falls silent, who erodes, how good the warning was, what is at stake."""

from kamlab.churn.charts import plot_hits, plot_lead_times, plot_rhythm
from kamlab.churn.figures import hit_figures, stake_figures, status_figures
from kamlab.churn.history import cut_offs, tried_on_history
from kamlab.churn.hits import Hits, Rate, hits, lead_times
from kamlab.churn.reasons import reasons
from kamlab.churn.settings import EarlyWarningSettings
from kamlab.churn.shown import rates_table, watch_table
from kamlab.churn.status import account_status
from kamlab.churn.watch import at_stake, loss_rates, watch_list, worth_of_accounts

__all__ = [
    "EarlyWarningSettings",
    "Hits",
    "Rate",
    "account_status",
    "at_stake",
    "cut_offs",
    "hit_figures",
    "hits",
    "lead_times",
    "loss_rates",
    "plot_hits",
    "plot_lead_times",
    "plot_rhythm",
    "rates_table",
    "reasons",
    "stake_figures",
    "status_figures",
    "tried_on_history",
    "watch_list",
    "watch_table",
    "worth_of_accounts",
]
