"""The picture of the hockey stick: bookings by month of the quarter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from kamlab.compensation.behaviour.timing import Timing
from kamlab.errors import RefusedError
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation.formats import share
from kamlab.presentation.style import (
    BLUE,
    GREY,
    HATCHES,
    INK,
    ORANGE,
    SKY,
    legend_above,
)

COLOURS = (BLUE, ORANGE, SKY)


def spike_chart(found: Mapping[str, Timing], title: str) -> Chart:
    """Draw which month of the quarter the bookings fall into, plan by plan.

    Parameters
    ----------
    found : mapping of str to Timing
        Name of a plan → what its deadline does; one to three plans.
    title : str
        What the picture is called.

    Raises
    ------
    RefusedError
        If there is no plan, or more than three.
    """
    if not 1 <= len(found) <= len(COLOURS):
        raise RefusedError(
            f"The picture holds one to three plans; there are {len(found)}."
        )
    with canvas(8.0, 4.4) as (figure, (ax,)):
        _bars(ax, found)
        ax.axhline(1 / 3, color=GREY, linestyle="--", linewidth=1.2)
        ax.set_xticks(range(3), ["first month", "second month", "last month"])
        ax.set_ylim(0, 1.15 * max(max(one.by_month) for one in found.values()))
        ax.yaxis.set_major_formatter(lambda y, _: f"{y:.0%}")
        ax.set_ylabel("Share of the quarter's bookings")
        n = next(iter(found.values())).n
        ax.set_xlabel(f"Month of the quarter (n = {n:,} KAM-quarters; dashed: a third)")
        ax.set_title(title)
        legend_above(ax)
        top = max(found, key=lambda name: found[name].last_month_share)
        words = ", ".join(
            f"{name} {share(one.last_month_share)}" for name, one in found.items()
        )
        return finish(
            figure,
            alt=f"Bars of bookings by month of the quarter; last month: {words}.",
            reading=f"Under the {top} {share(found[top].last_month_share)} of a "
            f"quarter is booked in its last month, and {share(found[top].lost)} of "
            "list revenue goes in discounts for it.",
        )


def _bars(ax: Any, found: Mapping[str, Timing]) -> None:
    width = 0.8 / len(found)
    for k, (name, one) in enumerate(found.items()):
        places = np.arange(3) + (k - (len(found) - 1) / 2) * width
        ax.bar(
            places,
            one.by_month,
            width * 0.92,
            color=COLOURS[k],
            hatch=HATCHES[k],
            edgecolor=INK,
            label=name,
        )
        for place, value in zip(places, one.by_month, strict=True):
            at = (float(place), value)
            ax.annotate(
                share(value), at, (0, 3), textcoords="offset points", ha="center"
            )
