"""The company month by month: who orders, who is late, who is visited, who leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kamlab.simulation.hazard import Outcome, Situation, play_month, save_factor
from kamlab.simulation.levers import Incentives, Levers, in_month
from kamlab.simulation.orders import Orders, deliver, due_orders, throw_orders
from kamlab.simulation.setup import Setup
from kamlab.simulation.state import (
    Stage,
    State,
    bring_forward,
    count_promised,
    find_situation,
    set_stage,
    start_state,
)
from kamlab.simulation.streams import Flags, Floats, Ints

ACTIONS: dict[str, Levers] = {
    "late_cap": Levers(late_cap=0.05),
    "breadth_plus": Levers(breadth_plus=1),
    "close_hours": Levers(close_hours=48),
    "visits_plus": Levers(visits_plus=1),
    "save_call": Levers(save_call="all"),
}


@dataclass(frozen=True)
class Month:
    """One month as it happened; arrays over the accounts.

    Parameters
    ----------
    number : int
        0 for the first month.
    active : array of bool
        Accounts that order this month.
    undecided : array of bool
        Active and not on the way out.
    orders : Orders
        The month's orders.
    noise : array of float
        Throws for the amounts of the orders, accounts × slots.
    now : Situation
        What bore on each account.
    outcome : Outcome
        Tickets, visits and the terms of the hazard.
    hazard : array of float
        Chance to decide to leave, after save calls; 0 where the script says so.
    decided : array of bool
        Decided this month to leave.
    loyalty : array of float
        Part of its purchases the account still makes with us.
    fading : array of int
        Months since a silent account decided to leave, 0 for the others.
    champion_left : array of bool
        The champion left this month.
    breadth_plus : int
        Further contacts by the lever.
    changes : dict of str to array of float
        One-step change of the hazard by each standard action.
    """

    number: int
    active: Flags
    undecided: Flags
    orders: Orders
    noise: Floats
    now: Situation
    outcome: Outcome
    hazard: Floats
    decided: Flags
    loyalty: Floats
    fading: Ints
    champion_left: Flags
    breadth_plus: int
    changes: dict[str, Floats]


@dataclass(frozen=True)
class _Attempt:
    """One month under some levers: the same throws, other levers, another attempt."""

    orders: Orders
    promised: Ints
    now: Situation
    outcome: Outcome


def run(
    setup: Setup,
    state: State,
    levers: Levers,
    incentives: Incentives,
    *,
    called: Flags | None = None,
    actions: bool = False,
) -> Iterator[Month]:
    """Play all months, one after the other.

    Parameters
    ----------
    setup : Setup
        From :func:`kamlab.simulation.setup.prepare`.
    state : State
        From :func:`kamlab.simulation.state.start_state`; holds the exits at the end.
    levers, incentives : Levers, Incentives
        What is done differently.
    called : array of bool, optional
        Accounts that get save calls where the lever makes them; default all.
    actions : bool
        Whether to find the one-step change of the hazard by each standard action.

    Yields
    ------
    Month
        Each month as it happened.
    """
    for month in range(setup.world.months):
        stage = set_stage(setup, state, month)
        held = in_month(levers, month)
        yield _play(setup, state, stage, held, incentives, called, actions)


def exits(setup: Setup, levers: Levers, incentives: Incentives) -> Ints:
    """Give each account's last month with orders under some levers."""
    state = start_state(setup)
    for _ in run(setup, state, levers, incentives):
        pass
    return state.exit


def _play(
    setup: Setup,
    state: State,
    stage: Stage,
    levers: Levers,
    incentives: Incentives,
    called: Flags | None,
    actions: bool,
) -> Month:
    """Play one month and bring the state forward."""
    world, traits, month = setup.world, setup.traits, stage.month
    throws = throw_orders(setup.dice, month, len(traits))
    stretch = 1.0 + world.fade_gap * stage.fading.astype(float)
    due = due_orders(
        world,
        traits,
        setup.calendar,
        month,
        stage.active,
        state.next_due,
        stretch,
        throws,
        incentives,
    )

    def attempt(held: Levers) -> _Attempt:
        orders = deliver(world, traits, due, throws, held, state.ordered)
        promised = count_promised(setup, orders, month)
        now = find_situation(setup, state, stage, promised, held)
        outcome = play_month(world, traits, now, stage.throws, held, incentives)
        return _Attempt(orders, promised, now, outcome)

    real = attempt(levers)
    free = stage.undecided & ~traits.lives
    saved = save_factor(world, real.outcome.hazard, stage.undecided)
    saved[setup.onset <= month] = 1.0  # no call helps an account that runs dry
    hazard = np.where(free, real.outcome.hazard, 0.0)
    if levers.save_call:
        heard = np.ones_like(free) if called is None else called
        hazard = np.where(heard, hazard * saved, hazard)
    changes = {}
    for name, action in ACTIONS.items() if actions else ():
        if name == "save_call":
            other = real.outcome.hazard * saved
        else:
            other = attempt(action).outcome.hazard
        changes[name] = np.where(free, other - hazard, 0.0)
    decided = free & (stage.throws.leave < hazard)
    loyalty = state.loyalty
    bring_forward(setup, state, stage, due, real.promised, real.now, decided)
    return Month(
        number=month,
        active=stage.active,
        undecided=stage.undecided,
        orders=real.orders,
        noise=throws.amount,
        now=real.now,
        outcome=real.outcome,
        hazard=hazard,
        decided=decided,
        loyalty=loyalty,
        fading=stage.fading,
        champion_left=stage.champion_left,
        breadth_plus=levers.breadth_plus,
        changes=changes,
    )
