"""The pictures of survival: the curve with those at risk below it, order strips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from kamlab.churn.charts import plot_rhythm
from kamlab.churn.definitions import LossDefinition, names_of
from kamlab.churn.survival.curve import SurvivalCurve
from kamlab.company import Company
from kamlab.errors import NotEnoughDataError, RefusedError
from kamlab.measures import loss_confirmed_on, rhythm
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.formats import short
from kamlab.presentation.style import BLUE, GREEN, GREY, INK, ORANGE, PINK, legend_above

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = (BLUE, ORANGE, GREEN, PINK)
LINES = ("-", "--", "-.", ":")
MARKS = 7  # times at which those at risk are told
MOST_STRIPS = 20


def plot_survival(curves: SurvivalCurve | Mapping[str, SurvivalCurve]) -> Chart:
    """Draw the share of accounts still there, with its interval and those at risk.

    Parameters
    ----------
    curves : SurvivalCurve or mapping of str to SurvivalCurve
        One curve, or up to four by the name of their group.

    Raises
    ------
    RefusedError
        If there is no curve, or more than four, which nobody could tell apart.
    """
    named = {"all accounts": curves} if isinstance(curves, SurvivalCurve) else curves
    if not 1 <= len(named) <= len(COLOURS):
        raise RefusedError(
            f"One to {len(COLOURS)} curves can be told apart, not {len(named)}."
        )
    first = next(iter(named.values()))
    with canvas(8.0, 4.3 + 0.25 * len(named)) as (figure, (axis,)):
        end = max(curve.last for curve in named.values())
        for place, (name, curve) in enumerate(named.items()):
            _curve(axis, curve, name, place)
        axis.set_xlim(first.start - 0.02 * (end - first.start), end * 1.02)
        axis.set_ylim(0, 103)
        axis.grid(axis="y")
        axis.set_ylabel("accounts still there, %")
        marks = _marks(first.start, end)
        axis.set_xticks(marks)
        _at_risk(axis, named, marks, f"{first.unit}s since the start")
        n = sum(curve.n for curve in named.values())
        lost = sum(curve.losses for curve in named.values())
        axis.set_title(f"How long accounts stay (n = {n:,}, {lost:,} lost)")
        legend_above(axis)
    many = len(named) > 1
    return finish(
        figure,
        alt=f"Falling step {'curves' if many else 'curve'} of the share of accounts "
        f"still there over {f.number(end, 0)} {first.unit}s, with "
        f"{f.share(first.level, 0)} intervals and the number at risk below; n = {n:,}.",
        reading=" ".join(
            f"{name}: {curve.words}" if many else curve.words
            for name, curve in named.items()
        ),
    )


def _curve(axis: Axes, curve: SurvivalCurve, name: str, place: int) -> None:
    table = curve.table
    time = np.concatenate([[curve.start], table["time"]])
    share = np.concatenate([[1.0], table["survival"]]) * 100
    low = np.concatenate([[np.nan], table["low"]]) * 100
    high = np.concatenate([[np.nan], table["high"]]) * 100
    colour = COLOURS[place]
    label = f"{f.share(curve.level, 0)} interval" if place == 0 else None
    axis.fill_between(
        time, low, high, step="post", color=colour, alpha=0.18, lw=0, label=label
    )
    axis.step(
        time,
        share,
        where="post",
        color=colour,
        linestyle=LINES[place],
        linewidth=2,
        label=f"{short(name)} (n = {curve.n:,})",
    )
    half = curve.median.value
    if half is not None:
        axis.plot([curve.start, half], [50, 50], color=GREY, linewidth=1)
        axis.annotate(
            f"half gone: {f.number(half, 1)} {curve.unit}s",
            (half, 50),
            xytext=(5, 5),
            textcoords="offset points",
            color=INK,
        )
        axis.plot([half], [50], "o", color=colour, markersize=5)


def _marks(start: float, end: float) -> list[float]:
    """Give round times, months in years or their parts where there are many."""
    steps = [0.5, 1, 2, 3, 6, 12, 24, 36, 60, 120]
    step = next((s for s in steps if (end - start) / s <= MARKS), (end - start) / MARKS)
    first = np.ceil(start / step) * step
    return [float(mark) for mark in np.arange(first, end + 1e-9, step)]


def _at_risk(
    axis: Axes, named: Mapping[str, SurvivalCurve], marks: Sequence[float], unit: str
) -> None:
    """Write below each tick how many accounts are followed then, a line a curve."""
    labels = [f.number(mark, 1) for mark in marks]
    for curve in named.values():
        counts = [curve.at_risk(mark) for mark in marks]
        labels = [f"{a}\n{n:,}" for a, n in zip(labels, counts, strict=True)]
    axis.set_xticklabels(labels)
    rows = "; ".join(short(name, 18) for name in named)
    below = "below: accounts at risk"
    axis.set_xlabel(f"{unit}; {below}{f', in turn {rows}' if len(named) > 1 else ''}")


def plot_order_strips(
    firm: Company,
    account_ids: Sequence[str],
    definition: LossDefinition | None = None,
) -> Chart:
    """Draw the orders of chosen accounts as strips, with the gap since the last one.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    account_ids : sequence of str
        Up to 20 accounts, drawn in this order.
    definition : LossDefinition, optional
        Whose ``gap_k`` says from which day silence is a loss.

    Raises
    ------
    RefusedError
        If there is no account, more than 20, or one without orders.
    NotEnoughDataError
        If the company has no orders.
    """
    chosen = definition or LossDefinition()
    if not 1 <= len(account_ids) <= MOST_STRIPS:
        raise RefusedError(
            f"Choose 1 to {MOST_STRIPS} accounts to draw, not {len(account_ids)}."
        )
    table = rhythm(firm)
    if table.empty:
        raise NotEnoughDataError(f"{firm.name} has no orders to draw.")
    table["confirmed_on"] = loss_confirmed_on(table, chosen.gap_k)
    unknown = [one for one in account_ids if one not in set(table["account_id"])]
    if unknown:
        raise RefusedError(
            f"{unknown[0]} has no order up to {firm.cut_off}; choose another account."
        )
    rows = table.set_index("account_id").loc[list(account_ids)].reset_index()
    rows["name"] = names_of(firm, rows["account_id"])
    return plot_rhythm(firm, table, rows, n=MOST_STRIPS)
