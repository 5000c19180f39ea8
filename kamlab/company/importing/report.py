"""The account of an import: every row and every sum, read = imported + rejected."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

_MARK = "@exact:"
_DOUBTFUL = 0.1  # share of a table's rows; if more are rejected, suspect the recipe
_BY_CHANCE = 2  # so many rows may be faulty in the smallest file


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ColumnSum(_Frozen):
    """The sums of one figure column, exact to the last digit.

    ``not_a_number`` counts the cells that should be a figure and are none; their rows
    are among the rejected.
    """

    read: Decimal
    imported: Decimal
    rejected: Decimal
    not_a_number: int

    @model_validator(mode="after")
    def _adds_up(self) -> ColumnSum:
        if self.read != self.imported + self.rejected:
            raise ValueError("the sum read is not imported + rejected")
        return self


class TableReport(_Frozen):
    """The rows of one table.

    ``rows_unreadable`` (among the rejected) have cells that cannot be told apart, such
    as too few of them. ``rows_merged`` said the same as another row and count as not
    read (only with ``merge_repeats``).
    """

    rows_read: int
    rows_imported: int
    rows_rejected: int
    rows_unreadable: int
    rows_merged: int
    sums: dict[str, ColumnSum]

    @model_validator(mode="after")
    def _adds_up(self) -> TableReport:
        if self.rows_read != self.rows_imported + self.rows_rejected:
            raise ValueError("rows read are not rows imported + rejected")
        return self


class SourceReport(_Frozen):
    """One source file: what it was and which of its columns came in."""

    table: str
    file: str
    sha256: str
    columns_used: tuple[str, ...]
    columns_not_used: tuple[str, ...]


class Reason(_Frozen):
    """Why rows were rejected, how many for this reason, and where the first stands."""

    table: str
    column: str
    reason: str
    rows: int
    first_file: str
    first_line: int


class ImportReport(_Frozen):
    """What an import read, imported and rejected."""

    company: str
    currency: str
    recipe: str
    first_date: date
    last_date: date
    tables: dict[str, TableReport]
    sources: tuple[SourceReport, ...]
    reasons: tuple[Reason, ...]

    @property
    def has_rejects(self) -> bool:
        """Whether any row was rejected."""
        return any(table.rows_rejected for table in self.tables.values())

    def doubts(self) -> list[str]:
        """Say of which tables so many rows were rejected that the recipe is suspect.

        Then the rows that did come in may be wrong too, such as days whose month was
        read as the day.
        """
        found = []
        for name, table in self.tables.items():
            few = max(_BY_CHANCE, _DOUBTFUL * table.rows_read)
            if table.rows_rejected <= few:
                continue
            # most frequent first
            most = next(reason for reason in self.reasons if reason.table == name)
            part = 100 * table.rows_rejected / table.rows_read
            found.append(
                f"CAREFUL: {part:.0f} % of the rows of {name} were rejected, "
                f"{most.rows:,} of them because "
                f"{most.column or 'the row'} {most.reason}: {_suspect(most.reason)} If "
                "not, the rows that did come in are wrong too."
            )
        return found

    def lines(self) -> list[str]:
        """Say the import in a few sentences for the terminal; doubts come first."""
        said = [
            *self.doubts(),
            f"{self.company}: order lines from {self.first_date} to {self.last_date}.",
        ]
        for name, table in self.tables.items():
            said.append(_table_line(name, table, self.currency))
        for reason in self.reasons[:5]:
            column = f"{reason.column} " if reason.column else "the row "
            said.append(
                f"Rejected {reason.rows:,} × {reason.table}: {column}{reason.reason} "
                f"(first: {reason.first_file}, line {reason.first_line})."
            )
        return said + self._unused_lines()

    def _unused_lines(self) -> list[str]:
        """Name the columns of each file that no table took."""
        unused: dict[str, list[str]] = {}
        for source in self.sources:
            left = unused.setdefault(source.file, list(source.columns_not_used))
            unused[source.file] = [n for n in left if n in source.columns_not_used]
        return [
            f"Not used of {file}: {', '.join(names[:12])}"
            + (f" and {len(names) - 12} more." if len(names) > 12 else ".")
            for file, names in unused.items()
            if names
        ]

    def json_text(self) -> str:
        """Write the report as JSON; sums are numbers with all their digits."""
        text = json.dumps(
            self.model_dump(), indent=2, ensure_ascii=False, default=_plain
        )
        # the json module would round a Decimal to a float: write its digits instead
        return re.sub(rf'"{_MARK}(-?\d+(?:\.\d+)?)"', r"\1", text) + "\n"


def plain_number(value: Decimal) -> str:
    """Write an exact figure with no exponent and no empty decimals."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text


def _plain(value: Any) -> str:
    return _MARK + plain_number(value) if isinstance(value, Decimal) else str(value)


def _suspect(reason: str) -> str:
    """Ask for the setting that a reason makes suspect."""
    if reason.startswith("is no day"):
        return "is date_format right?"
    if reason.startswith("is no figure"):
        return "are decimal and thousands right?"
    return "is the recipe right?"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _table_line(name: str, table: TableReport, currency: str) -> str:
    line = (
        f"{name}: {_counted(table.rows_read, 'row')} read, "
        f"{table.rows_imported:,} imported, {table.rows_rejected:,} rejected"
    )
    if not table.rows_imported:
        line += "; the table is left out"
    if table.rows_merged:
        line += f" ({_counted(table.rows_merged, 'repeated row')} merged)"
    sums = table.sums.get("net_amount")
    if sums is not None:
        line += (
            f"; net_amount {sums.read:,.2f} {currency} read, "
            f"{sums.imported:,.2f} imported, {sums.rejected:,.2f} rejected"
        )
    return line + "."
