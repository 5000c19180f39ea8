from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlab.presentation import formats as f

BLANKS = [None, pd.NA, pd.NaT, float("nan"), np.nan, np.float32("nan"), Decimal("NaN")]


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("write", [*f.FORMATS.values(), f.thousands])
def test_every_format_writes_a_blank_as_a_dash(write, blank) -> None:
    assert write(blank) == "–"


@pytest.mark.parametrize("size", [float("inf"), -np.inf, np.float32("inf")])
@pytest.mark.parametrize("write", [f.money, f.share, f.number, f.thousands])
def test_what_has_no_end_is_no_figure(write, size) -> None:
    assert write(size) == "–"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0.00 EUR"),
        (1234567.891, "1,234,567.89 EUR"),
        (-1234.5, "−1,234.50 EUR"),
        (-0.0, "0.00 EUR"),
        (-0.004, "0.00 EUR"),
        (-0.006, "−0.01 EUR"),
        (np.float64(2), "2.00 EUR"),
        (np.int64(-2), "−2.00 EUR"),
        (Decimal("3.10"), "3.10 EUR"),
    ],
)
def test_money(value, words) -> None:
    assert f.money(value, "EUR") == words
    assert f.money(value) == words.removesuffix(" EUR")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0 EUR"),
        (999, "999 EUR"),
        (9_999, "9,999 EUR"),
        (9_999.4, "9,999 EUR"),
        (9_999.6, "10 kEUR"),  # not "10,000 EUR"
        (10_000, "10 kEUR"),
        (-9_999, "−9,999 EUR"),
        (-10_000, "−10 kEUR"),
        (1_234_567, "1,235 kEUR"),
        (-0.3, "0 EUR"),
    ],
)
def test_thousands(value, words) -> None:
    assert f.thousands(value, "EUR") == words


def test_thousands_without_a_currency() -> None:
    assert f.thousands(312_400) == "312 thousand"
    assert f.thousands(312) == "312"


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [
        (0.2214, 1, "22.1 %"),
        (1, 0, "100 %"),
        (-0.3333, 1, "−33.3 %"),
        (-0.0001, 1, "0.0 %"),
        (12.5, 0, "1,250 %"),
    ],
)
def test_share(value, decimals, words) -> None:
    assert f.share(value, decimals) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (12, "12"),
        (12.0, "12"),
        (-7, "−7"),
        (4.1459, "4.15"),
        (-0.001, "0.00"),
        (-0.0, "0"),
        (1_234_567.5, "1,234,567.50"),
        (np.int64(3), "3"),
    ],
)
def test_number(value, words) -> None:
    assert f.number(value) == words


@given(st.floats(-1e12, 1e12))
def test_a_figure_has_a_minus_just_when_it_shows_less_than_nought(value) -> None:
    for write in (f.money, f.share, f.number, f.thousands):
        words = write(value)
        shows = any(letter in "123456789" for letter in words)
        assert words.startswith("−") == (value < 0 and shows)
        assert "-" not in words


def test_days_texts_and_flags() -> None:
    assert f.day(pd.Timestamp("2025-03-01 12:00")) == "2025-03-01"
    assert f.day(date(2024, 2, 29)) == "2024-02-29"
    assert f.day(np.datetime64("2024-02-29")) == "2024-02-29"
    assert f.text("00123") == "00123"
    assert f.text(5) == "5"
    assert [f.yes_no(flag) for flag in (True, np.False_)] == ["yes", "no"]


def test_plural() -> None:
    assert [f.plural(n, "account") for n in (0, 1, 2)] == [
        "0 accounts",
        "1 account",
        "2 accounts",
    ]
    assert f.plural(1_200, "loss", "losses") == "1,200 losses"


@given(st.text(), st.integers(2, 40))
def test_a_short_name_is_one_line_and_fits(name, most) -> None:
    words = f.short(name, most)
    assert len(words) <= most
    assert len(words.splitlines()) <= 1


def test_a_short_name_says_that_it_was_cut() -> None:
    assert f.short("x" * 10_000, 10) == "xxxxxxxxx…"
    assert f.short("Nord\nAG") == "Nord AG"
