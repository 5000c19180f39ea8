"""Export tables for a spreadsheet, with no text that it would run as a formula."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from kamlab.errors import RefusedError

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def formula_safe(frame: pd.DataFrame) -> pd.DataFrame:
    """Put a ``'`` before every text a spreadsheet could take for a formula.

    Numbers stay as they are: −5 stays −5. Column names and the index are treated
    alike.

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
    safe = frame.rename(columns=_safe, index=_safe)
    for position in range(safe.shape[1]):
        values = safe.iloc[:, position]
        if not pd.api.types.is_numeric_dtype(values.dtype):
            safe.isetitem(position, values.map(_safe).to_numpy(dtype=object))
    return safe


def export_csv(frame: pd.DataFrame, path: str | Path, *, index: bool = False) -> Path:
    """Write a table as CSV that a spreadsheet can open without running anything.

    Raises
    ------
    RefusedError
        If the file cannot be written.
    """
    target = Path(path)
    try:
        # the mark at the start lets Excel read the letters right
        formula_safe(frame).to_csv(
            target, index=index, encoding="utf-8-sig", lineterminator="\n"
        )
    except OSError as error:
        raise _cannot_write(target, error) from None
    return target


def export_xlsx(frame: pd.DataFrame, path: str | Path, *, index: bool = False) -> Path:
    """Write a table as an Excel file without formulas (needs ``kamlab[xlsx]``).

    Raises
    ------
    RefusedError
        If openpyxl is not installed, or the file cannot be written.
    """
    target = Path(path)
    try:
        formula_safe(frame).to_excel(target, index=index, engine="openpyxl")
    except ModuleNotFoundError:
        raise RefusedError(
            "Writing Excel files needs openpyxl: pip install 'kamlab[xlsx]'."
        ) from None
    except OSError as error:
        raise _cannot_write(target, error) from None
    return target


def _safe(value: object) -> object:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


def _cannot_write(path: Path, error: OSError) -> RefusedError:
    return RefusedError(
        f"{path} cannot be written: {error.strerror or error}. Close the file if it is "
        "open, or choose another place."
    )
