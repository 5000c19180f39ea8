"""Signals: what the books show of an account before it leaves."""

from kamlab.churn.signals.beside import fitted_weights, weights_beside
from kamlab.churn.signals.health import SCALES, HealthWeights, Scale, health_score
from kamlab.churn.signals.signal import SIGNALS, Signal
from kamlab.churn.signals.slices import slices
from kamlab.churn.signals.splits import hold_out, split
from kamlab.churn.signals.table import missing_signals, signals

__all__ = [
    "SCALES",
    "SIGNALS",
    "HealthWeights",
    "Scale",
    "Signal",
    "fitted_weights",
    "health_score",
    "hold_out",
    "missing_signals",
    "signals",
    "slices",
    "split",
    "weights_beside",
]
