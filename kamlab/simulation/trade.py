"""The tables of trade: order lines, orders, invoices, returns, products."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kamlab.simulation.books import Trade
from kamlab.simulation.columns import Columns, join_columns
from kamlab.simulation.goods import COLUMNS, PRODUCT_LINES, draw_goods
from kamlab.simulation.ids import Ids
from kamlab.simulation.orders import OPEN, SLOTS, status_day
from kamlab.simulation.setup import Setup
from kamlab.simulation.traits import PRODUCTS

WAREHOUSES = np.array(["W1", "W2", "W3"], dtype=object)
REASONS = np.array(["damage", "wrong", "mis-graded", "unsold"], dtype=object)
_STATUS = np.array(["open", "cancelled", "refused"], dtype=object)  # by code


def trade_tables(setup: Setup, ids: Ids, trade: Trade) -> dict[str, Columns]:
    """Make the tables of trade out of one month.

    Parameters
    ----------
    setup : Setup
        The company before its first month.
    ids : Ids
        Its ids.
    trade : Trade
        What was traded in the month.

    Returns
    -------
    dict of str to columns
        order_lines, orders, invoices and returns; money in currency units.
    """
    lines = [_lines(setup, ids, trade), _notes(setup, ids, trade)]
    return {
        "order_lines": join_columns(lines),
        "orders": _orders(setup, ids, trade),
        "invoices": _invoices(setup, ids, trade),
        "returns": _returns(setup, ids, trade),
    }


def _money(cents: Any) -> Any:
    """Turn whole cents into currency units."""
    return cents / 100.0


def _order_ids(ids: Ids, trade: Trade, order: Any = slice(None)) -> Any:
    """Give the ids of some of the month's orders."""
    orders = trade.month.orders
    return ids.orders(orders.account[order], trade.month.number, orders.slot[order])


def _lines(setup: Setup, ids: Ids, trade: Trade) -> Columns:
    orders, sales = trade.month.orders, trade.sales
    at = sales.order
    return {
        "account_id": ids.accounts[orders.account[at]],
        "order_date": setup.calendar.dates(orders.day[at]),
        "net_amount": _money(sales.net),
        "order_id": _order_ids(ids, trade)[at],
        "sku": ids.products[sales.product],
        "quantity": sales.quantity.astype(float),
        "list_amount": _money(sales.list_amount),
        "cost_amount": _money(sales.cost),
        "price_column": sales.column,
    }


def _notes(setup: Setup, ids: Ids, trade: Trade) -> Columns:
    """Credit notes: a negative line that names the order and product it corrects."""
    orders, sales, notes = trade.month.orders, trade.sales, trade.notes
    nothing = np.zeros(len(notes.order))
    return {
        "account_id": ids.accounts[orders.account[notes.order]],
        "order_date": setup.calendar.dates(notes.day),
        "net_amount": _money(-notes.amount),
        "order_id": _order_ids(ids, trade, notes.order),
        "sku": ids.products[sales.product[notes.line]],
        "quantity": nothing,
        "list_amount": nothing,
        "cost_amount": nothing,
        "price_column": sales.column[notes.line],
    }


def _orders(setup: Setup, ids: Ids, trade: Trade) -> Columns:
    orders, calendar = trade.month.orders, setup.calendar
    delivered = np.where(orders.status == OPEN, orders.delivered, calendar.end)
    changed = status_day(orders)
    status = _STATUS[orders.status]
    status[delivered < calendar.end] = "delivered"
    status[changed >= calendar.end] = "open"
    return {
        "order_id": _order_ids(ids, trade),
        "account_id": ids.accounts[orders.account],
        "order_date": calendar.dates(orders.day),
        "promised": calendar.dates(orders.promised),
        "delivered": calendar.dates_or_blank(delivered),
        "warehouse": WAREHOUSES[orders.warehouse],
        "status": status,
        "status_date": calendar.dates_or_blank(changed),
    }


def _invoices(setup: Setup, ids: Ids, trade: Trade) -> Columns:
    orders, calendar, bills = trade.month.orders, setup.calendar, trade.payments
    account, slot = orders.account[bills.order], orders.slot[bills.order]
    number = trade.month.number
    return {
        "invoice_id": ids.by_month("I", account, number, slot, SLOTS),
        "order_id": _order_ids(ids, trade, bills.order),
        "account_id": ids.accounts[account],
        "issued": calendar.dates(bills.issued),
        "due": calendar.dates(bills.due),
        "amount": _money(trade.sales.order_net[bills.order]),
        "paid": calendar.dates_or_blank(bills.paid),
        "disputed": bills.disputed,
    }


def _returns(setup: Setup, ids: Ids, trade: Trade) -> Columns:
    back = trade.returns
    return {
        "account_id": ids.accounts[trade.month.orders.account[back.order]],
        "return_date": setup.calendar.dates(back.day),
        "sku": ids.products[trade.sales.product[back.line]],
        "quantity": back.quantity.astype(float),
        "amount": _money(back.amount),
        "reason": REASONS[back.reason],
    }


def product_tables(setup: Setup, ids: Ids) -> dict[str, pd.DataFrame]:
    """Make the tables of products and of the price list."""
    goods = draw_goods(setup.world)
    products = pd.DataFrame(
        {
            "sku": ids.products,
            "line": np.array(PRODUCT_LINES, dtype=object)[goods.line],
            "launched": setup.calendar.dates(-goods.launched),
            "unit_cost": _money(goods.unit_cost),
            "list_price": _money(goods.list_price),
        }
    )
    prices = pd.DataFrame(
        {
            "sku": np.repeat(ids.products, COLUMNS),
            "price_column": np.tile(np.arange(COLUMNS), PRODUCTS),
            "discount": goods.discount.ravel(),
        }
    )
    return {
        "products": products.sort_values("sku", ignore_index=True),
        "price_list": prices.sort_values(["sku", "price_column"], ignore_index=True),
    }
