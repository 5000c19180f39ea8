"""Fit a churn model where there are losses enough, or refuse to and say why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from kamlab.churn.model.estimators import estimator, trained
from kamlab.churn.model.examine import Examined, examine
from kamlab.churn.model.fitted import ChurnModel
from kamlab.churn.model.folds import held_out
from kamlab.churn.model.guard import guard
from kamlab.churn.model.settings import Kind, ModelSettings
from kamlab.errors import MissingPartError, NotEnoughDataError, did_you_mean


def fit_model(
    frame: pd.DataFrame,
    features: Sequence[str],
    kind: Kind = "logit",
    directions: Mapping[str, int] | None = None,
    *,
    label: str = "lost",
    groups: str = "account_id",
    known_on: Mapping[str, str] | None = None,
    settings: ModelSettings | None = None,
) -> ChurnModel:
    """Learn from past losses who will be lost next, where there are losses enough.

    Parameters
    ----------
    frame : DataFrame
        Slices: one row per account and cut-off, a column a signal (NaN = unknown),
        the label whether the account was lost within the horizon.
    features : sequence of str
        The signals. ``recency`` takes the one of the settings, or the only one given.
    kind : str
        ``logit``, ``boosting`` or ``recency`` (the plain baseline).
    directions : mapping of str to int, optional
        1 where more of a signal means more risk, −1 where less does. Binding for
        boosting; for a logit the weights' signs are held against it.
    label, groups : str
        Columns with the loss and with the account.
    known_on : mapping of str to str, optional
        For a signal the column of days on which its value became known.
    settings : ModelSettings, optional
        Limits, shrinkage, trees.

    Returns
    -------
    ChurnModel
        With ``score``, ``contributions``, ``weights`` and ``alarms``.

    Raises
    ------
    NotEnoughDataError
        If nothing or everything was lost, or too little for so many signals; the text
        says how many signals the losses allow.
    MissingPartError
        If a column is missing.
    UndefinedError
        If the label is not true or false.

    References
    ----------
    Rules S67–S71 and domain page B3 (several cut-offs, regularise, report
    calibration); the estimators: :func:`kamlab.churn.model.estimators.estimator`.
    """
    settings = settings or ModelSettings()
    if kind == "recency":
        features = [baseline_signal(features, settings)]
    data = examine(
        frame,
        features,
        label=label,
        groups=groups,
        known_on=known_on,
        settings=settings,
    )
    guard(data, kind, settings)
    return fit_examined(data, kind, directions, settings)


def fit_examined(
    data: Examined,
    kind: Kind,
    directions: Mapping[str, int] | None,
    settings: ModelSettings,
) -> ChurnModel:
    """Fit on slices that were examined and found enough; see :func:`fit_model`."""
    splits = None
    if settings.penalty == "cross_validated" and kind != "boosting":
        parts = held_out(data, settings.folds, settings.seed)
        splits = [(part.train, part.test) for part in parts]
    unfitted = estimator(kind, data.features, directions, settings, splits)
    fitted = trained(unfitted, data.values, data.lost)
    return ChurnModel(kind, fitted, data, dict(directions or {}), settings)


def baseline_signal(features: Sequence[str], settings: ModelSettings) -> str:
    """Give the one signal the baseline looks at.

    Parameters
    ----------
    features : sequence of str
        The signals there are.
    settings : ModelSettings
        Names the usual one, ``recency``.

    Returns
    -------
    str
        The usual one where it is there, else the only one given.

    Raises
    ------
    MissingPartError
        If it is not among several.
    """
    if settings.recency in features:
        return settings.recency
    if len(features) == 1:
        return features[0]
    near = did_you_mean(settings.recency, features)
    raise MissingPartError(
        f"The baseline looks at '{settings.recency}', which is not among the signals"
        f"{near}. Give one signal, or name it in the settings as 'recency'."
    )


def fit_or_baseline(
    frame: pd.DataFrame,
    features: Sequence[str],
    kind: Kind = "logit",
    directions: Mapping[str, int] | None = None,
    *,
    label: str = "lost",
    groups: str = "account_id",
    known_on: Mapping[str, str] | None = None,
    settings: ModelSettings | None = None,
) -> ChurnModel:
    """Fit the model asked for, or the baseline where losses are too few for it.

    Parameters
    ----------
    frame, features, kind, directions, label, groups, known_on, settings
        As in :func:`fit_model`.

    Returns
    -------
    ChurnModel
        Where the model was refused: the baseline, with the reason in ``refusal``.

    Raises
    ------
    NotEnoughDataError
        If losses are too few even for the baseline.
    MissingPartError
        If a column is missing.
    """

    def fitted(wanted: Kind) -> ChurnModel:
        return fit_model(
            frame,
            features,
            wanted,
            directions,
            label=label,
            groups=groups,
            known_on=known_on,
            settings=settings,
        )

    try:
        return fitted(kind)
    except NotEnoughDataError as reason:
        if kind == "recency":
            raise
        return replace(fitted("recency"), refusal=str(reason))
