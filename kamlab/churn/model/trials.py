"""One trial of a back-test: may it be trained, on what, and what does it score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from kamlab.churn.model.estimators import estimator, log_odds, trained
from kamlab.churn.model.examine import Codes, Examined, Floats, examine
from kamlab.churn.model.fit import baseline_signal
from kamlab.churn.model.folds import Split, account_folds
from kamlab.churn.model.guard import Evidence, refuse_if_weak
from kamlab.churn.model.settings import Kind, ModelSettings
from kamlab.errors import MissingPartError, NotEnoughDataError

# label, account column, baseline (None: the usual one, if there), days of knowing
Wanted = tuple[str, str, str | None, Mapping[str, str] | None]


@dataclass(frozen=True)
class Contest:
    """A model and its baseline, ready to be trained on any part of the slices.

    Parameters
    ----------
    kind : str
        The model.
    data : Examined
        Slices with the model's signals.
    directions : mapping of str to int
        What each signal is expected to do.
    baseline : str
        The baseline's signal; empty for none.
    column : ndarray
        Its values, rows × 1.
    settings : ModelSettings
        Limits, folds, shrinkage.
    """

    kind: Kind
    data: Examined = field(repr=False)
    directions: Mapping[str, int]
    baseline: str
    column: Floats = field(repr=False)
    settings: ModelSettings


def contest(
    frame: pd.DataFrame,
    features: Sequence[str],
    kind: Kind,
    directions: Mapping[str, int] | None,
    wanted: Wanted,
    settings: ModelSettings | None,
) -> Contest:
    """Examine the slices once for all trials, and find the baseline's column.

    Raises
    ------
    MissingPartError
        If a column is missing, or the baseline's cannot be used.
    NotEnoughDataError
        If no usable signal is left.
    """
    label, groups, baseline, known_on = wanted
    settings = settings or ModelSettings()
    if kind == "recency":
        features = [baseline_signal(features, settings)]
    name = settings.recency if baseline is None else baseline
    if baseline is None and name not in frame.columns:
        name = features[0] if kind == "recency" else ""
    data = examine(
        frame,
        [*features, name] if name else features,
        label=label,
        groups=groups,
        known_on=known_on,
        settings=settings,
    )
    if name and name not in data.features:
        raise MissingPartError(
            f"The baseline cannot be '{name}': {data.dropped[name]}. Name another "
            "signal, or none."
        )
    column = np.empty((len(data.lost), 0))
    if name:
        column = data.values[:, [data.features.index(name)]]
    if name and name not in features:
        data = _without(data, name)
    return Contest(kind, data, directions or {}, name, column, settings)


def trial(tried: Contest, day: object, splits: list[Split]) -> dict[str, object]:
    """Say what a cut-off is trained and tested on, or why it is skipped."""
    data = tried.data
    skipped = "" if splits else "no earlier slice had its horizon over by then."
    for split in splits:
        evidence = Evidence.of(data.lost[split.train], data.accounts[split.train])
        try:
            refuse_if_weak(evidence, len(data.features), tried.kind, tried.settings)
        except NotEnoughDataError as reason:
            skipped = str(reason)
            break
    none = np.empty(0, dtype=np.int64)
    train = np.unique(np.concatenate([none, *(split.train for split in splits)]))
    test = np.concatenate([none, *(split.test for split in splits)])
    return {
        "cut_off": day,
        "trained_on": len(train),
        "events": Evidence.of(data.lost[train], data.accounts[train]).events,
        "tested_on": 0 if skipped else len(test),
        "lost": 0 if skipped else int(data.lost[test].sum()),
        "skipped": skipped,
    }


def scored(tried: Contest, split: Split) -> pd.DataFrame:
    """Train on one side of a split and score the other, with the baseline beside.

    Returns
    -------
    DataFrame
        row, score, baseline (NaN without one), fold.
    """
    score = _held_out(tried, tried.data.values, split, tried.kind)
    if not tried.baseline:
        beside = np.full(len(split.test), np.nan)
    elif tried.kind == "recency" and tried.data.features == (tried.baseline,):
        beside = score
    else:
        beside = _held_out(tried, tried.column, split, "recency")
    return pd.DataFrame(
        {"row": split.test, "score": score, "baseline": beside, "fold": split.fold}
    )


def _without(data: Examined, name: str) -> Examined:
    """Take a signal out that only the baseline looks at."""
    left = tuple(feature for feature in data.features if feature != name)
    if not left:
        raise NotEnoughDataError(
            "None of the signals but the baseline's can be used: "
            + "; ".join(f"{n}: {why}" for n, why in data.dropped.items())
            + "."
        )
    values = np.delete(data.values, data.features.index(name), axis=1)
    return replace(data, values=values, features=left)


def _held_out(tried: Contest, values: Floats, split: Split, kind: Kind) -> Floats:
    data, train, inner = tried.data, split.train, None
    names = ("",) if kind == "recency" else data.features
    if tried.settings.penalty == "cross_validated" and kind != "boosting":
        inner = _inner_splits(data, train, tried.settings)
    unfitted = estimator(kind, names, tried.directions, tried.settings, inner)
    fitted = trained(unfitted, values[train], data.lost[train])
    odds = log_odds(fitted, values[split.test])
    return np.asarray(1 / (1 + np.exp(-odds)))


def _inner_splits(
    data: Examined, train: Codes, settings: ModelSettings
) -> list[tuple[Codes, Codes]]:
    """Hold out accounts within a training, to choose the shrinkage."""
    # dealt anew, for the groups of the test are not all in the training
    group = account_folds(data, settings.folds, settings.seed + 1)[train]
    return [
        (np.flatnonzero(group != fold), np.flatnonzero(group == fold))
        for fold in np.unique(group)
    ]
