"""What is on the orders of a month: products, quantities and money in cents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamlab.simulation import cast
from kamlab.simulation.calendar import season
from kamlab.simulation.engine import Month
from kamlab.simulation.goods import draw_goods, price_column
from kamlab.simulation.handover import kam_of
from kamlab.simulation.levers import Incentives
from kamlab.simulation.orders import OPEN, SLOTS, status_day
from kamlab.simulation.setup import Setup
from kamlab.simulation.streams import Flags, Floats, Ints, steady
from kamlab.simulation.traits import PRODUCTS

LINES = 6  # on an order at most, two at least


@dataclass(frozen=True)
class Sales:
    """The lines of one month's orders, order by order; money in cents.

    Parameters
    ----------
    order : array of int
        Place of each line's order among the month's orders.
    product, quantity, list_amount, net, cost, column : array of int
        What each line holds.
    order_net, order_cost : array of int
        Totals of each order.
    first : array of int
        First line of each order.
    counts : array of bool
        Orders that count as revenue: not cancelled or refused, as far as is known.
    """

    order: Ints
    product: Ints
    quantity: Ints
    list_amount: Ints
    net: Ints
    cost: Ints
    column: Ints
    order_net: Ints
    order_cost: Ints
    first: Ints
    counts: Flags


def sell(
    setup: Setup, month: Month, incentives: Incentives, prices: float, scale: Floats
) -> Sales:
    """Fill one month's orders with lines.

    Parameters
    ----------
    setup : Setup
        The company before its first month.
    month : Month
        The month and its orders.
    incentives : Incentives
        Effort and discounts of the KAMs.
    prices : float
        Change of our prices by the lever.
    scale : array of float
        Factor on each account's amounts, solved so that the cast has its shares.
    """
    orders, goods = month.orders, draw_goods(setup.world)
    amount = _amounts(setup, month, incentives, scale)
    order, product, target = _basket(setup, month, amount)
    who = orders.account[order]
    column = price_column(setup, month.number)[who]
    paid = 1.0 - goods.discount[product, column]
    paid = paid * (1.0 + prices) * (1.0 - incentives.extra_discount)
    paid = np.where(orders.pulled[order], paid * (1 - setup.world.pull_discount), paid)
    price = goods.list_price[product]
    wanted = np.rint(steady(target / (price * paid)))
    quantity = np.maximum(wanted, 1).astype(np.int64)
    listed = quantity * price
    net = np.rint(steady(listed * paid)).astype(np.int64)
    cost = quantity * goods.unit_cost[product]
    first = np.searchsorted(order, np.arange(len(orders.account)))
    return Sales(
        order=order,
        product=product,
        quantity=quantity,
        list_amount=listed,
        net=net,
        cost=cost,
        column=column,
        order_net=np.add.reduceat(net, first) if len(net) else net,
        order_cost=np.add.reduceat(cost, first) if len(cost) else cost,
        first=first,
        counts=(orders.status == OPEN) | (status_day(orders) >= setup.calendar.end),
    )


def _basket(setup: Setup, month: Month, amount: Floats) -> tuple[Ints, Ints, Floats]:
    """Choose the products of each order and split its amount over them.

    An account buys out of its own range, which shrinks when it fades out.
    """
    world, traits, orders = setup.world, setup.traits, month.orders
    shape = (len(traits), SLOTS, LINES + 2)
    u = setup.dice.uniforms("lines", month.number, *shape)
    u = u[orders.account, orders.slot]
    shrink = np.maximum(1.0 - world.fade_breadth * month.fading, 0.25)
    width = np.maximum((traits.range_width * shrink).astype(np.int64), 2)
    width = width[orders.account]
    lines = np.minimum(2 + (5 * u[:, 0]).astype(np.int64), width)
    there = np.arange(LINES)[None, :] < lines[:, None]
    weight = np.where(there, 0.4 + u[:, 1 : 1 + LINES], 0.0)
    target = amount[:, None] * weight / weight.sum(axis=1, keepdims=True)
    order, place = np.nonzero(there)
    step = ((u[:, -1] * width).astype(np.int64)[order] + place) % width[order]
    who = orders.account[order]
    product = (traits.range_start[who] + traits.range_stride[who] * step) % PRODUCTS
    return order, product, target[there]


def _amounts(
    setup: Setup, month: Month, incentives: Incentives, scale: Floats
) -> Floats:
    """Give the amount each order of the month aims at, in cents."""
    world, traits, orders = setup.world, setup.traits, month.orders
    a = orders.account
    yearly = traits.size * np.power(1.0 + traits.growth, month.number / 12.0)
    yearly = (
        yearly * month.loyalty * scale * season(world, traits.channel, month.number)
    )
    yearly = yearly * (1 + world.effort_gain * (incentives.volume_effort - 1))
    # the targets are amounts: at a demand of 1 a discount leaves them as they were
    left = 1.0 - incentives.extra_discount
    yearly = yearly * left ** (1.0 - world.discount_demand)
    if world.skill_gain:
        yearly = yearly * _skill(setup, month.number)
    spread = world.order_noise * month.noise[a, orders.slot]
    noise = np.exp(spread - world.order_noise**2 / 2)
    amount = yearly[a] * orders.days_worth / 365.0 * noise
    deal = _windfall(setup, month)
    if deal >= 0:
        book = traits.kam == traits.kam[a[deal]]
        quarter = float(np.sum((traits.size * month.active)[book])) / 4
        amount[deal] = cast.WINDFALL_SIZE * quarter
    return np.maximum(steady(amount * 100), 1.0)


def _skill(setup: Setup, month: int) -> Floats:
    """Give what the skill of each account's KAM does to its amounts; 1 on average."""
    gain, skill = setup.world.skill_gain, setup.people.skill[kam_of(setup, month)]
    return steady(np.exp(gain * skill - gain**2 / 2))


def _windfall(setup: Setup, month: Month) -> int:
    """Give the place of the one windfall order among the month's orders, or -1."""
    if month.number != setup.world.months - cast.WINDFALL_MONTHS:
        return -1
    deals = np.flatnonzero(setup.traits.role[month.orders.account] == cast.WINDFALL)
    return int(deals[0]) if len(deals) else -1
