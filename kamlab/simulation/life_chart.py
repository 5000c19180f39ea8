"""The picture of one account's life: a strip with a lane a sort of event."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib import dates

from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.style import GREY, INK, PALE
from kamlab.simulation.events import LANES, ONE
from kamlab.simulation.life import Life
from kamlab.simulation.tour_month import COLOURS, MARKS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TALL = 2.2  # how many lanes the orders take, which stand as high as they are worth


def plot_life(life: Life) -> Chart:
    """Draw the strip of an account's life: orders, lateness, tickets, visits, the end.

    Parameters
    ----------
    life : Life
        From :func:`kamlab.simulation.life.life_of`.
    """
    others = [lane for lane in life.lanes if lane != "orders"]
    counts = life.counts()
    with canvas(9.2, 2.3 + 0.55 * len(others)) as (figure, (axis,)):
        _silence(axis, life)
        _orders(axis, life)
        for row, lane in enumerate(others, start=1):
            days = life.table.loc[life.table["lane"] == lane, "day"]
            axis.plot(
                _day(days),
                _beside(days) - row,
                MARKS[lane],
                color=COLOURS[lane],
                markersize=6,
                alpha=0.8,
                markeredgecolor="white",
                markeredgewidth=0.5,
            )
        labels = [
            f.plural(counts["all"][lane], ONE[lane], LANES[lane])
            for lane in ["orders", *others]
        ]
        axis.set_yticks([TALL / 2 - 0.4, *(-row for row in range(1, len(others) + 1))])
        axis.set_yticklabels(labels)
        axis.set_ylim(-len(others) - 0.5, TALL + 0.35)
        _time_axis(axis, life)
        axis.set_title(_title(life))
    listed = ", ".join(labels)
    return finish(
        figure,
        alt=f"A strip of the life of {life.name} with a mark an event: {listed}; last "
        f"order {f.day(life.last_order)}, cut-off {f.day(life.cut_off)}.",
        reading=_reading(life, counts),
    )


def _beside(days: pd.Series) -> pd.Series:
    """Move marks of one week beside each other, so that none hides another."""
    week = days.dt.to_period("W")
    place = days.groupby(week).cumcount()
    most = days.groupby(week).transform("size") - 1
    return ((place - most / 2) * 0.2).clip(-0.4, 0.4)


def mark_months(axis: Axes, first: pd.Timestamp, last: pd.Timestamp, most: int) -> None:
    """Write months below a picture of days, at most about so many."""
    months = (last - first).days / 30.4
    step = next((s for s in (1, 2, 3, 6, 12) if months / s <= most), 12)
    locator: Any = dates.MonthLocator(range(1, 13, step))  # type: ignore[no-untyped-call]
    if months / step > most:
        years = math.ceil(months / 12 / most)
        locator = dates.YearLocator(years)  # type: ignore[no-untyped-call]
    axis.xaxis.set_major_locator(locator)
    axis.xaxis.set_major_formatter(dates.DateFormatter("%b %Y"))  # type: ignore[no-untyped-call]


def _title(life: Life) -> str:
    name = f.short(life.name, 34)
    return f"The life of {name}" + (", which left" if life.left else "")


def _reading(life: Life, counts: dict[str, dict[str, int]]) -> str:
    ordered = f.plural(counts["all"]["orders"], "order")
    silent = f.plural((life.cut_off - life.last_order).days, "day")
    last = [
        f.plural(counts["last"][lane], ONE[lane], LANES[lane])
        for lane in life.lanes
        if lane != "orders"
    ]
    half = f", the last half year with {' and '.join(last)}" if last else ""
    return f"{ordered}{half}, then {silent} without an order."


def _day(values: Any) -> Any:
    return dates.date2num(values)  # type: ignore[no-untyped-call]


def _silence(axis: Axes, life: Life) -> None:
    """Shade the time since the last order and name its day."""
    axis.axvspan(_day(life.last_order), _day(life.cut_off), color=PALE, alpha=0.6, lw=0)
    axis.axvline(_day(life.last_order), color=INK, linewidth=1.3)
    if life.left:
        early = _day(life.last_order) > _day(life.cut_off) - 200
        axis.annotate(
            f"last order\n{f.day(life.last_order)}",
            (_day(life.last_order), TALL + 0.3),
            xytext=(-5 if early else 5, 0),
            textcoords="offset points",
            ha="right" if early else "left",
            va="top",
            fontsize=9.5,
            fontweight="bold",
        )


def _orders(axis: Axes, life: Life) -> None:
    """Draw a stem an order, as high as it is worth."""
    mine = life.table[life.table["lane"] == "orders"]
    top = mine["size"].max() or 1.0
    axis.vlines(
        _day(mine["day"]),
        -0.4,
        -0.4 + TALL * (mine["size"] / top).clip(lower=0.03),
        color=COLOURS["orders"],
        linewidth=2.2,
    )
    axis.axhline(-0.4, color=GREY, linewidth=0.7)


def _time_axis(axis: Axes, life: Life) -> None:
    first = min(life.table["day"].min(), life.last_order)
    axis.set_xlim(_day(first) - 12, _day(life.cut_off) + 8)
    mark_months(axis, first, life.cut_off, 8)
    mine = life.table[life.table["lane"] == "orders"]
    largest = f.thousands(float(mine["size"].max()), life.currency)
    axis.set_xlabel(
        f"an order's line is as high as its amount, the highest {largest}; grey: no "
        f"order up to {f.day(life.cut_off)}"
    )
    axis.grid(axis="x")
