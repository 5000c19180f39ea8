"""What each account is like from the start: the latent traits behind its books."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamlab.company.tables import CHANNELS
from kamlab.simulation import cast
from kamlab.simulation.people import People, cast_books, deal_books, draw_people
from kamlab.simulation.streams import Flags, Floats, Ints, Streams, poisson, steady
from kamlab.simulation.world import World

PRODUCTS = 191  # a prime, so that any stride through the range meets every product
COLUMN_EDGES = (0.30, 0.50, 0.70, 0.85, 0.93)  # of bargaining power
TERMS = np.array([14, 30, 30, 45, 60])


@dataclass
class Traits:
    """Arrays over the accounts, those yet to arrive included.

    ``role`` is the place in the cast's list of roles, -1 for ordinary accounts. Days
    count from the first day of the simulation, months from 0.
    """

    role: Ints
    lives: Flags  # hazard 0 by script
    channel: Ints
    kam: Ints
    size: Floats  # yearly revenue at the start
    arrival: Ints  # first month; -1 for those there from the start
    since: Ints  # first day of the relation
    fragility: Floats
    demanding: Flags
    silent: Flags  # fades out before it leaves
    fade: Ints  # months of fading
    breadth: Ints  # contacts who know the KAM
    hidden: Ints  # contacts who do not
    power: Floats
    column: Ints
    home: Ints  # warehouse
    gap: Floats  # days between orders
    growth: Floats
    wallet_share: Floats
    innovator: Floats
    openness: Floats
    competence: Floats
    service_rate: Floats
    rebate: Floats
    terms: Ints
    delay: Floats  # days paid after the due day
    range_start: Ints
    range_stride: Ints
    range_width: Ints  # products the account buys

    def __len__(self) -> int:
        """Count the accounts."""
        return len(self.size)


def draw_traits(world: World, dice: Streams) -> tuple[Traits, People]:
    """Draw the accounts and the KAMs, and plant the cast."""
    people = draw_people(world, dice)
    traits = _ordinary(world, dice)
    fixed = np.full(len(traits), -1, dtype=np.int64)
    if world.cast:
        _plant(world, traits, dice)
        books = cast_books()
        inside = traits.role >= 0
        fixed[inside] = books[traits.role[inside]]
        placed = fixed >= 0
        traits.channel[placed] = people.channel[fixed[placed]]
    error = 0.8 * dice.normals("seen", 0, len(traits))
    seen = steady(world.group_bias * np.log(traits.size) + error)
    traits.kam = deal_books(people, traits.channel, seen, fixed)
    if world.cast:
        _script(world, traits)
    _terms_of_trade(world, traits, dice)
    return traits, people


def _ordinary(world: World, dice: Streams) -> Traits:
    """Draw every account as an ordinary one."""
    n = world.accounts
    u = dice.uniforms("traits", 0, n, 20)
    z = dice.normals("traits", 1, n, 8)
    spread = steady(
        np.exp(world.service_spread * z[:, 4] - world.service_spread**2 / 2)
    )
    arrival, since = _beginnings(world, u[:, 0], u[:, 1], u[:, 2])
    return Traits(
        role=np.full(n, -1, dtype=np.int64),
        lives=np.zeros(n, dtype=bool),
        channel=(u[:, 3] * len(CHANNELS)).astype(np.int64),
        kam=np.zeros(n, dtype=np.int64),
        size=_sizes(world, z[:, 0]),
        arrival=arrival,
        since=since,
        fragility=np.round(z[:, 2], 6),
        demanding=u[:, 4] < world.demanding_share,
        silent=u[:, 5] < world.silent_share,
        fade=3 + (3 * u[:, 6]).astype(np.int64),
        breadth=1 + poisson(u[:, 7], np.full(n, world.contacts_extra), 6),
        hidden=1 + poisson(u[:, 8], np.full(n, world.hidden_contacts), 4),
        power=np.round(u[:, 9], 6),
        column=np.zeros(n, dtype=np.int64),
        home=(u[:, 10] * 3).astype(np.int64),
        gap=_gaps(world, z[:, 1]),
        growth=np.round(world.growth_sd * z[:, 3], 6),
        wallet_share=np.round(0.15 + 0.7 * u[:, 11], 6),
        innovator=np.round(u[:, 12] ** 2, 6),
        openness=np.round(u[:, 13], 6),
        competence=np.round(u[:, 14] * 0.8, 6),
        service_rate=spread,
        rebate=np.zeros(n),
        terms=TERMS[(u[:, 15] * len(TERMS)).astype(np.int64)],
        delay=np.round(14 * u[:, 16] - np.where(u[:, 16] > 0.8, -14.0, 6.0), 6),
        range_start=(u[:, 17] * PRODUCTS).astype(np.int64),
        range_stride=1 + (u[:, 18] * (PRODUCTS - 1)).astype(np.int64),
        range_width=8 + (32 * u[:, 19]).astype(np.int64),
    )


def _sizes(world: World, z: Floats) -> Floats:
    """Draw the yearly revenue of each account at the start."""
    spread = np.exp(world.size_sigma * z - world.size_sigma**2 / 2)
    size = np.clip(steady(world.account_revenue * spread), 2_000.0, None)
    if world.cast:  # no ordinary account may grow into a key account of its own accord
        size = np.minimum(size, 9.0 * world.account_revenue)
    return size


def _gaps(world: World, z: Floats) -> Floats:
    """Draw the days between the orders of each account."""
    gap = steady(world.gap_days * np.exp(world.gap_sigma * z))
    return np.clip(gap, 7.5, 40.0)


def _beginnings(
    world: World, turn: Floats, when: Floats, tenure: Floats
) -> tuple[Ints, Ints]:
    """Draw who is there from the first day, since when, and when the others arrive."""
    later = np.zeros(len(turn), dtype=bool)
    starters = max(round(world.start_share * len(turn)), len(cast.ROLES) * world.cast)
    later[np.argsort(turn, kind="stable")[starters:]] = True
    arrival = np.where(later, 1 + (when * (world.months - 1)).astype(int), -1)
    years = steady(-6.0 * np.log1p(-0.9 * tenure)) + 0.1  # 14 at most
    since = np.where(later, 0, -(years * 365).astype(np.int64))
    return arrival.astype(np.int64), since


def _plant(world: World, traits: Traits, dice: Streams) -> None:
    """Put the cast in random places, there from the start, with its sizes."""
    places = dice.at("cast").permutation(len(traits))[: len(cast.ROLES)]
    # a cast member that stood to arrive swaps places with an account from the start
    starters = [int(i) for i in np.flatnonzero(traits.arrival < 0) if i not in places]
    for place in places[traits.arrival[places] >= 0]:
        other = starters.pop(0)
        for name in ("arrival", "since"):
            array = getattr(traits, name)
            array[[place, other]] = array[[other, place]]
    traits.role[places] = np.arange(len(cast.ROLES))
    traits.lives[places] = [role.lives for role in cast.ROLES]
    traits.size[places] = [role.size * world.account_revenue for role in cast.ROLES]


def _script(world: World, traits: Traits) -> None:
    """Give the cast its defining traits."""
    at = {int(role): place for place, role in enumerate(traits.role) if role >= 0}
    cast_places = np.array(list(at.values()))
    traits.demanding[cast_places] = False
    traits.growth[cast_places] = 0.0
    for role in (cast.GOLIATH, cast.PILLAR_1, cast.PILLAR_2):
        traits.gap[at[role]] = 7.6
        traits.service_rate[at[role]] = 0.8
        traits.range_width[at[role]] = 40
    traits.gap[at[cast.QUIET_STAR]] = 12.0
    traits.range_width[at[cast.QUIET_STAR]] = 20
    traits.wallet_share[at[cast.POTENTIAL]] = 0.05
    traits.wallet_share[at[cast.ALLY]] = 0.85
    traits.demanding[at[cast.MENTOR]] = True
    traits.competence[at[cast.MENTOR]] = 0.97
    traits.innovator[at[cast.PIONEER]] = 0.99
    traits.openness[at[cast.ALLY]] = 0.98
    for role in (cast.WAREHOUSE_A, cast.WAREHOUSE_B):
        traits.home[at[role]] = 2
        traits.gap[at[role]] = 10.0
    few, many = at[cast.TWIN_FEW], at[cast.TWIN_MANY]
    for name, array in vars(traits).items():
        if name not in ("role", "breadth", "range_start"):
            array[many] = array[few]
    traits.breadth[few], traits.breadth[many] = 1, 6
    traits.breadth[at[cast.CHAMPION_GONE]] = 2
    mine = traits.kam == traits.kam[at[cast.DEPT_KEY]]
    mine[at[cast.DEPT_KEY]] = False
    ratio = cast.DEPT_KEY_SHARE / (1 - cast.DEPT_KEY_SHARE)
    usual = float(np.sum(traits.size[mine & (traits.arrival < 0)]))
    traits.size[at[cast.DEPT_KEY]] = max(20_000.0, round(ratio * usual, 2))
    m_book = traits.kam == 1
    traits.breadth[m_book] = np.maximum(traits.breadth[m_book], 5) + 1
    traits.hidden[m_book] = 0  # everybody knows KAM M


def _terms_of_trade(world: World, traits: Traits, dice: Streams) -> None:
    """Derive bargaining power from size, and prices and rebates from power."""
    n = len(traits)
    rank = np.argsort(np.argsort(traits.size, kind="stable"), kind="stable") / n
    traits.power = np.round(
        world.power_size * rank + (1 - world.power_size) * traits.power, 6
    )
    if world.cast:
        at = {int(role): place for place, role in enumerate(traits.role) if role >= 0}
        traits.power[at[cast.GOLIATH]] = 1.0
        traits.power[at[cast.QUIET_STAR]] = 0.35
        traits.power[at[cast.TWIN_MANY]] = traits.power[at[cast.TWIN_FEW]]
    traits.column = np.searchsorted(np.array(COLUMN_EDGES), traits.power, side="right")
    traits.rebate = np.round(world.rebate_top * traits.power**2, 6)
    if world.cast:
        traits.terms[at[cast.GOLIATH]] = 90
        traits.terms[at[cast.INSOLVENT_SOON]] = 30
