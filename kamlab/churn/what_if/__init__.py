"""What if: a simulated company played again with something done differently."""

from kamlab.churn.what_if.charts import plot_what_ifs, what_ifs_sentence
from kamlab.churn.what_if.counterfactual import (
    WhatIf,
    what_if,
    what_if_table,
    what_ifs,
)
from kamlab.churn.what_if.effects import true_effects
from kamlab.churn.what_if.lateness import Lateness, exits_under, lateness_effects
from kamlab.churn.what_if.trial import save_call_trial
from kamlab.churn.what_if.worlds import on_top_of, rules_for, standard_action, title_of

__all__ = [
    "Lateness",
    "WhatIf",
    "exits_under",
    "lateness_effects",
    "on_top_of",
    "plot_what_ifs",
    "rules_for",
    "save_call_trial",
    "standard_action",
    "title_of",
    "true_effects",
    "what_if",
    "what_if_table",
    "what_ifs",
    "what_ifs_sentence",
]
