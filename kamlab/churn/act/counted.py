"""The plain baseline: counted from the past by silence alone, nothing fitted."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from kamlab.churn.model.auc import auc
from kamlab.churn.model.examine import Floats
from kamlab.churn.wilson import wilson
from kamlab.presentation import Figure

EDGES = (0.0, 0.5, 1.0, 2.0)  # times the account's own gap
WORDS = (
    "up to half its usual gap",
    "half to one gap",
    "one to two gaps",
    "two gaps or more",
    "an unknown rhythm",
)


@dataclass(frozen=True)
class Counted:
    """How many stopped buying, by how silent they were: one signal, counted.

    Parameters
    ----------
    table : DataFrame
        A row a band of silence: band, words, slices, accounts, lost (slices), observed
        (share, blank without a slice), low, high (Wilson's 90 % interval, each account
        counted once), probability (with half a loss in one more slice added, so that
        few cases never claim 0 or 1).
    auc : Figure
        How well silence alone ranks who stops; None without a loss.
    """

    table: pd.DataFrame = field(repr=False)
    auc: Figure

    def score(self, frame: pd.DataFrame) -> Floats:
        """Give each account the share lost among those as silent in the past.

        Parameters
        ----------
        frame : DataFrame
            With ``gap_ratio``.

        Returns
        -------
        ndarray
            A probability a row, 0–1.
        """
        chances = self.table["probability"].to_numpy(dtype=float)
        return np.asarray(chances[_bands(frame["gap_ratio"])])


def counted(frame: pd.DataFrame) -> Counted:
    """Count who stopped buying in the past, by how silent they were.

    The fairest rival of any model: one signal that everybody understands, and nothing
    fitted, so that it stands even where losses are too few for a model.

    Parameters
    ----------
    frame : DataFrame
        Slices with ``gap_ratio``, ``lost`` and ``account_id``.

    Returns
    -------
    Counted
        Shares by band of silence, and how well silence ranks; blank without a slice.

    References
    ----------
    Half a loss: Jeffreys' prior; domain page B3 (against the plain baseline).
    """
    band = _bands(frame["gap_ratio"])
    rows = []
    overall = (frame["lost"].sum() + 0.5) / (len(frame) + 1) if len(frame) else np.nan
    for place, words in enumerate(WORDS):
        mine = frame[band == place]
        lost, n = int(mine["lost"].sum()), len(mine)
        people = int(mine["account_id"].nunique())
        low, high = wilson(lost / n, people) if n else (np.nan, np.nan)
        rows.append(
            {
                "band": place,
                "words": words,
                "slices": n,
                "accounts": people,
                "lost": lost,
                "observed": lost / n if n else np.nan,
                "low": float(low),
                "high": float(high),
                "probability": (lost + 0.5) / (n + 1) if n else overall,
            }
        )
    return Counted(pd.DataFrame(rows), _auc(frame))


def _bands(ratio: pd.Series) -> np.ndarray:
    values = ratio.to_numpy(dtype=float)
    bands = np.searchsorted(EDGES, values, side="right") - 1
    return np.where(np.isnan(values), len(EDGES), np.maximum(bands, 0))


def _auc(frame: pd.DataFrame) -> Figure:
    """Rank by silence; an account without a rhythm stands in the middle."""
    lost = frame["lost"].to_numpy(dtype=bool)
    if not lost.any() or lost.all():
        return Figure(None, "probability", len(frame))
    ratio = frame["gap_ratio"]
    middle = ratio.median() if ratio.notna().any() else 0.0
    accounts = pd.factorize(frame["account_id"])[0].astype(np.int64)
    return auc(lost, ratio.fillna(middle).to_numpy(dtype=float), accounts)
