"""The golden answers of module 8, and questions without a truth."""

from __future__ import annotations

from typing import Any

import pytest

from kamlab.company import Company
from kamlab.teaching.bank.causes import Q83, Q84, Q88
from kamlab.teaching.bank.churn_model import QUESTIONS
from kamlab.teaching.bank.lab_models import LabQuestion
from kamlab.teaching.bank.saves import Q85, Q87, Q89
from kamlab.teaching.bank.trust import Q81, Q82, Q86
from kamlab.teaching.book import Book
from kamlab.teaching.feedback import State
from kamlab.teaching.progress import Progress

from ..conftest import book_of


def asked(kind: type[LabQuestion], **variables: Any) -> LabQuestion:
    book = book_of("08_churn_model", "polar")
    return kind(
        Book({**book.namespace, **variables}) if variables else book, Progress()
    )


def test_whom_to_save_has_the_golden_gains() -> None:
    right = asked(Q85).reference()
    gains = [right[f"gain_{name}"] for name in "pqr"]
    assert gains == pytest.approx([-10, 40, 25])
    assert right["to_call"] == {"Q", "R"}


def test_break_even_by_hand() -> None:
    right = asked(Q89).reference()
    assert right["more_volume"] == pytest.approx(0.5)
    assert right["risk_needed"] == pytest.approx(1 / 3)
    # (1 − .4) × .3 = (1 − .4 × .25) × .2
    assert right["kept_needed"] == pytest.approx(0.75)


def test_signs_are_up_up_down() -> None:
    right = asked(Q83).reference()
    assert list(right.values()) == ["up", "up", "down"]


def test_the_figures_of_a_held_out_slice() -> None:
    right = asked(Q81).reference()
    assert 0 < right["brier"] < 0.05 and 0.7 < right["slope"] < 1.3
    told = asked(Q82)
    row = told.reference()
    assert row["low"] < row["observed"] < row["high"]
    assert asked(Q86).reference()["trusted"] == "B"


def test_the_leak_is_the_strongest_column() -> None:
    question = asked(Q88)
    table = question.sheet().frame  # type: ignore[attr-defined]
    assert {table["signal"].iloc[0]} == question.reference()["leak"]


def test_the_warehouse_as_the_simulator_counts() -> None:
    right = asked(Q84).reference()
    assert right["avoided"] > 0 and 0 < right["of_losses"] < 0.5


def test_orders_of_risk_and_effect_differ() -> None:
    right = asked(Q87).reference()
    assert set(right["by_risk"]) == set(right["by_effect"])
    assert right["by_risk"] != right["by_effect"]


@pytest.mark.parametrize("kind", [Q83, Q84, Q87])
def test_without_truth_it_is_for_discussion(
    kind: type[LabQuestion], mini: Company
) -> None:
    books = Company.from_tables(
        {"order_lines": mini.frame("order_lines")}, name="Books", currency="EUR"
    )
    verdict = asked(kind, large=books).check(*["up"] * len(kind.parts))
    assert verdict.state is State.DISCUSSION
    assert "for class discussion" in str(verdict).lower()


@pytest.mark.parametrize("kind", [Q81, Q82, Q86])
def test_too_few_losses_are_for_discussion(
    kind: type[LabQuestion], mini: Company
) -> None:
    verdict = asked(kind, large=mini).check(*[1] * len(kind.parts))
    assert verdict.state is State.DISCUSSION
    assert "no model" in verdict.text


def test_nine_questions_take_an_hour() -> None:
    assert len(QUESTIONS) == 9
    assert 50 <= sum(question.minutes for question in QUESTIONS) <= 60
