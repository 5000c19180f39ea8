"""The answer key: what is right on one learner's own company."""

from __future__ import annotations

from collections.abc import Sequence

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
    settings = KeyAccountsSettings()
    book = Book({"firm": firm.as_of(""), "mini": load("mini"), "settings": settings})
    columns = {
        "number": Column("Question"),
        "text": Column("What is asked"),
        "answer": Column("Right on this company"),
        "explanation": Column("The way"),
        "rule": Column("Rule"),
    }
    sections = []
    for module in modules:
        rows = [_row(question(book, Progress())) for question in BANK.get(module, ())]
        if rows:
            frame = pd.DataFrame(rows, columns=list(columns))
            caption = f"{len(rows)} questions, parameters as shipped."
            table = Table(frame, columns, caption, rows=len(rows))
            sections.append(Section(module, [table, *_mistakes(module)]))
    return sections


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
