"""What is on the orders of a month: products, quantities and money in cents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kamlab.simulation import cast
from kamlab.simulation.calendar import season
from kamlab.simulation.engine import Month, Setup
from kamlab.simulation.levers import Incentives
from kamlab.simulation.orders import CANCELLED, REFUSED, SLOTS
from kamlab.simulation.streams import Flags, Floats, Ints, Streams, steady
from kamlab.simulation.traits import PRODUCTS
from kamlab.simulation.world import World

LINES = 6
COLUMNS = 6
PRODUCT_LINES = ("wound care", "infusion", "hygiene", "diagnostics", "consumer care")


@dataclass(frozen=True)
class Range:
    """The products: list price and cost in cents, discounts by column."""

    list_price: Ints
    unit_cost: Ints
    discount: Floats  # products × columns, whole per mille
    line: Ints
    launched: Ints


@dataclass(frozen=True)
class Sales:
    """The lines of one month's orders and the totals of each order, in cents."""

    order: Ints  # place of the order among the month's orders
    product: Ints
    quantity: Ints
    list_amount: Ints
    net: Ints
    cost: Ints
    column: Ints
    order_net: Ints
    order_cost: Ints
    counts: Flags  # orders that count as revenue
    back: Ints  # orders of which something is returned
    back_line: Ints
    back_quantity: Ints
    back_amount: Ints
    back_after: Ints  # days after delivery
    back_reason: Ints
    note: Ints  # orders that are followed by a credit note
    note_line: Ints
    note_amount: Ints
    note_after: Ints


@lru_cache(maxsize=8)
def draw_range(world: World) -> Range:
    """Draw the product range and its price columns."""
    dice = Streams(world.seed)
    u = dice.uniforms("products", 0, PRODUCTS, 3)
    z = dice.normals("products", 1, PRODUCTS, 2)
    price = np.round(np.exp(3.0 + 0.8 * z[:, 0]), 1) + 2.0
    list_price = np.rint(price * 100).astype(np.int64)
    share = np.clip(world.unit_cost * (1 + 0.08 * z[:, 1]), 0.05, 0.95)
    steps = np.arange(COLUMNS)[None, :] * world.discount_step * 1000
    own = np.where(np.arange(COLUMNS) > 0, 20 * u[:, :1] - 10, 0.0)
    discount = np.rint(np.clip(steps + own, 0, 900)) / 1000
    line = np.arange(PRODUCTS) * len(PRODUCT_LINES) // PRODUCTS
    launched = -np.rint(300 + 3000 * u[:, 2]).astype(np.int64)
    unit_cost = np.rint(list_price * steady(share)).astype(np.int64)
    return Range(list_price, unit_cost, discount, line, launched)


def price_column(setup: Setup, month: int) -> Ints:
    """Give each account's price column in a month; some rise by one each January."""
    column = setup.traits.column.copy()
    for year in range(1, month // 12 + 1):
        u = setup.dice.uniforms("price column", 12 * year, len(column))
        rises = (
            (u < 0.08) & (setup.traits.role < 0) & (setup.traits.arrival < 12 * year)
        )
        column += rises & (column < COLUMNS - 1)
    return column


def sell(
    setup: Setup, month: Month, incentives: Incentives, prices: float, scale: Floats
) -> Sales:
    """Fill one month's orders with lines.

    Parameters
    ----------
    prices : float
        Change of our prices by the lever.
    scale : array of float
        Factor on each account's amounts, solved so that the cast has its shares.
    """
    world, traits, orders = setup.world, setup.traits, month.orders
    n, goods = len(traits), draw_range(world)
    a, s = orders.account, orders.slot
    u = setup.dice.uniforms("lines", month.number, n, SLOTS, LINES + 2)[a, s]
    extra = setup.dice.uniforms("after sales", month.number, n, SLOTS, 7)[a, s]
    amount = _amounts(setup, month, incentives, scale)
    shrink = np.maximum(1.0 - world.fade_breadth * month.fading, 0.25)
    width = np.maximum((traits.range_width * shrink).astype(np.int64), 2)[a]
    lines = np.minimum(2 + (5 * u[:, 0]).astype(np.int64), width)
    there = np.arange(LINES)[None, :] < lines[:, None]
    order, place = np.nonzero(there)
    weight = np.where(there, 0.4 + u[:, 1 : 1 + LINES], 0.0)
    target = (amount[:, None] * weight / weight.sum(axis=1, keepdims=True))[there]
    first = (u[:, -1] * width).astype(np.int64)
    step = (first[order] + place) % width[order]
    who = a[order]
    product = (traits.range_start[who] + traits.range_stride[who] * step) % PRODUCTS
    column = price_column(setup, month.number)[who]
    off = 1.0 - goods.discount[product, column]
    off = off * (1.0 + prices) * (1.0 - incentives.extra_discount)
    off = np.where(orders.pulled[order], off * (1.0 - world.pull_discount), off)
    price = goods.list_price[product]
    quantity = np.maximum(np.rint(steady(target / (price * off))), 1).astype(np.int64)
    listed = quantity * price
    net = np.rint(steady(listed * off)).astype(np.int64)
    cost = quantity * goods.unit_cost[product]
    counts = (orders.status != CANCELLED) & (orders.status != REFUSED)
    total = np.bincount(order, weights=net, minlength=len(a)).astype(np.int64)
    spent = np.bincount(order, weights=cost, minlength=len(a)).astype(np.int64)
    start = np.searchsorted(order, np.arange(len(a)))  # first line of each order
    back = np.flatnonzero((extra[:, 0] < world.returned) & counts)
    some = np.maximum((quantity[start[back]] * 0.5 * extra[back, 1]).astype(int), 1)
    worth = np.rint(steady(net[start[back]] * some / quantity[start[back]]))
    note = np.flatnonzero((extra[:, 4] < world.credited) & counts)
    credit = np.rint(steady(total[note] * (0.02 + 0.08 * extra[note, 5])))
    return Sales(
        order,
        product,
        quantity,
        listed,
        net,
        cost,
        column,
        total,
        spent,
        counts,
        back,
        start[back],
        some,
        worth.astype(np.int64),
        5 + (25 * extra[back, 2]).astype(np.int64),
        (4 * extra[back, 3]).astype(np.int64),
        note,
        start[note],
        np.maximum(credit, 1).astype(np.int64),
        5 + (20 * extra[note, 6]).astype(np.int64),
    )


def _amounts(
    setup: Setup, month: Month, incentives: Incentives, scale: Floats
) -> Floats:
    """Give the amount each order of the month aims at, in cents."""
    world, traits, orders = setup.world, setup.traits, month.orders
    a = orders.account
    years = month.number / 12.0
    yearly = traits.size * np.power(1.0 + traits.growth, years) * month.loyalty * scale
    yearly = yearly * season(traits.channel, month.number)
    yearly = yearly * (1 + world.effort_gain * (incentives.volume_effort - 1))
    spread = world.order_noise * month.noise[a, orders.slot]
    noise = np.exp(spread - world.order_noise**2 / 2)
    amount = yearly[a] * orders.days_worth / 365.0 * noise
    windfall_month = world.months - cast.WINDFALL_MONTHS
    deal = np.flatnonzero(
        (traits.role[a] == cast.WINDFALL) & (month.number == windfall_month)
    )
    if len(deal):
        book = traits.kam == traits.kam[a[deal[0]]]
        usual = float(np.sum((traits.size * month.active)[book])) / 4
        amount[deal[0]] = cast.WINDFALL_SIZE * usual * scale[a[deal[0]]]
    return np.maximum(steady(amount * 100), 1.0)
