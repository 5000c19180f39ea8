"""What one month hands to the next, and what bears on each account in between."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamlab.simulation import cast
from kamlab.simulation.handover import orphaned
from kamlab.simulation.hazard import Situation, Throws, throw_month
from kamlab.simulation.levers import Levers
from kamlab.simulation.orders import CANCELLED, Due, Orders
from kamlab.simulation.setup import NEVER, Setup
from kamlab.simulation.shocks import offer_chance, slowness, usual_gap
from kamlab.simulation.streams import Flags, Floats, Ints

KEEPS_CHAMPION = (cast.TWIN_FEW, cast.TWIN_MANY, cast.CHAMPION_GONE)
KEEPS_LOYAL = tuple(range(len(cast.ROLES)))  # their shares are solved or scripted


@dataclass
class State:
    """Arrays over the accounts; months from 0, NEVER for what does not come.

    Parameters
    ----------
    next_due : array of float
        Day the next order falls due.
    ordered : array of int
        Orders so far.
    deliveries, late : array of int
        accounts × last three months, by the month of the promise.
    coming : array of int
        accounts × (deliveries, late ones) promised for the coming month.
    champion : array of int
        Month in which the champion left last, -NEVER for never.
    gap : array of float
        How much cheaper the competition is this quarter.
    loyalty : array of float
        Part of its purchases the account still makes with us.
    decided : array of int
        Month of the decision to leave.
    exit : array of int
        Last month with orders.
    insolvent : array of bool
        Whether that exit is an insolvency.
    """

    next_due: Floats
    ordered: Ints
    deliveries: Ints
    late: Ints
    coming: Ints
    champion: Ints
    gap: Floats
    loyalty: Floats
    decided: Ints
    exit: Ints
    insolvent: Flags


@dataclass(frozen=True)
class Stage:
    """One month before it is played: who is there, and the dice."""

    month: int
    active: Flags
    undecided: Flags
    fading: Ints
    champion_left: Flags
    throws: Throws


def start_state(setup: Setup) -> State:
    """Give the state before the first month."""
    traits, n = setup.traits, len(setup.traits)
    phase = setup.dice.uniforms("first order", 0, n)
    new = traits.arrival >= 0
    begin = np.where(new, traits.since, 0)
    first = np.where(new, 0.0, np.floor(phase * traits.gap * 64) / 64)
    bust = setup.onset + setup.world.insolvency_lead
    return State(
        next_due=begin + first,
        ordered=np.zeros(n, dtype=np.int64),
        deliveries=np.zeros((n, 3), dtype=np.int64),
        late=np.zeros((n, 3), dtype=np.int64),
        coming=np.zeros((n, 2), dtype=np.int64),
        champion=np.full(n, -NEVER),
        gap=np.zeros(n),
        loyalty=np.ones(n),
        decided=np.full(n, NEVER),
        exit=bust,
        insolvent=bust < NEVER,
    )


def set_stage(setup: Setup, state: State, month: int) -> Stage:
    """See who is there this month, throw the dice, let champions leave."""
    traits = setup.traits
    active = (traits.arrival <= month) & (state.exit >= month)
    undecided = active & (state.decided == NEVER)
    dice, n = setup.dice, len(traits)
    throws = dice.kept("month", month, lambda: throw_month(dice, month, n))
    _events(setup, state, month, throws, undecided)
    left = state.champion == month
    return Stage(month, active, undecided, _fading(setup, state, month), left, throws)


def _events(
    setup: Setup, state: State, month: int, throws: Throws, undecided: Flags
) -> None:
    """Let champions leave and, each quarter, let the competition's prices move."""
    world, role = setup.world, setup.traits.role
    rested = month - state.champion > world.champion_memory
    leaves = (throws.champion < world.champion_leaves) & undecided & rested
    leaves &= ~np.isin(role, KEEPS_CHAMPION)
    if month == world.months - cast.CHAMPION_MONTHS:
        leaves |= role == cast.CHAMPION_GONE
    state.champion[leaves] = month
    if month % 3 == 0:
        gap: Floats = usual_gap(world, month) + world.gap_sd * throws.gap
        state.gap = np.round(np.clip(gap, 0.0, 0.2), 6).astype(np.float64)


def _fading(setup: Setup, state: State, month: int) -> Ints:
    """Count the months since a silent account decided to leave."""
    silent = setup.traits.silent & (state.decided < month)
    fading = np.where(silent, month - state.decided, 0)
    star = setup.traits.role == cast.QUIET_STAR
    begun = month - (setup.world.months - cast.FADE_MONTHS) + 1
    return np.where(star, max(begun, 0), fading)


def count_promised(setup: Setup, orders: Orders, month: int) -> Ints:
    """Count deliveries and late ones promised for this month and the next.

    Returns
    -------
    array of int
        accounts × (deliveries, late, deliveries next month, late next month).
    """
    n = len(setup.traits)
    counts = np.zeros((n, 4), dtype=np.int64)
    sent = orders.status != CANCELLED
    ahead = orders.promised >= setup.calendar.first[month + 1]
    masks = (~ahead, ~ahead & orders.late, ahead, ahead & orders.late)
    for column, mask in enumerate(masks):
        counts[:, column] = np.bincount(orders.account[mask & sent], minlength=n)
    return counts


def find_situation(
    setup: Setup, state: State, stage: Stage, promised: Ints, levers: Levers
) -> Situation:
    """Gather what bears on each account this month."""
    world, traits, month = setup.world, setup.traits, stage.month
    late_now = promised[:, 1] + state.coming[:, 1]
    late = state.late[:, 1:].sum(axis=1) + late_now
    sent = state.deliveries[:, 1:].sum(axis=1) + promised[:, 0] + state.coming[:, 0]
    since = month - state.champion
    alone = since < world.successor_months
    days = setup.calendar.first[month] - traits.since
    orphan = orphaned(setup, month)
    return Situation(
        late_share=np.round(late / np.maximum(sent, 1), 6),
        late_now=late_now,
        champion_gone=since < world.champion_memory,
        breadth=np.where(orphan, 0, np.maximum(traits.breadth - alone, 0)),
        offer=stage.throws.offer[:, 0] < offer_chance(world, month),
        gap=np.clip(state.gap + levers.prices, 0.0, 0.2)
        if levers.prices
        else state.gap,
        tenure=np.round(np.maximum(days, 0) / 365.0, 6),
        quiet=stage.fading > 0,
        orphan=orphan,
        slowness=slowness(world, month),
    )


def bring_forward(
    setup: Setup,
    state: State,
    stage: Stage,
    due: Due,
    promised: Ints,
    now: Situation,
    decided: Flags,
) -> None:
    """Bring the state to the end of the month."""
    world, traits, month = setup.world, setup.traits, stage.month
    state.next_due = due.next_due
    state.ordered = state.ordered + due.there.sum(axis=1)
    received = promised[:, :2] + state.coming
    state.deliveries = np.hstack([state.deliveries[:, 1:], received[:, :1]])
    state.late = np.hstack([state.late[:, 1:], received[:, 1:]])
    state.coming = promised[:, 2:]
    bitten = now.offer & (stage.throws.offer[:, 1] < world.offer_bite)
    bitten &= ~np.isin(traits.role, KEEPS_LOYAL)
    state.loyalty = np.where(
        bitten, state.loyalty * (1 - world.bite_size), state.loyalty
    )
    state.decided[decided] = month
    leaving = np.where(traits.silent, month + traits.fade, month)
    sooner = decided & (leaving < state.exit)
    state.exit[sooner] = leaving[sooner]
    state.insolvent[sooner] = False
