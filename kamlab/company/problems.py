"""Everything wrong with a company's tables, found at once and told as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

import duckdb
import pandas as pd

from kamlab.company.checks import SAME_KEY, Check, checks_of
from kamlab.company.columns import Table
from kamlab.company.database import quoted
from kamlab.company.reading import RawTable
from kamlab.company.tables import TABLES
from kamlab.errors import RefusedError

COLUMNS = ["table", "column", "level", "problem", "rows", "examples", "what_to_do"]
SHOWN = 40  # letters of an example


def problem(
    table: str,
    column: str,
    level: str,
    text: str,
    what_to_do: str,
    rows: int = 0,
    examples: str = "",
) -> dict[str, Any]:
    """Make one row of the table of problems."""
    values = (table, column, level, text, rows, examples, what_to_do)
    return dict(zip(COLUMNS, values, strict=True))


def as_frame(problems: list[dict[str, Any]]) -> pd.DataFrame:
    """Make the table of problems, errors first, else in the order they were found."""
    frame = pd.DataFrame(problems, columns=COLUMNS)
    order = frame["level"].map({"error": 0, "warning": 1})
    return frame.iloc[order.argsort(kind="stable")].reset_index(drop=True)


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
    return as_frame(list_problems(connection, raw, declared))


def list_problems(
    connection: Any,
    raw: Mapping[str, RawTable],
    declared: Mapping[str, Table] = TABLES,
) -> list[dict[str, Any]]:
    """List the same problems row by row, so that more can be added."""
    found: list[dict[str, Any]] = []
    for name, table in raw.items():
        found += _header_problems(declared[name], table)
        try:
            found += _row_problems(connection, declared[name], table)
        except duckdb.Error as error:
            why = str(error).strip().split("\n")[0]
            text = f"the file is damaged: {why}"
            found.append(problem(name, "", "error", text, "Write the file again."))
    if declared is TABLES:
        found += _book_problems(connection, raw)
    return found


def refuse_errors(problems: pd.DataFrame, where: str) -> None:
    """Stop at the door where a table cannot be trusted.

    Raises
    ------
    RefusedError
        Naming the first error and how many there are.
    """
    errors = problems[problems["level"] == "error"]
    if errors.empty:
        return
    first = errors.iloc[0]
    place = f"{first.table}.{first.column}" if first.column else first.table
    rows = f" in {first.rows} {'row' if first.rows == 1 else 'rows'}"
    shown = f"{rows} (such as {first.examples})" if first.rows else ""
    others = len(errors) - 1
    more = f" There are {others} more errors." if others > 1 else ""
    more = " There is one more error." if others == 1 else more
    advice = " `kamlab validate` lists them all." if others else ""
    raise RefusedError(
        f"{where}: {place}: {first.problem}{shown}. {first.what_to_do}{more}{advice}"
    )


def rename(name: str, known: Iterable[str]) -> str:
    """Advise what to do about a name that is not known."""
    near = get_close_matches(name.lower(), list(known), n=1)
    return f"Rename it {near[0]}, if that is meant." if near else "Nothing."


def _header_problems(table: Table, raw: RawTable) -> Iterator[dict[str, Any]]:
    for name in table.required:
        if name not in raw.types:
            cure = f"Add the column {name}: {table.column(name).meaning}"
            yield problem(table.name, name, "error", "the column is missing", cure)
    for name in raw.types:
        if name not in table.names:
            text = "not a column KamLab knows; not used"
            cure = rename(name, table.names)
            yield problem(table.name, name, "warning", text, cure)
    if raw.ragged:
        yield problem(
            table.name,
            "",
            "error",
            "more or fewer values than the header has names",
            "Mend these rows; a comma or line break inside a value needs quotes.",
            len(raw.ragged),
            "; ".join(readable(row, 3 * SHOWN) for row in raw.ragged[:3]),
        )


def _row_problems(
    connection: Any, table: Table, raw: RawTable
) -> Iterator[dict[str, Any]]:
    checks = list(checks_of(table, raw.types))
    if not checks:
        return
    counts = ", ".join(f"count_if({c.condition})" for c in checks)
    source = f"(SELECT *{_key_count(table, raw)} FROM {quoted(raw.source)})"
    totals = connection.con.execute(f"SELECT {counts} FROM {source}").fetchone()
    for check, rows in zip(checks, totals, strict=True):
        if rows:
            yield problem(
                table.name,
                check.column,
                check.level,
                check.problem,
                check.what_to_do,
                int(rows),
                _examples(connection, source, check),
            )


def _key_count(table: Table, raw: RawTable) -> str:
    """Write the SQL that counts, beside each row, the rows with the same key."""
    if not table.key or not set(table.key) <= set(raw.types):
        return ""
    key = ", ".join(quoted(name) for name in table.key)
    return f", count(*) OVER (PARTITION BY {key}) AS {SAME_KEY}"


def _examples(connection: Any, source: str, check: Check) -> str:
    cell = f"CAST({quoted(check.column)} AS VARCHAR)"
    rows = connection.con.execute(
        f"SELECT DISTINCT {cell} AS v FROM {source} WHERE {check.condition} "
        "ORDER BY v LIMIT 3"
    ).fetchall()
    return ", ".join("(blank)" if v is None else readable(v) for (v,) in rows)


def readable(text: str, letters: int = SHOWN) -> str:
    """Cut a text for a message, with signs that play tricks on a screen escaped."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[:letters])


def _book_problems(
    connection: Any, raw: Mapping[str, RawTable]
) -> Iterator[dict[str, Any]]:
    """Find what only shows across tables: no orders at all, unknown accounts."""
    if "order_lines" not in raw:
        cure = "Add order_lines.csv with account_id, order_date and net_amount."
        yield problem("order_lines", "", "error", "the table is missing", cure)
        return
    lines = raw["order_lines"]
    rows = connection.con.execute(f"SELECT count(*) FROM {quoted(lines.source)}")
    if not rows.fetchone()[0] and not lines.ragged:
        text, cure = "there is a header but not one row", "Add at least one order line."
        yield problem("order_lines", "", "error", text, cure)
    if "accounts" in raw and "account_id" in raw["accounts"].types:
        known = raw["accounts"].source
        for name, table in raw.items():
            if name != "accounts" and "account_id" in table.types:
                yield from _unknown_accounts(connection, name, table.source, known)


def _unknown_accounts(
    connection: Any, name: str, source: str, known: str
) -> Iterator[dict[str, Any]]:
    rows, examples = connection.con.execute(
        "SELECT coalesce(sum(n), 0), list(v ORDER BY v)[:3] "
        f"FROM (SELECT CAST(account_id AS VARCHAR) AS v, count(*) AS n "
        f"FROM {quoted(source)} GROUP BY 1) WHERE v IS NOT NULL AND v NOT IN "
        f"(SELECT CAST(account_id AS VARCHAR) FROM {quoted(known)} "
        "WHERE account_id IS NOT NULL)"
    ).fetchone()
    if rows:
        yield problem(
            name,
            "account_id",
            "warning",
            "accounts that the table accounts lacks",
            "Add them to accounts; until then they stand under their id.",
            int(rows),
            ", ".join(readable(account) for account in examples),
        )


def refused(name: str, error: RefusedError) -> dict[str, Any]:
    """Make a row of a file that could not be read at all."""
    text = str(error)
    what, _, cure = text.partition("; " if "; " in text else ". ")
    return problem(name, "", "error", what, f"{cure[:1].upper()}{cure[1:]}")
