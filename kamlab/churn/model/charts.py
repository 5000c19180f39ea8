"""The pictures of a tested model: can its risks be believed, does it tell who goes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamlab.churn.model.auc import auc
from kamlab.churn.model.back_test import BackTest
from kamlab.churn.model.calibration import calibration_table, recalibration
from kamlab.churn.model.examine import Flags, Floats
from kamlab.churn.model.reason_codes import Described, title_of
from kamlab.errors import NotEnoughDataError
from kamlab.presentation import Chart, Figure, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.style import BLUE, GREY, INK, ORANGE, PALE

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_calibration(test: BackTest, *, bins: int = 10) -> Chart:
    """Draw what was told against what happened, with the counts behind each point.

    Parameters
    ----------
    test : BackTest
        Held-out scores.
    bins : int
        Into how many groups of like scores.

    Returns
    -------
    Chart
        On the line from corner to corner the risks are right; above it losses were
        underestimated. Lines are Wilson's 90 % intervals; bars count the slices.
    """
    table = calibration_table(test.lost, test.score, test.accounts, bins=bins)
    slope = recalibration(test.lost, test.score, test.accounts)["calibration_slope"]
    top = _round_up(max(table["high"].max(), table["predicted"].max()))
    with canvas(6.6, 5.6, rows=2) as (figure, (axis, counts)):
        axis.get_gridspec().set_height_ratios([4, 1])  # type: ignore[union-attr]
        _points(axis, table, top)
        _counts(counts, table, top)
    worst = table.iloc[(table["observed"] - table["predicted"]).abs().argmax()]
    told, was = f.share(worst["predicted"], 0), f.share(worst["observed"], 0)
    return finish(
        figure,
        alt=f"Calibration plot of {f.plural(len(test.lost), 'slice')} in "
        f"{f.plural(len(table), 'group')}: share lost against the risk told, with "
        f"90 % intervals and counts. {_slope_words(slope)}",
        reading=f"{_slope_words(slope)} Furthest off is the group told {told} "
        f"(n = {worst['n']:,.0f}), of which {was} were lost "
        f"({f.share(worst['low'], 0)} to {f.share(worst['high'], 0)}).",
    )


def plot_roc(test: BackTest, signals: Mapping[str, Described] | None = None) -> Chart:
    """Draw how many of the lost are found for how many false alarms, baseline beside.

    Parameters
    ----------
    test : BackTest
        Held-out scores.
    signals : mapping of str to object, optional
        Titles of the signals.

    Returns
    -------
    Chart
        The further to the upper left the better; the diagonal is a coin.

    Raises
    ------
    NotEnoughDataError
        If all tested slices were lost, or none.
    """
    if not test.lost.any() or test.lost.all():
        raise NotEnoughDataError(
            "A curve of hits against false alarms needs lost and kept accounts in the "
            "test; here is only one kind."
        )
    lines = {"model": (test.score, BLUE, "-")}
    if test.baseline and test.kind != "recency":
        plain = test.scores["baseline"].to_numpy(dtype=float)
        lines[f"{title_of(test.baseline, signals or {})} alone"] = (
            plain,
            ORANGE,
            "--",
        )
    found = {}
    with canvas(6.2, 5.4) as (figure, (axis,)):
        axis.plot([0, 100], [0, 100], color=GREY, linewidth=1, linestyle=":")
        axis.annotate("a coin", (52, 48), color=GREY)
        for name, (score, colour, style) in lines.items():
            found[name] = auc(test.lost, score, test.accounts)
            across, up = _roc(test.lost, score)
            words = f"{name}:\nAUC {_auc_words(found[name])}"
            axis.plot(across, up, style, color=colour, linewidth=2, label=words)
        gone = int(test.lost.sum())
        axis.set_xlabel(f"false alarms, % of {len(test.lost) - gone:,} kept slices")
        axis.set_ylabel(f"found, % of {gone:,} lost slices")
        axis.set_title("How well lost and kept are told apart")
        axis.grid()
        axis.legend(loc="lower right", frameon=True, edgecolor="white")
    told = "; ".join(f"{name} {_auc_words(value)}" for name, value in found.items())
    best = found["model"]
    return finish(
        figure,
        alt=f"ROC curve of {f.plural(len(test.lost), 'slice')}. AUC: {told}.",
        reading=f"In {f.share(_value(best), 0)} of pairs the lost account was scored "
        f"above the kept one ({f.share(best.low, 0)} to {f.share(best.high, 0)})"
        + _against(found)
        + ".",
    )


def _points(axis: Axes, table: pd.DataFrame, top: float) -> None:
    told, was = table["predicted"] * 100, table["observed"] * 100
    axis.plot([0, top], [0, top], color=GREY, linewidth=1, linestyle="--")
    for words, place, align in (
        ("more were lost than told", (0.02, 0.96), "left"),
        ("fewer were lost than told", (0.98, 0.04), "right"),
    ):
        axis.annotate(
            words,
            place,
            xycoords="axes fraction",
            color=GREY,
            ha=align,
            va="top" if align == "left" else "bottom",
        )
    axis.vlines(told, table["low"] * 100, table["high"] * 100, color=INK, linewidth=1.6)
    axis.plot(told, was, "o", color=BLUE, markersize=8)
    axis.set_xlim(0, top)
    axis.set_ylim(0, top)
    axis.tick_params(labelbottom=False)
    axis.set_ylabel("really lost, % (line: 90 % interval)")
    axis.set_title(f"Can the risks be believed? (n = {table['n'].sum():,} slices)")
    axis.grid()


def _counts(axis: Axes, table: pd.DataFrame, top: float) -> None:
    width = top / 60
    axis.bar(table["predicted"] * 100, table["n"], width=width, color=PALE, label="all")
    axis.bar(
        table["predicted"] * 100, table["lost"], width=width, color=ORANGE, label="lost"
    )
    axis.set_xlim(0, top)
    axis.set_ylabel("slices")
    axis.set_xlabel("risk told, % (bars: slices of the group, dark: lost)")


def _roc(lost: Flags, score: Floats) -> tuple[Floats, Floats]:
    from sklearn.metrics import roc_curve

    across, up, _ = roc_curve(lost, score)
    return across * 100, up * 100


def _round_up(share: float) -> float:
    """Give the end of the axes in per cent: the next ten above, at most 100."""
    return min(100.0, max(10.0, math.ceil(share * 10.5) * 10.0))


def _slope_words(slope: Figure) -> str:
    if slope.value is None:
        return "The calibration slope is undefined."
    return (
        f"Calibration slope {_value(slope):.2f} ({slope.low:.2f} to {slope.high:.2f}; "
        "1 is right)."
    )


def _auc_words(figure: Figure) -> str:
    return f"{_value(figure):.2f} ({figure.low:.2f} to {figure.high:.2f})"


def _against(found: dict[str, Figure]) -> str:
    others = [(name, fig) for name, fig in found.items() if name != "model"]
    return "".join(f", by {name} in {f.share(_value(fig), 0)}" for name, fig in others)


def _value(figure: Figure) -> float:
    return float(figure.value) if figure.value is not None else float(np.nan)
