"""The model card: what a model predicts, what it rests on, what it is not for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kamlab.churn.model.back_test import BackTest
from kamlab.churn.model.card_words import (
    data_sentence,
    limits,
    purpose,
    quality_sentences,
    signals_sentence,
)
from kamlab.churn.model.fitted import ChurnModel
from kamlab.churn.model.metrics import model_figures
from kamlab.churn.model.reason_codes import Described
from kamlab.churn.model.settings import Kind
from kamlab.errors import NotEnoughDataError
from kamlab.presentation import Column, Figure, Table
from kamlab.presentation import formats as f

TITLES = {
    "auc": "AUC: a lost account is scored above a kept one",
    "auc_baseline": "AUC of the baseline",
    "auc_gain": "AUC, model minus baseline",
    "brier": "Brier score, 0 is perfect",
    "brier_base_rate": "Brier score of telling all the same",
    "brier_skill": "part of that error the model removes",
    "brier_baseline": "Brier score of the baseline",
    "calibration_slope": "calibration slope, 1 is right",
    "calibration_intercept": "calibration intercept at that slope",
    "calibration_in_the_large": "log-odds to add to every score",
    "top_decile_lift": "lift of the tenth scored highest",
    "top_decile_lift_baseline": "lift of the baseline's tenth",
    "precision_at_capacity": "lost among those the team can visit",
    "precision_at_capacity_baseline": "the same with the baseline's list",
    "recall_at_capacity": "of the lost, on that list",
    "loss_rate": "lost among all tested",
    "events": "accounts lost in the test",
}


@dataclass(frozen=True)
class ModelCard:
    """All that a reader needs to trust a model no further than it deserves.

    Parameters
    ----------
    kind : str
        The model.
    sentences : tuple of str
        Purpose, data, signals, quality, refusals and alarms.
    limits : tuple of str
        What it cannot do, and what it is not for.
    alarms : tuple of str
        What is too good to be true.
    figures : dict of str to Figure
        From :func:`kamlab.churn.model.metrics.model_figures`, and ``slices``,
        ``accounts``, ``events_trained``.
    """

    kind: Kind
    sentences: tuple[str, ...]
    limits: tuple[str, ...]
    alarms: tuple[str, ...]
    figures: dict[str, Figure]

    def __str__(self) -> str:
        return "\n".join((*self.alarms, *self.sentences, *self.limits))

    def table(self) -> Table:
        """Show the figures, each with its interval and n.

        Returns
        -------
        Table
            As the notebook shows it.
        """
        rows = [
            {
                "figure": TITLES[name],
                "value": _written(figure.value, figure.unit),
                "interval": _interval(figure),
                "n": figure.n,
            }
            for name, figure in self.figures.items()
            if name in TITLES
        ]
        columns = {
            "figure": Column("Figure"),
            "value": Column("Value"),
            "interval": Column("90 % interval"),
            "n": Column("n", "number"),
        }
        caption = "What the model was worth on accounts and times it had not seen."
        return Table(pd.DataFrame(rows), columns, caption, rows=len(TITLES))

    def as_dict(self) -> dict[str, Any]:
        """Give the card as plain values, for ``results.json``.

        Returns
        -------
        dict
            kind, sentences, limits, alarms, figures (value, unit, n, low, high).
        """
        return {
            "kind": self.kind,
            "sentences": list(self.sentences),
            "limits": list(self.limits),
            "alarms": list(self.alarms),
            "figures": {
                name: {
                    "value": figure.value,
                    "unit": figure.unit,
                    "n": figure.n,
                    "low": figure.low,
                    "high": figure.high,
                }
                for name, figure in self.figures.items()
            },
        }


def model_card(
    model: ChurnModel,
    test: BackTest | None,
    *,
    horizon: int | None = None,
    capacity: int = 10,
    signals: Mapping[str, Described] | None = None,
) -> ModelCard:
    """Write down what a model is, how good it was, and where its limits are.

    Parameters
    ----------
    model : ChurnModel
        The fitted model.
    test : BackTest or None
        Its back-test; None where there was none, and then the card says so.
    horizon : int, optional
        Months the risk looks ahead; the test's, where not given.
    capacity : int
        How many accounts the team can visit after each cut-off.
    signals : mapping of str to object, optional
        Titles of the signals.

    Returns
    -------
    ModelCard
        Table, sentences and figures.

    References
    ----------
    Mitchell et al. 2019, Model Cards for Model Reporting, FAT* '19, 220–229; Collins
    et al. 2015, TRIPOD, BMJ 350:g7594 (what to report of a prediction model).
    """
    horizon = horizon or (test.horizon if test else None)
    data = model.data
    n = len(data.names)
    figures = {
        "slices": Figure(len(data.lost), "slices", n),
        "accounts": Figure(n, "accounts", n),
        "events_trained": Figure(model.events, "accounts", n),
    }
    try:
        found = model_figures(test, capacity=capacity) if test else {}
        quality = quality_sentences(found, test, capacity, signals or {})
    except NotEnoughDataError as reason:
        found, quality = {}, (str(reason),)
    sentences = [
        purpose(model, horizon, signals or {}),
        data_sentence(model),
        signals_sentence(model, signals or {}),
        *quality,
    ]
    alarms = dict.fromkeys(
        str(a) for a in (*model.alarms, *(test.alarms if test else ()))
    )
    return ModelCard(
        model.kind,
        tuple(sentence for sentence in sentences if sentence),
        limits(model, found, signals or {}),
        tuple(alarms),
        figures | found,
    )


def _interval(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return f.BLANK
    return (
        f"{_written(figure.low, figure.unit)} to {_written(figure.high, figure.unit)}"
    )


def _written(value: float | int | str | None, unit: str) -> str:
    if value is None:
        return f.BLANK
    if unit == "share":
        return f.share(float(value))
    return f.number(float(value), 3)
