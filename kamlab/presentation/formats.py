"""How figures are written: money with its currency, shares in per cent, ISO days."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd

BLANK = "–"


def money(value: float | None, currency: str = "") -> str:
    """Write an amount with two decimals and its currency.

    Examples
    --------
    >>> money(1234.5, "EUR")
    '1,234.50 EUR'
    """
    return _written(value, lambda size: f"{size:,.2f} {currency}".rstrip())


def thousands(value: float | None, currency: str = "") -> str:
    """Write an amount in thousands, for sentences: ``312 kEUR``.

    Amounts below ten thousand keep their last digits.

    Examples
    --------
    >>> thousands(312_400, "EUR"), thousands(-4210.4, "EUR")
    ('312 kEUR', '−4,210 EUR')
    """
    unit = f"k{currency}" if currency else "thousand"

    def write(size: float) -> str:
        if round(size) < 10_000:
            return f"{size:,.0f} {currency}".rstrip()
        return f"{size / 1000:,.0f} {unit}"

    return _written(value, write)


def share(value: float | None, decimals: int = 1) -> str:
    """Write a share 0–1 in per cent.

    Examples
    --------
    >>> share(0.2214)
    '22.1 %'
    """
    return _written(value, lambda size: f"{size * 100:,.{decimals}f} %")


def number(value: float | None, decimals: int = 2) -> str:
    """Write a figure; whole ones without decimals.

    Examples
    --------
    >>> number(12), number(4.1459)
    ('12', '4.15')
    """
    return _written(
        value, lambda size: f"{size:,.{0 if size == int(size) else decimals}f}"
    )


def day(value: object) -> str:
    """Write a day as ISO date.

    Examples
    --------
    >>> day(pd.Timestamp("2025-03-01"))
    '2025-03-01'
    """
    return BLANK if _blank(value) else str(pd.Timestamp(value).date())  # type: ignore[arg-type]


def text(value: object) -> str:
    """Write a word; a blank becomes a dash.

    Examples
    --------
    >>> text(None)
    '–'
    """
    return BLANK if _blank(value) else str(value)


def yes_no(value: object) -> str:
    """Write a flag as yes or no.

    Examples
    --------
    >>> yes_no(True)
    'yes'
    """
    return BLANK if _blank(value) else ("yes" if value else "no")


def plural(count: int, one: str, many: str | None = None) -> str:
    """Write a count with its noun.

    Examples
    --------
    >>> plural(1, "account"), plural(3, "account"), plural(2, "loss", "losses")
    ('1 account', '3 accounts', '2 losses')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def in_currency(heading: str, currency: str) -> str:
    """Put the currency behind a heading, where the company states one.

    Examples
    --------
    >>> in_currency("Revenue", "EUR"), in_currency("Revenue", "")
    ('Revenue, EUR', 'Revenue')
    """
    return f"{heading}, {currency}" if currency else heading


def short(name: str, most: int = 26) -> str:
    """Cut a long name so that it fits beside a bar.

    Examples
    --------
    >>> short("Nordfjord Hospital", 10)
    'Nordfjord…'
    """
    one_line = " ".join(str(name).split())
    return one_line if len(one_line) <= most else one_line[: most - 1].rstrip() + "…"


FORMATS: dict[str, Callable[..., str]] = {
    "money": money,
    "share": share,
    "number": number,
    "day": day,
    "text": text,
    "yes_no": yes_no,
}


def _blank(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or value != value


def _written(value: float | None, write: Callable[[float], str]) -> str:
    """Write the size of a figure and put a minus before it, but never before 0.00."""
    if value is None or _blank(value) or not math.isfinite(value):
        return BLANK
    words = write(abs(value))
    below = value < 0 and any(letter in "123456789" for letter in words)
    return f"−{words}" if below else words
