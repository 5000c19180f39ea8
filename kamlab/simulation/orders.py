"""One month's orders: when they come, from where they go out, and how late."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamlab.simulation import cast
from kamlab.simulation.levers import Incentives, Levers
from kamlab.simulation.setup import Setup
from kamlab.simulation.shocks import late_chances
from kamlab.simulation.streams import Flags, Floats, Ints, Streams, steady
from kamlab.simulation.world import World

SLOTS = 10  # nine orders a month at most, the last slot for one that is pulled ahead
PULLED = SLOTS - 1
STANDING_PER_MONTH = 4
OPEN, CANCELLED, REFUSED = 0, 1, 2
_GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class Dice:
    """The throws for one month's orders: accounts × slots."""

    gap: Floats
    amount: Floats
    late: Floats
    transit: Floats
    delay: Floats
    house: Floats
    status: Floats


@dataclass(frozen=True)
class Orders:
    """One month's orders, a row an order, by account and slot.

    Days count from the start; ``share`` is the amount in the account's usual days of
    purchases, before season, growth and price.
    """

    account: Ints
    slot: Ints
    day: Ints
    days_worth: Floats
    warehouse: Ints
    promised: Ints
    delivered: Ints
    late: Flags
    status: Ints
    pulled: Flags


@dataclass(frozen=True)
class Due:
    """Which slots hold an order, on which day, and when the next one falls due."""

    there: Flags
    day: Ints
    days_worth: Floats
    next_due: Floats


@dataclass(frozen=True)
class Rhythm:
    """Who orders, and when: arrays over the accounts.

    Parameters
    ----------
    active : array of bool
        Accounts that order this month.
    next_due : array of float
        Day the next order of each account falls due.
    stretch : array of float
        Factor on the gap of accounts that fade out, 1 for the others.
    """

    active: Flags
    next_due: Floats
    stretch: Floats


def throw_orders(dice: Streams, month: int, accounts: int) -> Dice:
    """Throw the dice of one month's orders, for every account and slot."""
    z = dice.normals("orders", month, accounts, SLOTS, 2)
    u = dice.uniforms("deliveries", month, accounts, SLOTS, 5)
    return Dice(
        z[..., 0], z[..., 1], u[..., 0], u[..., 1], u[..., 2], u[..., 3], u[..., 4]
    )


def due_orders(
    setup: Setup, month: int, rhythm: Rhythm, throws: Dice, incentives: Incentives
) -> Due:
    """Let every active account order as its rhythm falls due.

    Parameters
    ----------
    setup : Setup
        The company before its first month.
    month : int
        0 for the first month.
    rhythm : Rhythm
        Who orders, and when the next order falls due.
    throws : Dice
        From :func:`throw_orders`.
    incentives : Incentives
        Those of the KAMs, who may pull orders ahead.
    """
    world, traits, active = setup.world, setup.traits, rhythm.active
    first, end = int(setup.calendar.first[month]), int(setup.calendar.first[month + 1])
    there = np.zeros((len(traits), SLOTS), dtype=bool)
    day = np.zeros((len(traits), SLOTS), dtype=np.int64)
    worth = np.repeat(traits.gap[:, None], SLOTS, axis=1)
    due = np.maximum(rhythm.next_due, float(first))
    noise = steady(np.exp(world.gap_noise * throws.gap))
    for slot in range(PULLED):
        go = active & (due < end)
        there[:, slot] = go
        day[:, slot] = due.astype(np.int64)
        due = np.where(go, due + traits.gap * rhythm.stretch * noise[:, slot], due)
    at_deadline = (month + 1) % incentives.deadline_months == 0
    if at_deadline and incentives.pull_forward > 0:
        near = active & (due < end + world.pull_days)
        go = near & (throws.status[:, PULLED] < incentives.pull_forward)
        there[:, PULLED] = go
        day[:, PULLED] = end - 1 - (3 * throws.transit[:, PULLED]).astype(np.int64)
        due = np.where(go, due + traits.gap * rhythm.stretch * noise[:, PULLED], due)
    standing = traits.role == cast.GOLIATH  # orders four times a month, on fixed days
    if standing.any():
        days = (end - first) * np.arange(1, STANDING_PER_MONTH + 1) // 4 + first - 1
        there[standing] = False
        there[standing, :STANDING_PER_MONTH] = active[standing][:, None]
        day[standing, :STANDING_PER_MONTH] = days
    return Due(there, day, worth, due)


def deliver(
    setup: Setup, month: int, due: Due, throws: Dice, levers: Levers, ordered: Ints
) -> Orders:
    """Send the orders out: warehouse, promise, delivery, and what becomes of them.

    Parameters
    ----------
    setup : Setup
        The company before its first month.
    month : int
        0 for the first month.
    due : Due
        The month's orders.
    throws : Dice
        From :func:`throw_orders`.
    levers : Levers
        Those that hold this month; they change the chance to be late, not the dice.
    ordered : array of int
        Orders each account has placed before this month (the scripted pair of
        warehouse 3 is late at regular turns).
    """
    traits = setup.traits
    account, slot = np.nonzero(due.there)
    warehouse, late_u = _sent_from(setup, account, slot, throws, ordered)
    late = late_u < late_rates(setup.world, month, levers)[warehouse]
    day = due.day[account, slot]
    promised = day + 2 + (3 * throws.transit[account, slot]).astype(np.int64)
    wait = throws.delay[account, slot]
    after = 1 + (9 * wait * wait).astype(np.int64)
    delivered = np.where(late, promised + after, promised - (wait < 0.3))
    status_u = throws.status[account, slot]
    status = np.where(status_u < 0.008, CANCELLED, OPEN)
    status = np.where(late & (status_u > 0.97), REFUSED, status)
    status = np.where(traits.role[account] == cast.WINDFALL, OPEN, status)
    worth, pulled = due.days_worth[account, slot], slot == PULLED
    return Orders(
        account,
        slot,
        day,
        worth,
        warehouse,
        promised,
        delivered,
        late,
        status,
        pulled,
    )


def _sent_from(
    setup: Setup, account: Ints, slot: Ints, throws: Dice, ordered: Ints
) -> tuple[Ints, Floats]:
    """Give each order's warehouse, and the throw that decides whether it is late."""
    traits = setup.traits
    house_u = throws.house[account, slot]
    home = traits.home[account]
    away = (home + 1 + (house_u * 1000).astype(np.int64) % 2) % 3
    warehouse = np.where(house_u < setup.world.home_share, home, away)
    late_u = throws.late[account, slot]
    if setup.world.cast:
        role = traits.role[account]
        pair = (role == cast.WAREHOUSE_A) | (role == cast.WAREHOUSE_B)
        turn = ordered[account] + slot + 7 * (role == cast.WAREHOUSE_B)
        late_u = np.where(pair, (turn * _GOLDEN) % 1.0, late_u)
        warehouse = np.where(pair, home, warehouse)
    return warehouse, late_u


def status_day(orders: Orders) -> Ints:
    """Give the day each order was delivered, refused or cancelled."""
    return np.where(orders.status == CANCELLED, orders.day + 1, orders.delivered)


def late_rates(world: World, month: int, levers: Levers) -> Floats:
    """Give the chance of each warehouse to deliver late in a month under the levers."""
    rates = late_chances(world, month)
    if levers.fix_warehouse:
        rates[levers.fix_warehouse - 1] = rates.min()
    capped: Floats = np.minimum(rates, levers.late_cap)
    return capped
