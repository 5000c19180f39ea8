"""Columns of figures checked in plain words before anything is computed on them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kamlab.errors import RefusedError, UndefinedError, did_you_mean

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def figures(name: str, values: Any, like: int | None = None) -> Floats:
    """Give a column as numbers, or say which entry is none.

    Parameters
    ----------
    name : str
        What the column is called in the sentence.
    values : array-like
        One figure an account, or one for all where ``like`` is given.
    like : int, optional
        How many accounts there are.

    Returns
    -------
    array of float
        One figure an account.

    Raises
    ------
    RefusedError
        If an entry is text or blank, or there are more or fewer than accounts.
    """
    try:
        found = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        wrong = _first_text(values)
        raise RefusedError(
            f"{name} must be numbers, but {wrong!r} is none; put a figure there or "
            "leave the account out."
        ) from None
    if found.ndim == 0 and like is not None:
        found = np.full(like, float(found))
    if found.ndim != 1:
        raise RefusedError(f"{name} must be one column, a figure an account.")
    if like is not None and len(found) != like:
        raise RefusedError(
            f"{name} holds {len(found):,} figures for {like:,} accounts; give one an "
            "account, in the same order."
        )
    blank = ~np.isfinite(found)
    if blank.any():
        raise RefusedError(
            f"{name} has no number at place {int(np.argmax(blank)) + 1} "
            f"({int(blank.sum()):,} in all); put a figure there or leave the account "
            "out."
        )
    return found


def _first_text(values: Any) -> Any:
    """Find the first entry that is no number."""
    for value in np.asarray(values, dtype=object).ravel():
        try:
            float(value)
        except (TypeError, ValueError):
            return value
    return values


def chances(name: str, values: Any, like: int | None = None) -> Floats:
    """Give a column of probabilities, or say which one is none.

    Raises
    ------
    RefusedError
        As :func:`figures`, and if an entry lies outside 0 to 1.
    """
    found = figures(name, values, like)
    _within(name, found, (found >= 0) & (found <= 1), "from 0 to 1")
    return found


def amounts(name: str, values: Any, like: int | None = None) -> Floats:
    """Give a column of costs or hours, none of them negative.

    Raises
    ------
    RefusedError
        As :func:`figures`, and if an entry is negative.
    """
    found = figures(name, values, like)
    _within(name, found, found >= 0, "0 or more")
    return found


def _within(name: str, found: Floats, fits: Flags, span: str) -> None:
    if not fits.all():
        place = int(np.argmin(fits))
        raise RefusedError(
            f"{name} must be {span}, but place {place + 1} holds {found[place]:g}."
        )


def yes_no(name: str, values: Any, like: int | None = None) -> Flags:
    """Give a column of yes and no (true and false, or 1 and 0).

    Raises
    ------
    RefusedError
        As :func:`figures`, and if an entry is anything else.
    """
    found = figures(name, values, like)
    _within(name, found, (found == 0) | (found == 1), "1 or 0 (yes or no)")
    flags: Flags = found == 1
    return flags


def some_of_each(lost: Flags) -> None:
    """Make sure that some accounts were lost and some were kept.

    Raises
    ------
    UndefinedError
        If there is no account, no loss, or nothing but losses.
    """
    n, count = len(lost), int(lost.sum())
    if not n:
        raise UndefinedError("There is no account to decide about.")
    if count in (0, n):
        which = "not one account was lost" if not count else "every account was lost"
        raise UndefinedError(
            f"Of {n:,} accounts {which}: nothing can be said about whom to target. "
            "Take a longer horizon, or more cut-offs."
        )


def one_number(
    name: str,
    value: Any,
    low: float = 0.0,
    high: float = np.inf,
    *,
    open_low: bool = False,
) -> float:
    """Give a single figure within its range, or say what it may be.

    Raises
    ------
    RefusedError
        If it is no number or lies outside the range.
    """
    number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    fits = number and (low < value if open_low else low <= value) and value <= high
    if not fits or not np.isfinite(value):
        start = f"above {low:g}" if open_low else f"{low:g} or more"
        span = start if np.isinf(high) else f"{start} and at most {high:g}"
        raise RefusedError(f"{name} = {value!r} cannot be: it must be {span}.")
    return float(value)


def one_of(name: str, word: str, known: tuple[str, ...]) -> None:
    """Make sure that a word is one of those known.

    Raises
    ------
    RefusedError
        Naming the nearest known word.
    """
    if word not in known:
        raise RefusedError(f"{name} = {word!r} cannot be{did_you_mean(word, known)}")


def columns_of(frame: pd.DataFrame, *names: str) -> None:
    """Make sure that a table has the columns a decision needs.

    Raises
    ------
    RefusedError
        Naming those that are missing.
    """
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise RefusedError(f"The table lacks the column {', '.join(missing)}.")
