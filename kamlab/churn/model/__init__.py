"""Churn models: fitted, tested on the past, refused where losses are too few."""

from kamlab.churn.model.auc import auc, auc_difference
from kamlab.churn.model.back_test import BackTest, back_test, hold_out_test
from kamlab.churn.model.calibration import calibration_table, recalibration
from kamlab.churn.model.card import ModelCard, model_card
from kamlab.churn.model.charts import plot_calibration, plot_roc
from kamlab.churn.model.driver_chart import plot_drivers
from kamlab.churn.model.fit import fit_model, fit_or_baseline
from kamlab.churn.model.fitted import ChurnModel
from kamlab.churn.model.guard import signals_allowed
from kamlab.churn.model.leaks import Alarm
from kamlab.churn.model.metrics import model_figures
from kamlab.churn.model.reason_codes import reason_codes
from kamlab.churn.model.risk_set import shortlist, still_buying
from kamlab.churn.model.settings import ModelSettings

__all__ = [
    "Alarm",
    "BackTest",
    "ChurnModel",
    "ModelCard",
    "ModelSettings",
    "auc",
    "auc_difference",
    "back_test",
    "calibration_table",
    "fit_model",
    "fit_or_baseline",
    "hold_out_test",
    "model_card",
    "model_figures",
    "plot_calibration",
    "plot_drivers",
    "plot_roc",
    "reason_codes",
    "recalibration",
    "shortlist",
    "signals_allowed",
    "still_buying",
]
