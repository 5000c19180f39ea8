"""Sums by account and month, service cost and rebates, in whole cents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamlab.simulation.after_sales import (
    Corrections,
    Payments,
    bill,
    credit,
    take_back,
)
from kamlab.simulation.engine import Month
from kamlab.simulation.levers import Incentives, Levers, in_month
from kamlab.simulation.sales import Sales, sell
from kamlab.simulation.setup import Setup
from kamlab.simulation.streams import Flags, Floats, Ints

YEAR = 12


@dataclass(frozen=True)
class Trade:
    """One month's trade: its orders, what is on them and what follows them."""

    month: Month
    sales: Sales
    payments: Payments
    returns: Corrections
    notes: Corrections


@dataclass(frozen=True)
class Books:
    """Sums by account and month, in cents; credit in cent-days of the last year."""

    revenue: Ints
    cost: Ints
    returns: Ints
    deliveries: Ints
    credit_days: Ints

    @classmethod
    def empty(cls, accounts: int, months: int) -> Books:
        """Give books with nothing in them."""
        blank = np.zeros((accounts, months), dtype=np.int64)
        days = np.zeros(accounts, dtype=np.int64)
        return cls(blank, blank.copy(), blank.copy(), blank.copy(), days)


def trade_month(
    setup: Setup, month: Month, levers: Levers, incentives: Incentives, scale: Floats
) -> Trade:
    """Fill a month's orders, bill them, and let returns and credit notes follow."""
    prices = in_month(levers, month.number).prices
    sales = sell(setup, month, incentives, prices, scale)
    return Trade(
        month,
        sales,
        bill(setup, month),
        take_back(setup, month, sales),
        credit(setup, month, sales),
    )


def enter(setup: Setup, books: Books, trade: Trade) -> None:
    """Enter one month's trade into the books."""
    orders, sales, out = trade.month.orders, trade.sales, trade.payments
    first, last = setup.calendar.first, setup.calendar.end - 1

    def add(table: Ints, order: Ints, day: Ints, amount: Ints) -> None:
        month = np.searchsorted(first, day, side="right") - 1
        np.add.at(table, (orders.account[order], month), amount)

    kept = np.flatnonzero(sales.counts)
    add(books.revenue, kept, orders.day[kept], sales.order_net[kept])
    add(books.cost, kept, orders.day[kept], sales.order_cost[kept])
    add(books.revenue, trade.notes.order, trade.notes.day, -trade.notes.amount)
    add(books.returns, trade.returns.order, trade.returns.day, trade.returns.amount)
    add(books.deliveries, out.order, out.issued, np.ones_like(out.order))
    after = int(first[setup.world.months - YEAR]) - 1
    days = np.minimum(out.paid, last) - np.maximum(out.issued, after)
    worth = sales.order_net[out.order] * np.maximum(days, 0)
    np.add.at(books.credit_days, orders.account[out.order], worth)


def raw_service(setup: Setup, revenue: Ints, active: Flags) -> Floats:
    """Give service cost by account and month before its level is solved, in cents."""
    world, traits = setup.world, setup.traits
    power = 1.0 + world.service_power * (traits.power - 0.5)
    rate = world.service_variable * traits.service_rate * power
    fixed = world.service_fixed * world.account_revenue * 100 / 12
    raw: Floats = rate[:, None] * np.maximum(revenue, 0) + fixed * active
    return raw


def service_cents(setup: Setup, level: Floats, revenue: Ints, active: Flags) -> Ints:
    """Give service cost by account and month in whole cents."""
    raw = level[:, None] * raw_service(setup, revenue, active)
    return np.rint(np.round(raw, 3)).astype(np.int64)


def rebate_cents(setup: Setup, revenue: Ints) -> Ints:
    """Give the rebates of each quarter, booked in its last month, in cents."""
    booked = np.zeros_like(revenue)
    for last in range(2, revenue.shape[1], 3):
        quarter = np.maximum(revenue[:, last - 2 : last + 1].sum(axis=1), 0)
        booked[:, last] = np.rint(np.round(setup.traits.rebate * quarter, 3))
    return booked
