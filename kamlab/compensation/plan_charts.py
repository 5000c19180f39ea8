"""Pictures of a plan: its payout curve or its fee by deal size, and the KAM on it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from kamlab.compensation.fees import Fees, cliffs, fee
from kamlab.compensation.pieces import Pieces
from kamlab.compensation.plan import Component, PayPlan
from kamlab.compensation.slip import Slip
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation.formats import money, plural, share
from kamlab.presentation.style import BLUE, GREEN, GREY, INK, ORANGE, PALE, PINK, SKY

MARKS = ("o", "s", "D", "^", "v")
COLOURS = (BLUE, ORANGE, GREEN, PINK, SKY)
WIDEST = 2.0  # attainments beyond stand at the right edge, with an arrow's mark


def curve_chart(plan: PayPlan, slip: Slip | None, title: str) -> Chart:
    """Draw the payout curve and where each period of the KAM stands on it.

    Parameters
    ----------
    plan : PayPlan
        A plan with components that have a quota.
    slip : Slip, optional
        The KAM's year; without it the curve stands alone.
    title : str
        What the picture is called.
    """
    parts = [part for part in plan.components if part.paid_on != "result"]
    curves = list(dict.fromkeys(plan.pieces_of(part) for part in parts))
    first, on_target = curves[0], plan.has_target
    with canvas(8.0, 4.4) as (figure, (ax,)):
        for curve in curves:
            draw_curve(ax, curve, _unit(curve, on_target))
        highest = [float(c.at(WIDEST)) / _unit(c, on_target) for c in curves]
        top = max(1.6, min(4.0, max(highest)))
        n = 0 if slip is None else _draw_year(ax, plan, parts, slip, top)
        _draw_marks(ax, curves, _unit(first, on_target))
        ax.set_xlim(0, WIDEST + 0.03)
        ax.set_ylim(-0.03 * top, top * 1.03)
        ax.xaxis.set_major_formatter(lambda x, _: f"{x:.0%}")
        ax.yaxis.set_major_formatter(lambda y, _: f"{y:.0%}")
        ax.set_xlabel(f"Attainment: result / quota (n = {n} quotas)")
        of = "the target pay of the part" if on_target else "what quota pays"
        ax.set_ylabel(f"Paid, of {of}")
        ax.set_title(title)
        if n:
            ax.legend(loc="upper left")
        return finish(
            figure,
            alt=f"Payout over attainment: {_begins(first)}, then rising lines; "
            f"{n} marks show the periods.",
            reading=_reading(first, _unit(first, on_target)),
        )


def _unit(curve: Pieces, on_target: bool) -> float:
    """Give what 100 % on the picture is: the target pay, else what quota pays."""
    return 1.0 if on_target else float(curve.at(1.0)) or 1.0


def _begins(curve: Pieces) -> str:
    start = curve.starts[0]
    return f"nothing below {share(start, 0)}" if start else "from 0 on"


def _reading(curve: Pieces, unit: float) -> str:
    best = max(curve.starts[-1], 1.5)
    begins = f", less than {share(curve.starts[0], 0)} pays nothing"
    return (
        f"Quota pays {share(float(curve.at(1.0)) / unit, 0)}, {share(best, 0)} of it "
        f"pays {share(float(curve.at(best)) / unit, 0)}"
        f"{begins if curve.starts[0] else ''}."
    )


def draw_curve(ax: Any, curve: Pieces, unit: float) -> None:
    """Draw a payout curve in grey, its jumps dotted.

    Parameters
    ----------
    ax : Axes
        Where to.
    curve : Pieces
        Payout over attainment.
    unit : float
        What 100 % on the picture is.
    """
    edges = [0.0, *(s for s in curve.starts if 0 < s < WIDEST), WIDEST]
    for left, right in pairwise(edges):
        ends = np.array([left, np.nextafter(right, 0) - 2 * curve.slack])
        ax.plot(ends, curve.at(ends) / unit, color=GREY, linewidth=2.4, zorder=2)
    for start, value, jump in zip(curve.starts, curve.values, curve.jumps, strict=True):
        if jump:
            foot, top = (value - jump) / unit, value / unit
            ax.plot([start] * 2, [foot, top], color=GREY, linestyle=":", zorder=2)


def _draw_year(
    ax: Any, plan: PayPlan, parts: Sequence[Component], slip: Slip, top: float
) -> int:
    """Mark every quota of the year; those beyond the picture stand at its edge."""
    n = 0
    for k, part in enumerate(parts):
        steps = slip.trace[slip.trace["part"] == part.name]
        steps = steps.dropna(subset=["attainment"])
        curve = plan.pieces_of(part)
        paid = curve.at(steps["attainment"]) / _unit(curve, plan.has_target)
        steps = steps.assign(payout=paid)
        n += len(steps)
        if steps.empty:
            continue
        beyond = int((steps["attainment"] > WIDEST).sum())
        spots = steps.groupby(["attainment", "payout"]).size().reset_index(name="n")
        x, y = spots["attainment"].clip(0, WIDEST), spots["payout"].clip(0, top)
        for spot_x, spot_y, count in zip(x, y, spots["n"], strict=True):
            if count > 1:
                # above a mark at the bottom, else below it; a row for each part
                side = (8, 4 + 8 * k if spot_y < 0.1 * top else -15 - 8 * k)
                ax.annotate(
                    f"× {count}",
                    (spot_x, spot_y),
                    side,
                    textcoords="offset points",
                    color=COLOURS[k % len(COLOURS)],
                    fontweight="bold",
                )
        ax.scatter(
            x,
            y,
            marker=MARKS[k % len(MARKS)],
            color=COLOURS[k % len(COLOURS)],
            edgecolor="white",
            s=80,
            alpha=0.9,
            zorder=3 + k,
            clip_on=False,
            label=f"{part.name} ({plural(len(steps), 'period')}"
            + (f", {beyond} beyond the edge)" if beyond else ")"),
        )
    return n


def _draw_marks(ax: Any, curves: Sequence[Pieces], unit: float) -> None:
    ax.axvline(1.0, color=PALE, zorder=1)
    ax.axhline(1.0, color=PALE, zorder=1)
    up = {"textcoords": "offset points", "color": INK, "va": "bottom"}
    ax.annotate("quota", (1.0, 0.0), (5, 5), **up)
    start = curves[0].starts[0]
    if start and len(curves) == 1:
        corner = (start, curves[0].values[0] / unit)
        ax.annotate(f"threshold {share(start, 0)}", corner, (-6, 2), ha="right", **up)


def fee_chart(
    fees: Fees, deals: pd.DataFrame | None, title: str, currency: str
) -> Chart:
    """Draw what a deal pays the KAM by its size, and the KAM's own deals below.

    Parameters
    ----------
    fees : Fees
        The fee table.
    deals : DataFrame, optional
        From :func:`kamlab.compensation.deals.deal_steps`.
    title : str
        What the picture is called.
    currency : str
        Unit of both axes.
    """
    widest = 3.5 * (fees.large_deal_from or 10_000.0)
    size = np.unique(
        [*np.linspace(0, widest, 400), *fees.starts, *np.nextafter(fees.starts, 0)]
    )
    pays = fee(size, fees) * fees.kam_share_of_fee
    with canvas(8.0, 4.2) as (figure, (ax,)):
        edges = [*fees.starts, np.inf]
        for start, end in pairwise(edges):
            part = (size >= start) & (size < end)
            ax.plot(size[part], pays[part], color=BLUE, linewidth=2.6)
        n, beyond = _draw_deals(ax, deals, widest)
        for cliff in cliffs(fees):
            _draw_cliff(ax, cliff.at, fees, currency)
        ax.set_xlim(0, widest)
        ax.set_ylim(0, float(pays.max()) * 1.2 or 1.0)
        ax.xaxis.set_major_formatter(lambda x, _: f"{x:,.0f}")
        ax.yaxis.set_major_formatter(lambda y, _: f"{y:,.0f}")
        more = f", {beyond} larger ones not drawn" if beyond else ""
        ax.set_xlabel(f"Size of the deal, {currency} (n = {n} deals, grey{more})")
        ax.set_ylabel(f"Pay for the deal, {currency}".rstrip(", "))
        ax.set_title(title)
        best = float(pays.max())
        more = (
            ""
            if best <= pays[-1]
            else (f", the best one up to this size {money(best, currency)}")
        )
        return finish(
            figure,
            alt="The KAM's pay for a deal over the size of the deal, with "
            f"{plural(len(cliffs(fees)), 'jump')}; {n} deals are marked.",
            reading=f"A deal of {money(widest, currency)} pays "
            f"{money(float(pays[-1]), currency)}{more}.",
        )


def _draw_deals(ax: Any, deals: pd.DataFrame | None, widest: float) -> tuple[int, int]:
    if deals is None:
        return 0, 0
    sizes = deals.loc[deals["before"] == 0, "after"].to_numpy()
    shown = sizes[(sizes >= 0) & (sizes <= widest)]
    ax.vlines(shown, 0, 0.05, transform=ax.get_xaxis_transform(), color=GREY, alpha=0.5)
    return len(sizes), int((sizes > widest).sum())


def _draw_cliff(ax: Any, at: float, fees: Fees, currency: str) -> None:
    below, above = (
        float(fee([x], fees)[0]) * fees.kam_share_of_fee
        for x in (np.nextafter(at, 0), at)
    )
    ax.plot([at, at], [below, above], color=ORANGE, linestyle=":", linewidth=2)
    words = f"a deal of {at:,.0f} {currency}\npays {above:,.0f} instead of {below:,.0f}"
    ax.annotate(words, (at, max(above, below)), (10, -4), textcoords="offset points")
