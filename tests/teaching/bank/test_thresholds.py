from __future__ import annotations

from collections.abc import Callable

import pytest

from kamlab.segmentation import KeyAccountsSettings
from kamlab.teaching.feedback import State
from kamlab.teaching.question import Question

Ask = Callable[..., Question]


def test_golden_answers_of_mini(on_mini: Ask) -> None:
    assert on_mini("2.1").reference() == {
        "by_revenue": set("ABC"),
        "by_gross_margin": set("ABCDEF"),
        "by_contribution": set("BCDEF"),
    }
    assert on_mini("2.2").reference() == {
        "critical_by_contribution": set("BCD"),
        "critical_by_revenue": {"A"},
    }
    assert list(on_mini("2.3").reference().values()) == [9, 4, 1]


def test_answers_follow_the_parameters(on_mini: Ask) -> None:
    lower = KeyAccountsSettings(company="mini", key_share=0.05)
    assert on_mini("2.1", settings=lower).reference()["by_revenue"] == set("ABCDE")
    on_the_line = KeyAccountsSettings(company="mini", key_share=0.05, strict=False)
    assert on_mini("2.1", settings=on_the_line).reference()["by_revenue"] == set(
        "ABCDEF"
    )


@pytest.mark.parametrize(
    "line, strict, most", [(0.1, True, 9), (0.1, False, 10), (0.3, True, 3)]
)
def test_how_many_fit(on_mini: Ask, line: float, strict: bool, most: int) -> None:
    settings = KeyAccountsSettings(key_share=line, strict=strict)
    assert on_mini("2.3", settings=settings).reference()["most_key"] == most


def test_a_mistake_that_makes_no_difference_is_right(on_mini: Ask) -> None:
    """With 'at least', an account on the line counts: ten is the right answer."""
    settings = KeyAccountsSettings(strict=False)
    question = on_mini("2.3", settings=settings)
    assert question.check(10, 5, 1).state is State.CORRECT


def test_names_are_as_good_as_ids(on_mini: Ask) -> None:
    verdict = on_mini("2.2").check("account b, ACCOUNT C, d", ["Account A"])
    assert verdict.state is State.CORRECT
