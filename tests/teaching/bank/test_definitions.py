from __future__ import annotations

from collections.abc import Callable

from kamlab.segmentation import KeyAccountsSettings
from kamlab.teaching.feedback import State
from kamlab.teaching.question import Question

Ask = Callable[..., Question]
RIGHT = [[1], [2], [3], [1], [4]], [[5], [6], [1, 2, 4], [3, 5], []]


def test_labels_by_number_or_word(on_mini: Ask) -> None:
    assert on_mini("2.8").check(*RIGHT).state is State.CORRECT
    words = [["money"], "Potential", {"reference"}, 1, "partner"]
    assert on_mini("2.8").check(words, RIGHT[1]).state is State.CORRECT


def test_answers_in_two_variables(on_mini: Ask) -> None:
    question = on_mini("2.8", cases_1_to_5=RIGHT[0], cases_6_to_10=RIGHT[1])
    assert question.check().state is State.CORRECT
    assert "no variable cases_6_to_10" in on_mini("2.8", cases_1_to_5=1).check().text


def test_one_label_too_few_is_explained(on_mini: Ask) -> None:
    verdict = on_mini("2.8").check(RIGHT[0], [[5], [6], [1], [3, 5], []])
    assert verdict.mistakes == ("one_label",)
    assert "case_8: You gave one definition" in verdict.text
    assert "(9 of 10)" in verdict.text


def test_the_key_line_decides(on_mini: Ask) -> None:
    high = KeyAccountsSettings(key_share=0.15)
    assert on_mini("2.8", settings=high).reference()["case_1"] == set()
