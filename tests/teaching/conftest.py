from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

import kamlab
from kamlab.segmentation import KeyAccountsSettings
from kamlab.teaching.bank import BANK
from kamlab.teaching.book import Book
from kamlab.teaching.progress import Progress
from kamlab.teaching.question import Question

QUESTIONS = {q.number: q for questions in BANK.values() for q in questions}


@cache
def book_of(company: str) -> Book:
    """Give the variables of an exercise on one company, as firm and as mini."""
    settings = KeyAccountsSettings(company=company)
    firm = settings.load()
    return Book({"firm": firm, "mini": firm, "settings": settings})


@pytest.fixture(params=["polar", "mini"])
def book(request: pytest.FixtureRequest) -> Book:
    return book_of(request.param)


@pytest.fixture
def on_mini() -> Callable[[str], Question]:
    def ask(number: str, **variables: Any) -> Question:
        namespace = {**book_of("mini").namespace, **variables}
        changed = Book(namespace) if variables else book_of("mini")
        return QUESTIONS[number](changed, Progress())

    return ask


@pytest.fixture
def settings() -> KeyAccountsSettings:
    return KeyAccountsSettings(company="mini")


@pytest.fixture
def mini() -> kamlab.Company:
    firm = book_of("mini").namespace["mini"]
    assert isinstance(firm, kamlab.Company)
    return firm
