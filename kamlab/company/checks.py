"""What may be wrong with the rows of a column, as conditions the database counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kamlab.company.columns import Column, Table
from kamlab.company.database import DECIMALS, FLOATS, quoted, text_of, value_of

FIRST_DAY, LAST_DAY = "1990-01-01", "2100-12-31"
SAME_KEY = '"rows with this key"'  # counted beside each row by ``problems``
SHAPE = {
    "date": "a day as YYYY-MM-DD",
    "money": "an amount with a decimal point and no thousands mark",
    "share": "a number such as 0.25",
    "number": "a number with a decimal point",
    "integer": "a whole number",
    "flag": "true or false",
}


@dataclass(frozen=True)
class Check:
    """One thing that may be wrong with the rows of a column, as an SQL condition."""

    column: str
    level: str
    problem: str
    condition: str
    what_to_do: str


def checks_of(table: Table, types: Mapping[str, str]) -> Iterator[Check]:
    """List the checks of a raw table: those of its columns, then that of its key.

    Parameters
    ----------
    table : Table
        The declaration.
    types : mapping of str to str
        The columns the raw table has, with their types in the database.
    """
    for column in table.columns:
        if column.name in types:
            yield from _column_checks(column, types[column.name])
            yield from _undated(table, column, types)
    if table.key and set(table.key) <= set(types):
        text = f"rows that share the same {' and '.join(table.key)}"
        cure = "Keep one row of each."
        yield Check(table.key[0], "error", text, f"{SAME_KEY} > 1", cure)


def _column_checks(column: Column, kind: str) -> Iterator[Check]:
    cell, value = quoted(column.name), value_of(column, kind)
    name = column.name
    if column.required:
        blank = f"nullif(CAST({cell} AS VARCHAR), '') IS NULL"
        yield Check(name, "error", "blank", blank, "Fill it in, or drop the row.")
    if column.kind in SHAPE:
        text = f"not {SHAPE[column.kind]}"
        wrong = f"nullif(CAST({cell} AS VARCHAR), '') IS NOT NULL AND {value} IS NULL"
        yield Check(name, "error", text, wrong, f"Write {SHAPE[column.kind]}.")
    if column.kind == "date":
        yield from _date_checks(name, value)
    elif column.kind == "money":
        yield from _money_checks(name, value, cell)
    elif column.kind in ("share", "number"):
        yield from _figure_checks(column, value, cell)
    elif column.kind in ("id", "text", "choice"):
        yield from _text_checks(column, value, kind)


def _date_checks(name: str, value: str) -> Iterator[Check]:
    far = f"{value} NOT BETWEEN DATE '{FIRST_DAY}' AND DATE '{LAST_DAY}'"
    yield Check(name, "warning", "a day far from today", far, "Check the year.")


def _money_checks(name: str, value: str, cell: str) -> Iterator[Check]:
    yield Check(
        name,
        "warning",
        "more than four decimals",
        f"abs(TRY_CAST({cell} AS DOUBLE) - CAST({value} AS DOUBLE)) > 2e-6",
        "Nothing, or round it yourself; KamLab keeps four.",
    )


def _figure_checks(column: Column, value: str, cell: str) -> Iterator[Check]:
    yield Check(
        column.name,
        "warning",
        "more than six decimals",
        f"abs(TRY_CAST({cell} AS DOUBLE) - {value}) > 1e-{DECIMALS + 6}",
        "Nothing, or round it yourself; KamLab keeps six.",
    )
    if column.kind == "share":
        outside = f"abs({value}) > 1"
        text = "a share outside −1 to 1"
        yield Check(column.name, "warning", text, outside, "Write 0.12 for 12 %.")


def _text_checks(column: Column, value: str, kind: str) -> Iterator[Check]:
    name = column.name
    nul = f"contains({value}, chr(0))"
    cure = "Remove it; a text may hold any letter but this."
    yield Check(name, "error", "a NUL character in a text", nul, cure)
    if column.kind == "id":
        if kind in FLOATS:
            given = f"{quoted(name)} IS NOT NULL AND NOT isnan({quoted(name)})"
            cure = "Give ids as text: 7.0 and 7 would be two accounts."
            yield Check(name, "error", "an id kept as a decimal number", given, cure)
        edges = f"{value} <> trim({value})"
        cure = "Check: with and without the blank are two different ids."
        yield Check(name, "warning", "an id with a blank at its edge", edges, cure)
    if column.choices:
        words = ", ".join(text_of(word) for word in column.choices)
        cure = "Use one of: " + ", ".join(column.choices) + "."
        unknown = f"{value} NOT IN ({words})"
        yield Check(name, "warning", "an unknown word", unknown, cure)


def _undated(table: Table, column: Column, types: Mapping[str, str]) -> Iterator[Check]:
    """Find values, such as a status, whose day is blank: nobody knows since when."""
    day = column.known_from
    if day == column.name or day not in types:
        return
    value = value_of(column, types[column.name])
    dated = value_of(table.column(day), types[day])
    condition = f"{value} IS NOT NULL AND {dated} IS NULL"
    if column.before:
        condition += f" AND {value} <> {text_of(column.before)}"
    if column.kind == "flag":
        condition += f" AND {value}"
    others = " or ".join(column.or_from)
    taken = f"takes it as known from {others}" if others else "leaves it blank"
    yield Check(
        column.name,
        "warning",
        f"a value although {day} is blank",
        condition,
        f"Fill in {day}; until then as_of {taken}.",
    )
