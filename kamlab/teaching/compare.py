"""Compare answers by meaning, and say in which direction a wrong one is off."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from kamlab.presentation.formats import plural
from kamlab.teaching.parts import Part
from kamlab.teaching.reading import (
    StrangeAnswerError,
    read_accounts,
    read_day,
    read_items,
    read_number,
    read_options,
    read_table,
    tidy,
)


def understand(
    part: Part, answer: object, names: pd.DataFrame | None = None, company: str = ""
) -> Any:
    """Bring an answer into the one form in which answers are compared.

    Parameters
    ----------
    part : Part
        What is asked.
    answer : object
        What was written.
    names : DataFrame, optional
        account_id and name, where accounts are asked.
    company : str
        What their company is called.

    Raises
    ------
    StrangeAnswerError
        If the answer cannot be read; the sentence says what was asked.
    """
    if part.kind == "num":
        return read_number(answer)
    if part.kind == "date":
        return read_day(answer)
    if part.kind == "frame":
        return read_table(answer, part.key)
    if part.kind == "func":
        if not callable(answer):
            raise StrangeAnswerError(
                "A function is asked: give its name, without brackets."
            )
        return answer
    if names is not None:
        items = read_accounts(answer, names, company)
    elif part.options:
        items = read_options(answer, part.options)
    else:
        items = [tidy(item) for item in read_items(answer)]
    return _arranged(part, answer, items)


def _arranged(part: Part, answer: object, items: list[str]) -> Any:
    if part.kind == "set":
        return frozenset(items)
    if part.kind == "order":
        if isinstance(answer, set | frozenset):
            raise StrangeAnswerError(
                "A set has no order; write a list with square brackets."
            )
        return tuple(items)
    if len(items) != 1:
        raise StrangeAnswerError(
            f"One answer is asked, and these are {len(items)}: "
            f"choose from {', '.join(part.options)}."
        )
    return items[0]


def same(part: Part, given: Any, right: Any) -> bool:
    """Tell whether two understood answers mean the same.

    Parameters
    ----------
    part : Part
        What is asked.
    given, right : object
        From :func:`understand`.
    """
    if part.kind == "num":
        return _near(part, given, right) or in_per_cent(part, given, right)
    if part.kind == "frame":
        return not _frame_difference(part, given, right)
    if part.kind == "func":
        return not _first_difference(part, given, right)
    return bool(given == right)


def in_per_cent(part: Part, given: float, right: float) -> bool:
    """Tell whether a share was written in per cent, beyond doubt.

    A figure above 1 that is right as per cent can hardly be meant otherwise; below 1
    it can, so it is not accepted.
    """
    if part.unit != "share" or _near(part, given, right) or abs(given) <= 1:
        return False
    return _near(part, given / 100, right)


def difference(part: Part, given: Any, right: Any) -> str:
    """Say what is right so far, and in which direction the rest is off.

    The sentence does not give the right answer away.
    """
    if part.kind == "num":
        return "It is too high." if given > right else "It is too low."
    if part.kind == "date":
        return _day_difference(given, right)
    if part.kind == "set":
        return _set_difference(given, right)
    if part.kind == "order":
        return _order_difference(given, right)
    if part.kind == "frame":
        return _frame_difference(part, given, right)
    if part.kind == "func":
        return _first_difference(part, given, right)
    return f"It is not '{given}'."


def _near(part: Part, given: float, right: float) -> bool:
    # 1e-9: the width of a last binary digit must not decide at the edge
    return abs(given - right) <= part.tolerance + 1e-9 * max(1.0, abs(right))


def _day_difference(given: date, right: date) -> str:
    return "It is too late." if given > right else "It is too early."


def _set_difference(given: frozenset[str], right: frozenset[str]) -> str:
    if not given:
        return "It is not empty: at least one belongs here."
    hit, missing, wrong = len(given & right), len(right - given), len(given - right)
    says = [f"{hit} of your {len(given)} are right" if hit else "None of them is right"]
    if wrong and hit:
        says.append(plural(wrong, "does not belong", "do not belong"))
    if missing and hit:
        says.append(plural(missing, "is still missing", "are still missing"))
    return "; ".join(says) + "."


def _order_difference(given: tuple[str, ...], right: tuple[str, ...]) -> str:
    if set(given) != set(right):
        return _set_difference(frozenset(given), frozenset(right)) + (
            " Look at the order afterwards."
        )
    if len(given) != len(right):
        return "Each belongs in the list once."
    first = next(i for i, (g, r) in enumerate(zip(given, right, strict=True)) if g != r)
    begun = f"The first {first} are right; the order" if first else "The order"
    return f"{begun} goes wrong at place {first + 1}."


def _frame_difference(part: Part, given: pd.DataFrame, right: pd.DataFrame) -> str:
    missing = [name for name in right.columns if name not in given.columns]
    if missing:
        return f"The table lacks the column {', '.join(missing)}."
    key, columns = list(part.key), list(right.columns)
    mine, theirs = (
        frame[columns].assign(**{name: frame[name].map(tidy) for name in key})
        for frame in (given, right)
    )
    if mine.duplicated(key).any():
        return f"Some {', '.join(key)} stands there more than once."
    keys, wanted = (
        set(f[key].itertuples(index=False, name=None)) for f in (mine, theirs)
    )
    if keys != wanted:
        extra, lacking = len(keys - wanted), len(wanted - keys)
        return (
            f"{plural(lacking, 'row')} missing, {plural(extra, 'row')} too many, "
            f"of {len(wanted)}."
        )
    both = mine.merge(theirs, on=key, suffixes=("", "__right"))
    for name in columns:
        if name in key:
            continue
        good = _cells_equal(part, both[name], both[f"{name}__right"])
        if not good.all():
            return f"In {name}, {int(good.sum())} of {len(good)} rows are right."
    return ""


def _cells_equal(part: Part, given: pd.Series, right: pd.Series) -> pd.Series:
    numeric = pd.to_numeric(right, errors="coerce")
    if numeric.notna().any() and not pd.api.types.is_bool_dtype(right):
        numbers = pd.to_numeric(given, errors="coerce")
        near = (numbers - numeric).abs() <= part.tolerance + 1e-9
        return near | (numbers.isna() & numeric.isna())
    return given.map(tidy) == right.map(tidy)


def _first_difference(
    part: Part, given: Callable[..., Any], right: Callable[..., Any]
) -> str:
    """Try a function on every input; say where it first goes wrong."""
    for values in part.inputs:
        told = ", ".join(map(_brief, values))
        wanted = right(*copy.deepcopy(values))
        try:
            got = given(*copy.deepcopy(values))
        except Exception as error:  # whatever a learner's function raises
            return f"For {told} it stops with {type(error).__name__}: {error}."
        if got is None:
            return f"For {told} it gives nothing back; end it with return …"
        if isinstance(wanted, int | float | np.number):
            try:
                number = read_number(got)
            except StrangeAnswerError as strange:
                return f"For {told}: {strange}"
            if not _near(part, number, float(wanted)):
                way = "high" if number > wanted else "low"
                return f"For {told} it gives {number:g}, which is too {way}."
        elif tidy(got) != tidy(wanted):
            return f"For {told} it gives {_brief(got)}, which is not right."
    return ""


def _brief(value: object) -> str:
    text = repr(list(value)) if isinstance(value, pd.Series) else repr(value)
    return text if len(text) <= 60 else text[:59] + "…"
