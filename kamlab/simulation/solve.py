"""Solve the cast's shares and the level of service cost, once for each world."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kamlab.company import Rates
from kamlab.simulation import cast
from kamlab.simulation.books import (
    YEAR,
    Books,
    enter,
    raw_service,
    rebate_cents,
    trade_month,
)
from kamlab.simulation.engine import run
from kamlab.simulation.handover import kam_of
from kamlab.simulation.levers import NEUTRAL, USUAL
from kamlab.simulation.setup import NEVER, Setup, prepare
from kamlab.simulation.state import start_state
from kamlab.simulation.streams import Flags, Floats
from kamlab.simulation.world import World


@dataclass(frozen=True)
class Solved:
    """What is solved on the company without levers, so that no lever moves it.

    Parameters
    ----------
    scale : array of float
        Factor on each account's amounts; 1 but for the cast.
    level : array of float
        Level of each account's service cost.
    """

    scale: Floats
    level: Floats


@lru_cache(maxsize=8)
def solve(world: World) -> Solved:
    """Solve shares first, then service, each on the cents that will be written."""
    setup = prepare(world)
    scale = np.ones(len(setup.traits))
    if world.cast:
        scale = _scales(setup, keep_books(setup, scale)[0])
    return Solved(scale, _levels(setup, *keep_books(setup, scale)))


def keep_books(setup: Setup, scale: Floats) -> tuple[Books, Flags]:
    """Play and trade every month without levers; give the sums and who was active."""
    books = Books.empty(len(setup.traits), setup.world.months)
    active = []
    for month in run(setup, start_state(setup), NEUTRAL, USUAL):
        enter(setup, books, trade_month(setup, month, NEUTRAL, USUAL, scale))
        active.append(month.active)
    return books, np.stack(active, axis=1)


def _scales(setup: Setup, books: Books) -> Floats:
    """Scale the cast to its shares of the last year's revenue."""
    traits = setup.traits
    revenue = books.revenue[:, -YEAR:].sum(axis=1).astype(float)
    scale = np.ones(len(revenue))
    dept_key = traits.role == cast.DEPT_KEY
    kam = kam_of(setup, setup.world.months - 1)
    book = (kam == kam[dept_key]) & ~dept_key
    ratio = cast.DEPT_KEY_SHARE / (1 - cast.DEPT_KEY_SHARE)
    wanted = max(ratio * revenue[book].sum(), cast.DEPT_KEY_LEAST)
    scale[dept_key] = wanted / revenue[dept_key]
    revenue[dept_key] = wanted
    fixed = _targets(setup, "share")
    rest = revenue.sum() - revenue[list(fixed)].sum()
    total = rest / (1 - sum(fixed.values()))
    for place, share in fixed.items():
        scale[place] = share * total / revenue[place]
    return np.round(scale, 9)


def _targets(setup: Setup, name: str) -> dict[int, float]:
    """Give the places of the cast whose share is solved, and the shares."""
    role = setup.traits.role
    wanted = {
        int(place): float(getattr(cast.ROLES[role[place]], name))
        for place in np.flatnonzero((role >= 0) & (setup.shock == NEVER))
    }
    return {place: share for place, share in wanted.items() if share}


def _levels(setup: Setup, books: Books, active: Flags) -> Floats:
    """Solve the level of service so that the company earns its contribution share."""
    year, rates = slice(-YEAR, None), Rates()
    revenue = books.revenue[:, year].sum(axis=1)
    before = (
        revenue
        - books.cost[:, year].sum(axis=1)
        - books.returns[:, year].sum(axis=1)
        - rebate_cents(setup, books.revenue)[:, year].sum(axis=1)
        - 100 * rates.delivery * books.deliveries[:, year].sum(axis=1)
        - books.credit_days * rates.capital / 365
    )
    raw = raw_service(setup, books.revenue, active)[:, year].sum(axis=1)
    total = setup.world.contribution_share * revenue.sum()
    needed = before.sum() - total
    level, common = np.zeros(len(revenue)), np.ones(len(revenue), dtype=bool)
    for place, share in _targets(setup, "contribution").items():
        cost = max(float(before[place]) - share * total, 0.0)
        level[place] = cost / float(raw[place])
        common[place] = False
        needed -= cost
    level[common] = max(needed, 0.0) / raw[common].sum()
    return np.round(level, 12)
