"""Pictures of closed forms: how steep pay should be, discounts, the ratchet, care."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kamlab.compensation.behaviour import (
    Job,
    TwoTasks,
    best_rate,
    best_two_rates,
    chosen_discount,
    ratchet,
    slope_left,
)
from kamlab.compensation.behaviour.discount import sold_at
from kamlab.errors import RefusedError
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation.formats import number, share
from kamlab.presentation.style import BLUE, GREEN, GREY, INK, ORANGE, legend_above

Floats = NDArray[np.float64]
PARTS = (0.0, 0.25, 0.5, 1.0)  # of a good year that go into the next quota
LOOKS = ((BLUE, "-"), (ORANGE, "--"), (GREEN, "-."), (INK, ":"))
PATIENCE = 0.9


def rate_chart(job: Job) -> Chart:
    """Draw how the best rate on sales falls with luck, for a bold and a timid KAM.

    Parameters
    ----------
    job : Job
        The KAM's job; its risk aversion is the middle line.
    """
    most = max(4.0, 1.5 * job.noise_variance)
    luck = np.linspace(0, most, 80)
    aversions = [job.risk_aversion * times for times in (0.5, 1, 2)]
    with canvas(8.0, 4.2) as (figure, (ax,)):
        for aversion, (colour, line) in zip(aversions, LOOKS, strict=False):
            one = replace(job, risk_aversion=aversion)
            rates = [best_rate(replace(one, noise_variance=float(x))) for x in luck]
            label = f"dislike of risk {number(aversion)}"
            ax.plot(luck, rates, color=colour, linestyle=line, linewidth=2, label=label)
        here = best_rate(job)
        ax.plot([job.noise_variance], [here], "o", color=INK, markersize=8)
        ax.annotate(
            f"here: {share(here)}", (job.noise_variance, here), (8, 8),
            textcoords="offset points", fontweight="bold",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
        )  # fmt: skip
        ax.set_ylim(0, job.margin * 1.1)
        ax.yaxis.set_major_formatter(lambda y, _: f"{y:.0%}")
        ax.set_xlabel("Luck: variance of what is sold without the KAM's doing")
        ax.set_ylabel("Best pay for one more euro sold")
        ax.set_title("The more luck, the flatter the pay (closed form, no data)")
        legend_above(ax)
        return finish(
            figure,
            alt=f"Three falling curves of the best rate over luck, from "
            f"{share(job.margin)} without luck; {share(here)} where this job stands.",
            reading=f"Without luck the KAM should get the whole margin, "
            f"{share(job.margin)} of each euro sold; here {share(here)}.",
        )


def discount_chart(elasticity: float, unit_cost: float, limit: float) -> Chart:
    """Draw what a discount does to revenue and to margin, and who chooses which.

    Parameters
    ----------
    elasticity : float
        Per cent more units for one per cent off.
    unit_cost : float
        Cost of a unit, of its list price.
    limit : float
        Largest discount the KAM may give.
    """
    found = {
        name: chosen_discount(
            basis=name, elasticity=elasticity, unit_cost=unit_cost, limit=limit
        )
        for name in ("revenue", "gross_margin")
    }
    off = np.linspace(0, limit, 60)
    units = sold_at(off, elasticity)
    lines = {
        "revenue": (1 - off) * units,
        "gross_margin": (1 - off - unit_cost) * units / (1 - unit_cost),
    }
    with canvas(8.0, 4.2) as (figure, (ax,)):
        _chosen(ax, off, lines, {n: one.discount for n, one in found.items()})
        ax.axhline(1, color=GREY, linestyle=":", linewidth=1)
        top = max(float(values.max()) for values in lines.values())
        low = min(float(values.min()) for values in lines.values())
        ax.set_ylim(low - 0.1 * (top - low), top + 0.2 * (top - low))
        ax.set_xticks(np.linspace(0, limit, 5))
        ax.xaxis.set_major_formatter(lambda x, _: share(x, 1))
        ax.set_xlabel("Discount the KAM gives, of the list price")
        ax.set_ylabel("Times what list price brings")
        ax.set_title("Paid on revenue, a KAM sells cheap (closed form, no data)")
        legend_above(ax)
        lost = found["revenue"].margin_lost
        return finish(
            figure,
            alt=f"Revenue and gross margin over the discount; chosen are "
            f"{share(found['revenue'].discount)} and "
            f"{share(found['gross_margin'].discount)}.",
            reading=f"Paid on revenue the KAM gives {share(found['revenue'].discount)} "
            f"and {share(lost)} of the best margin is lost; paid on margin "
            f"{share(found['gross_margin'].discount)}.",
        )


def _chosen(
    ax: Any, off: Floats, lines: dict[str, Floats], chosen: dict[str, float]
) -> None:
    """Draw a line a basis, and where a KAM paid on it stops."""
    for (name, values), (colour, line) in zip(lines.items(), LOOKS, strict=False):
        word, at = name.replace("_", " "), chosen[name]
        ax.plot(off, values, color=colour, linestyle=line, linewidth=2, label=word)
        top = float(np.interp(at, off, values))
        ax.plot([at], [top], "o", color=colour, markersize=8)
        right = at > off[-1] * 0.6
        ax.annotate(
            f"paid on {word}: {share(at)}",
            (at, top),
            (-8 if right else 8, 8),
            textcoords="offset points",
            ha="right" if right else "left",
            fontweight="bold",
        )


def ratchet_chart(quota: float, sold: float, years: int = 6) -> Chart:
    """Draw the quotas that follow good years, for four strengths of the ratchet.

    Parameters
    ----------
    quota : float
        The first quota.
    sold : float
        What is sold every year.
    years : int
        How many, 2 to 20.

    Raises
    ------
    RefusedError
        If the number of years is out of its range.
    """
    if not 2 <= years <= 20:
        raise RefusedError(f"The picture holds 2 to 20 years; {years} were asked for.")
    with canvas(8.0, 4.2) as (figure, (ax,)):
        for part, (colour, line) in zip(PARTS, LOOKS, strict=True):
            quotas = [quota, *ratchet(quota, [sold] * (years - 1), part)]
            left = slope_left(part, PATIENCE)
            label = f"ratchet {part:g}: {share(left, 0)} of the push is left"
            ax.plot(
                range(1, years + 1), quotas, color=colour, linestyle=line,
                marker="o", linewidth=2, label=label,
            )  # fmt: skip
        ax.axhline(sold, color=GREY, linewidth=1)
        ax.annotate(f"sold every year: {number(sold)}", (1, sold), (0, 4),
                    textcoords="offset points", color=GREY)  # fmt: skip
        low, high = ax.get_ylim()
        ax.set_ylim(low, high + 0.1 * (high - low))
        ax.set_xticks(range(1, years + 1))
        ax.set_xlabel(f"Year (a euro next year counts {PATIENCE:g} today)")
        ax.set_ylabel("Quota of the year")
        ax.set_title("A good year raises the next quota (closed form, no data)")
        legend_above(ax, 2)
        ax.set_title(ax.get_title(loc="left"), pad=50)  # its legend has two rows
        middle = ratchet(quota, [sold] * (years - 1), 0.5)[-1]
        return finish(
            figure,
            alt=f"Quotas over {years} years that creep from {number(quota)} to "
            f"{number(sold)}, the faster the stronger the ratchet.",
            reading=f"At a ratchet of 0.5 the quota stands at {number(middle)} after "
            f"{years - 1} years, and {share(slope_left(0.5, PATIENCE), 0)} of the pay "
            "for one more euro is left to a KAM who sees it coming.",
        )


def care_chart(job: TwoTasks) -> Chart:
    """Draw the best rate for volume when care cannot be measured.

    Parameters
    ----------
    job : TwoTasks
        Volume and care; its crowding is where the point stands.
    """
    tired = np.linspace(0, 0.95, 60)
    found = [best_two_rates(replace(job, crowding=float(x))) for x in tired]
    here = best_two_rates(job)
    alone = best_two_rates(replace(job, care_value=0.0, crowding=0.0)).volume_rate
    with canvas(8.0, 4.2) as (figure, (ax,)):
        rates = [one.volume_rate for one in found]
        ax.plot(tired, rates, color=BLUE, linewidth=2, label="best pay for volume")
        ax.axhline(alone, color=ORANGE, linestyle="--", label="if there were no care")
        ax.axhline(0, color=GREY, linewidth=1)
        ax.plot([job.crowding], [here.volume_rate], "o", color=INK, markersize=8)
        ax.annotate(
            f"here: {number(here.volume_rate)}", (job.crowding, here.volume_rate),
            (8, 8), textcoords="offset points", fontweight="bold",
        )  # fmt: skip
        ax.set_xlabel("How much work on volume tires for care (0 not at all)")
        ax.set_ylabel("Best rate, of the value of a unit")
        ax.set_title("What nobody can measure flattens pay (closed form, no data)")
        legend_above(ax)
        return finish(
            figure,
            alt="The best rate for volume falls as volume tires for care, from "
            f"{number(alone)} to {number(here.volume_rate)} here and below.",
            reading=f"A KAM without accounts to care for would get {number(alone)} of "
            f"the value of each unit; with care that cannot be measured "
            f"{number(here.volume_rate)}.",
        )
