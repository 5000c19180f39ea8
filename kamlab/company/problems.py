"""Everything wrong with a company's tables, found at once and told as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kamlab.company.columns import Column, Table
from kamlab.company.database import quoted
from kamlab.company.reading import RawTable
from kamlab.company.tables import TABLES
from kamlab.errors import did_you_mean

COLUMNS = ["table", "column", "level", "problem", "rows", "examples", "what_to_do"]
FIRST_DAY, LAST_DAY = "1990-01-01", "2100-12-31"
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


def problem(
    table: str, column: str, level: str, text: str, rows: int, examples: str, cure: str
) -> dict[str, Any]:
    """Make one row of the table of problems."""
    values = (table, column, level, text, rows, examples, cure)
    return dict(zip(COLUMNS, values, strict=True))


def find_problems(
    connection: Any,
    raw: Mapping[str, RawTable],
    declared: Mapping[str, Table] = TABLES,
) -> pd.DataFrame:
    """List all problems of a company's raw tables at once.

    Parameters
    ----------
    connection : Ibis backend
        The database that holds the raw tables.
    raw : mapping of str to RawTable
        The raw tables by name.
    declared : mapping of str to Table
        The declarations to hold them against.

    Returns
    -------
    DataFrame
        One row a problem: table, column, level (``error`` stops the loading,
        ``warning`` does not), problem, rows, first examples, what to do. Empty where
        nothing is wrong.
    """
    found: list[dict[str, Any]] = []
    for name, table in raw.items():
        found += _header_problems(declared[name], table)
        found += _row_problems(connection, declared[name], table)
    if declared is TABLES:
        found += _book_problems(connection, raw)
    frame = pd.DataFrame(found, columns=COLUMNS)
    order = frame["level"].map({"error": 0, "warning": 1})
    return frame.iloc[order.argsort(kind="stable")].reset_index(drop=True)


def _header_problems(table: Table, raw: RawTable) -> Iterator[dict[str, Any]]:
    for name in table.required:
        if name not in raw.columns:
            yield problem(
                table.name, name, "error", "the column is missing", 0, "",
                f"Add the column {name}: {table.column(name).meaning}",
            )  # fmt: skip
    for name in raw.columns:
        if name not in table.names:
            hint = did_you_mean(name, table.names).lstrip("; ")
            yield problem(
                table.name, name, "warning", "not a column KamLab knows; not used",
                0, "", hint if hint.startswith("did") else "Nothing, or rename it.",
            )  # fmt: skip
    for line in raw.ragged:
        yield problem(
            table.name, "", "error", "the line cannot be read", 1, line,
            "Give the line as many values as the header has names.",
        )  # fmt: skip


def _checks(table: Table, raw: RawTable) -> Iterator[Check]:
    for column in table.columns:
        if column.name not in raw.columns:
            continue
        yield from _column_checks(column)
    if table.key and set(table.key) <= set(raw.columns):
        key = ", ".join(quoted(name) for name in table.key)
        yield Check(
            table.key[0],
            "error",
            f"two rows share the same {' and '.join(table.key)}",
            f"count(*) OVER (PARTITION BY {key}) > 1",
            "Keep one of them.",
        )


def _column_checks(column: Column) -> Iterator[Check]:
    cell = quoted(column.name)
    value = f"TRY_CAST({cell} AS {column.sql_type})"
    if column.required:
        yield Check(
            column.name,
            "error",
            "blank",
            f"{cell} IS NULL",
            "Fill it in, or drop the row.",
        )
    if column.kind in SHAPE:
        yield Check(
            column.name,
            "error",
            f"not {SHAPE[column.kind]}",
            f"{cell} IS NOT NULL AND {value} IS NULL",
            f"Write {SHAPE[column.kind]}.",
        )
    if column.kind == "date":
        yield Check(
            column.name,
            "warning",
            "a day far from today",
            f"{value} NOT BETWEEN DATE '{FIRST_DAY}' AND DATE '{LAST_DAY}'",
            "Check the year.",
        )
    if column.kind == "money":
        yield Check(
            column.name,
            "warning",
            "more than four decimals",
            f"abs(TRY_CAST({cell} AS DOUBLE) - CAST({value} AS DOUBLE)) > 0.000002",
            "Nothing, or round it yourself; KamLab keeps four.",
        )
    if column.kind == "share":
        yield Check(
            column.name,
            "warning",
            "a share outside 0 to 1",
            f"abs({value}) > 1",
            "Write 0.12 for 12 %.",
        )
    if column.choices:
        words = ", ".join(
            "'" + word.replace("'", "''") + "'" for word in column.choices
        )
        yield Check(
            column.name,
            "warning",
            "an unknown word",
            f"{cell} NOT IN ({words})",
            "Use one of: " + ", ".join(column.choices) + ".",
        )


def _row_problems(
    connection: Any, table: Table, raw: RawTable
) -> Iterator[dict[str, Any]]:
    checks = list(_checks(table, raw))
    if not checks:
        return
    flags = ", ".join(f"({c.condition}) AS c{i}" for i, c in enumerate(checks))
    counts = ", ".join(f"count_if(c{i})" for i in range(len(checks)))
    source = quoted(raw.source)
    totals = connection.con.execute(
        f"SELECT {counts} FROM (SELECT {flags} FROM {source})"
    ).fetchone()
    for check, rows in zip(checks, totals, strict=True):
        if rows:
            cell = quoted(check.column)
            examples = connection.con.execute(
                f"SELECT DISTINCT v FROM (SELECT CAST({cell} AS VARCHAR) AS v, "
                f"({check.condition}) AS bad FROM {source}) WHERE bad ORDER BY v LIMIT 3"
            ).fetchall()
            shown = ", ".join(
                "(blank)" if v is None else str(v)[:40] for (v,) in examples
            )
            yield problem(
                table.name, check.column, check.level, check.problem,
                int(rows), shown, check.what_to_do,
            )  # fmt: skip


def _book_problems(
    connection: Any, raw: Mapping[str, RawTable]
) -> Iterator[dict[str, Any]]:
    """Find what only shows across tables: no orders at all, unknown accounts."""
    if "order_lines" not in raw:
        yield problem(
            "order_lines", "", "error", "the table is missing", 0, "",
            "Add order_lines.csv with account_id, order_date and net_amount.",
        )  # fmt: skip
        return
    lines = raw["order_lines"]
    count = connection.con.execute(
        f"SELECT count(*) FROM {quoted(lines.source)}"
    ).fetchone()
    if not count[0] and not lines.ragged:
        yield problem(
            "order_lines", "", "error", "there is a header but not one row", 0, "",
            "Add at least one order line.",
        )  # fmt: skip
    if "accounts" not in raw or "account_id" not in raw["accounts"].columns:
        return
    known = quoted(raw["accounts"].source)
    for name, table in raw.items():
        if name == "accounts" or "account_id" not in table.columns:
            continue
        missing = connection.con.execute(
            f"SELECT account_id, count(*) FROM {quoted(table.source)} WHERE account_id "
            f"IS NOT NULL AND account_id NOT IN (SELECT account_id FROM {known} "
            "WHERE account_id IS NOT NULL) GROUP BY 1 ORDER BY 1"
        ).fetchall()
        if missing:
            yield problem(
                name, "account_id", "warning", "accounts that the table accounts lacks",
                sum(rows for _, rows in missing),
                ", ".join(str(account) for account, _ in missing[:3]),
                "Add them to accounts; until then they stand under their id.",
            )  # fmt: skip
