"""Purchase histories as they come in: checked, and equal ones put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kamlab.errors import NotEnoughDataError, RefusedError

Floats = NDArray[np.float64]

FEWEST_ACCOUNTS = 30
FEWEST_REPEATERS = 10


@dataclass(frozen=True)
class Histories:
    """Purchase histories, each kind of history once, with how many accounts have it.

    Parameters
    ----------
    x : ndarray
        Repeat purchases: purchase days after the first.
    last : ndarray
        Time of the last purchase, counted from the first (recency, t_x).
    age : ndarray
        Time from the first purchase to the cut-off (T), same unit.
    weight : ndarray
        How many accounts have this history.
    """

    x: Floats
    last: Floats
    age: Floats
    weight: Floats

    @property
    def n(self) -> int:
        """How many accounts there are."""
        return int(self.weight.sum())

    @property
    def mean_age(self) -> float:
        """Mean time since the first purchase."""
        return float(self.weight @ self.age) / self.n

    @property
    def pace(self) -> float:
        """Time that goes by for a repeat purchase, over the whole book."""
        return self.mean_age * self.n / float(self.weight @ self.x)


def as_numbers(values: Any, name: str) -> Floats:
    """Read a column of finite numbers, or say what is in it instead.

    Parameters
    ----------
    values : array-like
        One number an account.
    name : str
        What the column is called in the message.

    Returns
    -------
    ndarray of float, one-dimensional

    Raises
    ------
    RefusedError
        If there are words, blanks or infinite numbers in it, or more than a column.
    """
    try:
        raw = np.asarray(values)
        _refuse_other_kinds(raw, name)
        numbers = raw.astype(float, copy=False)
    except (TypeError, ValueError):
        raise RefusedError(
            f"{name} holds something that is no number; give one number an account."
        ) from None
    if numbers.ndim == 0:
        numbers = numbers[None]
    if numbers.ndim > 1:
        raise RefusedError(f"{name} must be one column, a number for each account.")
    wrong = ~np.isfinite(numbers)
    if wrong.any():
        raise RefusedError(
            f"{name} is blank or infinite in {_rows(wrong)}; leave these accounts out "
            "or fill the gap."
        )
    return numbers


def _refuse_other_kinds(raw: NDArray[Any], name: str) -> None:
    """Refuse what would turn into numbers that nobody meant: days, words."""
    if raw.dtype.kind in "mM":
        raise RefusedError(
            f"{name} holds dates or spans of time; give a plain number of days or "
            "weeks."
        )
    words = raw.dtype.kind in "USVc" or (
        raw.dtype.kind == "O" and any(isinstance(v, str) for v in raw.flat)
    )
    if words:
        raise ValueError(name)


def checked(frequency: Any, recency: Any, age: Any) -> tuple[Floats, Floats, Floats]:
    """Check purchase histories; single numbers are spread to the length of the others.

    Parameters
    ----------
    frequency : array-like
        Repeat purchases, whole numbers from 0.
    recency : array-like
        Time from the first to the last purchase, 0 where there is no repeat.
    age : array-like
        Time from the first purchase to the cut-off.

    Returns
    -------
    tuple of three ndarrays of one length

    Raises
    ------
    RefusedError
        If a number cannot be part of a purchase history; the text names the rows.
    """
    named = {"frequency": frequency, "recency": recency, "age": age}
    columns = [as_numbers(values, name) for name, values in named.items()]
    lengths = {len(column) for column in columns} - {1}
    if len(lengths) > 1:
        sizes = ", ".join(
            f"{name} {len(column)}" for name, column in zip(named, columns, strict=True)
        )
        raise RefusedError(
            f"The columns differ in length: {sizes}. Give each account one number in "
            "each."
        )
    x, last, total = np.broadcast_arrays(*columns)
    _refuse(x < 0, "frequency is negative")
    _refuse(x != np.floor(x), "frequency is no whole number; it counts purchase days")
    _refuse(last < 0, "recency is negative")
    _refuse(
        last > total,
        "recency is larger than age; no purchase can come after the cut-off",
    )
    _refuse(
        (x == 0) & (last > 0),
        "recency is above 0 without a repeat purchase; it counts from the first "
        "purchase to the last",
    )
    _refuse(
        (x > 0) & (last == 0),
        "recency is 0 although there are repeat purchases; purchases of one day count "
        "once",
    )
    return x, last, total


def histories(frequency: Any, recency: Any, age: Any) -> Histories:
    """Check purchase histories and put equal ones together.

    Accounts with the same (frequency, recency, age) have the same likelihood, so a
    book of a million needs far fewer terms.

    Raises
    ------
    RefusedError
        If a number cannot be part of a purchase history.
    NotEnoughDataError
        If there are too few accounts, or too few that came back.
    """
    x, last, total = checked(frequency, recency, age)
    _enough(x, last, total)
    age_code, ages = pd.factorize(total)
    last_code, lasts = pd.factorize(last)
    x_code, counts = pd.factorize(x)
    times_code, times = pd.factorize(age_code * len(lasts) + last_code)
    code, kinds = pd.factorize(times_code * len(counts) + x_code)
    pair = times[kinds // len(counts)]
    return Histories(
        counts[kinds % len(counts)],
        lasts[pair % len(lasts)],
        ages[pair // len(lasts)],
        np.bincount(code).astype(float),
    )


def _enough(x: Floats, last: Floats, total: Floats) -> None:
    """Refuse a book that cannot tell how accounts buy and leave."""
    n, back = len(x), int((x > 0).sum())
    if n == 0:
        raise NotEnoughDataError(
            f"There is no account; a fit needs at least {FEWEST_ACCOUNTS}."
        )
    if n < FEWEST_ACCOUNTS or back < FEWEST_REPEATERS:
        raise NotEnoughDataError(
            f"Of {n} accounts {back} bought again. A fit needs at least "
            f"{FEWEST_ACCOUNTS} accounts, {FEWEST_REPEATERS} of them with a repeat "
            "purchase; take a longer history or more accounts."
        )
    if np.ptp(x) == 0 and np.ptp(last) == 0 and np.ptp(total) == 0:
        raise NotEnoughDataError(
            f"All {n} accounts have the same history, so nothing tells those that buy "
            "often from the others."
        )


def _refuse(wrong: NDArray[np.bool_], what: str) -> None:
    if wrong.any():
        raise RefusedError(f"In {_rows(wrong)} {what}. Put it right or leave it out.")


def _rows(wrong: NDArray[np.bool_]) -> str:
    """Name the first rows that are wrong, counted from 0, and how many there are."""
    places = np.flatnonzero(wrong)
    first = ", ".join(map(str, places[:3]))
    more = f" and {len(places) - 3} more" if len(places) > 3 else ""
    return f"row{'s' if len(places) > 1 else ''} {first}{more}"
