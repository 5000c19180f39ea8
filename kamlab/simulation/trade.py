"""The tables of trade: order lines, orders, invoices, returns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from kamlab.simulation.engine import Month, Setup
from kamlab.simulation.ids import Ids
from kamlab.simulation.money import Payments
from kamlab.simulation.orders import CANCELLED, OPEN, REFUSED, SLOTS
from kamlab.simulation.sales import Sales, draw_range

WAREHOUSES = np.array(["W1", "W2", "W3"], dtype=object)
REASONS = np.array(["damage", "wrong", "mis-graded", "unsold"], dtype=object)
_STATUS = {OPEN: "open", CANCELLED: "cancelled", REFUSED: "refused"}
Event = tuple[Month, Sales, Payments]


def trade_tables(
    setup: Setup, ids: Ids, events: Sequence[Event]
) -> dict[str, pd.DataFrame]:
    """Make the tables of trade out of some months.

    Parameters
    ----------
    setup : Setup
        The company before its first month.
    ids : Ids
        Its ids.
    events : sequence of (Month, Sales, Payments)
        What happened in each of the months.

    Returns
    -------
    dict of str to DataFrame
        order_lines, orders, invoices and returns, sorted by day and id; money in
        currency units.
    """
    makers = {
        "order_lines": _lines,
        "orders": _orders,
        "invoices": _invoices,
        "returns": _returns,
    }
    tables = {}
    for name, make in makers.items():
        parts = [make(setup, ids, *event) for event in events]
        tables[name] = pd.concat(parts, ignore_index=True)
    notes = [_notes(setup, ids, *event) for event in events]
    tables["order_lines"] = pd.concat([tables["order_lines"], *notes])
    by = {
        "order_lines": ["order_date", "order_id", "sku", "net_amount"],
        "orders": ["order_date", "order_id"],
        "invoices": ["issued", "invoice_id"],
        "returns": ["return_date", "account_id", "sku", "amount"],
    }
    return {
        name: table.sort_values(by[name], ignore_index=True)
        for name, table in tables.items()
    }


def money(cents: Any) -> Any:
    """Turn whole cents into currency units."""
    return cents / 100.0


def _lines(
    setup: Setup, ids: Ids, month: Month, sales: Sales, payments: Payments
) -> pd.DataFrame:
    orders, at = month.orders, sales.order
    order_ids = ids.orders(orders.account, month.number, orders.slot)
    return pd.DataFrame(
        {
            "account_id": ids.accounts[orders.account[at]],
            "order_date": setup.calendar.dates(orders.day[at]),
            "net_amount": money(sales.net),
            "order_id": order_ids[at],
            "sku": ids.products(np.arange(1024))[sales.product],
            "quantity": sales.quantity.astype(float),
            "list_amount": money(sales.list_amount),
            "cost_amount": money(sales.cost),
            "price_column": sales.column,
        }
    )


def _notes(
    setup: Setup, ids: Ids, month: Month, sales: Sales, payments: Payments
) -> pd.DataFrame:
    """Credit notes: a negative line that names the order and product it corrects."""
    orders = month.orders
    day = orders.day[sales.note] + sales.note_after
    known = day < setup.calendar.end
    note, line = sales.note[known], sales.note_line[known]
    amount = money(-sales.note_amount[known])
    return pd.DataFrame(
        {
            "account_id": ids.accounts[orders.account[note]],
            "order_date": setup.calendar.dates(day[known]),
            "net_amount": amount,
            "order_id": ids.orders(
                orders.account[note], month.number, orders.slot[note]
            ),
            "sku": ids.products(sales.product[line]),
            "quantity": 0.0,
            "list_amount": 0.0,
            "cost_amount": 0.0,
            "price_column": sales.column[line],
        }
    )


def _orders(
    setup: Setup, ids: Ids, month: Month, sales: Sales, payments: Payments
) -> pd.DataFrame:
    orders, calendar = month.orders, setup.calendar
    sent = orders.status == OPEN
    delivered = np.where(sent, orders.delivered, calendar.end)
    arrived = delivered < calendar.end
    changed = np.where(orders.status == CANCELLED, orders.day + 1, orders.delivered)
    closed = changed < calendar.end
    status = np.array([_STATUS[int(code)] for code in orders.status], dtype=object)
    status[arrived] = "delivered"
    status[~closed] = "open"
    return pd.DataFrame(
        {
            "order_id": ids.orders(orders.account, month.number, orders.slot),
            "account_id": ids.accounts[orders.account],
            "order_date": calendar.dates(orders.day),
            "promised": calendar.dates(orders.promised),
            "delivered": calendar.dates_or_blank(delivered),
            "warehouse": WAREHOUSES[orders.warehouse],
            "status": status,
            "status_date": calendar.dates_or_blank(changed),
        }
    )


def _invoices(
    setup: Setup, ids: Ids, month: Month, sales: Sales, payments: Payments
) -> pd.DataFrame:
    orders, calendar, order = month.orders, setup.calendar, payments.order
    account, slot = orders.account[order], orders.slot[order]
    return pd.DataFrame(
        {
            "invoice_id": ids.by_month("I", account, month.number, slot, SLOTS),
            "order_id": ids.orders(account, month.number, slot),
            "account_id": ids.accounts[account],
            "issued": calendar.dates(orders.delivered[order]),
            "due": calendar.dates(payments.due),
            "amount": money(sales.order_net[order]),
            "paid": calendar.dates_or_blank(payments.paid),
            "disputed": payments.disputed,
        }
    )


def _returns(
    setup: Setup, ids: Ids, month: Month, sales: Sales, payments: Payments
) -> pd.DataFrame:
    orders, calendar = month.orders, setup.calendar
    day = orders.delivered[sales.back] + sales.back_after
    known = day < calendar.end
    return pd.DataFrame(
        {
            "account_id": ids.accounts[orders.account[sales.back[known]]],
            "return_date": calendar.dates(day[known]),
            "sku": ids.products(sales.product[sales.back_line[known]]),
            "quantity": sales.back_quantity[known].astype(float),
            "amount": money(sales.back_amount[known]),
            "reason": REASONS[sales.back_reason[known]],
        }
    )


def product_tables(setup: Setup, ids: Ids) -> dict[str, pd.DataFrame]:
    """Make the tables of products and of the price list."""
    from kamlab.simulation.sales import COLUMNS, PRODUCT_LINES

    goods = draw_range(setup.world)
    n = len(goods.list_price)
    sku = ids.products(np.arange(n))
    products = pd.DataFrame(
        {
            "sku": sku,
            "line": np.array(PRODUCT_LINES, dtype=object)[goods.line],
            "launched": setup.calendar.dates(goods.launched),
            "unit_cost": money(goods.unit_cost),
            "list_price": money(goods.list_price),
        }
    )
    prices = pd.DataFrame(
        {
            "sku": np.repeat(sku, COLUMNS),
            "price_column": np.tile(np.arange(COLUMNS), n),
            "discount": goods.discount.ravel(),
        }
    )
    return {
        "products": products.sort_values("sku", ignore_index=True),
        "price_list": prices.sort_values(["sku", "price_column"], ignore_index=True),
    }
