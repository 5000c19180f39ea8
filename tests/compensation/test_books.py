"""The slip beside the books: polar's books pay sales alone; mini has none."""

from __future__ import annotations

from dataclasses import replace

import pytest

import kamlab
from kamlab.company import Company
from kamlab.compensation.books import books_words, paid_by_one_part
from kamlab.compensation.case import PayCase
from kamlab.compensation.settings import PaySlipSettings

from .conftest import case_of


def test_the_books_of_polar_pay_sales_alone() -> None:
    settings = PaySlipSettings()
    case = PayCase(settings.load(), settings)
    alone = paid_by_one_part(case)
    assert case.paid_in_books == pytest.approx(alone["Sales"], abs=0.2)
    assert "the whole target on Sales alone" in books_words(case)


def test_parts_alone_by_hand(mini: Company) -> None:
    """K1: active accounts 100, 100, 50 and 50 %; a quarter's target is 9,000."""
    alone = paid_by_one_part(case_of(mini))
    assert alone["Active accounts"] == 18_000
    assert alone["New accounts"] == 0
    assert alone["Sales"] == pytest.approx(25_200 / 0.6)


def test_no_books_are_said(mini: Company) -> None:
    assert "does not tell what KAM K1" in books_words(case_of(mini))


@pytest.mark.parametrize(
    "booked, says",
    [
        (29_700.0, "they agree"),
        (18_000.0, "on Active accounts alone"),
        (29_800.0, "100.00 EUR apart"),
        (0.0, "cannot be told apart"),
    ],
)
def test_what_explains_the_difference(
    mini: kamlab.Company, booked: float, says: str
) -> None:
    case = replace(case_of(mini))
    vars(case)["paid_in_books"] = booked
    assert says in books_words(case)
