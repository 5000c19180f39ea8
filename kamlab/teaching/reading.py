"""Understand what a learner wrote, whatever form it has."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from kamlab.errors import KamLabError, did_you_mean

_PLAIN = re.compile(r"[-−+]?\d+(\.\d+)?")
_PERCENT = re.compile(r"([-−+]?\d+(?:\.\d+)?)\s?%")
_COMMA = re.compile(r"[-−+]?\d+,\d+\s?%?")
_NOBODY = {"none", "nobody", "no one", "nothing", "[]", "{}", "set()"}


class StrangeAnswerError(KamLabError):
    """An answer that cannot be read; the text says what was asked."""


def read_number(answer: object) -> float:
    """Read a number out of whatever holds one.

    Parameters
    ----------
    answer : object
        A number of any library, a container of exactly one, or plain text of one.

    Raises
    ------
    StrangeAnswerError
        If it is no number; a decimal comma is asked about, not guessed.

    Examples
    --------
    >>> read_number("24 %"), read_number([3])
    (0.24, 3.0)
    """
    value = _alone(answer)
    if isinstance(value, bool | np.bool_):
        raise StrangeAnswerError("A number is asked, and this is yes or no.")
    if isinstance(value, str):
        return _number_of_text(value)
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        raise StrangeAnswerError(
            f"A number is asked, and this is {kind_of(value)}."
        ) from None
    if not math.isfinite(number):
        raise StrangeAnswerError(
            f"This is no number but {number}: something was divided by nothing, or a "
            "value was blank."
        )
    return number


def _number_of_text(text: str) -> float:
    bare = text.strip().replace("−", "-")
    if _PLAIN.fullmatch(bare):
        return float(bare)
    if percent := _PERCENT.fullmatch(bare):
        return float(percent[1]) / 100
    if _COMMA.fullmatch(bare):
        raise StrangeAnswerError(
            f"Is '{bare}' meant as {bare.replace(',', '.')}? Write it with a point, "
            "without quotes."
        )
    raise StrangeAnswerError(
        f"A number is asked, and '{shown(text)}' is text. Write digits, without quotes."
    )


def _alone(answer: object) -> object:
    """Take a single value out of its container."""
    if isinstance(answer, pd.DataFrame | pd.Series | pd.Index | np.ndarray):
        flat = np.asarray(answer, dtype=object).ravel().tolist()
    elif isinstance(answer, Mapping):
        flat = list(answer.values())
    elif isinstance(answer, list | tuple | set | frozenset):
        flat = list(answer)
    else:
        return answer
    if len(flat) == 1:
        return flat[0]
    if isinstance(answer, tuple) and len(flat) == 2 and all(map(_is_digits, flat)):
        first, second = flat
        raise StrangeAnswerError(
            f"Python reads {first},{second} as two numbers. Write a decimal number "
            f"with a point: {first}.{second}"
        )
    raise StrangeAnswerError(
        f"One value is asked, and this is {kind_of(answer)} of {len(flat)}."
    )


def _is_digits(value: object) -> bool:
    return type(value) is int


def read_items(answer: object) -> list[Any]:
    """Read a list of items out of a list, set, text, table or column.

    Parameters
    ----------
    answer : object
        ``["A", "B"]``, ``{"A", "B"}``, ``"A, B"``, a column, a table with
        ``account_id``; for nobody ``[]`` or ``"none"``.

    Raises
    ------
    StrangeAnswerError
        If there are no items in it.
    """
    if answer is None:
        raise StrangeAnswerError(
            "This is empty (None). If you mean that nothing belongs here, write []."
        )
    if isinstance(answer, str):
        if answer.strip().casefold() in _NOBODY:
            return []
        if not answer.strip():
            raise StrangeAnswerError(
                "This is empty text. If you mean that nothing belongs here, write []."
            )
        return [word.strip() for word in re.split(r"[,;\n]", answer) if word.strip()]
    if isinstance(answer, pd.DataFrame):
        return _items_of_frame(answer)
    if isinstance(answer, pd.Series):
        return _items_of_column(answer)
    if isinstance(answer, Mapping):
        flags = all(isinstance(v, bool | np.bool_) for v in answer.values())
        return [key for key, value in answer.items() if value or not flags]
    if isinstance(answer, Iterator):
        raise StrangeAnswerError("Put list( … ) around it, so that it can be read.")
    if isinstance(answer, Iterable):
        return list(answer)
    if callable(answer):
        raise StrangeAnswerError(f"A list is asked, and this is {kind_of(answer)}.")
    return [answer]


def _items_of_frame(frame: pd.DataFrame) -> list[Any]:
    for column in ("account_id", "name"):
        if column in frame.columns:
            return list(frame[column])
    if frame.index.name == "account_id":
        return list(frame.index)
    if frame.shape[1] == 1:
        return _items_of_column(frame.iloc[:, 0])
    raise StrangeAnswerError(
        "A list of accounts is asked, and this is a table without a column account_id."
    )


def _items_of_column(column: pd.Series) -> list[Any]:
    """Take the items of a column, or of its index where it measures them."""
    named = not pd.api.types.is_numeric_dtype(column.index)
    if pd.api.types.is_bool_dtype(column):
        if named:
            return list(column.index[column.fillna(False).astype(bool)])
        raise StrangeAnswerError(
            "These are yes and no without names; choose the rows and give their "
            "account_id."
        )
    if pd.api.types.is_float_dtype(column) and named:
        return list(column.index)
    return list(column)


def read_options(answer: object, options: Mapping[str, Sequence[str]]) -> list[str]:
    """Read items that come from a short list; number, word or flag.

    Parameters
    ----------
    answer : object
        One or more of the options.
    options : mapping of str to sequence of str
        The options and further words for each.

    Raises
    ------
    StrangeAnswerError
        If something is not among them.
    """
    known = {
        tidy(word): option
        for option, words in options.items()
        for word in (option, *words)
    }
    found = []
    for item in read_items(answer):
        word = tidy(item)
        if word not in known and set(options) == {"yes", "no"}:
            raise StrangeAnswerError(
                f"'{shown(item)}' is neither yes nor no. Write True or False, with a "
                "capital first letter and without quotes."
            )
        if word not in known:
            raise StrangeAnswerError(
                f"'{shown(item)}' is not among the possible answers: "
                f"{', '.join(options)}."
            )
        found.append(known[word])
    return found


def read_accounts(answer: object, names: pd.DataFrame, company: str) -> list[str]:
    """Read accounts given by id or by name.

    Parameters
    ----------
    answer : object
        Any form of a list of ids and names.
    names : DataFrame
        account_id and name of every account that could be meant.
    company : str
        What the company is called.

    Raises
    ------
    StrangeAnswerError
        If an item is no account, or a name belongs to several.
    """
    exact = set(names["account_id"].astype(str))
    ids = {tidy(i): i for i in exact}
    by_name: dict[str, list[str]] = {}
    for account, name in zip(names["account_id"], names["name"], strict=True):
        by_name.setdefault(tidy(name), []).append(str(account))
    found = []
    for item in read_items(answer):
        word = tidy(item)
        if str(item) in exact:
            found.append(str(item))
            continue
        same = [ids[word]] if word in ids else by_name.get(word, [])
        if len(same) > 1:
            raise StrangeAnswerError(
                f"{len(same)} accounts are called '{shown(item)}'; write the id: "
                f"{', '.join(same)}."
            )
        if not same and word.isdigit():
            raise StrangeAnswerError(
                f"'{shown(item)}' is no account of {company}: write the id or the "
                "name, in quotes."
            )
        if not same:
            near = did_you_mean(shown(item), [*names["account_id"], *names["name"]])
            hint = near if near.startswith("; did") else ""
            raise StrangeAnswerError(
                f"'{shown(item)}' is no account of {company}{hint or '.'}"
            )
        found += same
    return found


def read_day(answer: object) -> date:
    """Read a day: a date of any library, or text such as ``2026-01-15``.

    Raises
    ------
    StrangeAnswerError
        If it is no day, or text in another order of day and month.
    """
    value = _alone(answer)
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip()[:10])
        except ValueError:
            raise StrangeAnswerError(
                f"A day is asked as text like 2026-01-15, and this is '{shown(value)}'."
            ) from None
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if value is pd.NaT or not isinstance(value, date | datetime):
        raise StrangeAnswerError(
            f"A day is asked, such as 2026-01-15 in quotes, and this is "
            f"{kind_of(value)}."
        )
    return value.date() if isinstance(value, datetime) else value


def read_table(answer: object, key: Sequence[str]) -> pd.DataFrame:
    """Read a table with its key columns, wherever they stand.

    Raises
    ------
    StrangeAnswerError
        If it is no table, or a key column is missing.
    """
    if isinstance(answer, pd.Series):
        answer = answer.to_frame(answer.name or "value")
    if not isinstance(answer, pd.DataFrame):
        raise StrangeAnswerError(f"A table is asked, and this is {kind_of(answer)}.")
    frame = answer.copy()
    if set(key) - set(frame.columns) and set(key) <= set(frame.index.names):
        frame = frame.reset_index()
    missing = [name for name in key if name not in frame.columns]
    if missing:
        raise StrangeAnswerError(f"The table lacks the column {', '.join(missing)}.")
    return frame


def tidy(item: object) -> str:
    """Write an item so that case, spaces and kinds of number do not matter.

    Examples
    --------
    >>> tidy(" Account  A "), tidy(2.0), tidy(True)
    ('account a', '2', 'true')
    """
    if isinstance(item, float | np.floating) and float(item).is_integer():
        item = int(item)
    return " ".join(str(item).split()).casefold()


def shown(item: object, most: int = 40) -> str:
    """Quote a piece of an answer, cut short."""
    text = " ".join(str(item).split())
    return text if len(text) <= most else text[: most - 1] + "…"


def kind_of(value: object) -> str:
    """Say in plain words what kind of thing a value is."""
    if value is None:
        return "empty (None)"
    kinds: tuple[tuple[Any, str], ...] = (
        (bool, "yes or no"),
        (str, "text"),
        (pd.DataFrame, "a table"),
        (pd.Series | pd.Index, "a column"),
        (Mapping, "a dictionary"),
        (set | frozenset, "a set"),
        (list | tuple | np.ndarray, "a list"),
        (int | float | np.number, "a number"),
        (date, "a day"),
    )
    for kind, words in kinds:
        if isinstance(value, kind):
            return words
    if callable(value):
        return "a function (is a pair of brackets missing behind its name?)"
    return f"something else ({type(value).__name__})"
