"""Read CSV, TSV and blank-separated files row by row, with true line numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from kamlab.company.importing.chunks import (
    ROWS,
    Broken,
    Chunk,
    Opened,
    positions,
    text_cells,
)
from kamlab.company.importing.encodings import checked_encoding
from kamlab.company.importing.recipe import Source
from kamlab.errors import RefusedError

Row = tuple[int, list[str]]
_OTHER_MARKS = ",;\t|"


class _Lines:
    """The lines of a file; remembers those that hold a NUL byte."""

    def __init__(self, lines: Iterable[str], skipped: int) -> None:
        self._lines = iter(lines)
        self.count = skipped
        self.nul: set[int] = set()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.count += 1
        if "\0" in line:
            self.nul.add(self.count)
        return line


def open_delimited(source: Source, path: Path) -> Opened:
    """Open a text file and find its columns.

    Parameters
    ----------
    source : Source
        What the recipe says of the file.
    path : Path
        Where it lies.

    Returns
    -------
    Opened
        Column names, and the rows in chunks; a row's line is the one it begins in.

    Raises
    ------
    RefusedError
        If the file is empty, written in another encoding, has another delimiter, or
        lacks a column the recipe names.
    """
    codec = checked_encoding(path, source.encoding, source.trust_encoding)
    rows = _rows(source, path, codec)
    header = list(source.names or ())
    if not header:
        first = next(rows, None)
        if first is None:
            raise RefusedError(f"{path.name} is empty: it has not even a header.")
        if isinstance(first, Broken):
            raise RefusedError(
                f"{path.name}, line {first.line}: the header {first.reason}; "
                "`skip_lines:` leaves out lines before it."
            )
        header = [name.strip() for name in first[1]]
    at = positions_or_delimiter(header, source, path)
    return Opened(
        header, _chunks(rows, header, dict(zip(source.needed, at, strict=True)))
    )


def positions_or_delimiter(header: list[str], source: Source, path: Path) -> list[int]:
    """Find the needed columns, or say that the delimiter is another one."""
    if len(header) == 1 and source.names is None:
        marks = [m for m in _OTHER_MARKS if m != source.delimiter and m in header[0]]
        if marks and source.needed != (header[0],):
            mark = max(marks, key=header[0].count)
            shown = "tab (format: tsv)" if mark == "\t" else f"'{mark}'"
            raise RefusedError(
                f"{path.name} has one column only when read with "
                f"'{source.delimiter}'; its header is full of {shown}: is that the "
                "delimiter?"
            )
    return positions(header, source.needed, path.name)


def _rows(source: Source, path: Path, codec: str) -> Iterator[Row | Broken]:
    with path.open(encoding=codec, newline="") as file:
        skipped = sum(1 for _ in islice(file, source.skip_lines))
        lines = _Lines(file, skipped)
        if source.format == "blanks":
            for line in lines:
                yield _checked(lines, lines.count, line.split())
        else:
            yield from _csv_rows(source, lines)


def _csv_rows(source: Source, lines: _Lines) -> Iterator[Row | Broken]:
    reader = csv.reader(
        lines,
        delimiter="\t" if source.format == "tsv" else source.delimiter,
        quotechar=None if source.quote == "none" else source.quote,
        quoting=csv.QUOTE_NONE if source.quote == "none" else csv.QUOTE_MINIMAL,
        strict=True,
    )
    while True:
        start = lines.count + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # every line it swallowed counts as a row: none gets lost
            for line in range(start, lines.count + 1):
                yield Broken(line, _quote_reason(error, start))
            continue
        yield _checked(lines, start, fields)


def _quote_reason(error: csv.Error, start: int) -> str:
    if "limit" in str(error):
        return f"has a cell of over 131,072 characters in the row begun in line {start}"
    return f"has a quoted text that does not end properly (row begun in line {start})"


def _checked(lines: _Lines, start: int, fields: list[str]) -> Row | Broken:
    if lines.nul and any(line in lines.nul for line in range(start, lines.count + 1)):
        return Broken(start, "holds a NUL byte")
    if not fields or not any(map(str.strip, fields)):
        return Broken(start, "is blank")
    return start, fields


def _chunks(
    rows: Iterator[Row | Broken], header: list[str], needed: dict[str, int]
) -> Iterator[Chunk]:
    while block := list(islice(rows, ROWS)):
        lines: list[int] = []
        good: list[list[str]] = []
        broken: list[Broken] = []
        for row in block:
            if isinstance(row, Broken):
                broken.append(row)
            elif len(row[1]) != len(header):
                broken.append(Broken(row[0], _ragged(len(row[1]), len(header))))
            else:
                lines.append(row[0])
                good.append(row[1])
        yield _chunk(lines, good, broken, needed)


def _chunk(
    lines: list[int],
    good: list[list[str]],
    broken: list[Broken],
    needed: dict[str, int],
) -> Chunk:
    columns = {
        name: text_cells([row[at] for row in good]) for name, at in needed.items()
    }
    numbers: np.ndarray[Any, np.dtype[np.int64]] = np.array(lines, dtype=np.int64)
    return Chunk(numbers, columns, broken)


def _ragged(found: int, expected: int) -> str:
    return f"has {found} cell{'s' * (found != 1)} where there are {expected} columns"
