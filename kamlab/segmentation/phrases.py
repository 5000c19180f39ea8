"""Small turns of phrase that the sentences, tables and charts of the report share."""

from __future__ import annotations

import pandas as pd

from kamlab.presentation import formats as f
from kamlab.segmentation.settings import Level
from kamlab.segmentation.worth import Worth

NAMES = {
    "revenue": "revenue",
    "gross_margin": "gross margin",
    "contribution": "contribution",
}
WHOSE: dict[Level, str] = {
    "company": "",
    "department": "its department's ",
    "manager": "its KAM's ",
}
UNDEFINED = "undefined"


def basis(worth: Worth) -> str:
    """Say what the figures rest on: n, period, currency, what is missing."""
    missing = ""
    if worth.missing_parts:
        counted = " and counted as 0" if "contribution" in worth.criteria else ""
        missing = f"; not known{counted}: {', '.join(worth.missing_parts)}"
    currency = worth.currency or "a currency the company does not state"
    return (
        f"{f.plural(len(worth.table), 'active account')}, {worth.period.words}, "
        f"amounts in {currency}{missing}"
    )


def best_by(table: pd.DataFrame, column: str) -> pd.Series:
    """Give the row that is largest in a column; the first where several are."""
    return table.sort_values(column, ascending=False, kind="stable").iloc[0]


def share_or_undefined(value: float) -> str:
    """Write a share in per cent, or the word ``undefined`` where it is blank."""
    return f.share(value) if pd.notna(value) else UNDEFINED


def part_of(value: float, whole: str) -> str:
    """Write a share and what it is a share of, also where it is undefined."""
    size = f.share(value) if pd.notna(value) else f"an {UNDEFINED} share"
    return f"{size} of {whole}"


def few(names: list[str], most: int = 5) -> str:
    """List some names and count the others.

    Examples
    --------
    >>> few(["A", "B", "C"], most=2)
    'A, B and 1 more'
    """
    shown = ", ".join(names[:most])
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")
