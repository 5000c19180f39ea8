"""Read Parquet and Excel files, whose cells already are figures, days or texts."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kamlab.company.importing.chunks import (
    DAY,
    LOSSY,
    NUMBER,
    ROWS,
    TEXT,
    Broken,
    Cells,
    Chunk,
    Opened,
    positions,
    trimmed,
)
from kamlab.company.importing.recipe import Source
from kamlab.errors import RefusedError

_EXCEL_DIGITS = 1e15  # Excel keeps 15 digits of a number, the rest turns to zeros
_FLOAT_WHOLE = 2.0**53  # up to here a float holds every whole number


def open_parquet(source: Source, path: Path) -> Opened:
    """Open a Parquet file and find its columns; a row's line is its number from 1.

    Raises
    ------
    RefusedError
        If the file is no Parquet, lacks a column, or a column holds lists or bytes.
    """
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(path, "Parquet", error) from None
    header = list(file.schema_arrow.names)
    positions(header, source.needed, path.name)
    for name in source.needed:
        kind = file.schema_arrow.field(name).type
        if pa.types.is_nested(kind) or pa.types.is_binary(kind):
            raise RefusedError(
                f"{path.name}: the column '{name}' holds {kind}, not plain values; "
                "leave it out of the recipe."
            )
    return Opened(header, _parquet_chunks(file, path, list(source.needed)))


def _parquet_chunks(
    file: pq.ParquetFile, path: Path, needed: list[str]
) -> Iterator[Chunk]:
    row = 1
    try:
        for batch in file.iter_batches(batch_size=ROWS, columns=needed or None):
            lines = np.arange(row, row + batch.num_rows, dtype=np.int64)
            row += batch.num_rows
            yield Chunk(
                lines, {name: arrow_cells(batch.column(name)) for name in needed}
            )
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(path, "Parquet", error) from None


def arrow_cells(values: pa.Array) -> Cells:
    """Turn a typed column into texts that say exactly the same.

    Days become ``YYYY-MM-DD`` (the time of day goes), figures keep every digit, and a
    float's NaN, which stands for "nothing there", becomes a blank.
    """
    kind = values.type
    if pa.types.is_dictionary(kind):
        return arrow_cells(values.dictionary_decode())
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return _all(pc.strftime(values, format="%Y-%m-%d"), DAY)
    if pa.types.is_floating(kind):
        return _float_cells(values)
    texts = pc.cast(values, pa.string())
    if pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        return _all(_without_exponent(texts), NUMBER)
    return _all(trimmed(texts), TEXT)


def _float_cells(values: pa.Array) -> Cells:
    texts = pc.if_else(pc.is_nan(values), None, pc.cast(values, pa.string()))
    cells = _all(_without_exponent(texts), NUMBER)
    large = pc.fill_null(pc.greater_equal(pc.abs(values), _FLOAT_WHOLE), False)
    cells.kinds[np.asarray(large)] = LOSSY
    return cells


def _all(texts: pa.StringArray, kind: int) -> Cells:
    return Cells(texts, np.full(len(texts), kind, dtype=np.int8))


def _without_exponent(texts: pa.StringArray) -> pa.StringArray:
    """Write 1e+20 out; such figures are rare, so cell by cell."""
    odd = pc.fill_null(pc.match_substring_regex(texts, "[0-9][eE]"), False)
    if not pc.any(odd).as_py():
        return texts
    full = [format(Decimal(t), "f") for t in texts.filter(odd).to_pylist()]
    return pc.replace_with_mask(texts, odd, pa.array(full, pa.string()))


def open_xlsx(source: Source, path: Path) -> Opened:
    """Open one sheet of an Excel file (needs ``kamlab[xlsx]``); lines are its rows.

    Raises
    ------
    RefusedError
        If openpyxl is not installed, the file is no XLSX, the sheet is not there or
        not named though there are several, or a column is missing.
    """
    try:
        import openpyxl
    except ModuleNotFoundError:
        raise RefusedError(
            "Reading Excel files needs openpyxl: pip install 'kamlab[xlsx]'."
        ) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles, which do not matter here
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # a broken file breaks openpyxl in many ways
        raise _unreadable(path, "XLSX", error) from None
    numbered = enumerate(_sheet_rows(book, _sheet(book, source, path), path), start=1)
    rows = islice(numbered, source.skip_lines, None)
    header = list(source.names or ())
    if not header:
        _, first = next(rows, (0, ()))
        header = ["" if value is None else str(value).strip() for value in first]
        while header and not header[-1]:
            header.pop()
    if not header:
        raise RefusedError(f"{path.name} is empty: it has not even a header.")
    at = positions(header, source.needed, path.name)
    needed = dict(zip(source.needed, at, strict=True))
    return Opened(header, _xlsx_chunks(rows, len(header), needed))


def _sheet_rows(book: Any, sheet: Any, path: Path) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # some programs write a wrong size
    try:
        yield from sheet.iter_rows(values_only=True)
    except Exception as error:  # as above, only later
        raise _unreadable(path, "XLSX", error) from None
    finally:
        book.close()


def _sheet(book: Any, source: Source, path: Path) -> Any:
    names = book.sheetnames
    shown = ", ".join(f"'{name}'" for name in names)
    if source.sheet is None and len(names) > 1:
        raise RefusedError(
            f"{path.name} has several sheets: say sheet: one of {shown}."
        )
    if source.sheet is not None and source.sheet not in names:
        raise RefusedError(
            f"{path.name} has no sheet '{source.sheet}'; it has {shown}."
        )
    return book[source.sheet or names[0]]


def _xlsx_chunks(
    rows: Iterator[tuple[int, tuple[Any, ...]]], width: int, needed: dict[str, int]
) -> Iterator[Chunk]:
    blank: list[Broken] = []  # blank rows count only where a filled one follows
    while block := list(islice(rows, ROWS)):
        lines: list[int] = []
        good: list[tuple[Any, ...]] = []
        broken: list[Broken] = []
        for line, values in block:
            if all(value is None or value == "" for value in values):
                blank.append(Broken(line, "is blank"))
                continue
            broken += blank
            blank = []
            if any(value is not None for value in values[width:]):
                broken.append(Broken(line, f"has cells beyond the {width} columns"))
                continue
            lines.append(line)
            good.append(values)
        columns = {
            name: python_cells([row[at] if at < len(row) else None for row in good])
            for name, at in needed.items()
        }
        yield Chunk(np.array(lines, dtype=np.int64), columns, broken)


def python_cells(values: list[Any]) -> Cells:
    """Turn the mixed cells of a sheet into texts, each with how it came."""
    told = [_told(value) for value in values]
    texts = trimmed(pa.array([text for text, _ in told], pa.string()))
    return Cells(texts, np.array([kind for _, kind in told], dtype=np.int8))


def _told(value: Any) -> tuple[str | None, int]:
    if value is None or isinstance(value, str):
        return value, TEXT
    if isinstance(value, bool):
        return str(value).lower(), TEXT
    if isinstance(value, datetime):
        return value.date().isoformat(), DAY
    if isinstance(value, date):
        return value.isoformat(), DAY
    if isinstance(value, (int, float)):
        text = format(Decimal(repr(value)), "f")
        whole = text.removesuffix(".0")
        return whole, LOSSY if abs(value) >= _EXCEL_DIGITS else NUMBER
    return str(value), TEXT


def _unreadable(path: Path, kind: str, error: Exception) -> RefusedError:
    reason = (str(error).strip().splitlines() or ["unknown"])[0]
    return RefusedError(f"{path.name} cannot be read as {kind}: {reason}.")
