"""The picture of what may go in a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.style import GREY, HATCHES, INK, ORANGE
from kamlab.segmentation.charts import COLOURS
from kamlab.segmentation.insights import risk_sentence
from kamlab.segmentation.loss_risk import LossRisk
from kamlab.segmentation.phrases import NAMES
from kamlab.segmentation.settings import Criterion
from kamlab.segmentation.worth import Worth

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BARS = 30
MARKS = (0.5, 0.9)


def plot_risk(worth: Worth, risk: LossRisk) -> Chart:
    """Draw how much may go in a year, of revenue and of the chosen criterion.

    Parameters
    ----------
    worth : Worth
        The active accounts.
    risk : LossRisk
        From :func:`kamlab.segmentation.loss_risk.joint_losses`.
    """
    other = worth.criterion if worth.criterion != "revenue" else worth.criteria[-1]
    criteria: list[Criterion] = list(dict.fromkeys(("revenue", other)))
    with canvas(8.6, 3.9, columns=len(criteria)) as (figure, axes):
        for axis, name in zip(axes, criteria, strict=True):
            _panel(axis, worth, risk, name)
        axes[0].set_ylabel(f"% of {len(risk.draws):,} drawn years")
        figure.suptitle(
            "If every account may leave: what goes in a year",
            fontweight="bold",
            fontsize=13,
            x=0.01,
            ha="left",
        )
    listed = "; ".join(
        f"{NAMES[name]}: middle year {f.thousands(risk.at(name, 0.5), worth.currency)},"
        f" one year in ten more than {f.thousands(risk.at(name, 0.9), worth.currency)}"
        for name in criteria
    )
    return finish(
        figure,
        alt=f"Bars of what goes in {len(risk.draws):,} drawn years. {listed}.",
        reading=risk_sentence(worth, risk),
    )


def _panel(axis: Axes, worth: Worth, risk: LossRisk, name: Criterion) -> None:
    lost = risk.draws[name].to_numpy() / 1000
    low, high = min(lost.min(), 0), np.quantile(lost, 0.995)
    wide = (high - low) / BARS or 1.0
    # nothing lost begins a bar of its own, also where an account saves money by going
    edges = wide * np.arange(np.floor(low / wide), np.ceil(high / wide) + 2)
    counts = np.histogram(np.clip(lost, None, edges[-1]), edges)[0] / len(lost) * 100
    axis.bar(
        edges[:-1],
        counts,
        width=np.diff(edges) * 0.92,
        align="edge",
        color=COLOURS[name],
        hatch=HATCHES[list(COLOURS).index(name) % len(HATCHES)],
        edgecolor="white",
    )
    for height, (part, word, colour) in enumerate(
        zip(MARKS, ("middle year", "1 year in 10: more"), (INK, ORANGE), strict=True)
    ):
        value = risk.at(name, part)
        axis.axvline(value / 1000, color=colour, linewidth=1.5, linestyle="--")
        axis.annotate(
            f"{word}\n{f.thousands(value, worth.currency)}",
            (value / 1000, 0.97 - 0.17 * height),
            xycoords=("data", "axes fraction"),
            xytext=(4, 0),
            textcoords="offset points",
            va="top",
            color=colour,
            fontsize=9,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.8},
        )
    axis.axvline(0, color=GREY, linewidth=0.8)
    axis.set_title(f"{NAMES[name].capitalize()} that goes", fontsize=11)
    axis.set_xlabel(
        f"thousand {worth.currency} in a year, n = {len(worth.table):,}".replace(
            "thousand  ", "thousand "
        )
    )
    axis.grid(axis="y")
