"""The product range, its price list, and which column each account has."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kamlab.simulation.setup import Setup
from kamlab.simulation.streams import Floats, Ints, Streams, steady
from kamlab.simulation.traits import PRODUCTS
from kamlab.simulation.world import World

COLUMNS = 6
PRODUCT_LINES = ("wound care", "infusion", "hygiene", "diagnostics", "consumer care")


@dataclass(frozen=True)
class Goods:
    """The products: prices and cost in cents, discounts as shares by column."""

    list_price: Ints
    unit_cost: Ints
    discount: Floats  # products × columns, whole per mille
    line: Ints
    launched: Ints  # days before the start


@lru_cache(maxsize=8)
def draw_goods(world: World) -> Goods:
    """Draw the product range and its price columns."""
    dice = Streams(world.seed)
    u = dice.uniforms("products", 0, PRODUCTS, 3)
    z = dice.normals("products", 1, PRODUCTS, 2)
    price = np.round(np.exp(3.0 + 0.8 * z[:, 0]), 1) + 2.0
    list_price = np.rint(price * 100).astype(np.int64)
    share = np.clip(world.unit_cost * (1 + 0.08 * z[:, 1]), 0.05, 0.95)
    steps = np.arange(COLUMNS)[None, :] * world.discount_step * 1000
    own = np.where(np.arange(COLUMNS) > 0, 20 * u[:, :1] - 10, 0.0)
    return Goods(
        list_price=list_price,
        unit_cost=np.rint(list_price * steady(share)).astype(np.int64),
        discount=np.rint(np.clip(steps + own, 0, 900)) / 1000,
        line=np.arange(PRODUCTS) * len(PRODUCT_LINES) // PRODUCTS,
        launched=np.rint(300 + 3000 * u[:, 2]).astype(np.int64),
    )


def price_column(setup: Setup, month: int) -> Ints:
    """Give each account's price column in a month; some rise by one each January."""
    traits = setup.traits
    column = traits.column.copy()
    for january in range(12, month + 1, 12):
        u = setup.dice.uniforms("price column", january, len(column))
        rises = (
            (u < setup.world.column_rises)
            & (traits.role < 0)
            & (traits.arrival < january)
        )
        column += rises & (column < COLUMNS - 1)
    return column
