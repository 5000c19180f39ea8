"""Exercise 9: golden answers, published or computed once more in a plain way."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from kamlab.compensation.practice_settings import PayPracticeSettings
from kamlab.errors import RefusedError
from kamlab.teaching.bank.pay_mechanics import QUESTIONS
from kamlab.teaching.feedback import State
from kamlab.teaching.progress import Progress
from kamlab.teaching.question import Question

from ..conftest import book_of

Ask = Callable[..., Question]
GOLDEN = {
    "9.1": [0.804, 112_944],
    "9.2": [60_000, 1_200_000],
    "9.3": [102.5, 50, 250],
    "9.5": [10_500, 6_375],
    "9.6": [500, 800, 1_400, 1_000],
    "9.7": [3_000, 6_000],
    "9.8": [1_800, 1_200, 0.02, 500],
    "9.9": [12_000, 8_000, 40_000],
    "9.10": [0.13, "no", 10_500],
    "9.11": [0.375, 90, 116.5],
}


@pytest.mark.parametrize("number, right", GOLDEN.items())
def test_golden_answers(on_mini: Ask, number: str, right: list[object]) -> None:
    found = list(on_mini(number).reference().values())
    assert found == [x if isinstance(x, str) else pytest.approx(x) for x in right]


def test_answers_follow_the_parameters(on_mini: Ask) -> None:
    terms = PayPracticeSettings(
        ote=200_000, base_share=0.5, overdue_limit=0.2, draw=600
    )
    assert on_mini("9.1", settings=terms).reference()["year_pay"] == pytest.approx(
        100_000 + 0.804 * 100_000
    )
    gate = on_mini("9.5", settings=terms).reference()
    assert gate["pay_on_sales"] == gate["pay_with_gate"]  # 18 % is within 20 %
    ledger = on_mini("9.6", settings=terms).reference()
    assert list(ledger.values()) == [100, 0, 200, 1_800]


def test_a_gate_that_is_passed_leaves_no_mistake(on_mini: Ask) -> None:
    terms = PayPracticeSettings(overdue_limit=0.2)
    question = on_mini("9.5", settings=terms)
    assert question.check(10_500, 10_500).state is State.CORRECT


def test_whose_rank_moves_by_a_plain_loop() -> None:
    kind = next(q for q in QUESTIONS if q.number == "9.4")
    question = kind(book_of("09_pay_mechanics", "polar"), Progress())
    table = question.years().frame.set_index("kam_id")
    movers = set()
    for kam in table.index:
        places = [
            1 + sum(other > table.loc[kam, basis] for other in table[basis])
            for basis in table
        ]
        if max(places) - min(places) >= 3:
            movers.add(kam)
    assert len(table.columns) == 4 and len(table) == 10
    assert question.reference()["movers"] == movers
    assert movers  # else the question asks nothing on the default company


@pytest.mark.parametrize("silent", list(product((0.0, 400.0), repeat=6))[::7])
def test_the_median_of_all_ads_lies_between_the_ends(
    on_mini: Ask, silent: tuple[float, ...]
) -> None:
    question = on_mini("9.11")
    named = [113, 110, 175, 90, 100, 50, 120, 90, 105, 100]
    every = sorted([*named, *silent])
    right = question.reference()
    assert right["median_if_low"] <= (every[7] + every[8]) / 2
    assert right["median_if_high"] >= (every[7] + every[8]) / 2


@pytest.mark.parametrize(
    "given, says",
    [
        ({"weight_sales": 0.7}, "sum to 1.1"),
        ({"large_rate": 0.2}, "must lie below medium_rate"),
        ({"base_share": 70.0}, "base_share"),
    ],
)
def test_terms_that_cannot_be_are_refused(given: dict[str, float], says: str) -> None:
    with pytest.raises(RefusedError, match=says):
        PayPracticeSettings.of(given)
