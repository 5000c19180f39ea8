"""The picture of what carries the score, with the true drivers beside if told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamlab.churn.model.examine import Flags, Floats
from kamlab.churn.model.fitted import ChurnModel
from kamlab.churn.model.reason_codes import Described, title_of
from kamlab.errors import MissingPartError
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.style import BLUE, GREY, INK, ORANGE, PINK, legend_above

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 12


def plot_drivers(
    model: ChurnModel,
    signals: Mapping[str, Described] | None = None,
    *,
    truth: pd.DataFrame | None = None,
    most: int = MOST,
) -> Chart:
    """Draw what carries the score: how much more of each signal changes the risk.

    Parameters
    ----------
    model : ChurnModel
        The fitted model.
    signals : mapping of str to object, optional
        Titles of the signals.
    truth : DataFrame, optional
        The true drivers: feature, per_unit (log-odds that one unit more adds), as the
        simulator knows them; drawn as diamonds.
    most : int
        How many signals at most, the strongest.

    Returns
    -------
    Chart
        Bars to the right raise the risk, to the left lower it, in log-odds for a
        standard deviation more; hatched where the sign is against expectation.

    Raises
    ------
    MissingPartError
        If the truth lacks a column.
    """
    shown = model.weights().head(most)
    titles = [f.short(title_of(n, signals or {}), 34) for n in shown["feature"]]
    true = _true(shown, truth)
    wrong = ~shown["agrees"].fillna(True).astype(bool).to_numpy()
    with canvas(8.2, 1.8 + 0.38 * len(shown)) as (figure, (axis,)):
        _bars(axis, shown["weight"].to_numpy(dtype=float), wrong)
        known = np.flatnonzero(~np.isnan(true))
        if len(known):
            axis.plot(
                true[known],
                known,
                "D",
                color=ORANGE,
                markeredgecolor=INK,
                label="truth",
            )
        axis.axvline(0, color=GREY, linewidth=1)
        axis.set_yticks(range(len(shown)), titles)
        axis.set_ylim(len(shown) - 0.5, -0.5)
        axis.set_xlabel(
            "lowers the risk  ←  log-odds for a standard deviation more  →  raises it"
        )
        axis.set_title(
            f"What carries the score ({f.plural(model.events, 'loss', 'losses')}"
            f" of {f.plural(len(model.data.names), 'account')})"
        )
        axis.grid(axis="x")
        legend_above(axis)
    return finish(
        figure, alt=_alt(shown, titles, true), reading=_reading(shown, titles)
    )


def _bars(axis: Axes, weights: Floats, wrong: Flags) -> None:
    for odd, colour, hatch, words in (
        (False, BLUE, "", "the model"),
        (True, PINK, "///", "the model, against expectation"),
    ):
        rows = np.flatnonzero(wrong == odd)
        if len(rows):
            axis.barh(
                rows,
                weights[rows],
                height=0.6,
                color=colour,
                hatch=hatch,
                edgecolor="white",
                label=words,
            )


def _true(shown: pd.DataFrame, truth: pd.DataFrame | None) -> Floats:
    """Give the true weight of each shown signal per standard deviation."""
    if truth is None:
        return np.full(len(shown), np.nan)
    missing = {"feature", "per_unit"} - set(truth.columns)
    if missing:
        raise MissingPartError(
            f"The true drivers lack the column {' and '.join(sorted(missing))}; they "
            "need feature and per_unit."
        )
    per_unit = shown["feature"].map(truth.set_index("feature")["per_unit"])
    return np.asarray((per_unit * shown["sd"]).to_numpy(dtype=float))


def _alt(shown: pd.DataFrame, titles: list[str], true: Floats) -> str:
    parts = [
        f"{title} {weight:+.2f}" + (f" (truth {real:+.2f})" if real == real else "")
        for title, weight, real in zip(titles, shown["weight"], true, strict=True)
    ]
    return f"Bars of log-odds for a standard deviation more: {'; '.join(parts)}."


def _reading(shown: pd.DataFrame, titles: list[str]) -> str:
    strongest = int(np.abs(shown["weight"]).to_numpy().argmax())
    weight = float(shown["weight"].iloc[strongest])
    word = "raises" if weight > 0 else "lowers"
    times = np.exp(abs(weight))
    text = (
        f"Strongest is {titles[strongest]}: a standard deviation more {word} the odds "
        f"of a loss {f.number(times, 1)} times."
    )
    against = shown.loc[~shown["agrees"].fillna(True).astype(bool), "feature"]
    if len(against):
        text += f" {f.plural(len(against), 'signal')} against expectation: no cause."
    return text
