"""Invoices, service cost and rebates, and the solving of the cast's shares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kamlab.simulation import cast
from kamlab.simulation.engine import Month, Setup, prepare, run
from kamlab.simulation.levers import NEUTRAL, USUAL, Incentives, Levers, in_month
from kamlab.simulation.orders import OPEN, SLOTS
from kamlab.simulation.sales import Sales, sell
from kamlab.simulation.streams import Flags, Floats, Ints
from kamlab.simulation.world import World

YEAR = 12
DELIVERY_COST = 2_500  # cents; the default rates of kamlab.company.Rates
CAPITAL_COST = 0.10


@dataclass(frozen=True)
class Solved:
    """What is solved once for each world, on the company without levers.

    Parameters
    ----------
    scale : array of float
        Factor on each account's amounts; 1 but for the cast.
    level : array of float
        Level of each account's service cost.
    """

    scale: Floats
    level: Floats


@dataclass(frozen=True)
class Payments:
    """Invoices of one month's orders; days count from the start."""

    order: Ints  # place among the month's orders
    due: Ints
    paid: Ints  # beyond the end where it is not known yet, or never
    disputed: Flags


@dataclass
class Books:
    """Sums by account and month, in cents; credit in cent-days of the last year."""

    revenue: Ints
    cost: Ints
    returns: Ints
    deliveries: Ints
    credit_days: Floats

    @classmethod
    def empty(cls, accounts: int, months: int) -> Books:
        """Give books with nothing in them."""
        blank = np.zeros((accounts, months), dtype=np.int64)
        return cls(blank, blank.copy(), blank.copy(), blank.copy(), np.zeros(accounts))


def bill(setup: Setup, month: Month, exit_month: Ints) -> Payments:
    """Bill what was delivered; who is running out of money pays later and later."""
    orders, traits = month.orders, setup.traits
    end = setup.calendar.end
    order = np.flatnonzero((orders.status == OPEN) & (orders.delivered < end))
    a, s = orders.account[order], orders.slot[order]
    n = len(traits)
    z = setup.dice.normals("payments", month.number, n, SLOTS)[a, s]
    u = setup.dice.uniforms("disputes", month.number, n, SLOTS)[a, s]
    due = orders.delivered[order] + traits.terms[a]
    trouble = np.maximum(month.number - setup.onset[a] + 1, 0)
    delay = np.rint(np.round(traits.delay[a] + 4.0 * z, 6)).astype(np.int64)
    paid = np.maximum(due + delay + 12 * trouble, orders.delivered[order] + 1)
    bust = setup.onset + setup.world.insolvency_lead
    bust_day = setup.calendar.first[np.minimum(bust, setup.world.months)]
    never = (bust[a] <= exit_month[a]) & (paid >= bust_day[a])
    paid = np.where(never, end, paid)
    return Payments(order, due, paid, orders.late[order] & (u < 0.15))


def month_of(setup: Setup, day: Ints) -> Ints:
    """Give the month of each day; ``months`` or more beyond the end."""
    return np.searchsorted(setup.calendar.first, day, side="right") - 1


def enter(
    setup: Setup, books: Books, month: Month, sales: Sales, payments: Payments
) -> None:
    """Enter one month's orders into the books."""
    orders, months = month.orders, setup.world.months
    kept = np.flatnonzero(sales.counts)
    account = orders.account[kept]
    np.add.at(books.revenue, (account, month.number), sales.order_net[kept])
    np.add.at(books.cost, (account, month.number), sales.order_cost[kept])

    def add(table: Ints, place: Ints, day: Ints, amount: Ints) -> None:
        known = day < setup.calendar.end
        at = (orders.account[place][known], month_of(setup, day[known]))
        np.add.at(table, at, amount[known])

    note_day = orders.day[sales.note] + sales.note_after
    add(books.revenue, sales.note, note_day, -sales.note_amount)
    back_day = orders.delivered[sales.back] + sales.back_after
    add(books.returns, sales.back, back_day, sales.back_amount)
    out = payments.order
    add(books.deliveries, out, orders.delivered[out], np.ones_like(out))
    last = setup.calendar.end - 1
    after = int(setup.calendar.first[months - YEAR]) - 1
    since = np.maximum(orders.delivered[out], after)
    days = np.maximum(np.minimum(payments.paid, last) - since, 0)
    worth = sales.order_net[out] * days
    books.credit_days += np.bincount(
        orders.account[out], weights=worth, minlength=len(setup.traits)
    )


def raw_service(setup: Setup, revenue: Ints, active: Flags) -> Floats:
    """Give service cost by account and month before its level is solved, in cents."""
    world, traits = setup.world, setup.traits
    power = 1.0 + world.service_power * (traits.power - 0.5)
    rate = world.service_variable * traits.service_rate * power
    fixed = world.service_fixed * world.account_revenue * 100 / 12
    return np.asarray(rate[:, None] * revenue + fixed * active)


def service_cents(setup: Setup, level: Floats, revenue: Ints, active: Flags) -> Ints:
    """Give service cost by account and month in whole cents, 0 or more."""
    raw = raw_service(setup, revenue, active)
    return np.maximum(np.rint(np.round(level[:, None] * raw, 3)), 0).astype(np.int64)


def rebate_cents(setup: Setup, revenue: Ints) -> Ints:
    """Give the rebates of each quarter, booked in its last month, in cents."""
    booked = np.zeros_like(revenue)
    for last in range(2, revenue.shape[1], 3):
        quarter = revenue[:, last - 2 : last + 1].sum(axis=1)
        booked[:, last] = np.rint(np.round(setup.traits.rebate * quarter, 3))
    return np.maximum(booked, 0)


@lru_cache(maxsize=8)
def solve(world: World) -> Solved:
    """Solve the cast's shares and the level of service cost, once for each world.

    On the company without levers, so that no lever moves what is solved.
    """
    setup = prepare(world)
    n = len(setup.traits)
    months = [month for month, _ in run(setup, NEUTRAL, USUAL)]
    active = np.stack([month.active for month in months], axis=1)
    exit_month = _exits(setup)
    scale = np.ones(n)
    books = keep_books(setup, months, exit_month, NEUTRAL, USUAL, scale)
    fixed = _targets(setup, "share")
    if fixed:
        revenue = books.revenue[:, -YEAR:].sum(axis=1)
        rest = revenue.sum() - revenue[list(fixed)].sum()
        total = rest / (1 - sum(fixed.values()))
        for place, share in fixed.items():
            scale[place] = round(share * total / max(int(revenue[place]), 1), 9)
        books = keep_books(setup, months, exit_month, NEUTRAL, USUAL, scale)
    return Solved(scale, _levels(setup, books, active))


def keep_books(
    setup: Setup,
    months: list[Month],
    exit_month: Ints,
    levers: Levers,
    incentives: Incentives,
    scale: Floats,
) -> Books:
    """Sell and bill every month and give the sums."""
    books = Books.empty(len(setup.traits), setup.world.months)
    for month in months:
        held = in_month(levers, month.number)
        sales = sell(setup, month, incentives, held.prices, scale)
        enter(setup, books, month, sales, bill(setup, month, exit_month))
    return books


def _exits(setup: Setup) -> Ints:
    """Give each account's last month with orders, without levers."""
    state = None
    for _, state in run(setup, NEUTRAL, USUAL):
        pass
    assert state is not None
    return state.exit


def _targets(setup: Setup, name: str) -> dict[int, float]:
    """Give the places of the cast whose share is solved, and the shares."""
    if not setup.world.cast:
        return {}
    places = {int(role): i for i, role in enumerate(setup.traits.role) if role >= 0}
    wanted = {places[k]: getattr(role, name) for k, role in enumerate(cast.ROLES)}
    return {place: share for place, share in wanted.items() if share}


def _levels(setup: Setup, books: Books, active: Flags) -> Floats:
    """Solve the level of service so that the company earns its contribution share."""
    year = slice(-YEAR, None)
    revenue = books.revenue[:, year].sum(axis=1)
    rebates = rebate_cents(setup, books.revenue)[:, year].sum(axis=1)
    before = (
        revenue
        - books.cost[:, year].sum(axis=1)
        - books.returns[:, year].sum(axis=1)
        - rebates
        - DELIVERY_COST * books.deliveries[:, year].sum(axis=1)
        - books.credit_days * CAPITAL_COST / 365
    )
    raw = raw_service(setup, books.revenue, active)[:, year].sum(axis=1)
    total = setup.world.contribution_share * revenue.sum()
    needed = before.sum() - total
    own = _targets(setup, "contribution")
    common = np.ones(len(revenue), dtype=bool)
    common[list(own)] = False
    level = np.zeros(len(revenue))
    for place, share in own.items():
        cost = max(float(before[place]) - share * total, 0.0)
        level[place] = cost / float(raw[place])
        needed -= cost
    level[common] = max(needed, 0.0) / raw[common].sum()
    return np.round(level, 12)
