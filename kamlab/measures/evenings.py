"""The company on several evenings at once: one query answers for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import ibis
import pandas as pd

from kamlab.company import Company
from kamlab.company.asof import as_known, last_full_month
from kamlab.company.database import collect
from kamlab.company.tables import TABLES
from kamlab.errors import RefusedError
from kamlab.measures.period import months_before

MONTHS_BACK = (3, 6, 12, 15)
QUARTER, BEFORE, LAST_YEAR, YEAR = (0, 3), (3, 6), (12, 15), (0, 12)
HALF_YEAR = (0, 6)


class Evenings:
    """A company as it was known on the evening of one or several days.

    Every table comes with a column ``cut_off`` and, for each evening, the rows and
    values known then, as ``firm.as_of(day)`` gives them; the measures of several
    months are then one query and not one a month.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    cut_offs : sequence of date, optional
        The evenings; default the company's own cut-off.
    back : sequence of int
        Months before each evening from which a measure counts, beside the usual ones.

    Attributes
    ----------
    firm : Company
        The company.
    cut_offs : list of date
        The evenings, each once, in order.

    Raises
    ------
    RefusedError
        If there is no evening, or one before the first order or after an earlier
        cut-off of the company.
    """

    def __init__(
        self,
        firm: Company,
        cut_offs: Sequence[date] | None = None,
        back: Sequence[int] = (),
    ) -> None:
        days = [firm.cut_off] if cut_offs is None else sorted(set(cut_offs))
        if not days:
            raise RefusedError("No cut-off was given; name at least one day.")
        for day in (days[0], days[-1]):
            if not firm.first_date <= day <= firm.cut_off:
                firm.as_of(day)  # says what is wrong with a day outside, if anything
        self.firm = firm
        self.cut_offs = days
        months = sorted({*MONTHS_BACK, *back})
        self._dates = {day: _dates_of(day, months) for day in days}

    @property
    def keys(self) -> list[str]:
        """What names a row of a measure (an internal of ``measures``)."""
        # one evening needs no column to tell evenings apart, which is faster
        return ["cut_off", "account_id"] if len(self.cut_offs) > 1 else ["account_id"]

    def rows(self, table: str, *columns: str) -> Any:
        """Give a table as known on each evening, as an Ibis expression.

        For ``measures`` only.

        Raises
        ------
        MissingPartError
            If the company lacks the table or one of its columns.
        """
        rows = self.firm.expression(table, *columns)
        if len(self.cut_offs) == 1:
            return self.dated(as_known(rows, TABLES[table], self.cut_offs[0]))
        rows = rows.cross_join(self._calendar())
        return as_known(rows, TABLES[table], rows.cut_off, rows.last_month)

    def dated(self, rows: Any) -> Any:
        """Put the first days of the windows beside rows that have their cut-off."""
        if len(self.cut_offs) > 1:
            return rows.join(self._calendar(), "cut_off")
        dates = self._dates[self.cut_offs[0]]
        return rows.mutate(**{name: ibis.literal(day) for name, day in dates.items()})

    def last_rows(self, table: str, key: str, *columns: str) -> Any:
        """Give the row of a history that holds on each evening, for each key.

        An Ibis expression, for ``measures`` only. Blanks in that row stay blank.

        Raises
        ------
        MissingPartError
            If the company lacks the table or one of its columns.
        """
        rows = self.rows(table, "valid_from", *columns)
        keys = [name for name in self.keys if name != "account_id"]
        last = ibis.window(group_by=[*keys, key], order_by=rows.valid_from.desc())
        rows = rows.filter(rows.valid_from.notnull())
        rows = rows.mutate(place=ibis.row_number().over(last))
        return rows.filter(rows.place == 0).select(*keys, key, *columns)

    def _calendar(self) -> Any:
        frame = pd.DataFrame(list(self._dates.values()))
        schema = ibis.schema(dict.fromkeys(frame.columns, "date"))
        return ibis.memtable(frame, schema=schema)

    def collect(self, expression: Any) -> pd.DataFrame:
        """Run a measure: one row an evening and account, in that order."""
        frame = collect(expression.order_by(self.keys))
        if "cut_off" not in frame:
            frame.insert(0, "cut_off", pd.Timestamp(self.cut_offs[0]))
            frame["cut_off"] = frame["cut_off"].astype("datetime64[us]")
        return frame


def _dates_of(day: date, months_back: Sequence[int]) -> dict[str, date]:
    back = {f"back_{months}": months_before(day, months) for months in months_back}
    return {"cut_off": day, "last_month": last_full_month(day), **back}


def in_window(rows: Any, day: Any, window: tuple[int, int]) -> Any:
    """Tell which days lie in a window of months before the evening of their row.

    Parameters
    ----------
    rows : ibis.Table
        From :class:`Evenings`.
    day : ibis.Column
        The day of each row.
    window : tuple of int
        Months back to the end and to the beginning, such as ``QUARTER`` = (0, 3).
    """
    until, after = window
    last = rows[f"back_{until}"] if until else rows.cut_off
    return (day > rows[f"back_{after}"]) & (day <= last)
