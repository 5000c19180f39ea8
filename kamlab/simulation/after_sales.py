"""What follows an order: invoice and payment, returns, credit notes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamlab.simulation.engine import Month
from kamlab.simulation.orders import OPEN, SLOTS
from kamlab.simulation.sales import Sales
from kamlab.simulation.setup import Setup
from kamlab.simulation.streams import Flags, Ints, steady


@dataclass(frozen=True)
class Payments:
    """Invoices of one month's orders, issued on delivery; days since the start.

    ``paid`` lies beyond the end where it is not known yet, or never will be.
    """

    order: Ints  # place among the month's orders
    issued: Ints
    due: Ints
    paid: Ints
    disputed: Flags


@dataclass(frozen=True)
class Corrections:
    """Returns or credit notes of one month's orders that fall within the time."""

    order: Ints  # place among the month's orders
    line: Ints  # the line concerned
    day: Ints
    quantity: Ints
    amount: Ints  # cents, positive
    reason: Ints


def bill(setup: Setup, month: Month) -> Payments:
    """Bill what was delivered; who runs out of money pays later and later."""
    world, traits, orders = setup.world, setup.traits, month.orders
    end, n = setup.calendar.end, len(setup.traits)
    order = np.flatnonzero((orders.status == OPEN) & (orders.delivered < end))
    a, s = orders.account[order], orders.slot[order]
    z = setup.dice.normals("payments", month.number, n, SLOTS)[a, s]
    u = setup.dice.uniforms("disputes", month.number, n, SLOTS)[a, s]
    issued = orders.delivered[order]
    due = issued + traits.terms[a]
    delay = np.rint(np.round(traits.delay[a] + 4.0 * z, 6)).astype(np.int64)
    trouble = np.maximum(month.number - setup.onset[a] + 1, 0)
    paid = np.maximum(due + delay + 12 * trouble, issued + 1)
    bust = np.minimum(setup.onset[a] + world.insolvency_lead, world.months)
    paid = np.where(paid >= setup.calendar.first[bust], end, paid)
    return Payments(order, issued, due, paid, orders.late[order] & (u < 0.15))


def take_back(setup: Setup, month: Month, sales: Sales) -> Corrections:
    """Let accounts return part of what they bought, 5 to 30 days after delivery."""
    u = _throws(setup, month, "returns")
    order = np.flatnonzero((u[:, 0] < setup.world.returned) & sales.counts)
    line, u = sales.first[order], u[order]
    bought = sales.quantity[line]
    quantity = np.maximum((bought * 0.5 * u[:, 1]).astype(np.int64), 1)
    amount = np.rint(steady(sales.net[line] * quantity / bought)).astype(np.int64)
    day = month.orders.delivered[order] + 5 + (25 * u[:, 2]).astype(np.int64)
    reason = (4 * u[:, 3]).astype(np.int64)
    return _known(setup, Corrections(order, line, day, quantity, amount, reason))


def credit(setup: Setup, month: Month, sales: Sales) -> Corrections:
    """Correct a few prices afterwards, by a credit note of 2 to 10 % of the order."""
    u = _throws(setup, month, "credit notes")
    order = np.flatnonzero((u[:, 0] < setup.world.credited) & sales.counts)
    u = u[order]
    part = np.rint(steady(sales.order_net[order] * (0.02 + 0.08 * u[:, 1])))
    amount = np.maximum(part, 1).astype(np.int64)
    day = month.orders.day[order] + 5 + (20 * u[:, 2]).astype(np.int64)
    none = np.zeros_like(order)
    line = sales.first[order]
    return _known(setup, Corrections(order, line, day, none, amount, none))


def _throws(setup: Setup, month: Month, name: str) -> np.ndarray:
    """Throw four numbers for each of the month's orders."""
    orders = month.orders
    u = setup.dice.uniforms(name, month.number, len(setup.traits), SLOTS, 4)
    return u[orders.account, orders.slot]


def _known(setup: Setup, all_: Corrections) -> Corrections:
    """Keep those that fall within the simulated time."""
    kept = all_.day < setup.calendar.end
    return Corrections(*(array[kept] for array in vars(all_).values()))
