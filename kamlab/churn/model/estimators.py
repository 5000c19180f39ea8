"""The three estimators of scikit-learn, set up for few losses and unknown values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any

import numpy as np

from kamlab.churn.model.examine import Codes, Flags, Floats
from kamlab.churn.model.settings import Kind, ModelSettings
from kamlab.errors import RefusedError

STRENGTHS = (0.1, 0.3, 1.0, 3.0)  # standard deviations a cross-validation tries
ONE_THREAD_ROWS = 30_000

Splits = Iterable[tuple[Codes, Codes]]


def estimator(
    kind: Kind,
    features: Sequence[str],
    directions: Mapping[str, int] | None,
    settings: ModelSettings,
    splits: Splits | None = None,
) -> Any:
    """Give the unfitted scikit-learn estimator of a kind of model.

    ``logit``: unknown values become the median and a flag of their own, signals are
    standardised, weights are shrunk: as if each had beforehand a normal distribution
    about 0 with standard deviation ``prior_sd`` (ridge, C = prior_sd²). Directions do
    not bind it; a weight of the wrong sign is shown, not hidden. ``boosting``: small
    trees, never against a known direction, no early stopping (it would set losses
    aside that are too few already); unknown values go their own way in the trees.
    ``recency``: the logit on one signal, its logarithm.

    Parameters
    ----------
    kind : str
        ``logit``, ``boosting`` or ``recency``.
    features : sequence of str
        The signals, in the order of the columns.
    directions : mapping of str to int, optional
        1 where more means more risk, −1 where less does, 0 where unknown.
    settings : ModelSettings
        Shrinkage, trees, seed.
    splits : iterable of pairs of ndarray, optional
        Rows to train and to hold out, accounts apart, where the shrinkage is chosen
        by them.

    Returns
    -------
    object
        With ``fit(values, lost)`` and ``decision_function(values)``, the log-odds.

    Raises
    ------
    RefusedError
        If a direction is not −1, 0 or 1.

    References
    ----------
    Hoerl & Kennard 1970, Technometrics 12, 55–67 (ridge); Gelman et al. 2008, Annals
    of Applied Statistics 2, 1360–1383 (weak priors for logistic weights).
    """
    if kind == "boosting":
        return _boosting(_signs(features, directions or {}), settings)
    pipeline = _logit(settings, bend=kind == "recency")
    if settings.penalty == "fixed" or splits is None:
        return pipeline
    from sklearn.model_selection import GridSearchCV

    return GridSearchCV(
        pipeline,
        {"logisticregression__C": [strength**2 for strength in STRENGTHS]},
        scoring="neg_log_loss",
        cv=list(splits),
    )


def trained(unfitted: Any, values: Floats, lost: Flags) -> Any:
    """Train an estimator, small ones on one thread.

    Parameters
    ----------
    unfitted : object
        From :func:`estimator`.
    values : ndarray
        Rows × signals.
    lost : ndarray of bool
        The label of each row.

    Returns
    -------
    object
        The same, fitted.
    """
    with _threads(len(lost)):
        return unfitted.fit(values, lost)


def log_odds(fitted: Any, values: Floats) -> Floats:
    """Score rows by a fitted estimator, few of them on one thread.

    Parameters
    ----------
    fitted : object
        From :func:`trained`.
    values : ndarray
        Rows × signals.

    Returns
    -------
    ndarray
        log(p / (1 − p)) a row.
    """
    if not len(values):
        return np.empty(0)
    with _threads(len(values)):
        return np.asarray(fitted.decision_function(values), dtype=float)


def _threads(rows: int) -> AbstractContextManager[Any]:
    """Hold small work to one thread.

    Threads that wait for one another cost small trees more than they save, on a busy
    machine ten times as much.
    """
    if rows > ONE_THREAD_ROWS:
        return nullcontext()
    limits: AbstractContextManager[Any] = _controller().limit(limits=1)
    return limits


@cache
def _controller() -> Any:
    """Look the libraries with threads up once; each look takes milliseconds."""
    # after scikit-learn has loaded them all, and with it comes threadpoolctl
    import sklearn.ensemble  # noqa: F401
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

    return ThreadpoolController()


def bent(values: Floats) -> Floats:
    """Give the logarithm of 1 + a value, mirrored below 0: long silences count less.

    Parameters
    ----------
    values : ndarray
        Any numbers; NaN stays NaN.

    Returns
    -------
    ndarray
        Of the same shape and in the same order of size.
    """
    return np.asarray(np.sign(values) * np.log1p(np.abs(values)))


def _signs(features: Sequence[str], directions: Mapping[str, int]) -> list[int]:
    signs = [int(directions.get(name, 0)) for name in features]
    wrong = [n for n, sign in zip(features, signs, strict=True) if abs(sign) > 1]
    if wrong:
        raise RefusedError(
            f"The direction of {', '.join(wrong)} must be 1 (more is riskier), "
            "-1 (less is riskier) or 0 (not known)."
        )
    return signs


def _boosting(signs: list[int], settings: ModelSettings) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        learning_rate=0.05,
        max_iter=settings.rounds,
        max_leaf_nodes=6,
        min_samples_leaf=20,
        l2_regularization=1.0,
        monotonic_cst=signs,
        early_stopping=False,
        random_state=settings.seed,
    )


def _logit(settings: ModelSettings, *, bend: bool) -> Any:
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer, StandardScaler

    first = [FunctionTransformer(bent)] if bend else []
    return make_pipeline(
        *first,
        SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True),
        StandardScaler(),
        # Newton's steps end at the same figures to nine digits on every machine
        LogisticRegression(C=settings.prior_sd**2, solver="newton-cholesky"),
    )
