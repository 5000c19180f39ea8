"""Uplift: how much an action lowers each account's chance to leave, by experiment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

from kamlab.churn.decision.checks import Flags, Floats, columns_of, one_of, yes_no
from kamlab.errors import NotEnoughDataError, RefusedError

Learner = Literal["T", "S"]
LEARNERS: tuple[str, ...] = ("T", "S")
LEAST = 10  # losses each arm needs before an effect is fitted
ARM = "__treated__"


@dataclass(frozen=True)
class UpliftModel:
    """A fitted uplift model.

    Parameters
    ----------
    features : tuple of str
        Columns it reads.
    learner : str
        ``T``: one model an arm; ``S``: one model with the action as a feature.
    rows, losses : tuple of int
        Of the accounts without and with the action it was fitted on.
    fitted : tuple
        The fitted scikit-learn models.
    """

    features: tuple[str, ...]
    learner: str
    rows: tuple[int, int]
    losses: tuple[int, int]
    fitted: tuple[Any, ...] = field(repr=False)

    def risks(self, frame: pd.DataFrame) -> tuple[Floats, Floats]:
        """Give each account's chance to leave without and with the action, 0–1.

        Parameters
        ----------
        frame : DataFrame
            With the features.

        Returns
        -------
        tuple of array
            Without the action, with it.
        """
        columns_of(frame, *self.features)
        plain = frame[list(self.features)].astype("float64")
        if self.learner == "T":
            return _chance(self.fitted[0], plain), _chance(self.fitted[1], plain)
        without, with_ = plain.assign(**{ARM: 0.0}), plain.assign(**{ARM: 1.0})
        return _chance(self.fitted[0], without), _chance(self.fitted[0], with_)

    def effect(self, frame: pd.DataFrame) -> Floats:
        """Give how much the action lowers each account's chance to leave.

        Parameters
        ----------
        frame : DataFrame
            With the features.

        Returns
        -------
        array of float
            −1 to 1: chance without the action − chance with it (domain.md C4).
        """
        without, with_ = self.risks(frame)
        return without - with_


def fit_uplift(
    frame: pd.DataFrame,
    features: list[str],
    *,
    treated: str = "treated",
    lost: str = "lost",
    learner: Learner = "T",
    base: Any = None,
) -> UpliftModel:
    """Learn from an experiment how much an action lowers each chance to leave.

    Parameters
    ----------
    frame : DataFrame
        One row an account; who got the action must have been drawn by lot, or the
        effect is that of being chosen.
    features : list of str
        Columns of numbers, known before the action; blanks are filled by the default
        model.
    treated, lost : str
        Columns that say, as 1 and 0, who got the action and who was lost.
    learner : {"T", "S"}
        ``T``: one model for each arm; ``S``: one for both, with the action as a
        feature. A plain logistic S-learner has one effect on the log-odds for all.
    base : scikit-learn classifier, optional
        Cloned for each fit; a logistic regression with shrinkage where left out.

    Returns
    -------
    UpliftModel
        Its ``effect(frame)`` is the estimate.

    Raises
    ------
    RefusedError
        If a column is missing, no feature is given, or the learner is unknown.
    NotEnoughDataError
        If an arm has fewer than ten losses, or fewer than ten accounts kept.

    References
    ----------
    Künzel, Sekhon, Bickel & Yu (2019), PNAS 116(10), 4156–4165; why by uplift and not
    by risk: Ascarza (2018), J. Marketing Research 55(1), 80–98.
    """
    one_of("learner", learner, LEARNERS)
    if not features:
        raise RefusedError("Name at least one feature for the effect to depend on.")
    columns_of(frame, *features, treated, lost)
    arm, gone = yes_no(treated, frame[treated]), yes_no(lost, frame[lost])
    rows, losses = _arms(arm, gone)
    plain = frame[list(features)].astype("float64")
    model = _usual_model() if base is None else base
    if learner == "T":
        parts = tuple(_fit(model, plain[arm == a], gone[arm == a]) for a in (0, 1))
    else:
        parts = (_fit(model, plain.assign(**{ARM: arm.astype(float)}), gone),)
    return UpliftModel(tuple(features), learner, rows, losses, parts)


def effects_out_of_fold(
    frame: pd.DataFrame,
    features: list[str],
    *,
    groups: str = "account_id",
    treated: str = "treated",
    lost: str = "lost",
    learner: Learner = "T",
    base: Any = None,
    folds: int = 5,
) -> Floats:
    """Estimate each account's effect by a model that has never seen the account.

    Parameters
    ----------
    frame, features, treated, lost, learner, base
        As for :func:`fit_uplift`.
    groups : str
        Column whose equal values are kept on one side of a split.
    folds : int
        Into how many parts the accounts are split, 2 or more.

    Returns
    -------
    array of float
        −1 to 1, a figure a row: what a targeting rule may be tried on.

    Raises
    ------
    RefusedError, NotEnoughDataError
        As :func:`fit_uplift`, for every part.
    """
    from sklearn.model_selection import GroupKFold

    columns_of(frame, groups)
    if not 2 <= folds <= frame[groups].nunique():
        raise RefusedError(
            f"folds = {folds} cannot be: it must be from 2 to the number of accounts."
        )
    found = np.full(len(frame), np.nan)
    split = GroupKFold(folds, shuffle=True, random_state=1)
    for train, test in split.split(frame, groups=frame[groups]):
        model = fit_uplift(
            frame.iloc[train],
            features,
            treated=treated,
            lost=lost,
            learner=learner,
            base=base,
        )
        found[test] = model.effect(frame.iloc[test])
    return found


def _arms(arm: Flags, gone: Flags) -> tuple[tuple[int, int], tuple[int, int]]:
    """Count accounts and losses without and with the action; refuse too few."""
    rows = int((~arm).sum()), int(arm.sum())
    losses = int(gone[~arm].sum()), int(gone[arm].sum())
    least = min(*losses, rows[0] - losses[0], rows[1] - losses[1])
    if least < LEAST:
        raise NotEnoughDataError(
            f"An effect needs at least {LEAST} losses and {LEAST} accounts kept in "
            f"each arm; there are {losses[0]:,} losses of {rows[0]:,} accounts without "
            f"the action and {losses[1]:,} of {rows[1]:,} with it. Let the experiment "
            "run longer or on more accounts."
        )
    return rows, losses


def _usual_model() -> Any:
    """Give a logistic regression that fills blanks and shrinks."""
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(
        SimpleImputer(strategy="median", keep_empty_features=True),
        StandardScaler(),
        LogisticRegression(C=1.0, max_iter=1000),
    )


def _fit(model: Any, features: pd.DataFrame, gone: Flags) -> Any:
    from sklearn.base import clone

    return clone(model).fit(features, gone.astype(int))


def _chance(model: Any, features: pd.DataFrame) -> Floats:
    found: Floats = model.predict_proba(features)[:, 1]
    return found
