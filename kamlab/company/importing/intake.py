"""Gather the rows of one table from its sources, and count every one of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Context, Decimal
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kamlab.company.columns import Column, Table
from kamlab.company.importing.chunks import Chunk
from kamlab.company.importing.convert import Converted, Mask, convert
from kamlab.company.importing.numbers import EXACT
from kamlab.company.importing.recipe import FIGURES, Source

_VARIES = re.compile(r" as line .*| \(row begun in line \d+\)")
FILE, LINE = "_file", "_line"
_WIDE = Context(prec=200)  # sums of figures with 40 digits before and 30 after the mark


class Reject(NamedTuple):
    """One row that was not imported: where it stands and why."""

    file: str
    line: int
    table: str
    column: str
    reason: str
    value: str


@dataclass
class Sums:
    """Exact sums of one figure column, counted as the rows come by."""

    read: Decimal = Decimal(0)
    rejected: Decimal = Decimal(0)
    merged: Decimal = Decimal(0)
    not_a_number: int = 0


@dataclass
class Intake:
    """The rows of one table so far.

    Parameters
    ----------
    table : Table
        The declaration of the table.
    last_day : numpy.datetime64
        Order lines of a later day are rejected.
    """

    table: Table
    last_day: np.datetime64
    parts: list[pa.Table] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    sums: dict[str, Sums] = field(default_factory=dict)
    rows_read: int = 0
    rows_unreadable: int = 0
    rows_merged: int = 0

    def take(self, source: Source, chunk: Chunk) -> None:
        """Convert a chunk of a source and add its sound rows; count them all."""
        if source.file not in self.files:
            self.files.append(source.file)
        self.rows_read += len(chunk.lines) + len(chunk.broken)
        self.rows_unreadable += len(chunk.broken)
        for row in chunk.broken:
            self._reject(source.file, row.line, "", row.reason, "")
        done = {
            column.name: convert(
                column, source.columns[column.name].within(source), chunk
            )
            for column in self.table.columns
            if column.name in source.columns
        }
        bad = self._judge(source.file, chunk, done)
        self._count(done, bad)
        arrays = {name: converted.values for name, converted in done.items()}
        arrays[FILE] = pa.array(
            np.full(len(chunk.lines), self.files.index(source.file), dtype=np.int32)
        )
        arrays[LINE] = pa.array(chunk.lines)
        self.parts.append(pa.table(arrays).filter(pa.array(~bad)))

    def _judge(self, file: str, chunk: Chunk, done: dict[str, Converted]) -> Mask:
        """List each faulty row once, with the first thing wrong in it."""
        bad: Mask = np.zeros(len(chunk.lines), dtype=bool)
        for name, converted in done.items():
            for mask, reason in [*converted.problems, *self._too_late(name, converted)]:
                for at in np.flatnonzero(mask & ~bad):
                    value = converted.origin[int(at)].as_py() or ""
                    self._reject(file, int(chunk.lines[at]), name, reason, value)
                bad |= mask
        return bad

    def _too_late(self, name: str, converted: Converted) -> Iterator[tuple[Mask, str]]:
        if name != "order_date":
            return
        limit = pa.scalar(self.last_day.astype(object), pa.date32())
        late = pc.fill_null(pc.greater(converted.values, limit), False)
        yield (
            np.asarray(late),
            f"is after {self.last_day}, the recipe's last_day or today",
        )

    def _reject(
        self, file: str, line: int, column: str, reason: str, value: str
    ) -> None:
        self.rejects.append(Reject(file, line, self.table.name, column, reason, value))

    def _count(self, done: dict[str, Converted], bad: Mask) -> None:
        for name, converted in done.items():
            if self.table.column(name).kind not in FIGURES:
                continue
            sums = self.sums.setdefault(name, Sums())
            sums.read = add(sums.read, total(converted.values))
            lost = converted.values.filter(pa.array(bad))
            sums.rejected = add(sums.rejected, total(lost))
            sums.not_a_number += int(converted.not_a_number.sum())

    def drop_merged(self, rows: pa.Table, dropped: Mask) -> pa.Table:
        """Take out rows that say nothing new; they count as not read."""
        self.rows_merged += int(dropped.sum())
        for name, sums in self.sums.items():
            lost = rows.column(name).filter(pa.array(dropped))
            sums.merged = add(sums.merged, total(lost))
        return rows.filter(pa.array(~dropped))

    def drop_doubles(self, rows: pa.Table, first: np.ndarray[Any, Any]) -> pa.Table:
        """Reject rows whose key an earlier row has; ``first`` is that row's place."""
        double = first != np.arange(len(first))
        key = " and ".join(self.table.key)
        files, lines = (np.asarray(rows.column(name)) for name in (FILE, LINE))
        values = rows.column(self.table.key[0])
        for at in np.flatnonzero(double):
            before = first[at]
            where = f"line {lines[before]} of {self.files[files[before]]}"
            self._reject(
                self.files[files[at]],
                int(lines[at]),
                self.table.key[0],
                f"has the same {key} as {where}",
                values[int(at)].as_py(),
            )
        for name, sums in self.sums.items():
            lost = rows.column(name).filter(pa.array(double))
            sums.rejected = add(sums.rejected, total(lost))
        return rows.filter(pa.array(~double))

    def reasons(self) -> list[tuple[Reject, int]]:
        """Count the rejects by column and reason, the most frequent first.

        Each comes as its first reject, the reason without what differs from row to row.
        """
        counts: Counter[tuple[str, str]] = Counter()
        first: dict[tuple[str, str], Reject] = {}
        for reject in self.rejects:
            reason = _VARIES.sub(_general, reject.reason)
            counts[reject.column, reason] += 1
            first.setdefault((reject.column, reason), reject._replace(reason=reason))
        return [(first[why], count) for why, count in counts.most_common()]


def _general(match: re.Match[str]) -> str:
    """Give what stays of a reason when it is told for many rows."""
    return " as an earlier row" if match[0].startswith(" as") else ""


def columns_of(table: Table, names: list[str]) -> list[Column]:
    """List the declared columns among some names, in declared order."""
    return [column for column in table.columns if column.name in names]


def total(values: Any) -> Decimal:
    """Sum exact figures; nothing sums to 0."""
    if len(values) == 0 or values.type != EXACT:
        return Decimal(0)
    return pc.sum(values, min_count=0).as_py() or Decimal(0)


def add(one: Decimal, other: Decimal) -> Decimal:
    """Add two figures without rounding."""
    return _WIDE.add(one, other)


def subtract(one: Decimal, other: Decimal) -> Decimal:
    """Subtract two figures without rounding."""
    return _WIDE.subtract(one, other)
