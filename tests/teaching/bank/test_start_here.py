from __future__ import annotations

from collections.abc import Callable

import pytest

from kamlab.teaching.feedback import State
from kamlab.teaching.question import Question

Ask = Callable[..., Question]


@pytest.mark.parametrize("nothing", [[], set(), {}, (), "none", "[]"])
def test_no_claim_names_a_source(on_mini: Ask, nothing: object) -> None:
    assert on_mini("0.1").check(nothing).state is State.CORRECT


def test_none_is_asked_about(on_mini: Ask) -> None:
    assert "write []" in on_mini("0.1").check(None).text


def test_research_without_a_name_is_explained(on_mini: Ask) -> None:
    verdict = on_mini("0.1").check([8, 10])
    assert verdict.mistakes == ("sounds_scientific",)


def test_key_accounts_at_half_the_line(on_mini: Ask) -> None:
    """A .076, B .278, C .209, D .203, E .177, F .146 of mini's contribution."""
    assert on_mini("0.2").reference() == {"key_count": 6}
    assert on_mini("0.2").check(5).mistakes == ("at_the_usual_line",)


def test_a_card_that_is_wrong_gets_its_reason(on_mini: Ask) -> None:
    for cards in ([2, 5], [5, 2, 9]):
        assert on_mini("0.1").check(cards).sentences == (
            "Card 2: “normally” is no source. Who found it out, and when?",
        )
    (sentence,) = on_mini("0.1").check(9).sentences
    assert sentence.startswith("Card 9: a figure is no source.")
