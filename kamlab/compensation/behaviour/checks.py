"""What every formula of the room asks of its numbers, in plain sentences."""

from __future__ import annotations

import math
from collections.abc import Iterable
from numbers import Real

from kamlab.errors import RefusedError, did_you_mean


def checked(
    name: str,
    value: object,
    low: float = -math.inf,
    high: float = math.inf,
    *,
    above: bool = False,
) -> float:
    """Take a number that lies in its range, or say which one does not.

    Parameters
    ----------
    name : str
        What it is called where it was typed.
    value : object
        What was typed.
    low, high : float
        The smallest and the largest value it may have.
    above : bool
        Whether it must lie above ``low``, not at it.

    Raises
    ------
    RefusedError
        If it is no number, or outside its range.
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        raise RefusedError(f"{name} is {value!r}; it must be a number.")
    number = float(value)
    if math.isnan(number) or not low <= number <= high or (above and number == low):
        raise RefusedError(
            f"{name} is {number:g}; it must be {_range(low, high, above)}."
        )
    return number


def one_of(name: str, value: object, known: Iterable[str]) -> str:
    """Take a word that is known, or name the nearest one.

    Parameters
    ----------
    name : str
        What it is called where it was typed.
    value : object
        What was typed.
    known : iterable of str
        The words there are.

    Raises
    ------
    RefusedError
        If there is no such word.
    """
    words = list(known)
    if not isinstance(value, str) or value not in words:
        raise RefusedError(
            f"There is no {name} '{value}'{did_you_mean(str(value), words)}"
        )
    return value


def _range(low: float, high: float, above: bool) -> str:
    least = f"above {low:g}" if above else f"at least {low:g}"
    if math.isinf(high):
        return least if math.isfinite(low) else "a number"
    if math.isinf(low):
        return f"at most {high:g}"
    return f"above {low:g} and at most {high:g}" if above else f"{low:g} to {high:g}"
