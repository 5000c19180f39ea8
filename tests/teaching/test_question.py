from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import kamlab
from kamlab.teaching.book import Book
from kamlab.teaching.feedback import State
from kamlab.teaching.parts import Part
from kamlab.teaching.progress import FILE, Progress
from kamlab.teaching.question import Answers, Question, mistake


class Losses(Question):
    """A question that needs the truth."""

    number = "7.9"
    text = "How many accounts decided to leave?"
    rule = "S67"
    minutes = 1
    parts = (Part("losses", "num"),)
    hints = ("First.", "Second.")
    meaning = "They were lost before anybody saw it."
    explanation = "Count the months in which one decides."
    needs_truth = "firm"

    def reference(self) -> Answers:
        truth = self.book.company("firm").truth("accounts")
        return {"losses": int(truth["decided"].notna().sum())}

    @mistake("You counted all. Asked are those that decided to leave.")
    def everyone(self) -> Answers:
        return {"losses": len(self.book.company("firm").truth("accounts"))}


def test_without_truth_it_is_for_discussion_and_not_counted(
    mini: kamlab.Company, tmp_path: Path
) -> None:
    progress = Progress(tmp_path / FILE)
    verdict = Losses(Book({"firm": mini}), progress).check(3)
    assert verdict.state is State.DISCUSSION
    assert verdict.text.endswith("This company carries no truth.")
    assert not (tmp_path / FILE).exists()


def test_with_truth_it_is_judged() -> None:
    question = Losses(Book({"firm": kamlab.load("polar")}), Progress())
    right = question.reference()["losses"]
    assert question.check(right).state is State.CORRECT
    assert question.check(len(kamlab.load("polar").truth("accounts"))).mistakes == (
        "everyone",
    )


def test_hints_come_one_after_the_other(on_mini: Callable[..., Question]) -> None:
    question = on_mini("2.1")
    heads = [question.hint().head for _ in range(4)]
    assert heads[0].endswith("hint 1 of 3")
    assert heads[2] == heads[3] == "Question 2.1, hint 3 of 3"
    assert question.hint(1).text == question.hints[0]


def test_the_solution_waits_for_a_try(on_mini: Callable[..., Question]) -> None:
    question = on_mini("2.4")
    early = question.solution().text
    assert early.startswith("Try once") and "q.q2_4.solution(show=True)" in early
    assert "0.2412" in question.solution(show=True).text
    question.check(1, 1)
    assert "concentration = 0.2412" in question.solution().text


def test_an_answer_is_read_by_its_name(on_mini: Callable[..., Question]) -> None:
    question = on_mini("2.4", concentration=0.2412, equal_accounts=4.15)
    assert question.check().state is State.CORRECT
    renamed = on_mini("2.4", concentration=0.2412, equal=4.15)
    verdict = renamed.check()
    assert verdict.state is State.NOT_ATTEMPTED
    assert "There is no variable equal_accounts" in verdict.text


def test_part_of_the_answers(on_mini: Callable[..., Question]) -> None:
    verdict = on_mini("2.4").check(0.2412, ...)
    assert verdict.state is State.NOT_YET
    assert "Right so far: concentration (1 of 2)." in verdict.text
    assert "equal_accounts: ____ still stands there." in verdict.text
    verdict = on_mini("2.2").check(["B", "____"], [])
    assert "critical_by_contribution: ____ still stands there." in verdict.text


def test_too_many_answers(on_mini: Callable[..., Question]) -> None:
    verdict = on_mini("2.4").check(1, 2, 3)
    assert "has 2 answers, and the check was given 3" in verdict.text


@pytest.mark.parametrize("name", ["mini", "settings"])
def test_a_lost_set_up_is_told(on_mini: Callable[..., Question], name: str) -> None:
    verdict = on_mini("2.1", **{name: None}).check("A", "B", "C")
    assert verdict.state is State.NOT_ATTEMPTED
    assert f"The variable {name} does not hold" in verdict.text
    assert "Run the set-up cell" in verdict.text


def firm_of(amounts: dict[str, float], **columns: Any) -> kamlab.Company:
    lines = pd.DataFrame(
        {
            "account_id": list(amounts),
            "order_date": ["2025-01-10"] * len(amounts),
            "net_amount": [float(amount) for amount in amounts.values()],
            **columns,
        }
    )
    return kamlab.Company.from_tables({"order_lines": lines}, name="Odd")


ODD = {
    "no costs": firm_of({"A": 60, "B": 40}),
    "one account": firm_of({"A": 60}, cost_amount=[10.0]),
    "all negative": firm_of({"A": 60, "B": 40}, cost_amount=[70.0, 50.0]),
    "ties": firm_of({"A": 50, "B": 50}, cost_amount=[20.0, 20.0]),
    "credit notes only": firm_of({"A": -60, "B": -40}, cost_amount=[1.0, 1.0]),
}
EVERY = ["0.2", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "2.8", "2.9"]


@pytest.mark.parametrize("what", list(ODD))
@pytest.mark.parametrize("number", EVERY)
def test_odd_companies_never_get_a_wrong_verdict(
    on_mini: Callable[..., Question], number: str, what: str
) -> None:
    """Either it is for discussion, with the reason, or the right answer is right."""
    question = on_mini(number, firm=ODD[what], mini=ODD[what])
    verdict = question.check(*[0.123] * len(question.parts))
    assert verdict.state in (State.DISCUSSION, State.NOT_YET)
    if verdict.state is State.DISCUSSION:
        assert "cannot tell the answer" in verdict.text
        assert len(verdict.text.splitlines()[-1]) > 40
        return
    right = question.reference()
    verdict = question.check(*(right[part.name] for part in question.parts))
    assert verdict.state is State.CORRECT, verdict.text


def test_what_cannot_be_computed_is_for_discussion(
    on_mini: Callable[..., Question], monkeypatch: pytest.MonkeyPatch
) -> None:
    question = on_mini("2.4")

    def broken(self: Question) -> Answers:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(type(question), "reference", broken)
    verdict = question.check(1, 2)
    assert verdict.state is State.DISCUSSION
    assert "ended with ZeroDivisionError: by nothing" in verdict.text
