"""The picture of the visits: one question, asked in three ways."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.style import BLUE, GREEN, GREY, INK, ORANGE

WORDS = {
    "naive": "visits alone",
    "adjusted": "with all that is recorded",
    "randomised": "visits drawn by lot",
}
COLOURS = {"naive": ORANGE, "adjusted": BLUE, "randomised": GREEN}


def plot_signs(signs: pd.DataFrame) -> Chart:
    """Draw what visits seem to do to the risk, in three ways of asking.

    Parameters
    ----------
    signs : DataFrame
        From :func:`kamlab.churn.act.visits.visit_signs`.

    Returns
    -------
    Chart
        A point a way with its 90 % interval; right of 0 visits go with more losses.
    """
    places = np.arange(len(signs))
    values = signs["coefficient"].to_numpy(dtype=float)
    with canvas(8.0, 3.0) as (figure, (axis,)):
        for place, row in zip(places, signs.to_dict("records"), strict=True):
            colour = COLOURS[str(row["way"])]
            axis.hlines(place, row["low"], row["high"], color=INK, linewidth=2)
            axis.plot(row["coefficient"], place, "o", color=colour, markersize=10)
            axis.annotate(
                f"{row['coefficient']:+.2f}".replace("-", "−"),
                (row["coefficient"], place),
                xytext=(0, 10),
                textcoords="offset points",
                ha="center",
            )
        axis.axvline(0, color=GREY, linewidth=1)
        axis.set_yticks(places, [WORDS[str(way)] for way in signs["way"]])
        axis.set_ylim(len(signs) - 0.4, -0.7)
        axis.set_xlabel("fewer leave  ←  log-odds to leave, more visits  →  more leave")
        n = int(signs["months"].iloc[0])
        axis.set_title(f"What do visits do? (n = {n:,} account-months)")
        axis.grid(axis="x")
    told = [
        f"{WORDS[str(way)]} {f.number(value, 2)}"
        for way, value in zip(signs["way"], values, strict=True)
    ]
    first, last = values[0], values[-1]
    if first > 0 > last:
        reading = (
            f"In the books more visits go with more losses ({f.number(first, 2)}); "
            f"drawn by lot they lower the risk ({f.number(last, 2)})."
        )
    else:
        reading = f"Log-odds for more visits: {'; '.join(told)}."
    return finish(
        figure,
        alt=f"Points with 90 % intervals, log-odds to leave with more visits: "
        f"{'; '.join(told)}.",
        reading=reading,
    )
