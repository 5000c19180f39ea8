"""The company month by month: who orders, who is late, who is visited, who leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kamlab.simulation.hazard import Outcome, Situation, play_month, save_factor
from kamlab.simulation.levers import ACTIONS, Incentives, Levers, in_month, on_top
from kamlab.simulation.orders import (
    Dice,
    Due,
    Orders,
    Rhythm,
    deliver,
    due_orders,
    throw_orders,
)
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
class _Placed:
    """What stands in a month before anything is sent out."""

    setup: Setup
    state: State
    stage: Stage
    due: Due
    throws: Dice
    incentives: Incentives


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
    action: str = "",
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
    action : str
        A standard action that holds from the first month, on top of the levers.
    actions : bool
        Whether to find the one-step change of the hazard by each standard action.

    Yields
    ------
    Month
        Each month as it happened.
    """
    if action == "save_call":
        called = None
    for month in range(setup.world.months):
        stage = set_stage(setup, state, month)
        placed = _place(setup, state, stage, incentives)
        held = in_month(levers, month)
        if action:
            held = on_top(held, action)
        yield _play(placed, held, called, actions)


class Replays:
    """The same company played again beside it, once with each standard action.

    Parameters
    ----------
    setup : Setup
        From :func:`kamlab.simulation.setup.prepare`.
    levers, incentives : Levers, Incentives
        What is done differently already; the action comes on top.
    called : array of bool
        Accounts that get save calls by the lever.
    """

    def __init__(
        self, setup: Setup, levers: Levers, incentives: Incentives, called: Flags
    ) -> None:
        self._states = {action: start_state(setup) for action in ACTIONS}
        self._runs = [
            run(setup, state, levers, incentives, called=called, action=action)
            for action, state in self._states.items()
        ]

    def play(self) -> None:
        """Play one more month of each, on the throws of the month."""
        for months in self._runs:
            next(months)

    def exits(self) -> dict[str, Ints]:
        """Give each account's last month with orders, by action."""
        return {action: state.exit for action, state in self._states.items()}


def _place(setup: Setup, state: State, stage: Stage, incentives: Incentives) -> _Placed:
    """Let the month's orders fall due; no lever changes which."""
    dice, month, n = setup.dice, stage.month, len(setup.traits)
    throws = dice.kept("orders", month, lambda: throw_orders(dice, month, n))
    due = due_orders(
        setup,
        stage.month,
        Rhythm(
            stage.active,
            state.next_due,
            1.0 + setup.world.fade_gap * stage.fading.astype(float),
        ),
        throws,
        incentives,
    )
    return _Placed(setup, state, stage, due, throws, incentives)


def _attempt(placed: _Placed, levers: Levers) -> _Attempt:
    """Play deliveries, tickets and visits of a month under some levers."""
    setup, state, stage = placed.setup, placed.state, placed.stage
    orders = deliver(
        setup, stage.month, placed.due, placed.throws, levers, state.ordered
    )
    promised = count_promised(setup, orders, stage.month)
    now = find_situation(setup, state, stage, promised, levers)
    outcome = play_month(
        setup.world, setup.traits, now, stage.throws, levers, placed.incentives
    )
    return _Attempt(orders, promised, now, outcome)


def _play(
    placed: _Placed, levers: Levers, called: Flags | None, actions: bool
) -> Month:
    """Play one month and bring the state forward."""
    setup, state, stage = placed.setup, placed.state, placed.stage
    real = _attempt(placed, levers)
    free = stage.undecided & ~setup.traits.lives
    saved = save_factor(setup.world, real.outcome.hazard, stage.undecided)
    saved[setup.onset <= stage.month] = 1.0  # no call helps an account that runs dry
    hazard = np.where(free, real.outcome.hazard, 0.0)
    if levers.save_call:
        heard = np.ones_like(free) if called is None else called
        hazard = np.where(heard, hazard * saved, hazard)
    decided = free & (stage.throws.leave < hazard)
    decided |= stage.undecided & (setup.shock == stage.month)
    changes = {}
    if actions:
        steps = _under_actions(placed, levers, real.outcome.hazard * saved)
        changes = {
            name: np.where(free, then - hazard, 0.0) for name, then in steps.items()
        }
    loyalty = state.loyalty
    bring_forward(setup, state, stage, placed.due, real.promised, real.now, decided)
    return Month(
        number=stage.month,
        active=stage.active,
        undecided=stage.undecided,
        orders=real.orders,
        noise=placed.throws.amount,
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


def _under_actions(placed: _Placed, levers: Levers, saved: Floats) -> dict[str, Floats]:
    """Give each account's hazard of the month under each standard action alone."""
    hazards = {
        name: _attempt(placed, on_top(levers, name)).outcome.hazard
        for name in ACTIONS
        if name != "save_call"
    }
    return {**hazards, "save_call": saved}
