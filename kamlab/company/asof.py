"""A table as it was known on the evening of the cut-off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import ibis

from kamlab.company.columns import Table


def as_known(expression: Any, table: Table, cut_off: date) -> Any:
    """Keep what was known that evening: later rows go, later values turn blank.

    Parameters
    ----------
    expression : ibis.Table
        The whole table.
    table : Table
        Its declaration, which says from when rows and values are known.
    cut_off : date
        The last day that counts.

    Returns
    -------
    ibis.Table
        Rows without a date are kept; a value such as an order's status reads what it
        read before it was known.
    """
    present = set(expression.columns)
    day = ibis.literal(cut_off)
    if table.known_from in present:
        known = expression[table.known_from]
        last = first_of_month(cut_off + timedelta(days=1)) if table.month_end else None
        on_time = known < ibis.literal(last) if last else known <= day
        expression = expression.filter(known.isnull() | on_time)
    hidden: dict[str, Any] = {}
    for column in table.columns:
        if column.name in present and column.known_from in present:
            later = expression[column.known_from] > day
            before = ibis.literal(column.before) if column.before else ibis.null()
            cell = expression[column.name]
            hidden[column.name] = ibis.ifelse(
                later.fill_null(False), before.cast(cell.type()), cell
            )
    return expression.mutate(**hidden) if hidden else expression


def first_of_month(day: date) -> date:
    """Give the first day of the month a day falls in."""
    return day.replace(day=1)
