"""A table as it was known on the evening of the cut-off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

import ibis
import pandas as pd

from kamlab.company.columns import Column, Table
from kamlab.errors import RefusedError


def as_known(
    expression: Any, table: Table, cut_off: date | Any, last_month: Any = None
) -> Any:
    """Keep what was known that evening: later rows go, later values turn blank.

    Parameters
    ----------
    expression : ibis.Table
        The whole table.
    table : Table
        Its declaration, which says from when rows and values are known.
    cut_off : date or ibis.Column
        The last day that counts; a column where every row has its own.
    last_month : ibis.Column, optional
        :func:`last_full_month` of such a column.

    Returns
    -------
    ibis.Table
        Rows without a date are kept; a value such as an order's status reads what it
        read before it was known.
    """
    present = set(expression.columns)
    if table.known_from in present:
        known = expression[table.known_from]
        last = cut_off
        if table.month_end:
            last = last_full_month(cut_off) if last_month is None else last_month
        expression = expression.filter(known.isnull() | (known <= _day(last)))
    hidden = {
        column.name: _value_then(expression, column, days, cut_off)
        for column in table.columns
        if column.name in present and (days := _dates_of(column, present))
    }
    return expression.mutate(**hidden) if hidden else expression


def _day(day: date | Any) -> Any:
    return ibis.literal(day) if isinstance(day, date) else day


def _dates_of(column: Column, present: Collection[str]) -> list[str]:
    """Name the columns there are that tell from when a value is known."""
    return [name for name in (column.known_from, *column.or_from) if name in present]


def _value_then(
    expression: Any, column: Column, days: list[str], cut_off: date | Any
) -> Any:
    day = ibis.coalesce(*(expression[name] for name in days))
    cell = expression[column.name]
    before = ibis.literal(column.before) if column.before else ibis.null()
    known = (day <= _day(cut_off)).fill_null(False)
    before = before.cast(cell.type())
    # a blank reads like a value to come, else it would tell that none came
    return ibis.ifelse(known, cell.fill_null(before), before)


def last_full_month(day: date) -> date:
    """Give the first day of the last month that is over on the evening of a day.

    Examples
    --------
    >>> last_full_month(date(2025, 1, 31)), last_full_month(date(2025, 1, 30))
    (datetime.date(2025, 1, 1), datetime.date(2024, 12, 1))
    """
    first = day.replace(day=1)
    if day == date.max or (day + timedelta(days=1)).month != day.month:
        return first
    return (first - timedelta(days=1)).replace(day=1) if first > date.min else first


def parse_day(day: date | str) -> date:
    """Read a day given as a date or as ``YYYY-MM-DD``.

    Raises
    ------
    RefusedError
        If it is no day written that way.
    """
    if isinstance(day, datetime) and not pd.isna(day):
        return day.date()
    if isinstance(day, date) and not isinstance(day, datetime):
        return day
    try:
        found = date.fromisoformat(str(day))
    except ValueError:
        found = None
    if found is None or str(found) != day:
        raise RefusedError(
            f"'{day}' is not a day; write it as YYYY-MM-DD, such as 2025-12-31."
        )
    return found
