"""The pictures of a decision: profit by targeting rule, and the four quadrants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamlab.churn.decision.checks import Floats, chances, figures
from kamlab.churn.decision.quadrants import (
    DOG,
    LOST,
    PERSUADABLE,
    SURE,
    quadrants,
    quadrants_sentence,
)
from kamlab.churn.decision.targeting import WORDS, best_points
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PINK,
    SKY,
    legend_above,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINES: dict[str, dict[str, Any]] = {
    "true": {"color": INK, "linestyle": "--", "marker": "D"},
    "uplift": {"color": GREEN, "linestyle": "-", "marker": "o"},
    "value": {"color": BLUE, "linestyle": "-.", "marker": "s"},
    "risk": {"color": ORANGE, "linestyle": ":", "marker": "^"},
}
SIGNS: dict[str, dict[str, Any]] = {
    PERSUADABLE: {"color": GREEN, "marker": "o"},
    SURE: {"color": SKY, "marker": "s"},
    LOST: {"color": GREY, "marker": "x"},
    DOG: {"color": PINK, "marker": "v"},
}


def plot_profit_curve(curve: pd.DataFrame, currency: str = "") -> Chart:
    """Draw what targeting ever more accounts really brings, a line a rule.

    Parameters
    ----------
    curve : DataFrame
        From :func:`kamlab.churn.decision.profit_curve`.
    currency : str
        Of the profit.

    Returns
    -------
    Chart
        With a mark at the best number of accounts of each rule.
    """
    best, n = best_points(curve).set_index("rule"), int(curve["targeted"].max())
    with canvas(8.4, 4.6) as (figure, (axis,)):
        for rule, look in LINES.items():
            if rule in best.index:
                _profit_line(axis, curve[curve["rule"] == rule], look, WORDS[rule])
        axis.axhline(0, color=GREY, linewidth=1)
        axis.set_xlim(0, n)
        axis.xaxis.set_major_formatter("{x:,.0f}")
        axis.yaxis.set_major_formatter("{x:,.0f}")
        unit = f"thousand {currency}".rstrip()
        axis.set_ylabel(f"true profit, {unit}")
        axis.set_xlabel(f"accounts the action is spent on, of {n:,}; mark: the best")
        axis.set_title("What each way of choosing really brings")
        axis.grid(axis="y")
        legend_above(axis, columns=2)
        axis.set_title(axis.get_title(loc="left"), pad=52)  # two rows of legend
    listed = "; ".join(
        f"{WORDS[str(rule)]} {f.thousands(row['profit'], currency)} at "
        f"{f.plural(int(row['targeted']), 'account')}"
        for rule, row in best.iterrows()
    )
    return finish(
        figure,
        alt=f"Lines of the true profit over the accounts targeted, of {n:,}. Best "
        f"points: {listed}.",
        reading=profit_sentence(curve, currency),
    )


def _profit_line(
    axis: Axes, line: pd.DataFrame, look: dict[str, Any], label: str
) -> None:
    """Draw the profit of one rule, with a mark at its best number of accounts."""
    x, y = line["targeted"].to_numpy(), line["profit"].to_numpy() / 1000
    axis.plot(
        x,
        y,
        color=look["color"],
        linestyle=look["linestyle"],
        linewidth=2.6,
        marker=look["marker"],
        markersize=9,
        markevery=[int(y.argmax())],
        label=label,
    )


def profit_sentence(curve: pd.DataFrame, currency: str = "") -> str:
    """Say which rule brings most, and how much of what the truth would bring.

    Parameters
    ----------
    curve : DataFrame
        From :func:`kamlab.churn.decision.profit_curve`.
    currency : str
        Of the profit.

    Returns
    -------
    str
        One or two sentences.
    """
    points = best_points(curve).set_index("rule")
    most, rules = float(points["profit"]["true"]), points.drop(index="true")
    if not most > 0:
        return "The action pays at no account: its true gain is nowhere above its cost."
    reach = f"{f.thousands(most, currency)} could be reached if the truth were known"
    if rules.empty:
        return f"{reach}."
    best = rules.sort_values("profit", ascending=False, kind="stable").iloc[0]
    if best["targeted"] == 0:
        return f"No rule brings anything; {reach}."
    return (
        f"{WORDS[str(best.name)].capitalize()} brings most: "
        f"{f.thousands(best['profit'], currency)} with "
        f"{f.plural(int(best['targeted']), 'account')}; {reach}."
    )


def plot_quadrants(
    risk: Any,
    effect: Any,
    *,
    effect_cut: float = 0.02,
    risk_cut: float = 0.10,
    names: Any = None,
) -> Chart:
    """Draw every account by its chance to leave and what the action does to it.

    Parameters
    ----------
    risk, effect : array-like
        As for :func:`kamlab.churn.decision.quadrants`.
    effect_cut, risk_cut : float
        The cuts.
    names : sequence of str, optional
        The accounts; the most persuadable one is named.

    Returns
    -------
    Chart
        A sign and a colour for each quadrant, the cuts as lines.
    """
    found = quadrants(risk, effect, effect_cut=effect_cut, risk_cut=risk_cut)
    x = chances("risk", risk) * 100
    y = figures("effect", effect) * 100
    with canvas(8.4, 4.8) as (figure, (axis,)):
        for word, look in SIGNS.items():
            mine = (found == word).to_numpy()
            label = f"{word} ({int(mine.sum())})"
            axis.plot(x[mine], y[mine], linestyle="", alpha=0.75, label=label, **look)
        _cuts(axis, effect_cut * 100, risk_cut * 100)
        if names is not None and len(y):
            _name(axis, x, y, [str(name) for name in names])
        axis.set_xlabel("chance to leave without the action, %")
        axis.set_ylabel("how much the action lowers it,\npercentage points")
        axis.set_title(f"Who can be persuaded (n = {f.plural(len(x), 'account')})")
        legend_above(axis, columns=4)
    largest = f.number(float(y.max()), 1) if len(y) else f.BLANK
    return finish(
        figure,
        alt=f"Points of {f.plural(len(x), 'account')} by chance to leave and effect of "
        f"the action, in four groups; the largest effect is {largest} percentage "
        "points.",
        reading=quadrants_sentence(found, effect_cut=effect_cut, risk_cut=risk_cut),
    )


def _cuts(axis: Axes, effect: float, risk: float) -> None:
    """Draw the cuts; that between sure and lost only where it divides something."""
    axis.axhline(effect, color=INK, linewidth=1.2, linestyle="--")
    axis.axhline(-effect, color=INK, linewidth=1.2, linestyle="--")
    axis.plot([risk, risk], [-effect, effect], color=INK, linewidth=1.2, linestyle="--")
    axis.grid(axis="y")


def _name(axis: Axes, x: Floats, y: Floats, names: list[str]) -> None:
    top = int(np.argmax(y))
    right = x[top] > x.mean()
    axis.annotate(
        f.short(names[top]),
        (x[top], y[top]),
        xytext=(-8 if right else 8, 2),
        textcoords="offset points",
        ha="right" if right else "left",
        fontweight="bold",
    )
