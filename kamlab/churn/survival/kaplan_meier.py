"""The share of accounts still buying after so much time, from whole and cut histories.

Kaplan & Meier (1958); Greenwood's variance (1926) with log-log intervals (Kalbfleisch
& Prentice 1980); late entry as left truncation (Tsai, Jewell & Wang 1987).
"""

from __future__ import annotations

import warnings
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamlab.churn.survival.curve import SurvivalCurve
from kamlab.churn.survival.times import FEW_LOSSES, Times, at_risk_at, checked_times
from kamlab.errors import NotEnoughDataError, RefusedError, UndefinedError
from kamlab.presentation import formats as f

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEVEL = 0.90


def kaplan_meier(
    durations: Any,
    lost: Any,
    entry: Any = None,
    *,
    level: float = LEVEL,
    start: float = 0.0,
    unit: str = "month",
    definition: str = "",
) -> SurvivalCurve:
    """Show what share of accounts is still buying after each span of time.

    Parameters
    ----------
    durations : array-like of float
        Time each account was followed, from the start of its relation.
    lost : array-like of bool
        Whether that time ended with a loss; else it was cut by the end of the books.
    entry : array-like of float, optional
        Time at which each account came under observation, where the books begin after
        the relation did (left truncation). It counts at risk from there on only.
    level : float
        Confidence of the interval, between 0 and 1.
    start : float
        Age from which to tell; accounts that ended before it are left out, and
        survival is given that an account reached it.
    unit, definition : str
        Unit of the times; what counts as a loss. Both stand in the result.

    Returns
    -------
    SurvivalCurve
        The curve, its interval, the number at risk.

    Raises
    ------
    RefusedError
        If the values are no times, or the level is not between 0 and 1.
    NotEnoughDataError
        If no account was lost.
    UndefinedError
        If late entry leaves nobody at risk while others are still to come; then the
        curve would stay at 0 or stop, and ``start`` must be later.

    References
    ----------
    Kaplan & Meier 1958, JASA 53, 457–481.
    """
    if not 0 < level < 1:
        raise RefusedError("The level of an interval lies between 0 and 1, such as .9.")
    times = _from(checked_times(durations, lost, entry), start)
    n = len(times.durations)
    if not times.lost.any():
        raise NotEnoughDataError(
            f"None of {f.plural(n, 'account')} was lost in the time followed, so there "
            "is no curve to draw; it needs at least 1 loss, and "
            f"{FEW_LOSSES} to say much."
        )
    table = _counts(times)
    _refuse_empty_stretch(table, times)
    late = times.late_entry
    told = _product_limit(table, level) if late else _by_scipy(times, table, level)
    table["survival"], table["low"], table["high"] = _guarded(*told)
    return SurvivalCurve(table, times, level, start, unit, definition)


def _from(times: Times, start: float) -> Times:
    """Keep what happened after an age; whoever was older then enters at that age."""
    if start <= 0:
        return times
    kept = times.durations > start
    if not kept.any():
        raise NotEnoughDataError(
            f"No account was followed beyond {f.number(start, 1)}; the curve cannot "
            "begin there."
        )
    entry = np.maximum(times.entry[kept], start)
    return Times(times.durations[kept], times.lost[kept], entry)


def _counts(times: Times) -> pd.DataFrame:
    moments, place = np.unique(times.durations, return_inverse=True)
    return pd.DataFrame(
        {
            "time": moments,
            "at_risk": at_risk_at(times, moments),
            "losses": np.bincount(place, times.lost, len(moments)).astype(int),
        }
    )


def _refuse_empty_stretch(table: pd.DataFrame, times: Times) -> None:
    """Refuse late entry that lets the curve fall to 0 before everybody has come."""
    if not times.late_entry:
        return
    gone = table["time"][table["at_risk"] == table["losses"]]
    later = gone[gone < times.entry.max()]
    if len(later):
        moment = float(later.iloc[-1])
        raise UndefinedError(
            f"At {f.number(moment, 2)} every account followed was lost, while others "
            "came under observation later: the curve would stay at 0. Begin after it, "
            f"for instance with start={safe_start(times):.2f}."
        )


def safe_start(times: Times, least: int = FEW_LOSSES) -> float:
    """Give the age from which enough accounts are followed at every loss.

    Parameters
    ----------
    times : Times
        Accounts, some of whom came under observation late.
    least : int
        How many accounts must be at risk; counted up to the last entry only, for at
        the far end every curve runs out of accounts.

    Returns
    -------
    float
        0 where all were followed from their start.
    """
    if not times.late_entry:
        return 0.0
    table = _counts(times)
    most = int(table["at_risk"].max())
    thin = table["at_risk"] < min(least, most)
    peak = int(table["at_risk"].argmax())
    before = table["time"][thin & (table.index < peak)]
    return float(before.iloc[-1]) if len(before) else 0.0


def _by_scipy(
    times: Times, table: pd.DataFrame, level: float
) -> tuple[Floats, Floats, Floats]:
    """Estimate by SciPy, where every account was followed from its start."""
    from scipy.stats import CensoredData, ecdf

    sample = CensoredData(
        times.durations[times.lost], right=times.durations[~times.lost]
    )
    curve = ecdf(sample).sf
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # it warns where the curve is 0 or 1; those places are guarded afterwards
        warnings.simplefilter("ignore", RuntimeWarning)
        bounds = curve.confidence_interval(level, method="log-log")
    at = table["time"].to_numpy()
    told = np.asarray(curve.evaluate(at), dtype=float)
    return told, _steps(bounds.low, at), _steps(bounds.high, at)


def _steps(function: Any, at: Floats) -> Floats:
    return np.asarray(
        function.probabilities[np.searchsorted(function.quantiles, at, "right") - 1],
        dtype=float,
    )


def _product_limit(table: pd.DataFrame, level: float) -> tuple[Floats, Floats, Floats]:
    """Estimate with late entry, which SciPy lacks: the product over those at risk."""
    n, d = table["at_risk"].to_numpy(float), table["losses"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = np.where(n > 0, 1.0 - d / n, 1.0)
        survival = np.asarray(np.cumprod(steps), dtype=float)
        variance = np.cumsum(np.where(d > 0, d / (n * (n - d)), 0.0))  # Greenwood
        centre = np.log(-np.log(survival))
        half = NormalDist().inv_cdf(0.5 + level / 2) * np.sqrt(variance)
        half = half / np.abs(np.log(survival))
        low = np.exp(-np.exp(centre + half))
        high = np.exp(-np.exp(centre - half))
    return survival, low, high


def _guarded(
    survival: Floats, low: Floats, high: Floats
) -> tuple[Floats, Floats, Floats]:
    """Blank the interval before the first loss; at 0 keep the last upper bound.

    A log-log interval has no value at 1 and at 0. The curve falls, so what was an
    upper bound a step before is one still.
    """
    low, high = low.copy(), high.copy()
    untouched, ended = survival >= 1, survival <= 0
    low[untouched] = high[untouched] = np.nan
    low[ended] = 0.0
    bounds = pd.Series(np.where(ended, np.nan, high)).ffill().fillna(1.0)
    high[ended] = bounds.to_numpy()[ended]
    return survival, low, high
