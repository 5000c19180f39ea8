"""Export tables for a spreadsheet, with no text that it would run as a formula."""

from __future__ import annotations

import os
from collections.abc import Callable
from numbers import Number
from pathlib import Path

import numpy as np
import pandas as pd

from kamlab.errors import RefusedError

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
LONGEST_CELL = 32_767  # letters; Excel's limit, beyond which texts would be cut


def formula_safe(frame: pd.DataFrame) -> pd.DataFrame:
    """Put a ``'`` before every text a spreadsheet could take for a formula.

    Numbers and days stay as they are: −5 stays −5. Column names, the index and its
    name are treated alike.

    Returns
    -------
    DataFrame
        A new frame; the input is unchanged.

    Notes
    -----
    Rule: OWASP, “CSV injection” (CWE-1236), with TAB, CR and LF.

    Examples
    --------
    >>> formula_safe(pd.DataFrame({"name": ["=1+1", "Nord"], "sales": [-5, 2]}))
        name  sales
    0  '=1+1     -5
    1   Nord      2
    """
    safe = frame.copy()
    for position in range(safe.shape[1]):
        values = safe.iloc[:, position]
        if not _is_figure_or_day(values):
            texts = np.empty(len(values), dtype=object)
            texts[:] = [_safe(value) for value in values]
            safe.isetitem(position, texts)
    safe.columns = _safe_labels(safe.columns)
    safe.index = _safe_labels(safe.index)
    return safe


def export_csv(frame: pd.DataFrame, path: str | Path, *, index: bool = False) -> Path:
    """Write a table as CSV that a spreadsheet can open without running anything.

    Parameters
    ----------
    frame : DataFrame
        The table.
    path : str or Path
        The file; one that is there is replaced once the new one is whole.
    index : bool
        Whether to write the row labels.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    RefusedError
        If the file cannot be written.
    """

    def write(part: Path) -> None:
        # the mark at the start lets Excel read the letters right; CR in the line end
        # makes the writer put a value that holds CR in quotes, not on a new line
        formula_safe(frame).to_csv(
            part, index=index, encoding="utf-8-sig", lineterminator="\r\n"
        )

    return _write_beside(Path(path), write)


def export_xlsx(frame: pd.DataFrame, path: str | Path, *, index: bool = False) -> Path:
    """Write a table as an Excel file without formulas (needs ``kamlab[xlsx]``).

    Parameters
    ----------
    frame : DataFrame
        The table.
    path : str or Path
        The file; one that is there is replaced once the new one is whole.
    index : bool
        Whether to write the row labels.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    RefusedError
        If openpyxl is not installed, the file cannot be written, or Excel cannot hold
        a value: a text over 32,767 letters, a control character, too many rows.
    """
    try:
        from openpyxl.utils.exceptions import IllegalCharacterError
    except ModuleNotFoundError:
        raise RefusedError(
            "Writing Excel files needs openpyxl: pip install 'kamlab[xlsx]'."
        ) from None
    safe = formula_safe(frame)
    if any(len(str(value)) > LONGEST_CELL for value in _texts(safe)):
        raise RefusedError(
            f"{path} cannot be written: Excel holds {LONGEST_CELL} letters in a cell, "
            "and a text here is longer; export it as CSV."
        )

    def write(part: Path) -> None:
        with pd.ExcelWriter(part, engine="openpyxl") as book:
            safe.to_excel(book, index=index)

    try:
        return _write_beside(Path(path), write)
    except (IllegalCharacterError, ValueError) as error:
        raise RefusedError(
            f"{path} cannot be written: Excel cannot hold a value here ({error}); "
            "export it as CSV."
        ) from None


def _safe(value: object) -> object:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    if isinstance(value, Number):
        return value
    # what is neither text nor number is written as its text, so that counts
    return f"'{value}" if str(value).startswith(FORMULA_STARTS) else value


def _safe_labels(labels: pd.Index) -> pd.Index:
    names = [_safe(name) for name in labels.names]
    if isinstance(labels, pd.MultiIndex):
        rows = [tuple(map(_safe, row)) for row in labels]
        return pd.MultiIndex.from_tuples(rows, names=names)
    if not _is_figure_or_day(labels):
        labels = pd.Index([_safe(label) for label in labels], dtype=object)
    return labels.set_names(names)


def _is_figure_or_day(values: pd.Series | pd.Index) -> bool:
    kind = values.dtype
    return pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_datetime64_dtype(kind)


def _texts(frame: pd.DataFrame) -> list[object]:
    columns = [c for _, c in frame.items() if not _is_figure_or_day(c)]
    return [value for column in columns for value in column]


def _write_beside(target: Path, write: Callable[[Path], None]) -> Path:
    """Write a file under another name first, so that an earlier one is never half."""
    part = target.with_name(f".{os.getpid()}.{target.name}")
    try:
        write(part)
        part.replace(target)
    except OSError as error:
        raise RefusedError(
            f"{target} cannot be written: {error.strerror or error}. Close the file "
            "if it is open, or choose another place."
        ) from None
    finally:
        part.unlink(missing_ok=True)
    return target
