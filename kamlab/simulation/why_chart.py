"""The picture of why an account left: its chance month by month, and its causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib import dates
from matplotlib.patches import Patch

from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.style import BLUE, GREY, INK, ORANGE
from kamlab.simulation.life_chart import mark_months
from kamlab.simulation.why import Why, felt

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_why(why: Why) -> Chart:
    """Draw the account's chance to leave by month, and what made it so in the end.

    Parameters
    ----------
    why : Why
        From :func:`kamlab.simulation.why.why_it_left`.
    """
    factors = felt(why)
    with canvas(10.2, 4.0, columns=2) as (figure, (left, right)):
        _chances(left, why)
        _bars(right, factors)
        right.set_title(f"What made it so in {why.month:%B %Y}", fontsize=11.5, pad=26)
        figure.suptitle(
            f"Why {f.short(why.name, 34)} "
            + ("left" if why.fate or why.decided is not None else "has not left"),
            fontweight="bold",
            fontsize=13,
            x=0.01,
            ha="left",
        )
    listed = ", ".join(
        f"{row['words']} × {f.number(row['factor'])}" for _, row in factors.iterrows()
    )
    return finish(
        figure,
        alt=f"Left: the chance of {why.name} to leave, {f.share(why.hazard)} in "
        f"{why.month:%B %Y}. Right: its factors on the odds: {listed or 'none'}.",
        reading=f"In {why.month:%B %Y} the chance to leave was {f.share(why.hazard)}, "
        f"{f.number(why.hazard / why.usual, 1)} times the middle one.",
    )


def _chances(axis: Axes, why: Why) -> None:
    months = why.months
    x = dates.date2num(months["month"])  # type: ignore[no-untyped-call]
    at = dates.date2num(why.month)  # type: ignore[no-untyped-call]
    axis.plot(x, 100 * months["hazard"], color=BLUE, linewidth=2)
    axis.axhline(100 * why.usual, color=GREY, linestyle="--", linewidth=1.4)
    axis.plot(at, 100 * why.hazard, "o", color=ORANGE, markersize=9, clip_on=False)
    word = "decides to leave" if why.decided is not None else "last month in the books"
    axis.annotate(
        f"● {word}: {f.share(why.hazard)}",
        (0.02, 0.97),
        xycoords="axes fraction",
        va="top",
        color=ORANGE,
        fontweight="bold",
    )
    top = max(months["hazard"].max(), why.usual) * 100
    axis.set_ylim(0, top * 1.25)  # room for the words above the line
    axis.set_xlim(x[0] - 10, x[-1] + 20)
    mark_months(axis, months["month"].min(), months["month"].max(), 5)
    axis.set_ylabel("chance to leave, % a month")
    axis.set_xlabel(
        f"dashed: the middle of {f.plural(why.rows, 'account-month')}, "
        f"{f.share(why.usual)}"
    )
    axis.set_title("Its chance to leave, month by month", fontsize=11.5, pad=26)
    axis.grid(axis="y")


def _bars(axis: Axes, factors: pd.DataFrame) -> None:
    """Draw each factor as a bar from 1, longer the stronger it is."""
    strength = np.log(factors["factor"].to_numpy(float))
    for row, (size, books) in enumerate(
        zip(strength, factors["in_books"], strict=True)
    ):
        axis.barh(
            row,
            size,
            height=0.62,
            color=BLUE if books else ORANGE,
            hatch="" if books else "///",
            edgecolor="white",
        )
        axis.annotate(
            f"× {f.number(float(np.exp(size)))}",
            (size, row),
            xytext=(4 if size > 0 else -4, 0),
            textcoords="offset points",
            ha="left" if size > 0 else "right",
            va="center",
            fontsize=9.5,
        )
    axis.axvline(0, color=INK, linewidth=1)
    axis.set_yticks(range(len(factors)), list(factors["words"]))
    axis.set_ylim(max(len(factors), 3) - 0.4, -0.6)
    low, high = min(strength.min(initial=0), 0), max(strength.max(initial=0), 0)
    room = max(high - low, 0.3) * 0.28
    axis.set_xlim(low - (room if low < 0 else room / 4), high + room)
    axis.set_xticks([])
    axis.set_xlabel("factor on the odds to leave; right: drives it away")
    _key(axis)


def _key(axis: Axes) -> None:
    """Put what the two colours mean between title and bars."""
    kinds = [
        Patch(facecolor=BLUE, label="the books show a trace"),
        Patch(facecolor=ORANGE, hatch="///", edgecolor="white", label="only the truth"),
    ]
    axis.legend(
        handles=kinds,
        loc="upper center",
        bbox_to_anchor=(0.4, 1.13),
        ncols=2,
        fontsize=9,
        columnspacing=1.2,
    )
