"""The pictures of a lever: one company with and without it, and many companies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.style import BLUE, GREY, INK, ORANGE, SKY
from kamlab.simulation.lever_story import (
    Played,
    Pulled,
    mean_interval,
    tenths,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_pulled(pulled: Pulled, currency: str) -> Chart:
    """Draw how many accounts have left by each month, with and without the lever.

    Parameters
    ----------
    pulled : Pulled
        From :func:`kamlab.simulation.lever_story.pull`.
    currency : str
        Of the contribution.
    """
    was, would = (_left_by(played, pulled) for played in (pulled.was, pulled.would))
    with canvas(9.2, 3.7, columns=2) as (figure, (left, right)):
        _steps(left, pulled, was, would)
        _tills(right, pulled, currency)
        figure.suptitle(
            f"If warehouse {pulled.lever.fix_warehouse} had delivered on time "
            f"(n = {len(pulled.was.exit)} accounts)",
            fontweight="bold",
            fontsize=13,
            x=0.01,
            ha="left",
        )
    sums = [
        f.thousands(p.contribution.sum(), currency) for p in (pulled.was, pulled.would)
    ]
    return finish(
        figure,
        alt=f"Two rising lines of accounts that have left: {was[-1]} at the end as it "
        f"was, {would[-1]} with the warehouse on time. Two bars of the last year's "
        f"contribution: {sums[0]} and {sums[1]}.",
        reading=f"{was[-1]} accounts left as it was, {would[-1]} with the warehouse on "
        f"time; contribution of the last year {sums[0]} and {sums[1]}.",
    )


def _left_by(played: Played, pulled: Pulled) -> list[int]:
    """Count the accounts whose last order month lies before the end of each month."""
    return [int((played.exit <= m).sum()) for m in range(pulled.world.months)]


def _steps(axis: Axes, pulled: Pulled, was: list[int], would: list[int]) -> None:
    months = pd.period_range(pulled.world.start, periods=len(was), freq="M")
    x = np.arange(1, len(was) + 1)
    axis.step(x, was, where="mid", color=ORANGE, linewidth=2.4, label="as it was")
    axis.step(
        x, would, where="mid", color=BLUE, linewidth=2.4, linestyle="--",
        label=f"warehouse {pulled.lever.fix_warehouse} on time",
    )  # fmt: skip
    axis.fill_between(x, would, was, step="mid", color=SKY, alpha=0.4)
    ends = {was[-1]: ORANGE, would[-1]: BLUE}
    for value, colour in ends.items():
        axis.annotate(
            str(value) if len(ends) == 2 else f"both {value}",
            (x[-1], value),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            color=colour if len(ends) == 2 else INK,
            fontweight="bold",
        )
    ticks = [i for i, month in enumerate(months) if month.month in (1, 7)]
    axis.set_xticks([x[i] for i in ticks], [f"{months[i]:%b %Y}" for i in ticks])
    axis.tick_params(axis="x", labelsize=8.5)
    axis.set_xlim(0.5, len(was) + 0.09 * len(was) + 1)
    axis.set_ylim(0, max(was[-1], would[-1], 1) * 1.15)
    axis.set_ylabel("accounts that have left")
    axis.set_title("Accounts that have left so far", fontsize=11.5)
    axis.legend(loc="upper left", fontsize=9.5)
    axis.grid(axis="y")


def _tills(axis: Axes, pulled: Pulled, currency: str) -> None:
    sums = [pulled.was.contribution.sum(), pulled.would.contribution.sum()]
    for row, (value, colour, hatch) in enumerate(
        zip(sums, (ORANGE, BLUE), ("", "///"), strict=True)
    ):
        axis.barh(
            row, value / 1000, height=0.5, color=colour, hatch=hatch, edgecolor="white"
        )
        axis.annotate(
            f.thousands(value, currency), (max(value, 0) / 1000, row), xytext=(5, 0),
            textcoords="offset points", va="center", fontweight="bold",
        )  # fmt: skip
    axis.set_yticks([0, 1], ["as it was", "on time"])
    axis.set_ylim(1.6, -0.6)
    axis.set_xlim(min(*sums, 0) / 1000 * 1.1, max(*sums, 1) / 1000 * 1.35)
    axis.xaxis.set_major_formatter("{x:,.0f}")
    axis.locator_params(axis="x", nbins=4)
    axis.set_xlabel(f"thousand {currency} in the last 12 months".replace("  ", " "))
    axis.set_title("What all accounts leave in the till", fontsize=11.5)
    axis.grid(axis="x")


def plot_replicates(found: pd.DataFrame, pulled: Pulled, currency: str) -> Chart:
    """Draw a dot a company: accounts kept by the same lever under other dice.

    Parameters
    ----------
    found : DataFrame
        From :func:`kamlab.simulation.lever_story.replicate`.
    pulled : Pulled
        The company of the lesson.
    currency : str
        Of the contribution.
    """
    mean, low, high = mean_interval(found["kept"])
    place = found.groupby("kept").cumcount()
    with canvas(8.2, 2.5 + 0.16 * place.max()) as (figure, (axis,)):
        axis.plot(found["kept"], place + 1, "o", color=BLUE, markersize=11)
        axis.plot(pulled.kept, 0, "D", color=ORANGE, markersize=11)
        axis.axvspan(low, high, color=SKY, alpha=0.35, lw=0)
        axis.axvline(mean, color=INK, linewidth=1.6)
        axis.annotate(
            f"average {tenths(mean)}\n(90 %: {tenths(low)} to {tenths(high)})",
            (max(mean, high), place.max() + 1.6),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=9.5,
            fontweight="bold",
        )
        span = [*found["kept"], pulled.kept]
        axis.set_xlim(min(span) - 0.7, max(span) + 0.7)
        axis.set_xticks(range(min(span), max(span) + 1))
        axis.set_ylim(-0.8, place.max() + 2.4)
        axis.set_yticks([0, 1], ["this company", f"{len(found)} others"])
        axis.spines["left"].set_color(GREY)
        axis.set_xlabel("accounts kept by the lever; a dot a company")
        axis.set_title("How much of it is luck?")
    return finish(
        figure,
        alt=f"A dot a company over the accounts the lever keeps, from "
        f"{found['kept'].min()} to {found['kept'].max()} in {len(found)} companies; "
        f"this company kept {pulled.kept}.",
        reading=f"The lever keeps {tenths(mean)} accounts on average, between "
        f"{found['kept'].min()} and {found['kept'].max()} in a single company.",
    )
