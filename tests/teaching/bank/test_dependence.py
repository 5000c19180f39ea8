from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import kamlab
from kamlab.teaching.feedback import State
from kamlab.teaching.question import Question

Ask = Callable[..., Question]


def test_golden_concentration_of_mini(on_mini: Ask) -> None:
    right = on_mini("2.4").reference()
    assert right["concentration"] == pytest.approx(0.2412)
    assert right["equal_accounts"] == pytest.approx(4.15, abs=0.005)
    assert on_mini("2.4").check(0.2412, 4.15).state is State.CORRECT


def test_the_80_20_claim_on_mini(on_mini: Ask) -> None:
    """B and C of eight make 7,700 of 15,800; B, C, D and E make four fifths."""
    assert on_mini("2.7").reference() == {
        "top_makes": pytest.approx(7700 / 15800),
        "part_for_80": 0.5,
    }


def test_per_cent_is_understood_and_said(on_mini: Ask) -> None:
    verdict = on_mini("2.7").check(48.7, "50 %")
    assert verdict.state is State.CORRECT
    assert "as a share it is 0.487" in verdict.text


def test_living_off_one_account(on_mini: Ask) -> None:
    right = list(on_mini("2.9").reference().values())
    assert right[:4] == ["yes", "no", "yes", "no"]  # one account of 72
    assert right[4:8] == ["no", "no", "yes", "no"]  # 40 and 33 are key
    assert right[8:] == ["no", "no", "yes", "yes"]  # 30, 25 and 22 are key


def test_four_answers_a_firm(on_mini: Ask) -> None:
    yes, no = True, False
    question = on_mini(
        "2.9",
        firm_a=[yes, no, yes, no],
        firm_b=(no, no, yes, no),
        firm_c=[no, no, yes],
    )
    assert question.check().sentences[0].startswith("firm_c needs 4 answers")


def test_a_share_above_the_whole_is_explained(on_mini: Ask) -> None:
    lines = pd.DataFrame(
        {
            "account_id": list("ABCDE"),
            "order_date": ["2025-01-10"] * 5,
            "net_amount": [100.0, 50.0, 40.0, 30.0, 20.0],
            "cost_amount": [10.0, 60.0, 45.0, 30.0, 20.0],
        }
    )
    firm = kamlab.Company.from_tables({"order_lines": lines}, name="Odd")
    question = on_mini("2.7", firm=firm)
    right = question.reference()
    assert right["top_makes"] == pytest.approx(90 / 75)
    told = "More than 100 %: the other accounts together cost more than they leave."
    assert told in question.check(right["top_makes"], right["part_for_80"]).text
    assert told in question.solution().text
    assert told not in on_mini("2.7").solution(show=True).text


def test_answers_are_called_by_their_place(on_mini: Ask) -> None:
    question = on_mini("2.9", firm_a=[1, True, 1, 0], firm_b=[0] * 4, firm_c=[0] * 4)
    text = question.check().text
    assert "firm_a, 2nd answer: " in text and "firm_a_one" not in text
    assert "firm_a, 1st answer = yes" in question.solution().text
