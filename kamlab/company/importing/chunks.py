"""Some rows of a source file on their way in: texts, and where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kamlab.errors import RefusedError, did_you_mean

ROWS = 50_000
TEXT, NUMBER, DAY, LOSSY = 0, 1, 2, 3


@dataclass(frozen=True)
class Cells:
    """One source column of a chunk.

    Parameters
    ----------
    texts : pyarrow.StringArray
        Trimmed texts, null where nothing stands.
    kinds : numpy.ndarray of int8
        How each cell came: ``TEXT`` as written by people, ``NUMBER`` (decimal point)
        or ``DAY`` (YYYY-MM-DD) from a typed file, ``LOSSY`` a number so long that its
        file may have lost digits.
    """

    texts: pa.StringArray
    kinds: np.ndarray[Any, np.dtype[np.int8]]


@dataclass(frozen=True)
class Broken:
    """A row whose cells cannot be told apart; it is rejected whole."""

    line: int
    reason: str


@dataclass(frozen=True)
class Chunk:
    """Some rows of a file: line numbers, needed columns, and rows beyond reading."""

    lines: np.ndarray[Any, np.dtype[np.int64]]
    columns: dict[str, Cells]
    broken: list[Broken] = field(default_factory=list)


@dataclass(frozen=True)
class Opened:
    """A source file, opened: all its column names, and its rows in chunks."""

    header: list[str]
    chunks: Iterator[Chunk]


def text_cells(values: Sequence[str]) -> Cells:
    """Trim what people wrote; a cell of blanks only is a blank cell."""
    return Cells(
        trimmed(pa.array(values, pa.string())), np.zeros(len(values), dtype=np.int8)
    )


def trimmed(texts: pa.StringArray) -> pa.StringArray:
    """Take blanks off both ends; what is empty then is null."""
    texts = pc.utf8_trim_whitespace(texts)
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def positions(header: Sequence[str], needed: Sequence[str], file: str) -> list[int]:
    """Find the needed columns in a file's header.

    Raises
    ------
    RefusedError
        If a column is not there, or its name stands there twice.
    """
    found = []
    counts = Counter(header)
    for name in needed:
        if name not in counts:
            shown = ", ".join(f"'{column[:40]}'" for column in header[:30])
            more = f" and {len(header) - 30} more" if len(header) > 30 else ""
            near = did_you_mean(name, set(header))
            near = near if near.startswith("; did") else ""
            raise RefusedError(
                f"{file} has no column '{name}'{near} It has: {shown}{more}."
            )
        if counts[name] > 1:
            at = [str(i + 1) for i, column in enumerate(header) if column == name]
            raise RefusedError(
                f"{file} has the column '{name}' {counts[name]} times (as columns "
                f"{', '.join(at)}); give all columns names of their own with `names:` "
                "and `skip_lines:`."
            )
        found.append(header.index(name))
    return found
