"""Churn: who falls silent, who erodes, how good the warning was, what is at stake."""

from kamlab.churn.acting import (
    acting_figures,
    acting_sentence,
    acting_table,
    cost_of_acting,
    trial_sentence,
)
from kamlab.churn.btyd import fit_btyd, fit_gamma_gamma, fit_sbg, purchase_histories
from kamlab.churn.causes import causes_table, guesses_sentence
from kamlab.churn.charts import plot_hits, plot_lead_times, plot_rhythm
from kamlab.churn.claims import (
    claims_sentence,
    claims_table,
    claims_tested,
    health_sentence,
    health_table,
    least_healthy,
    record_sentence,
    signals_before,
)
from kamlab.churn.contrast import contrast_sentence, rhythm_contrast
from kamlab.churn.decision import expected_maximum_profit
from kamlab.churn.definitions import LossDefinition, Losses, losses
from kamlab.churn.definitions_shown import (
    definition_figures,
    definitions_for,
    disputed_table,
    plot_definitions,
)
from kamlab.churn.disagreement import compare_definitions
from kamlab.churn.erosion_chart import erosion_of, erosion_sentence, plot_erosion
from kamlab.churn.figures import hit_figures, stake_figures, status_figures
from kamlab.churn.history import cut_offs, tried_on_history
from kamlab.churn.hits import Hits, Rate, hits, lead_times
from kamlab.churn.leak import leak_sentence, leaked
from kamlab.churn.loss_types import LossTypes, loss_types, true_loss_types
from kamlab.churn.reasons import reasons
from kamlab.churn.settings import EarlyWarningSettings
from kamlab.churn.shown import rates_table, watch_table
from kamlab.churn.stake_chart import plot_stake, ranked_stake
from kamlab.churn.status import account_status
from kamlab.churn.stay import how_long_followed, limits_sentence, stay_figures
from kamlab.churn.truth_check import saved_truly, warned_against_truth
from kamlab.churn.truth_words import (
    plot_pushes,
    pushes_sentence,
    saved_sentence,
    saved_table,
    truth_figures,
    truth_sentence,
    truth_table,
)
from kamlab.churn.watch import at_stake, loss_rates, watch_list, worth_of_accounts

__all__ = [
    "EarlyWarningSettings",
    "Hits",
    "LossDefinition",
    "LossTypes",
    "Losses",
    "Rate",
    "account_status",
    "acting_figures",
    "acting_sentence",
    "acting_table",
    "at_stake",
    "causes_table",
    "claims_sentence",
    "claims_table",
    "claims_tested",
    "compare_definitions",
    "contrast_sentence",
    "cost_of_acting",
    "cut_offs",
    "definition_figures",
    "definitions_for",
    "disputed_table",
    "erosion_of",
    "erosion_sentence",
    "expected_maximum_profit",
    "fit_btyd",
    "fit_gamma_gamma",
    "fit_sbg",
    "guesses_sentence",
    "health_sentence",
    "health_table",
    "hit_figures",
    "hits",
    "how_long_followed",
    "lead_times",
    "leak_sentence",
    "leaked",
    "least_healthy",
    "limits_sentence",
    "loss_rates",
    "loss_types",
    "losses",
    "plot_definitions",
    "plot_erosion",
    "plot_hits",
    "plot_lead_times",
    "plot_pushes",
    "plot_rhythm",
    "plot_stake",
    "purchase_histories",
    "pushes_sentence",
    "ranked_stake",
    "rates_table",
    "reasons",
    "record_sentence",
    "rhythm_contrast",
    "saved_sentence",
    "saved_table",
    "saved_truly",
    "signals_before",
    "stake_figures",
    "status_figures",
    "stay_figures",
    "trial_sentence",
    "tried_on_history",
    "true_loss_types",
    "truth_figures",
    "truth_sentence",
    "truth_table",
    "warned_against_truth",
    "watch_list",
    "watch_table",
    "worth_of_accounts",
]
