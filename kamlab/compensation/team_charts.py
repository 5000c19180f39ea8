"""Where every KAM stands on the payout curve, and what the year pays each."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kamlab.compensation.plan import PayPlan
from kamlab.compensation.plan_charts import WIDEST, draw_curve
from kamlab.errors import MissingPartError, UndefinedError
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation.formats import plural, share
from kamlab.presentation.style import BLUE, INK, ORANGE, PALE

MOST_NAMES = 14  # with more KAMs only the chosen one and the two ends are named


def heaviest_part(plan: PayPlan) -> str:
    """Name the part of a plan with the largest weight in the target pay.

    Parameters
    ----------
    plan : PayPlan
        The plan.

    Raises
    ------
    UndefinedError
        If the plan pays nothing by attainment.
    """
    parts = [part for part in plan.components if part.paid_on == "target"]
    if not parts:
        raise UndefinedError(
            f"The {plan.title} pays by rates, not by a share of a target: there is no "
            "curve on which every KAM could stand."
        )
    return max(parts, key=lambda part: part.weight).name


def team_chart(plan: PayPlan, team: pd.DataFrame, kam_id: str, year: int) -> Chart:
    """Draw the payout curve and the year of every KAM on it, for the heaviest part.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    team : DataFrame
        From :func:`kamlab.compensation.team_year.team_slips`.
    kam_id : str
        The KAM to point at.
    year : int
        The year.

    Raises
    ------
    UndefinedError
        If the plan pays nothing by attainment.
    MissingPartError
        If no KAM has a quota.
    """
    name = heaviest_part(plan)
    rows = team[(team["part"] == name)].dropna(subset=["attainment", "payout"])
    if rows.empty:
        raise MissingPartError(
            f"No KAM has a quota for {name} in {year}; without one nobody stands on "
            "the curve."
        )
    curve = next(plan.pieces_of(p) for p in plan.components if p.name == name)
    rows = rows.sort_values("payout", ignore_index=True)
    top = max(1.6, min(4.0, 1.15 * float(rows["payout"].max())))
    right = max(1.6, min(WIDEST, 1.1 * float(rows["attainment"].max())))
    x = rows["attainment"].clip(0, right).to_numpy()
    y = rows["payout"].clip(0, top).to_numpy()
    mine = (rows["kam_id"] == kam_id).to_numpy()
    with canvas(8.0, 4.6) as (figure, (ax,)):
        draw_curve(ax, curve, 1.0)
        ax.axvline(1.0, color=PALE, zorder=1)
        ax.axhline(1.0, color=PALE, zorder=1)
        ax.scatter(x[~mine], y[~mine], color=BLUE, edgecolor="white", s=70, zorder=3)
        ax.scatter(
            x[mine], y[mine], color=ORANGE, marker="D", edgecolor=INK, s=90, zorder=4
        )
        above = y > curve.at(x) + 1e-9
        scale = (right, top)
        _names(ax, rows["kam_id"].tolist(), x / right, y / top, above, mine, scale)
        ax.set_xlim(0, right * 1.02)
        ax.set_ylim(-0.04 * top, top * 1.04)
        ax.xaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
        ax.yaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
        ax.set_xlabel(f"{name}: result of the year / quota (n = {len(rows)} KAMs)")
        ax.set_ylabel("Paid, of the target pay of the part")
        ax.set_title(f"Where everybody stood in {year}, under the {plan.title}")
        best = rows.iloc[-1]
        return finish(
            figure,
            alt=f"The payout curve of {name} and {plural(len(rows), 'KAM')} as dots; "
            f"{int((rows['attainment'] >= 1).sum())} of them at quota or above.",
            reading=f"KAM {best['kam_id']} is paid most of target: "
            f"{share(best['payout'], 0)} at {share(best['attainment'], 0)} of quota.",
        )


def _names(
    ax: Any,
    names: list[str],
    x: np.ndarray,
    y: np.ndarray,
    above: np.ndarray,
    mine: np.ndarray,
    scale: tuple[float, float],
) -> None:
    """Write each name on its side of the curve, from the bottom up, none on another."""
    put: list[tuple[float, float, bool]] = []
    for k, name in enumerate(names):
        if len(names) > MOST_NAMES and not (mine[k] or k in (0, len(names) - 1)):
            continue
        at = float(y[k]) + (0.04 if y[k] < 0.02 else 0.0)
        for before, height, side in sorted(put, key=lambda spot: spot[1]):
            near = abs(before - x[k]) < 0.13 and abs(height - at) < 0.05
            if near and side == above[k]:
                at = height + 0.05
        put.append((float(x[k]), at, bool(above[k])))
        ax.annotate(
            name,
            (x[k] * scale[0], at * scale[1]),
            (-9 if above[k] else 9, 0),
            textcoords="offset points",
            ha="right" if above[k] else "left",
            va="center",
            fontsize=9,
            fontweight="bold" if mine[k] else "normal",
        )


def team_words(team: pd.DataFrame, plan: PayPlan, kam_id: str, year: int) -> str:
    """Say how many reached quota, and where the KAM stands among the others.

    Parameters
    ----------
    team : DataFrame
        From :func:`kamlab.compensation.team_year.team_slips`.
    plan : PayPlan
        The plan.
    kam_id : str
        The KAM.
    year : int
        The year.
    """
    name = heaviest_part(plan)
    rows = team[team["part"] == name].dropna(subset=["attainment", "payout"])
    n = len(rows)
    reached = int((rows["attainment"] >= 1 - 1e-9).sum())
    text = (
        f"{reached} of {plural(n, 'KAM')} with a quota reached it for {name} in {year}"
    )
    own = rows[rows["kam_id"] == kam_id]
    if own.empty:
        return f"{text}; KAM {kam_id} has no quota for it and stands nowhere."
    payout = float(own["payout"].iloc[0])
    place = 1 + int((rows["payout"] > payout + 1e-9).sum())
    curve = next(plan.pieces_of(p) for p in plan.components if p.name == name)
    on_curve = float(curve.at(float(own["attainment"].iloc[0])))
    text = (
        f"{text}. KAM {kam_id} reached {share(own['attainment'].iloc[0])} of it and "
        f"was paid {share(payout)} of the part's target, place {place} of {n}"
    )
    if abs(payout - on_curve) < 0.005:
        return f"{text}."
    return (
        f"{text}; one settlement of the whole year at that attainment would have paid "
        f"{share(on_curve)}. Each period is settled on its own, so a dot may lie off "
        "the line."
    )
