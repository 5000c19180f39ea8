from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

import kamlab
from kamlab.company.locate import files
from kamlab.segmentation import KeyAccountsSettings
from kamlab.teaching.bank import BANK
from kamlab.teaching.book import Book
from kamlab.teaching.building import read_notebook
from kamlab.teaching.progress import Progress
from kamlab.teaching.question import Question

MODULES = {q: module for module, questions in BANK.items() for q in questions}
QUESTIONS = {q.number: q for q in MODULES}
START = "q = teaching.start("


@cache
def book_of(module: str, company: str) -> Book:
    """Give the variables an exercise holds after its set-up, on one company.

    Questions about Mini Supply are asked about that company too.
    """
    master = read_notebook(files("notebooks", "solutions", f"{module}.ipynb"))
    cells = {cell["id"]: "".join(cell["source"]) for cell in master["cells"]}
    lines = cells["setup"].splitlines()
    namespace: dict[str, Any] = {}
    exec(cells["parameters"], namespace)
    namespace["company"] = company
    exec("\n".join(line for line in lines if not line.startswith(START)), namespace)
    namespace["mini"] = namespace["firm"]
    return Book(namespace)


@pytest.fixture
def book(kind: type[Question], company: str) -> Book:
    """The variables a question finds on one of its companies."""
    return book_of(MODULES[kind], company)


@pytest.fixture
def on_mini() -> Callable[[str], Question]:
    """Ask a question by its number on Mini Supply, with other variables if given."""

    def ask(number: str, **variables: Any) -> Question:
        kind = QUESTIONS[number]
        book = book_of(MODULES[kind], "mini")
        changed = Book({**book.namespace, **variables}) if variables else book
        return kind(changed, Progress())

    return ask


@pytest.fixture
def settings() -> KeyAccountsSettings:
    return KeyAccountsSettings(company="mini")


@pytest.fixture
def mini() -> kamlab.Company:
    firm = book_of("02_key_accounts", "mini").namespace["firm"]
    assert isinstance(firm, kamlab.Company)
    return firm
