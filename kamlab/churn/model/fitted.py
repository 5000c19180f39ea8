"""A fitted churn model: score accounts, and say what carries the score."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from kamlab.churn.model.estimators import log_odds
from kamlab.churn.model.examine import Examined, Floats, numbers_of
from kamlab.churn.model.leaks import Alarm, signal_alarms
from kamlab.churn.model.settings import Kind, ModelSettings
from kamlab.errors import MissingPartError, did_you_mean

LOOKED_AT = 5000  # rows that weights are averaged over; for a logit any would do


@dataclass(frozen=True)
class ChurnModel:
    """A fitted model: from the signals of an account to its risk within the horizon.

    Parameters
    ----------
    kind : str
        ``logit``, ``boosting`` or ``recency``.
    fitted : object
        The scikit-learn estimator.
    data : Examined
        What it was fitted on, with the signals left out and why.
    directions : dict of str to int
        What each signal is expected to do: 1 more is riskier, −1 less is.
    settings : ModelSettings
        How it was fitted.
    refusal : str
        Why another model was asked for but not fitted; empty where none was refused.
    """

    kind: Kind
    fitted: Any = field(repr=False)
    data: Examined = field(repr=False)
    directions: dict[str, int] = field(repr=False)
    settings: ModelSettings = field(repr=False)
    refusal: str = ""

    @property
    def features(self) -> tuple[str, ...]:
        """The signals it looks at."""
        return self.data.features

    @property
    def events(self) -> int:
        """How many lost accounts it learned from, each counted once."""
        return self.data.events

    @cached_property
    def typical(self) -> dict[str, float]:
        """The median of each signal in the training slices."""
        return dict(
            zip(self.features, np.nanmedian(self.data.values, axis=0), strict=True)
        )

    @cached_property
    def alarms(self) -> tuple[Alarm, ...]:
        """Signals too good to be true; see :func:`kamlab.churn.model.leaks`."""
        return signal_alarms(self.data, self.settings.signal_limit)

    def score(self, frame: pd.DataFrame) -> Floats:
        """Give each account's risk to be lost within the horizon.

        Parameters
        ----------
        frame : DataFrame
            With the model's signals as columns, NaN where unknown.

        Returns
        -------
        ndarray
            A probability a row, 0–1.

        Raises
        ------
        MissingPartError
            If a signal is not there or holds text.
        """
        return np.asarray(1 / (1 + np.exp(-self.log_odds(frame))))

    def log_odds(self, frame: pd.DataFrame) -> Floats:
        """Give each account's risk as log-odds, on which contributions add up.

        Parameters
        ----------
        frame : DataFrame
            With the model's signals as columns.

        Returns
        -------
        ndarray
            log(p / (1 − p)) a row.

        Raises
        ------
        MissingPartError
            If a signal is not there or holds text.
        """
        return self._raw(self._values(frame))

    def contributions(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Give what each signal adds to an account's risk against the typical value.

        The signal is replaced by its typical value and the account scored again; the
        difference is the contribution. For a logit that is weight × (value − typical)
        exactly, and the contributions add up; for boosting they need not.

        Parameters
        ----------
        frame : DataFrame
            With the model's signals as columns.

        Returns
        -------
        DataFrame
            A column a signal, in log-odds; the rows and index of ``frame``.

        Raises
        ------
        MissingPartError
            If a signal is not there or holds text.
        """
        parts = self._parts(self._values(frame))
        return pd.DataFrame(parts, columns=list(self.features), index=frame.index)

    def weights(self) -> pd.DataFrame:
        """Give what carries the score, strongest first.

        Returns
        -------
        DataFrame
            feature; weight (log-odds that a standard deviation more adds, for
            boosting on average); sd (that standard deviation); per_unit (log-odds that
            one unit more adds);
            importance (mean size of the contribution); typical; unknown (share of
            rows); expected (−1, 0, 1); agrees (blank where nothing is expected or
            the weight is 0).
        """
        rows = np.unique(
            np.linspace(0, len(self.data.lost) - 1, LOOKED_AT).astype(np.int64)
        )
        values = self.data.values
        parts = self._parts(values[rows])
        sd = np.nanstd(values, axis=0)
        table = pd.DataFrame(
            {
                "feature": list(self.features),
                "weight": [
                    _slope(values[rows, place], parts[:, place]) * sd[place]
                    for place in range(values.shape[1])
                ],
            }
        )
        table["sd"] = sd
        table["per_unit"] = table["weight"] / np.where(sd > 0, sd, 1)
        table["importance"] = np.abs(parts).mean(axis=0)
        table["typical"] = list(self.typical.values())
        table["unknown"] = np.isnan(values).mean(axis=0)
        expected = [self.directions.get(name, 0) for name in self.features]
        table["expected"] = expected
        signs = np.sign(table["weight"]) * table["expected"]
        table["agrees"] = (signs > 0).astype("boolean").where(signs != 0)
        return table.sort_values(
            "importance", ascending=False, kind="stable", ignore_index=True
        )

    def _raw(self, values: Floats) -> Floats:
        return log_odds(self.fitted, values)

    def _values(self, frame: pd.DataFrame) -> Floats:
        columns = []
        for name in self.features:
            if name not in frame.columns:
                near = did_you_mean(name, map(str, frame.columns))
                raise MissingPartError(
                    f"The model looks at '{name}', which is not in the table{near}."
                )
            values, trouble = numbers_of(frame[name])
            if trouble:
                raise MissingPartError(f"'{name}' cannot be scored: {trouble}.")
            columns.append(values)
        return np.column_stack(columns)

    def _parts(self, values: Floats) -> Floats:
        whole, parts = self._raw(values), np.empty(values.shape)
        for place, typical in enumerate(self.typical.values()):
            changed = values.copy()
            changed[:, place] = typical
            parts[:, place] = whole - self._raw(changed)
        return parts


def _slope(values: Floats, parts: Floats) -> float:
    """Give the least-squares slope of a signal's contribution on its known values."""
    known = ~np.isnan(values)
    values, parts = values[known], parts[known]
    centred = values - values.mean() if len(values) else values
    spread = float(centred @ centred)
    return float(centred @ parts) / spread if spread > 0 else 0.0
