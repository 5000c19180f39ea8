"""The health score: signals weighed by hand, each from 0 (healthy) to 1 (sick)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pydantic import Field

from kamlab.churn.signals.signal import SIGNALS
from kamlab.company.settings import Settings
from kamlab.errors import RefusedError

LEAST_KNOWN = 0.25  # of the weights, below which a score would be a guess


@dataclass(frozen=True)
class Scale:
    """Where a signal counts as healthy and where as sick; in between it is a share.

    Parameters
    ----------
    healthy, sick : float
        Values of the signal that read 0 and 1; beyond them it stays 0 or 1.
    """

    healthy: float
    sick: float


SCALES: dict[str, Scale] = {
    "gap_ratio": Scale(1.0, 3.0),
    "orders_change": Scale(0.0, -1.0),
    "revenue_change_year": Scale(0.0, -0.5),
    "products_change": Scale(0.0, -0.5),
    "late_share": Scale(0.05, 0.30),
    "tickets": Scale(0.0, 3.0),
    "unresolved_share": Scale(0.0, 1.0),
    "disputes": Scale(0.0, 2.0),
    "overdue_share": Scale(0.0, 0.5),
    "coverage": Scale(0.7, 0.2),
    "champions_lost": Scale(0.0, 1.0),
    "offers": Scale(0.0, 2.0),
    "price_gap": Scale(0.0, 0.10),
}


class HealthWeights(Settings):
    """How much each signal counts in the health score; only the proportions matter."""

    gap_ratio: float = Field(0.20, ge=0, le=1, description="Silence against rhythm")
    orders_change: float = Field(0.06, ge=0, le=1, description="Fewer orders a month")
    revenue_change_year: float = Field(
        0.12, ge=0, le=1, description="Less revenue than a year ago"
    )
    products_change: float = Field(0.10, ge=0, le=1, description="Fewer products")
    late_share: float = Field(0.12, ge=0, le=1, description="Late deliveries")
    tickets: float = Field(0.04, ge=0, le=1, description="Complaints")
    unresolved_share: float = Field(
        0.06, ge=0, le=1, description="Complaints not solved in 48 hours"
    )
    disputes: float = Field(0.03, ge=0, le=1, description="Disputed invoices")
    overdue_share: float = Field(0.05, ge=0, le=1, description="Overdue debt")
    coverage: float = Field(0.08, ge=0, le=1, description="Few contacts covered")
    champions_lost: float = Field(0.06, ge=0, le=1, description="Champion who left")
    offers: float = Field(0.05, ge=0, le=1, description="Competitors' offers")
    price_gap: float = Field(0.03, ge=0, le=1, description="Dearer than competitors")


def health_score(
    frame: pd.DataFrame, weights: HealthWeights | None = None
) -> pd.DataFrame:
    """Give each account a health from 0 to 100 and say what worries most.

    Each signal is scaled from 0 (healthy) to 1 (sick) and weighed by hand; what is
    unknown of an account is left out, and the other weights take its part.

    Parameters
    ----------
    frame : DataFrame
        From :func:`kamlab.churn.signals.signals` or ``slices``.
    weights : HealthWeights, optional
        How much each signal counts.

    Returns
    -------
    DataFrame
        The index of the frame; account_id, cut_off, health (0 sick to 100 healthy,
        blank where signals of less than a quarter of the weights are known), known
        (share of the weights, 0–1), worry (the signal that takes most off, blank where
        none does).

    Raises
    ------
    RefusedError
        If all weights are 0, none of the signals is there, or one holds text.
    """
    counted = hand_weights(weights)
    parts = scaled(frame, counted.index)
    if parts.empty and not len(parts.columns):
        raise RefusedError(
            "None of the signals of the health score is in this table; give it one "
            "from signals() or slices()."
        )
    weight = counted[parts.columns]
    # rounded, for the shares of the weights add up to a hair beside 1
    known = (parts.notna() @ weight).round(9)
    taken = parts.mul(weight)
    health = 100 * (1 - taken.sum(axis=1) / known.where(known > 0))
    most = taken.fillna(0.0).idxmax(axis=1)
    names = [name for name in ("account_id", "cut_off") if name in frame]
    return frame[names].assign(
        health=health.where(known >= LEAST_KNOWN),
        known=known,
        worry=most.where(taken.max(axis=1) > 0),
    )


def hand_weights(weights: HealthWeights | None = None) -> pd.Series:
    """Give the weights of the health score as shares of their sum.

    Parameters
    ----------
    weights : HealthWeights, optional
        Default the kit's own.

    Returns
    -------
    Series
        By signal, summing to 1; signals of weight 0 are left out.

    Raises
    ------
    RefusedError
        If all weights are 0.
    """
    given = pd.Series((weights or HealthWeights()).model_dump(), dtype="float64")
    if not given.sum() > 0:
        raise RefusedError("All weights of the health score are 0; raise at least one.")
    return given[given > 0] / given.sum()


def scaled(frame: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """Scale signals from 0 (healthy) to 1 (sick), by the anchors of ``SCALES``.

    Parameters
    ----------
    frame : DataFrame
        With a column for each signal.
    names : iterable of str
        The signals; those the frame lacks are left out.

    Returns
    -------
    DataFrame
        A column a signal, 0–1, blank where it is unknown.

    Raises
    ------
    RefusedError
        If a column holds something else than numbers.
    """
    found = {}
    for name in names:
        if name in frame:
            scale = SCALES[name]
            way = (_numbers(frame[name]) - scale.healthy) / (scale.sick - scale.healthy)
            found[name] = way.clip(0.0, 1.0)
    return pd.DataFrame(found, index=frame.index)


def scale_words(name: str) -> str:
    """Say how a signal is scaled, such as "healthy at 1, sick at 3 or more (times)".

    Parameters
    ----------
    name : str
        A signal of the health score.
    """
    scale = SCALES[name]
    healthy, sick = (
        f"{value:g}".replace("-", "−") for value in (scale.healthy, scale.sick)
    )
    more = "more" if scale.sick > scale.healthy else "less"
    return f"healthy at {healthy}, sick at {sick} or {more} ({SIGNALS[name].unit})"


def _numbers(values: pd.Series) -> pd.Series:
    read = pd.to_numeric(values, errors="coerce").astype("float64")
    bad = values.notna() & read.isna()
    if bad.any():
        raise RefusedError(
            f"{values.name} should hold numbers, but row {values.index[bad][0]} says "
            f"'{values[bad].iloc[0]}'; put it right, or leave it blank."
        )
    return read.where(np.isfinite(read))
