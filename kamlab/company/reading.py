"""Read one table file, CSV or Parquet, into the database as it stands."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from kamlab.company.database import quoted, text_of
from kamlab.errors import RefusedError

SUFFIXES = (".csv", ".parquet")


@dataclass(frozen=True)
class RawTable:
    """A table file in the database, before its types are checked.

    Parameters
    ----------
    source : str
        Name of the raw table in the database.
    columns : list of str
        Column names the file has.
    ragged : tuple of str
        Descriptions of lines that could not be read at all.
    on_disk : bool
        Whether the rows stay in their file until they are asked for.
    """

    source: str
    columns: list[str]
    ragged: tuple[str, ...] = ()
    on_disk: bool = False


def table_file(folder: Path, name: str) -> Path | None:
    """Find the file of one table in a company folder, if it is there.

    Raises
    ------
    RefusedError
        If the table is there twice, as CSV and as Parquet.
    """
    found = [p for s in SUFFIXES if (p := folder / f"{name}{s}").is_file()]
    if len(found) > 1:
        raise RefusedError(
            f"{folder} holds both {found[0].name} and {found[1].name}; remove one."
        )
    return found[0] if found else None


def header_of(path: Path) -> list[str]:
    """Read the column names of a CSV file.

    Raises
    ------
    RefusedError
        If the file is empty, not UTF-8, uses another separator, or names a column
        twice.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file), [])
    except UnicodeDecodeError:
        raise RefusedError(
            f"{path.name} is not written in UTF-8; save it as “CSV UTF-8”, "
            "or bring it in with `kamlab import` and its encoding."
        ) from None
    if not any(header):
        raise RefusedError(f"{path.name} is empty; it needs a header line and rows.")
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        raise RefusedError(
            f"{path.name} seems to use another separator than the comma; "
            "save it with commas, or bring it in with `kamlab import`."
        )
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise RefusedError(f"{path.name} names the column {twice[0]} twice; keep one.")
    return header


def read_csv(connection: Any, path: Path, source: str) -> RawTable:
    """Read a CSV file as text into the database; broken lines are described."""
    header = header_of(path)
    columns = ", ".join(
        f"'{name.replace(chr(39), chr(39) * 2)}': 'VARCHAR'" for name in header
    )
    sql = (
        f"CREATE TABLE {quoted(source)} AS SELECT * FROM read_csv({text_of(path)}, "
        "header = true, auto_detect = false, delim = ',', quote = '\"', "
        f"escape = '\"', nullstr = '', columns = {{{columns}}}, "
        "store_rejects = true, rejects_table = 'bad_lines', rejects_scan = 'bad_scan')"
    )
    try:
        connection.raw_sql(sql)
        bad = connection.con.execute(
            "SELECT DISTINCT line, error_message FROM bad_lines ORDER BY line LIMIT 50"
        ).fetchall()
    except duckdb.Error as error:
        raise RefusedError(
            f"{path.name} cannot be read: {_first_line(error)}"
        ) from None
    connection.raw_sql("DROP TABLE IF EXISTS bad_lines")
    connection.raw_sql("DROP TABLE IF EXISTS bad_scan")
    ragged = tuple(f"line {line}: {_first_line(message)}" for line, message in bad)
    return RawTable(source, header, ragged)


def read_parquet(connection: Any, path: Path, source: str) -> RawTable:
    """Open a Parquet file as a view: rows stay on disk until they are asked for."""
    try:
        connection.raw_sql(
            f"CREATE VIEW {quoted(source)} AS "
            f"SELECT * FROM read_parquet({text_of(path)})"
        )
        columns = connection.con.table(source).columns
    except duckdb.Error as error:
        raise RefusedError(
            f"{path.name} cannot be read: {_first_line(error)}"
        ) from None
    return RawTable(source, list(columns), on_disk=True)


def read_table(connection: Any, path: Path, source: str) -> RawTable:
    """Read a table file, whichever of the two formats it has."""
    reader = read_csv if path.suffix == ".csv" else read_parquet
    return reader(connection, path, source)


def _first_line(error: object) -> str:
    return str(error).strip().splitlines()[0]
