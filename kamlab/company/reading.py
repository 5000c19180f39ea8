"""Read one table file, CSV or Parquet, into the database as it stands."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import csv as arrow_csv

from kamlab.company.database import quoted, text_of, types_of
from kamlab.errors import RefusedError

SUFFIXES = (".csv", ".parquet")
LONGEST_ROW = 1 << 26  # bytes of one CSV row; a longer one is a lost quotation mark


@dataclass(frozen=True)
class RawTable:
    """A table in the database before its types are checked.

    Parameters
    ----------
    source : str
        Name of the raw table in the database.
    types : dict of str to str
        Its columns and their types in the database, ``VARCHAR`` from CSV.
    ragged : tuple of str
        Descriptions of CSV rows that have not as many values as the header.
    on_disk : bool
        Whether the rows stay in their file until they are asked for.
    """

    source: str
    types: dict[str, str]
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


def read_table(connection: Any, path: Path, source: str) -> RawTable:
    """Read a table file, whichever of the two formats it has.

    Raises
    ------
    RefusedError
        If it cannot be read at all; the text says why and what to do.
    """
    reader = _read_csv if path.suffix == ".csv" else _read_parquet
    try:
        return reader(connection, path, source)
    except UnicodeDecodeError:
        raise _not_utf8(path) from None
    except (OSError, pa.ArrowException, duckdb.Error, csv.Error) as error:
        why = getattr(error, "strerror", None) or str(error).strip().split("\n")[0]
        if "invalid UTF8" in why:
            raise _not_utf8(path) from None
        raise RefusedError(
            f"{path.name} cannot be read: {why}. Write the file again, or ask for it."
        ) from None


def _read_parquet(connection: Any, path: Path, source: str) -> RawTable:
    """Open a Parquet file as a view: rows stay on disk until they are asked for."""
    rows = f"read_parquet({text_of(path)})"
    connection.raw_sql(f"CREATE VIEW {quoted(source)} AS SELECT * FROM {rows}")
    return RawTable(source, types_of(connection, source), on_disk=True)


def _read_csv(connection: Any, path: Path, source: str) -> RawTable:
    """Read a CSV file as text, exactly as it stands; uneven rows are described."""
    header, rows = _header_of(path)
    ragged: list[str] = []

    def skip(row: arrow_csv.InvalidRow) -> str:
        ragged.append(
            f"row {row.number} has {row.actual_columns} values "
            f"for {row.expected_columns} names: {row.text[:40]}"
        )
        return "skip"

    texts = {name: pa.string() for name in header}
    if rows:
        table = arrow_csv.read_csv(
            path,
            # one thread, for it alone can number the rows
            read_options=arrow_csv.ReadOptions(
                use_threads=False,
                block_size=min(path.stat().st_size + 1, LONGEST_ROW),
                column_names=header,
                skip_rows_after_names=1,
            ),
            parse_options=arrow_csv.ParseOptions(
                newlines_in_values=True, invalid_row_handler=skip
            ),
            # no word but the empty one means blank: "NA" is a name
            convert_options=arrow_csv.ConvertOptions(
                column_types=texts, null_values=[""], strings_can_be_null=True
            ),
        )
    else:
        table = pa.schema(texts.items()).empty_table()
    connection.con.register(source, table)
    return RawTable(source, dict.fromkeys(header, "VARCHAR"), tuple(ragged))


def _header_of(path: Path) -> tuple[list[str], bool]:
    """Read the column names of a CSV file, and tell whether anything follows.

    Raises
    ------
    RefusedError
        If the file is empty, uses another separator, or its names will not do.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        header = next(lines, [])
        rows = next(file, None) is not None
    if not any(header):
        raise RefusedError(f"{path.name} is empty; it needs a header line and rows.")
    if "\0" in "".join(header):
        raise _not_utf8(path)  # two bytes a letter
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        raise RefusedError(
            f"{path.name} seems to use another separator than the comma; "
            "save it with commas, or bring it in with `kamlab import`."
        )
    if "" in header:
        raise RefusedError(
            f"{path.name}: column {header.index('') + 1} has no name; "
            "name it or remove it."
        )
    # the database takes capitals and small letters for the same
    small = [name.lower() for name in header]
    twice = sorted({name for name in header if small.count(name.lower()) > 1})
    if twice:
        raise RefusedError(
            f"{path.name} names the column {twice[0]} twice; keep one of them."
        )
    return header, rows


def _not_utf8(path: Path) -> RefusedError:
    return RefusedError(
        f"{path.name} is not written in UTF-8; save it as “CSV UTF-8”, "
        "or bring it in with `kamlab import` and its encoding."
    )
