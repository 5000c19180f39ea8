"""How good held-out scores are: every figure with its interval and its n."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd

from kamlab.churn.model.auc import auc, auc_difference
from kamlab.churn.model.back_test import BackTest
from kamlab.churn.model.calibration import recalibration
from kamlab.churn.model.examine import Floats
from kamlab.churn.model.intervals import FEW_ACCOUNTS, drawn_again, summed
from kamlab.churn.wilson import wilson
from kamlab.errors import NotEnoughDataError
from kamlab.presentation import Figure
from kamlab.presentation import formats as f

TOP_SHARE = 0.1  # the decile of the lift


def model_figures(test: BackTest, *, capacity: int = 10) -> dict[str, Figure]:
    """Give what the scores were worth on the past, the baseline's beside them.

    Parameters
    ----------
    test : BackTest
        Held-out scores.
    capacity : int
        How many accounts the team can visit after each cut-off.

    Returns
    -------
    dict of str to Figure
        Each with n and a 90 % interval: ``auc``; ``brier`` (mean squared error of the
        probability) and ``brier_base_rate`` (of telling everybody the share lost),
        ``brier_skill`` (1 − their ratio); ``calibration_slope``,
        ``calibration_intercept``, ``calibration_in_the_large``; ``top_decile_lift``
        (loss rate among the tenth scored highest at each cut-off, over that of all);
        ``precision_at_capacity``; ``recall_at_capacity``; ``loss_rate``; ``events``
        (accounts lost). With a baseline also ``auc_baseline``, ``auc_gain`` (score
        minus baseline), ``brier_baseline``, ``top_decile_lift_baseline`` and
        ``precision_at_capacity_baseline``. AUC by DeLong's formula for several slices
        an account, calibration by a sandwich, the rest by drawing accounts.

    Raises
    ------
    NotEnoughDataError
        If none or all of the tested slices were lost.

    References
    ----------
    Brier 1950, Monthly Weather Review 78, 1–3. The rest: the functions called.
    """
    lost, score, accounts = test.lost, test.score, test.accounts
    if not lost.any() or lost.all():
        word = "none" if not lost.any() else "all"
        raise NotEnoughDataError(
            f"Of {f.plural(len(lost), 'tested slice')} {word} were lost, so nothing "
            "can be said about the scores. Test over more cut-offs."
        )
    figures = {"auc": auc(lost, score, accounts)}
    figures |= _shares(test, score, capacity)
    figures |= recalibration(lost, score, accounts)
    figures["events"] = Figure(test.events, "accounts", len(np.unique(accounts)))
    if test.baseline:
        plain = test.scores["baseline"].to_numpy(dtype=float)
        beside = _shares(test, plain, capacity)
        figures["auc_baseline"] = auc(lost, plain, accounts)
        figures["auc_gain"] = auc_difference(lost, score, plain, accounts)
        for name in ("brier", "top_decile_lift", "precision_at_capacity"):
            figures[f"{name}_baseline"] = beside[name]
    return figures


def chosen(scores: pd.DataFrame, score: Floats, most: Callable[[int], int]) -> Floats:
    """Give how far each slice is among those scored highest at its cut-off.

    Parameters
    ----------
    scores : DataFrame
        With ``cut_off``.
    score : ndarray
        Larger for more risk.
    most : callable
        From the number of slices of a cut-off to how many are chosen.

    Returns
    -------
    ndarray
        1 for chosen, 0 for not; accounts of the same score that compete for the last
        places share them evenly, so that the order of rows plays no part.
    """
    days = pd.factorize(scores["cut_off"], use_na_sentinel=False)[0]
    taken = np.zeros(len(score))
    for day in np.unique(days):
        rows = np.flatnonzero(days == day)
        places = min(most(len(rows)), len(rows))
        edge = np.sort(score[rows])[::-1][max(places - 1, 0)]
        above, equal = score[rows] > edge, score[rows] == edge
        taken[rows[above]] = 1.0
        taken[rows[equal]] = (places - above.sum()) / equal.sum()
    return taken


def _shares(test: BackTest, score: Floats, capacity: int) -> dict[str, Figure]:
    """Give the figures that are ratios of totals, with their intervals."""
    lost = test.lost.astype(float)
    tenth = chosen(test.scores, score, lambda n: math.ceil(TOP_SHARE * n))
    team = chosen(test.scores, score, lambda n: capacity)
    columns = np.column_stack(
        [
            np.ones(len(lost)),
            lost,
            (score - lost) ** 2,
            tenth,
            tenth * lost,
            team,
            team * lost,
        ]
    )
    sums = summed(columns, test.accounts)
    values = _ratios(columns.sum(axis=0)[None, :])[0]
    low, high = drawn_again(sums, _ratios, seed=test.settings.seed)
    rows = len(lost)
    visited, gone = round(float(team.sum())), int(lost.sum())
    ns = {"precision_at_capacity": visited, "recall_at_capacity": gone}
    figures = {}
    for place, (name, unit) in enumerate(RATIOS.items()):
        value = float(values[place])
        ends = (float(low[place]), float(high[place]))
        if unit == "share":
            ends = _safe(value, ends, sums, name)
        figures[name] = Figure(value, unit, ns.get(name, rows), *ends)
    return figures


RATIOS = {
    "loss_rate": "share",
    "brier": "squared error",
    "brier_base_rate": "squared error",
    "brier_skill": "ratio",
    "top_decile_lift": "times",
    "precision_at_capacity": "share",
    "recall_at_capacity": "share",
}


def _ratios(totals: Floats) -> Floats:
    """Turn totals (slices, lost, squared error, tenth …) into the figures."""
    with np.errstate(divide="ignore", invalid="ignore"):
        n, lost, squared, tenth, tenth_lost, team, team_lost = totals.T
        rate, brier = lost / n, squared / n
        blind = rate * (1 - rate)
        found = np.column_stack(
            [
                rate,
                brier,
                blind,
                1 - brier / blind,
                tenth_lost / tenth / rate,
                team_lost / team,
                team_lost / lost,
            ]
        )
    return np.where(np.isfinite(found), found, np.nan)


def _safe(
    value: float, ends: tuple[float, float], sums: Floats, name: str
) -> tuple[float, float]:
    """Give Wilson's interval where drawing is too sure: at 0, at 1, few accounts."""
    column = {"precision_at_capacity": 5, "recall_at_capacity": 1}.get(name, 0)
    behind = int((sums[:, column] > 0).sum())
    if value in (0.0, 1.0) or behind < FEW_ACCOUNTS:
        low, high = wilson(value, behind)
        return float(low), float(high)
    return ends
