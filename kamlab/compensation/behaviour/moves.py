"""What else a plan makes worth while: discounts, and deals pulled ahead."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kamlab.compensation.behaviour.at_stake import pay_on, some_years
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.scenarios.draws import Block, Draws

Floats = NDArray[np.float64]
STEPS = 9  # discounts tried, 0 and the limit among them
USUAL_MARGIN = 0.4  # gross margin where the books do not tell it
LEAST_GAIN = 0.01  # of the mean pay of a settlement; for less nobody moves a deal


def chosen_price(plan: PayPlan, draws: Draws, limit: float, demand: float) -> float:
    """Give the discount that pays the KAMs best under a plan.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    draws : Draws
        Possible years.
    limit : float
        Largest discount they may give, 0–0.2.
    demand : float
        Per cent more units for one per cent off.

    Returns
    -------
    float
        0 where none pays more than none.
    """
    if limit <= 0:
        return 0.0
    block = some_years(draws)
    margin = draws.team.ratios.get("gross_margin")
    rate = USUAL_MARGIN if margin is None else float(np.mean(margin))
    tried = np.linspace(0, limit, STEPS)
    pays = [
        float(pay_on(plan, draws, block, _at(d, demand, rate)).mean()) for d in tried
    ]
    best = int(np.argmax(pays))
    return float(tried[best]) if pays[best] > pays[0] * (1 + 1e-6) else 0.0


def _at(discount: float, demand: float, margin: float) -> dict[str, float | Floats]:
    """Give what a discount does to each result, as a factor."""
    left = 1 - discount
    units = left**-demand
    profit = (left - (1 - margin)) * units / margin
    factors: dict[str, float | Floats] = dict.fromkeys(
        ("revenue", "collected_cash", "fee"), left * units
    )
    return factors | dict.fromkeys(("gross_margin", "contribution"), profit)


def pulled_share(
    plan: PayPlan, draws: Draws, movable: float, discount: float
) -> tuple[float, int]:
    """Give the share of orders near a deadline that it pays to pull ahead.

    A KAM may take the movable orders of the next month now, at a discount, and lacks
    them then. Under a plan that settles once a year the deadline is the year's end, and
    another possible year stands for the next.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    draws : Draws
        Possible years.
    movable : float
        Share of these orders that can be moved.
    discount : float
        Given for a moved order.

    Returns
    -------
    tuple of (float, int)
        The share (movable × the share of KAMs for whom it pays), and the months from
        one deadline to the next.
    """
    block, team = some_years(draws), draws.team
    periods = block.revenue.shape[-1]
    year = plan.settlement == "year"
    months = 12 if year or periods == 1 else round(max(team.periods.months))
    if movable <= 0:
        return 0.0, months
    # the next month's orders: that part of a period of so many months
    part = movable / max(max(team.periods.months), 1.0)
    ahead = np.roll(block.revenue, -1, axis=-1)
    ahead[..., -1] = np.roll(block.revenue[..., 0], -1, axis=0)
    moved = ahead * part
    gains = _gains(plan, draws, block, moved, discount, year)
    floor = LEAST_GAIN * float(pay_on(plan, draws, block).mean()) * months / 12
    return movable * float((gains > floor).mean()), months


def _gains(
    plan: PayPlan,
    draws: Draws,
    block: Block,
    moved: Floats,
    discount: float,
    year: bool,
) -> Floats:
    """Give what pulling ahead wins, for every deadline looked at.

    Every second deadline is looked at, so that no order is moved twice.
    """
    revenue, periods = block.revenue, block.revenue.shape[-1]
    here, there = np.zeros_like(revenue), np.zeros_like(revenue)
    if year or periods < 2:
        here[..., -1] = moved[..., -1] * (1 - discount)
        there[..., 0] = np.roll(moved[..., -1], 1, axis=0)
    else:
        first = np.arange(0, periods - 1, 2)
        here[..., first] = moved[..., first] * (1 - discount)
        there[..., first + 1] = moved[..., first]
    plain = pay_on(plan, draws, block, totals=False)
    changed = [
        pay_on(plan, draws, block, _moved(change, revenue), totals=False) - plain
        for change in ((here, -there) if year or periods < 2 else (here - there,))
    ]
    if year or periods < 2:
        now, then = (gain.sum(axis=-1) for gain in changed)
        return np.asarray(now + np.roll(then, -1, axis=0))
    return np.asarray(changed[0][..., first] + changed[0][..., first + 1])


def _moved(change: Floats, revenue: Floats) -> dict[str, float | Floats]:
    """Give the factors of a change; a book that has lost every account has no deal."""
    names = ("revenue", "gross_margin", "contribution", "collected_cash", "fee")
    none = np.zeros_like(revenue)
    part = np.divide(change, revenue, out=none, where=revenue > 0)
    return dict.fromkeys(names, 1 + part)
