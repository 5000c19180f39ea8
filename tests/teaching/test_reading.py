from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kamlab.teaching.parts import YES_NO
from kamlab.teaching.reading import (
    StrangeAnswerError,
    kind_of,
    read_accounts,
    read_day,
    read_items,
    read_number,
    read_options,
    read_table,
)

NAMES = pd.DataFrame(
    {"account_id": ["A", "B", "007", "C"], "name": ["Alder", "Birch", "Bond", "Birch"]}
)


@pytest.mark.parametrize(
    "answer",
    [
        0.25,
        np.float32(0.25),
        Decimal("0.25"),
        Fraction(1, 4),
        "0.25",
        " 25 % ",
        [0.25],
        (0.25,),
        {0.25},
        pd.Series([0.25]),
        np.array([[0.25]]),
        pd.DataFrame({"share": [0.25]}),
        {"share": 0.25},
    ],
)
def test_a_number_in_any_form(answer: Any) -> None:
    assert read_number(answer) == 0.25


@pytest.mark.parametrize(
    "answer, says",
    [
        ("0,25", "Is '0,25' meant as 0.25?"),
        ("1,234.50", "is text"),
        ((0, 25), "with a point: 0.25"),
        ("a quarter", "'a quarter' is text"),
        (True, "yes or no"),
        (np.True_, "yes or no"),
        (None, "empty (None)"),
        ([1, 2, 3], "a list of 3"),
        ([], "a list of 0"),
        (float("nan"), "no number"),
        (len, "brackets missing"),
        (pd.Timestamp("2025-01-01"), "a day"),
        (object(), "something else"),
    ],
)
def test_what_is_no_number_gets_a_sentence(answer: Any, says: str) -> None:
    with pytest.raises(StrangeAnswerError) as error:
        read_number(answer)
    assert says in str(error.value)


@pytest.mark.parametrize(
    "answer",
    [
        ["A", "B"],
        ("a", " Alder ", "B"),
        {"A", "B"},
        "A, B",
        "alder;b",
        pd.Series(["A", "B"]),
        pd.Index(["A", "B"]),
        np.array(["A", "B"]),
        pd.DataFrame({"account_id": ["A", "B"], "x": [1, 2]}),
        pd.DataFrame({"x": [1, 2]}, index=pd.Index(["A", "B"], name="account_id")),
        pd.Series([0.4, 0.2], index=["A", "B"]),
        pd.Series([True, True, False], index=["A", "B", "C"]),
        {"A": True, "B": True, "C": False},
        {"A": 0.4, "B": 0.2},
    ],
)
def test_accounts_in_any_form(answer: Any) -> None:
    assert set(read_accounts(answer, NAMES.iloc[:3], "Test")) == {"A", "B"}


@pytest.mark.parametrize(
    "answer, says",
    [
        (["Aldre"], "'Aldre' is no account of Test; did you mean 'Alder'?"),
        (["Birch"], "2 accounts are called 'Birch'; write the id: B, C."),
        ([7], "'7' is no account of Test: write the id or the name, in quotes."),
        ([["A"], ["B"]], "is no account"),
        (None, "write []"),
        ("", "empty text"),
        (pd.Series([True, False]), "yes and no without names"),
        (iter("AB"), "list("),
        (read_day, "a function"),
    ],
)
def test_what_is_no_account_gets_a_sentence(answer: Any, says: str) -> None:
    with pytest.raises(StrangeAnswerError) as error:
        read_accounts(answer, NAMES, "Test")
    assert says in str(error.value)


def test_leading_zeros_are_part_of_an_id() -> None:
    assert read_accounts("007", NAMES, "Test") == ["007"]


@pytest.mark.parametrize("yes", [True, "yes", "YES", "True", "y", 1, np.True_, [True]])
def test_yes(yes: Any) -> None:
    assert read_options(yes, YES_NO) == ["yes"]


@pytest.mark.parametrize("no", [False, "No", 0, 0.0])
def test_no(no: Any) -> None:
    assert read_options(no, YES_NO) == ["no"]


def test_an_unknown_option_names_the_known() -> None:
    with pytest.raises(StrangeAnswerError, match=r"'perhaps' is not among .*: a, b"):
        read_options("perhaps", {"a": (), "b": ()})
    with pytest.raises(StrangeAnswerError, match=r"neither yes nor no\. Write True or"):
        read_options("perhaps", YES_NO)


def test_numbers_as_options() -> None:
    assert read_options([1, 2.0, "3"], {"1": (), "2": (), "3": ()}) == ["1", "2", "3"]


@pytest.mark.parametrize(
    "day",
    [
        "2026-01-15",
        date(2026, 1, 15),
        datetime(2026, 1, 15, 9),
        pd.Timestamp("2026-01-15"),
        np.datetime64("2026-01-15"),
        ["2026-01-15"],
    ],
)
def test_a_day_in_any_form(day: Any) -> None:
    assert read_day(day) == date(2026, 1, 15)


@pytest.mark.parametrize("day", ["15.01.2026", "01/15/2026", 20260115, None, pd.NaT])
def test_a_day_in_another_order_is_asked_about(day: Any) -> None:
    with pytest.raises(StrangeAnswerError, match="2026-01-15"):
        read_day(day)


def test_a_table_with_its_key_in_the_index() -> None:
    table = pd.DataFrame({"x": [1]}, index=pd.Index(["A"], name="account_id"))
    assert list(read_table(table, ["account_id"])) == ["account_id", "x"]
    with pytest.raises(StrangeAnswerError, match="lacks the column account_id"):
        read_table(pd.DataFrame({"x": [1]}), ["account_id"])
    with pytest.raises(StrangeAnswerError, match="A table is asked, and this is text"):
        read_table("A", ["account_id"])


def test_none_as_text_is_nobody() -> None:
    assert read_items(" None ") == []


def test_kinds_in_words() -> None:
    assert kind_of({}) == "a dictionary"
    assert kind_of(pd.DataFrame()) == "a table"
