"""Tables in and out of the database: frames, CSV and Parquet become typed tables.

Ibis speaks to DuckDB here, so the same expressions run on other engines. Nothing
outside ``company`` and ``measures`` sees an Ibis expression.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa

from kamlab.company.columns import Table
from kamlab.errors import RefusedError


def connect() -> Any:
    """Open an empty in-memory database (an Ibis backend on DuckDB)."""
    connection = ibis.duckdb.connect()
    connection.raw_sql("SET preserve_insertion_order = true")
    connection.raw_sql("SET enable_progress_bar = false")
    return connection


def quoted(name: str) -> str:
    """Quote a table or column name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def text_of(path: Path) -> str:
    """Quote a path as an SQL text."""
    return "'" + str(path).replace("'", "''") + "'"


def put_frame(connection: Any, name: str, frame: pd.DataFrame) -> None:
    """Put a data frame into the database under a name, columns as they are.

    Raises
    ------
    RefusedError
        If a column mixes kinds of values, such as numbers and words.
    """
    try:
        arrow = pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise RefusedError(
            f"Table {name}: a column mixes kinds of values ({error.args[0]}); "
            "give each column one kind."
        ) from None
    connection.con.register("incoming", arrow)
    connection.raw_sql(f"CREATE TABLE {quoted(name)} AS SELECT * FROM incoming")
    connection.con.unregister("incoming")


def typed(table: Table, present: list[str], source: str) -> str:
    """Write the SQL that reads a table's declared columns in their types.

    A value that does not fit its type becomes blank here; the checks at the door
    (``kamlab.company.problems``) have counted it before.
    """
    columns = ", ".join(
        f"TRY_CAST({quoted(c.name)} AS {c.sql_type}) AS {quoted(c.name)}"
        for c in table.columns
        if c.name in present
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
