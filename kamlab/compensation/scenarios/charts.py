"""Pictures of possible years: cost against budget, winners and losers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from kamlab.compensation.scenarios.cost import Cost, plan_cost
from kamlab.compensation.scenarios.paid import Years
from kamlab.errors import RefusedError
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation.formats import in_currency, plural, share, short, thousands
from kamlab.presentation.style import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PALE,
    SKY,
    legend_above,
)

LEAST_SHOWN = 20  # labels of a slope chart that still can be told apart


def cost_chart(years: Sequence[Years], budget: float, title: str) -> Chart:
    """Draw the cost of each plan as a fan, against the budget.

    Parameters
    ----------
    years : sequence of Years
        Plans paid on the same draws.
    budget : float
        Of the variable pay of all KAMs, in currency.
    title : str
        What the picture is called.
    """
    if not years:
        raise RefusedError("There is no plan to draw.")
    costs = [plan_cost(one, budget) for one in years]
    currency = years[0].team.currency
    with canvas(8.0, 1.9 + 0.75 * len(years)) as (figure, (ax,)):
        for row, (one, cost) in enumerate(zip(years, costs, strict=True)):
            _fan(ax, row, one, cost)
        _budget(ax, budget, currency)
        least, most = min(c.p10 for c in costs), max(c.p90 for c in costs)
        least, most = min(least, budget), max(most, budget)
        room = 0.17 * (most - least)
        ax.set_xlim(least - room, most + room)
        ax.set_yticks(range(len(years)), [short(y.plan.title, 28) for y in years])
        ax.set_ylim(len(years) - 0.4, -0.95)
        ax.xaxis.set_major_formatter(lambda x, _: f"{x / 1000:,.0f}")
        unit = f"thousand {currency}".rstrip()
        ax.set_xlabel(
            f"Variable pay of all KAMs in a year, {unit} (n = {len(years[0].cost):,} "
            "possible years)\n"
            "light: 1 in 10 years is below or above · dark: half of the years"
        )
        ax.set_title(title)
        worst = max(range(len(costs)), key=lambda k: costs[k].p90)
        name, cost = years[worst].plan.title, costs[worst]
        return finish(
            figure,
            alt=f"{plural(len(years), 'bar')} of the cost of a year from P10 to P90, "
            f"with the budget of {thousands(budget, currency)} as a line.",
            reading=f"In one year out of ten the {name} costs more than "
            f"{thousands(cost.p90, currency)}; {share(cost.over_budget, 0)} of its "
            "years go beyond the budget.",
        )


def _budget(ax: Any, budget: float, currency: str) -> None:
    ax.axvline(budget, color=ORANGE, linewidth=2, linestyle="--")
    ax.annotate(
        f"budget {thousands(budget, currency)}",
        (budget, -0.62),
        (5, 0),
        textcoords="offset points",
        color=ORANGE,
        va="center",
        fontweight="bold",
    )


def _fan(ax: Any, row: int, one: Years, cost: Cost) -> None:
    low, high = np.quantile(one.cost, [0.25, 0.75])
    ax.barh(row, cost.p90 - cost.p10, left=cost.p10, color=SKY, height=0.5)
    ax.barh(row, high - low, left=low, color=BLUE, height=0.5)
    ax.plot([cost.p50] * 2, [row - 0.25, row + 0.25], color="white", linewidth=2)
    for value, name, side in (
        (cost.p10, "P10", "right"),
        (cost.p90, "P90", "left"),
    ):
        ax.annotate(
            f"{name} {value / 1000:,.0f}",
            (value, row),
            (-5 if side == "right" else 5, 0),
            textcoords="offset points",
            ha=side,
            va="center",
        )
    ax.annotate(
        f"P50 {cost.p50 / 1000:,.0f}",
        (cost.p50, row - 0.27),
        (0, 2),
        textcoords="offset points",
        ha="center",
        va="bottom",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
    )


def change_chart(changes: pd.DataFrame, names: tuple[str, str], currency: str) -> Chart:
    """Draw who earns more and who less under a second plan: a line a KAM.

    Parameters
    ----------
    changes : DataFrame
        From :func:`kamlab.compensation.scenarios.income.winners_and_losers`.
    names : tuple of str
        The two plans.
    currency : str
        Of the incomes.
    """
    up = changes["change"] > 0
    with canvas(8.0, 5.4) as (figure, (ax,)):
        _slopes(ax, changes)
        if len(changes) <= LEAST_SHOWN:
            _names(ax, changes)
        ax.plot([], [], color=GREEN, marker="o", label=f"earns more ({int(up.sum())})")
        ax.plot(
            [],
            [],
            color=ORANGE,
            linestyle="--",
            marker="s",
            label=f"earns no more ({int((~up).sum())})",
        )
        ax.set_xlim(-0.15, 1.45)
        ax.set_xticks([0, 1], [short(name, 30) for name in names])
        ax.yaxis.set_major_formatter(lambda y, _: f"{y / 1000:,.0f}")
        ax.set_ylabel(in_currency("Mean income a year, thousand", currency))
        ax.set_title(f"Who wins, who loses (n = {plural(len(changes), 'KAM')})")
        legend_above(ax, 2)
        ax.spines["bottom"].set_color(GREY)
        first, last = changes.iloc[0], changes.iloc[-1]
        return finish(
            figure,
            alt=f"A line a KAM from mean income under {names[0]} to that under "
            f"{names[1]}; {int(up.sum())} of {len(changes)} rise.",
            reading=f"{first['kam_id']} changes by "
            f"{thousands(first['change'], currency)} a year, {last['kam_id']} by "
            f"{thousands(last['change'], currency)}.",
        )


def _slopes(ax: Any, changes: pd.DataFrame) -> None:
    for row in changes[["before", "after"]].to_numpy():
        wins = row[1] > row[0]
        ax.plot(
            [0, 1],
            row,
            color=GREEN if wins else ORANGE,
            linestyle="-" if wins else "--",
            marker="o" if wins else "s",
            linewidth=1.8,
        )


def _names(ax: Any, changes: pd.DataFrame) -> None:
    """Name each line at its right end, moved apart where they lie close."""
    rows = changes.sort_values("after", kind="stable")
    low, high = ax.get_ylim()
    gap, at = (high - low) / 24, -np.inf
    for kam, after, change in zip(
        rows["kam_id"], rows["after"], rows["change"], strict=True
    ):
        at = max(after, at + gap)
        ax.annotate(
            f"{short(kam, 12)} {change / 1000:+,.1f}",
            (1.0, after),
            (1.05, at),
            va="center",
            fontsize=9.5,
            arrowprops={"arrowstyle": "-", "color": PALE},
        )
