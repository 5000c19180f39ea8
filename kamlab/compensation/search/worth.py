"""What a plan is worth to the company, by simulation on common draws."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kamlab.compensation.behaviour.respond import Nature, respond
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.scenarios.draws import Draws
from kamlab.compensation.scenarios.paid import Years, pay_years
from kamlab.compensation.scenarios.territories import Territories
from kamlab.errors import MissingPartError
from kamlab.simulation import Incentives, World

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Worth:
    """What a plan brings, costs and risks, mean of the possible years.

    Parameters
    ----------
    contribution : float
        Contribution of the year before pay, the cost of serving as it was, and what the
        accounts that stay because of care (or leave for want of it) would bring in the
        next one; in currency. Gross margin where that cost is not known.
    contribution_after_pay : float
        The same after base and variable pay.
    pay, pay_p90 : float
        Base and variable pay of all KAMs: mean, and in one year out of ten more.
    pay_risk : float
        Mean over KAMs of the spread of income / mean income.
    lowest : float
        The poorest KAM's income in a poor year: the smallest P10.
    incentives : Incentives
        What KAMs do under it.
    """

    contribution: float
    contribution_after_pay: float
    pay: float
    pay_p90: float
    pay_risk: float
    lowest: float
    incentives: Incentives


def worth(
    plan: PayPlan,
    usual: PayPlan,
    draws: Draws,
    world: World,
    nature: Nature | None = None,
) -> Worth:
    """Say what a plan is worth: what KAMs do, what that sells and keeps, what they get.

    A quick stand-in for the whole simulator, with the simulator's own coefficients:
    volume effort moves sales by ``effort_gain``, care moves the odds of a loss through
    visits by ``loss_visits``, discounts move units by ``discount_demand``. Play the
    few plans that remain with :func:`kamlab.compensation.behaviour.play_plan`.

    Parameters
    ----------
    plan, usual : PayPlan
        The plan, and the one that efforts are compared with.
    draws : Draws
        Possible years; the same for every plan.
    world : World
        The coefficients.
    nature : Nature, optional
        What KAMs are like.

    Raises
    ------
    MissingPartError
        If the gross margin of the books is not known.
    """
    margin = draws.team.ratios.get("gross_margin")
    if margin is None:
        raise MissingPartError(
            "The gross margin of the books is not known; what a plan is worth needs it."
        )
    done = respond(plan, usual, draws, nature).incentives
    team = changed(draws.team, done, world)
    years = pay_years([plan], replace(draws, team=team))[0]
    income = years.income
    earned = _earned(years, draws.team, done, world)
    pay = float(income.sum(axis=1).mean())
    return Worth(
        contribution=earned,
        contribution_after_pay=earned - pay,
        pay=pay,
        pay_p90=float(np.quantile(income.sum(axis=1), 0.9)),
        pay_risk=float((income.std(axis=0, ddof=1) / income.mean(axis=0)).mean()),
        lowest=float(np.quantile(income, 0.1, axis=0).min()),
        incentives=done,
    )


def changed(team: Territories, done: Incentives, world: World) -> Territories:
    """Give the books as they are when KAMs do this: other sales, other losses.

    Parameters
    ----------
    team : Territories
        The books under the usual efforts.
    done : Incentives
        What KAMs do.
    world : World
        The coefficients.
    """
    left = 1 - done.extra_discount
    sales = 1 + world.effort_gain * (done.volume_effort - 1)
    sales *= left ** (1 - world.discount_demand)
    accounts = team.accounts
    if accounts is not None:
        usual = float(np.exp(world.visits_base))
        odds = ((1 + usual * done.care_effort) / (1 + usual)) ** world.loss_visits
        now = accounts.loss / np.maximum(1 - accounts.loss, 1e-12) * odds
        accounts = replace(accounts, loss=now / (1 + now))
    ratios = dict(team.ratios)
    cost = 1 - team.ratios["gross_margin"]
    ratios["gross_margin"] = 1 - cost / left
    return replace(
        team, expected=team.expected * sales, accounts=accounts, ratios=ratios
    )


def _earned(years: Years, usual: Territories, done: Incentives, world: World) -> float:
    """Give gross margin of the year, and of the next one from accounts kept or lost."""
    team, weight = years.team, usual.expected.sum(axis=1)
    rates = [
        float(np.average(one.ratios["gross_margin"], weights=weight))
        for one in (team, usual)
    ]
    sold = float(years.revenue.mean())
    moved = done.pull_forward * world.pull_days / 365 * sold * 12 / done.deadline_months
    kept = 0.0
    if team.accounts is not None and usual.accounts is not None:
        a = usual.accounts
        stay = a.loss - team.accounts.loss
        kept = float((weight[a.kam] * a.part * stay).sum())
    served = 0.0
    if "contribution" in usual.ratios:
        lost = usual.ratios["gross_margin"] - usual.ratios["contribution"]
        served = float(weight @ lost)
    return rates[0] * sold + rates[1] * kept - world.pull_discount * moved - served
