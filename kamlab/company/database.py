"""Tables in and out of the database: frames, CSV and Parquet become typed tables.

Ibis speaks to DuckDB here, so the same expressions run on other engines. Nothing
outside ``company`` and ``measures`` sees an Ibis expression.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa

from kamlab.company.columns import Column, Table
from kamlab.errors import RefusedError

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
FLOATS = ("FLOAT", "DOUBLE")
NUMBERS = (*_WHOLE, *(f"U{name}" for name in _WHOLE), *FLOATS)
DECIMALS = 6  # of shares and plain numbers; money keeps four


def connect() -> Any:
    """Open an empty in-memory database (an Ibis backend on DuckDB)."""
    connection = ibis.duckdb.connect()
    connection.raw_sql("SET enable_progress_bar = false")
    # what does not fit in memory goes to the system's place, not the user's folder
    spill = Path(tempfile.gettempdir()) / "kamlab"
    connection.raw_sql(f"SET temp_directory = {text_of(spill)}")
    return connection


def quoted(name: str) -> str:
    """Quote a table or column name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def text_of(text: object) -> str:
    """Quote a text or path as an SQL text."""
    return "'" + str(text).replace("'", "''") + "'"


def to_arrow(frame: pd.DataFrame, table: str) -> pa.Table:
    """Turn a data frame into an Arrow table, columns as they are.

    Raises
    ------
    RefusedError
        If a column mixes kinds of values, such as numbers and words, or comes twice.
    """
    try:
        return pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowException, ValueError, TypeError, OverflowError) as error:
        what = " ".join(str(part) for part in error.args[:2]) or type(error).__name__
        raise RefusedError(
            f"{table}: a column cannot be read ({what}); give each column a name of "
            "its own and one kind of value."
        ) from None


def types_of(connection: Any, source: str) -> dict[str, str]:
    """Give the columns of a raw table with their types in the database."""
    rows = connection.con.execute(f"DESCRIBE {quoted(source)}").fetchall()
    return {name: kind for name, kind, *_ in rows}


def value_of(column: Column, kind: str) -> str:
    """Write the SQL that reads a raw cell as its declared type, blank where it cannot.

    Parameters
    ----------
    column : Column
        The declaration.
    kind : str
        The raw column's type in the database, ``VARCHAR`` from a CSV file.
    """
    cell = quoted(column.name)
    if column.kind in ("id", "text", "choice"):
        return f"NULLIF(CAST({cell} AS VARCHAR), '')"
    if column.kind == "date":
        return _day_of(cell, kind)
    if not (kind in NUMBERS or kind.startswith("DECIMAL") or kind == "BOOLEAN"):
        cell = f"CAST({cell} AS VARCHAR)"
    elif (kind == "BOOLEAN") != (column.kind == "flag"):
        # 1 and 0 are flags and 2 is none; true is no number
        cell = (
            f"CASE WHEN {cell} IN (0, 1) THEN {cell} END"
            if column.kind == "flag"
            else "NULL"
        )
    plain = f"TRY_CAST({cell} AS {column.sql_type})"
    if column.kind in ("share", "number"):
        return f"CASE WHEN isfinite({plain}) THEN round({plain}, {DECIMALS}) + 0.0 END"
    if column.kind == "integer":
        # the database would round 2.7 to 3 without a word
        figure = f"TRY_CAST({cell} AS DOUBLE)"
        return f"CASE WHEN {figure} = trunc({figure}) THEN {plain} END"
    return plain


def _day_of(cell: str, kind: str) -> str:
    if kind == "DATE" or (kind.startswith("TIMESTAMP") and "ZONE" not in kind):
        day = f"TRY_CAST({cell} AS DATE)"
    else:
        text = f"CAST({cell} AS VARCHAR)"
        day = f"TRY_CAST({text} AS DATE)"
        # the database reads more forms than the one that is declared
        day = f"CASE WHEN CAST({day} AS VARCHAR) = {text} THEN {day} END"
    return f"CASE WHEN {day} BETWEEN '0001-01-01' AND '9999-12-31' THEN {day} END"


def typed(table: Table, types: Mapping[str, str], source: str) -> str:
    """Write the SQL that reads a table's declared columns in their types.

    A value that does not fit its type becomes blank here; the checks at the door
    (``kamlab.company.problems``) have counted it before.
    """
    columns = ", ".join(
        f"{value_of(column, types[column.name])} AS {quoted(column.name)}"
        for column in table.columns
        if column.name in types
    )
    return f"SELECT {columns} FROM {quoted(source)}"


def collect(expression: Any) -> pd.DataFrame:
    """Run an Ibis expression and hand out a plain data frame.

    Returns
    -------
    DataFrame
        Money as float, days as ``datetime64[us]``, whole numbers as ``Int64`` where
        some are blank, flags as ``boolean``.
    """
    schema = expression.schema()
    decimals = {
        name: expression[name].cast("float64")
        for name, kind in schema.items()
        if kind.is_decimal()
    }
    frame: pd.DataFrame = expression.mutate(**decimals).to_pandas()
    changes: dict[str, str] = {}
    for name, kind in schema.items():
        if kind.is_date():
            changes[name] = "datetime64[us]"
        elif kind.is_boolean():
            changes[name] = "boolean"
        elif kind.is_integer() and frame[name].dtype.kind != "i":
            changes[name] = "Int64"
        elif kind.is_string():
            changes[name] = "str"
    return frame.astype(changes)
