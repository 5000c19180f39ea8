"""The answer key: what is right on one learner's own company."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import pandas as pd

from kamlab.company import Company, load
from kamlab.errors import KamLabError
from kamlab.presentation import Column, Table, Words
from kamlab.segmentation import KeyAccountsSettings
from kamlab.teaching.bank import BANK
from kamlab.teaching.book import Book
from kamlab.teaching.pages import Section
from kamlab.teaching.progress import Progress
from kamlab.teaching.question import Question

LAB = "08_churn_model"  # asks about the large company, whatever the learner's own
LARGE = "lab-1"  # as the notebook is shipped


def answer_key(firm: Company, modules: Sequence[str]) -> list[Section]:
    """Work out every answer for one company, with the parameters as they are shipped.

    Parameters
    ----------
    firm : Company
        The learner's company; with its truth, questions about it are answered too.
    modules : sequence of str
        Which modules; those without questions are left out.

    Returns
    -------
    list of Section
        One a module: question, answer, explanation.
    """
    sections = []
    for module in modules:
        if BANK.get(module):
            rows = _of_lab(module) if module == LAB else _rows(module, firm)
            sections.append(Section(module, [_table(rows), *_mistakes(module)]))
    return sections


def _table(rows: Sequence[tuple[str, ...]]) -> Table:
    columns = {
        "number": Column("Question"),
        "text": Column("What is asked"),
        "answer": Column("Right on this company"),
        "explanation": Column("The way"),
        "rule": Column("Rule"),
    }
    frame = pd.DataFrame(rows, columns=list(columns))
    caption = f"{len(rows)} questions, parameters as shipped."
    return Table(frame, columns, caption, rows=len(rows))


@cache
def _of_lab(module: str) -> list[tuple[str, str, str, str, str]]:
    """Answer once what is asked of the large company, the same for every learner."""
    return _rows(module, load("polar"))


def _rows(module: str, firm: Company) -> list[tuple[str, str, str, str, str]]:
    book = Book(_variables(module, firm.as_of("")))
    return [_row(question(book, Progress())) for question in BANK[module]]


def _variables(module: str, firm: Company) -> dict[str, Any]:
    """Give what the notebook of a module holds after its set-up."""
    held = {"firm": firm, "mini": load("mini"), "settings": _settings(module)}
    if module == LAB:
        held |= {"lab": LARGE, "large": load(LARGE)}
    return held


def _settings(module: str) -> Any:
    """Give the parameters of a module as they are shipped."""
    from kamlab.churn import EarlyWarningSettings
    from kamlab.churn.act import ChurnModelSettings
    from kamlab.compensation.practice_settings import PayPracticeSettings
    from kamlab.compensation.scenario_practice import PayBehaviourSettings

    own = {
        "07_early_warning": EarlyWarningSettings,
        LAB: ChurnModelSettings,
        "09_pay_mechanics": PayPracticeSettings,
        "10_pay_behaviour": PayBehaviourSettings,
    }
    return own.get(module, KeyAccountsSettings)()


def _row(question: Question) -> tuple[str, str, str, str, str]:
    try:
        right = question.right()
        answer = "; ".join(
            f"{part.name} = {question.written(part, right[part.name])}"
            for part in question.parts
        )
    except KamLabError as reason:
        answer = f"For class discussion: {reason}"
    return question.number, question.text, answer, question.explanation, question.rule


def _mistakes(module: str) -> list[Words]:
    """Tell what typically goes wrong, so that a trainer can ask about it."""
    return [
        Words(f"{question.number}, typical: " + " / ".join(question.mistakes.values()))
        for question in BANK.get(module, ())
    ]
