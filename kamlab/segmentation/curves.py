"""The curves of the key-accounts report: Pareto and whale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamlab.errors import MissingPartError
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.style import BLUE, GREEN, GREY, INK, ORANGE, SKY
from kamlab.segmentation.concentration import cumulative, top_count
from kamlab.segmentation.phrases import NAMES
from kamlab.segmentation.words import pareto_sentence
from kamlab.segmentation.worth import Worth

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 1.5, "alpha": 0.85}


def plot_pareto(worth: Worth) -> Chart:
    """Draw how revenue adds up from the largest account down.

    Raises
    ------
    UndefinedError
        If revenue in total is not above 0.
    """
    curve = cumulative(worth.table["revenue"])
    top = top_count(len(curve))
    measured = curve["cumulative_share"].iloc[top - 1]
    x = np.concatenate([[0], curve["accounts_share"] * 100])
    y = np.concatenate([[0], curve["cumulative_share"] * 100])
    with canvas(8.2, 4.3) as (figure, (axis,)):
        axis.plot(x, y, color=BLUE, linewidth=2.4)
        axis.fill_between(x, y, color=SKY, alpha=0.25)
        _claims(axis)
        _mark(
            axis,
            (x[top], y[top]),
            f"largest {top} of {f.plural(len(curve), 'account')}:\n"
            f"{f.share(measured)} of revenue",
        )
        axis.set_xlim(0, 101)
        axis.set_ylim(0, max(102, y.max() * 1.02))
        axis.set_xlabel(
            f"% of {f.plural(len(curve), 'active account')}, largest first, "
            f"{worth.period.words}"
        )
        axis.set_ylabel("% of revenue")
        axis.set_title("How few accounts make the revenue")
        axis.grid()
    return finish(
        figure,
        alt=f"Curve of revenue added up over {f.plural(len(curve), 'account')} from "
        f"the largest down; the largest {top} reach {f.share(measured)}.",
        reading=pareto_sentence(worth),
    )


def _claims(axis: Axes) -> None:
    """Draw what to hold the curve against: all equal, and the 80/20 claim."""
    axis.plot([0, 100], [0, 100], color=GREY, linewidth=1, linestyle=":")
    axis.annotate("all accounts equal", (57, 47), color=GREY, fontsize=9)
    axis.axhline(80, color=ORANGE, linewidth=1.2, linestyle="--")
    axis.annotate(
        "the 80 % of the 80/20 claim",
        (99, 78),
        color=ORANGE,
        fontsize=9,
        ha="right",
        va="top",
        bbox=WHITE,
    )


def _mark(axis: Axes, point: tuple[float, float], words: str) -> None:
    """Mark the measured point; its words stand where the curve is not."""
    x, y = point
    right = x > 55  # the largest 20 % of one to three accounts
    axis.plot([x], [y], "o", color=INK, markersize=7, clip_on=False)
    axis.annotate(
        words,
        point,
        (x - 6 if right else x + 6, max(y - 26, 8)),
        arrowprops={"arrowstyle": "-", "color": INK},
        ha="right" if right else "left",
        fontsize=10.5,
        fontweight="bold",
        bbox=WHITE,
    )


def plot_whale(worth: Worth) -> Chart:
    """Draw how contribution adds up: where it rises above the total and falls back.

    Where only revenue is known, the curve is drawn if credit notes make some account
    negative; else there is nothing to see that :func:`plot_pareto` does not show.

    Raises
    ------
    MissingPartError
        If no costs are known and no account is negative.
    UndefinedError
        If the total is not above 0.
    """
    criterion = worth.criteria[-1]
    values = worth.table[criterion]
    if criterion == "revenue" and not (values < 0).any():
        raise MissingPartError(
            "Who pays for itself needs order_lines.cost_amount, which this company "
            "lacks."
        )
    curve = cumulative(values)
    peak = int(np.argmax(curve["cumulative_share"].to_numpy())) + 1
    height = float(curve["cumulative_share"].iloc[peak - 1])
    losing = int((values < 0).sum())
    with canvas(8.2, 4.0) as (figure, (axis,)):
        _whale(axis, curve, peak, height)
        n = f.plural(len(curve), "active account")
        axis.set_xlabel(f"{n}, best first, {worth.period.words}")
        axis.set_ylabel(f"% of total {NAMES[criterion]}")
        axis.set_title(_whale_title(criterion, losing, len(curve)))
    return finish(
        figure,
        alt=f"Curve of {NAMES[criterion]} added up over "
        f"{f.plural(len(curve), 'account')} from the best down; it peaks at "
        f"{f.share(height)} after {peak}.",
        reading=_whale_sentence(criterion, height, peak, losing),
    )


def _whale(axis: Axes, curve: pd.DataFrame, peak: int, height: float) -> None:
    x = np.concatenate([[0], curve["rank"]])
    y = np.concatenate([[0], curve["cumulative_share"] * 100])
    late = peak > len(curve) * 0.6
    axis.plot(x, y, color=GREEN, linewidth=2.4)
    axis.axhline(100, color=GREY, linewidth=1, linestyle=":")
    axis.plot([peak], [height * 100], "o", color=INK, markersize=7)
    axis.annotate(
        f"{f.share(height)} after {f.plural(peak, 'account')}",
        (peak, height * 100),
        xytext=(0, 9),
        textcoords="offset points",
        ha="right" if late else "left",
        fontweight="bold",
    )
    if height > 1.02:  # else the curve itself runs along the line
        axis.annotate(
            "100 %: what is left in the end",
            (len(curve), 100),
            xytext=(0, -5),
            textcoords="offset points",
            ha="right",
            va="top",
            color=GREY,
            fontsize=9,
            bbox=WHITE,
        )
    axis.set_ylim(min(0, y.min() * 1.05), max(y.max(), 100) * 1.15)
    axis.set_xlim(0, len(curve) * 1.02)
    axis.grid()


def _whale_title(criterion: str, losing: int, n: int) -> str:
    cost = "costs" if losing == 1 else "cost"
    if criterion == "revenue":
        gives = "was" if losing == 1 else "were"
        return f"{f.plural(losing, 'account')} of {n} {gives} credited more than billed"
    if not losing:
        return f"None of {f.plural(n, 'account')} costs more than it leaves"
    it = "it leaves" if losing == 1 else "they leave"
    return f"{f.plural(losing, 'account')} of {n} {cost} more than {it}"


def _whale_sentence(criterion: str, height: float, peak: int, losing: int) -> str:
    who = "account earns" if peak == 1 else f"{peak:,} accounts earn"
    best = f"The best {who} {f.share(height)} of the total {NAMES[criterion]}"
    if not losing:
        return f"{best}; none is below zero and takes anything back."
    take = "takes" if losing == 1 else "take"
    return f"{best}; the {losing:,} below zero {take} the rest back."
