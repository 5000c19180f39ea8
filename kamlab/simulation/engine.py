"""The company month by month: who orders, who is late, who is visited, who leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from kamlab.simulation import cast
from kamlab.simulation.calendar import Calendar, make_calendar
from kamlab.simulation.hazard import (
    Outcome,
    Situation,
    Throws,
    play_month,
    save_factor,
    throw_month,
)
from kamlab.simulation.levers import Incentives, Levers, in_month
from kamlab.simulation.orders import (
    CANCELLED,
    Due,
    Orders,
    deliver,
    due_orders,
    throw_orders,
)
from kamlab.simulation.people import People
from kamlab.simulation.streams import Flags, Floats, Ints, Streams
from kamlab.simulation.traits import Traits, draw_traits
from kamlab.simulation.world import World

NEVER = 1_000_000
FIRST_ONSET = -12  # insolvencies of the first months began before the start
ACTIONS: dict[str, Levers] = {
    "late_cap": Levers(late_cap=0.05),
    "breadth_plus": Levers(breadth_plus=1),
    "close_hours": Levers(close_hours=48),
    "visits_plus": Levers(visits_plus=1),
    "save_call": Levers(save_call="all"),
}


@dataclass(frozen=True)
class Setup:
    """All that is drawn before the first month: the same under every lever."""

    world: World
    dice: Streams
    traits: Traits
    people: People
    calendar: Calendar
    onset: Ints  # month in which payments begin to slow down, NEVER for most


@dataclass(frozen=True)
class Month:
    """One month as it happened."""

    number: int
    active: Flags  # places orders this month
    undecided: Flags  # active and not on its way out
    orders: Orders
    noise: Floats  # standard normal, of the orders' amounts
    now: Situation
    outcome: Outcome
    hazard: Floats  # after save calls, 0 where the script says so
    decided: Flags  # decided this month to leave
    loyalty: Floats  # part of its purchases the account still makes with us
    fading: Ints  # months since it decided, 0 for the others
    champion_left: Flags
    breadth_plus: int
    changes: dict[str, Floats]  # one-step change of the hazard by each action


@dataclass
class State:
    """What one month hands to the next."""

    next_due: Floats
    ordered: Ints
    deliveries: Ints  # accounts × last three months
    late: Ints
    coming: Ints  # promised for next month: accounts × (deliveries, late)
    champion: Ints  # month the champion left, -NEVER for never
    gap: Floats
    loyalty: Floats
    decided: Ints  # month of the decision to leave
    exit: Ints  # last month with orders
    insolvent: Flags  # whether the exit is an insolvency


def prepare(world: World) -> Setup:
    """Draw all that is there before the first month."""
    dice = Streams(world.seed)
    traits, people = draw_traits(world, dice)
    calendar = make_calendar(world)
    later = traits.arrival >= 0
    days = dice.uniforms("arrivals", 0, len(traits))
    start = calendar.first[np.maximum(traits.arrival, 0)]
    traits.since = np.where(later, start + (10 * days).astype(int), traits.since)
    return Setup(world, dice, traits, people, calendar, _onsets(world, traits, dice))


def _onsets(world: World, traits: Traits, dice: Streams) -> Ints:
    """Draw the month in which each account's money begins to run out, if ever."""
    onset = np.full(len(traits), NEVER)
    for month in range(world.months - 1, FIRST_ONSET - 1, -1):
        hit = dice.uniforms("insolvency", month, len(traits)) < world.insolvency / 12
        onset[hit & (traits.arrival <= month)] = month
    onset[traits.arrival > onset] = NEVER
    onset[(onset + world.insolvency_lead < 0) | traits.lives] = NEVER
    doomed = traits.role == cast.INSOLVENT_SOON
    onset[doomed] = world.months - cast.ONSET_MONTHS
    return onset


def start_state(setup: Setup) -> State:
    """Give the state before the first month."""
    traits, n = setup.traits, len(setup.traits)
    phase = setup.dice.uniforms("first order", 0, n)
    begin = np.where(traits.arrival >= 0, traits.since, 0)
    first = np.where(traits.arrival >= 0, 0.0, np.floor(phase * traits.gap * 64) / 64)
    insolvent = setup.onset + setup.world.insolvency_lead
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
        exit=insolvent,
        insolvent=insolvent < NEVER,
    )


def run(
    setup: Setup,
    levers: Levers,
    incentives: Incentives,
    *,
    called: Flags | None = None,
    actions: bool = False,
) -> Iterator[tuple[Month, State]]:
    """Play all months and hand over each with the state after it.

    Parameters
    ----------
    setup : Setup
        From :func:`prepare`.
    levers, incentives : Levers, Incentives
        What is done differently.
    called : array of bool, optional
        Accounts that get save calls; default all, where the lever says so.
    actions : bool
        Whether to compute the one-step change of the hazard by each action.
    """
    state = start_state(setup)
    everyone = np.ones(len(setup.traits), dtype=bool)
    called = everyone if called is None else called
    for month in range(setup.world.months):
        held = in_month(levers, month)
        yield _play(setup, state, month, held, incentives, called, actions), state


def _play(
    setup: Setup,
    state: State,
    month: int,
    levers: Levers,
    incentives: Incentives,
    called: Flags,
    actions: bool,
) -> Month:
    """Play one month and bring the state forward."""
    world, traits, n = setup.world, setup.traits, len(setup.traits)
    active = (traits.arrival <= month) & (state.exit >= month)
    undecided = active & (state.decided == NEVER)
    fading = _fading(setup, state, month)
    order_throws = throw_orders(setup.dice, month, n)
    throws = throw_month(setup.dice, month, n)
    due = due_orders(
        world,
        traits,
        setup.calendar,
        month,
        active,
        state.next_due,
        1.0 + world.fade_gap * fading,
        order_throws,
        incentives,
    )
    _events(setup, state, month, throws, undecided)
    left = state.champion == month

    def play(held: Levers) -> tuple[Orders, Situation, Outcome, Ints]:
        orders = deliver(world, traits, due, order_throws, held, state.ordered)
        counts = _promised(setup, orders, month)
        now = _situation(setup, state, month, throws, counts, held, fading)
        shift = held.prices
        if shift:
            gap = np.clip(now.gap + shift, 0.0, 0.2)
            now = replace(now, gap=gap)
        outcome = play_month(world, traits, now, throws, held, incentives)
        return orders, now, outcome, counts

    orders, now, outcome, counts = play(levers)
    free = undecided & ~traits.lives
    hazard = outcome.hazard
    saved = save_factor(world, hazard, undecided)
    doomed = setup.onset <= month
    saved[doomed] = 1.0
    if levers.save_call:
        hazard = np.where(called, hazard * saved, hazard)
    hazard = np.where(free, hazard, 0.0)
    changes = {}
    if actions:
        for name, action in ACTIONS.items():
            other = outcome.hazard * saved
            if name != "save_call":
                other = play(action)[2].hazard
            changes[name] = np.where(free, other - hazard, 0.0)
    decided = free & (throws.leave < hazard)
    loyalty = state.loyalty.copy()
    _bring_forward(setup, state, month, due, orders, counts, now, throws, decided)
    return Month(
        month,
        active,
        undecided,
        orders,
        order_throws.amount,
        now,
        outcome,
        hazard,
        decided,
        loyalty,
        fading,
        left,
        levers.breadth_plus,
        changes,
    )


def _fading(setup: Setup, state: State, month: int) -> Ints:
    """Count the months since a silent account decided to leave."""
    silent = setup.traits.silent & (state.decided < month)
    fading = np.where(silent, month - state.decided, 0)
    star = setup.traits.role == cast.QUIET_STAR
    begun = month - (setup.world.months - cast.FADE_MONTHS) + 1
    return np.where(star, max(begun, 0), fading)


def _events(
    setup: Setup, state: State, month: int, throws: Throws, undecided: Flags
) -> None:
    """Let champions leave and, each quarter, let the competition's prices move."""
    world, traits = setup.world, setup.traits
    rested = month - state.champion > world.champion_memory
    leaves = (throws.champion < world.champion_leaves) & undecided & rested
    leaves &= traits.role < 0
    if month == world.months - cast.CHAMPION_MONTHS:
        leaves |= traits.role == cast.CHAMPION_GONE
    state.champion[leaves] = month
    if month % 3 == 0:
        gap = world.gap_mean + world.gap_sd * throws.gap
        state.gap = np.round(np.clip(gap, 0.0, 0.2), 6)


def _promised(setup: Setup, orders: Orders, month: int) -> Ints:
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
    for column, mask in enumerate(
        (~ahead, ~ahead & orders.late, ahead, ahead & orders.late)
    ):
        counts[:, column] = np.bincount(orders.account[mask & sent], minlength=n)
    return counts


def _situation(
    setup: Setup,
    state: State,
    month: int,
    throws: Throws,
    counts: Ints,
    levers: Levers,
    fading: Ints,
) -> Situation:
    """Gather what bears on each account this month."""
    world, traits = setup.world, setup.traits
    late_now = counts[:, 1] + state.coming[:, 1]
    late = state.late[:, 1:].sum(axis=1) + late_now
    sent = state.deliveries[:, 1:].sum(axis=1) + counts[:, 0] + state.coming[:, 0]
    since = month - state.champion
    alone = since < world.successor_months
    days = setup.calendar.first[month] - traits.since
    return Situation(
        late_share=np.round(late / np.maximum(sent, 1), 6),
        late_now=late_now,
        champion_gone=since < world.champion_memory,
        breadth=np.maximum(traits.breadth - alone, 0),
        offer=(throws.offer[:, 0] < world.offer_rate) & (traits.role < 0),
        gap=state.gap,
        tenure=np.round(np.maximum(days, 0) / 365.0, 6),
        quiet=fading > 0,
    )


def _bring_forward(
    setup: Setup,
    state: State,
    month: int,
    due: Due,
    orders: Orders,
    counts: Ints,
    now: Situation,
    throws: Throws,
    decided: Flags,
) -> None:
    """Bring the state to the end of the month."""
    world, traits = setup.world, setup.traits
    state.next_due = due.next_due
    state.ordered = state.ordered + due.there.sum(axis=1)
    received = np.stack([counts[:, 0], counts[:, 1]], axis=1) + state.coming
    state.deliveries = np.hstack([state.deliveries[:, 1:], received[:, :1]])
    state.late = np.hstack([state.late[:, 1:], received[:, 1:]])
    state.coming = counts[:, 2:]
    bitten = now.offer & (throws.offer[:, 1] < world.offer_bite)
    state.loyalty = np.where(
        bitten, state.loyalty * (1 - world.bite_size), state.loyalty
    )
    state.decided[decided] = month
    leaving = np.where(traits.silent, month + traits.fade, month)
    sooner = decided & (leaving < state.exit)
    state.exit[sooner] = leaving[sooner]
    state.insolvent[sooner] = False
