"""The picture of attainment with the marks that practice aims at."""

from __future__ import annotations

from typing import Any

import numpy as np

from kamlab.compensation.scenarios.cost import Reached, reached
from kamlab.compensation.scenarios.paid import Years
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation.formats import share
from kamlab.presentation.style import BLUE, INK, PALE

STEP = 0.05  # width of a bar; 1 is an edge, so that no bar is half reached


def attainment_chart(years: Years, title: str) -> Chart:
    """Draw how often each attainment occurs, with the marks 90, 65 and 10 per cent.

    Parameters
    ----------
    years : Years
        One plan on the possible years.
    title : str
        What the picture is called.
    """
    found = reached(years)
    values = years.attainment[~np.isnan(years.attainment)]
    top = max(2.0, found.at[1] + 0.3)
    edges = np.arange(0, top + STEP / 2, STEP)
    top = float(edges[-1])
    with canvas(8.0, 4.2) as (figure, (ax,)):
        counts, _ = np.histogram(np.minimum(values, top - 1e-9), edges)
        ax.bar(
            edges[:-1],
            counts / len(values),
            width=STEP,
            align="edge",
            color=np.where(edges[:-1] >= 1 - 1e-9, BLUE, PALE),
            edgecolor="white",
        )
        high = counts.max() / len(values)
        _marks(ax, found, high)
        ax.set_xlim(0, top)
        ax.set_ylim(0, high * 1.38)
        ax.xaxis.set_major_formatter(lambda x, _: f"{x:.0%}")
        ax.yaxis.set_major_formatter(lambda y, _: f"{y:.0%}")
        ax.set_xlabel(
            "Attainment of the year: sales / quota "
            f"(n = {len(values):,} possible KAM-years; blue: quota reached)"
        )
        ax.set_ylabel("Share of the KAM-years")
        ax.set_title(title)
        return finish(
            figure,
            alt="Histogram of attainment with marks at threshold, quota and "
            f"excellence; {share(found.threshold, 0)}, {share(found.quota, 0)} and "
            f"{share(found.excellence, 0)} reach them.",
            reading=f"{share(found.quota, 0)} of the KAM-years reach the quota, where "
            f"practice aims at about {share(found.wanted[1], 0)}.",
        )


def _marks(ax: Any, found: Reached, high: float) -> None:
    """Mark threshold, quota and excellence: who reaches them, who should."""
    marks = zip(
        ("threshold", "quota", "excellence"),
        (found.at[0], 1.0, found.at[1]),
        (found.threshold, found.quota, found.excellence),
        found.wanted,
        strict=True,
    )
    for level, (name, at, got, wanted) in enumerate(marks):
        ax.plot([at, at], [0, high * 1.32], color=INK, linewidth=1, linestyle="--")
        ax.annotate(
            f"{name} {share(at, 0)}:\n{share(got, 0)} reach it\n"
            f"(guideline {share(wanted, 0)})",
            (at, high * 1.34),
            (4 if level else -4, 0),
            textcoords="offset points",
            va="top",
            ha="left" if level else "right",
            fontsize=9.5,
        )
