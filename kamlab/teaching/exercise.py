"""Begin an exercise: its questions, bound to the variables of the notebook."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any

from kamlab.errors import RefusedError, did_you_mean
from kamlab.teaching.bank import BANK
from kamlab.teaching.book import Book
from kamlab.teaching.placeholder import NAME, PLACEHOLDER
from kamlab.teaching.plain_errors import speak_plainly
from kamlab.teaching.progress import Progress, progress_file
from kamlab.teaching.question import Question


class Exercise:
    """The questions of one exercise: ``q.q2_1.check()``, ``q.q2_1.hint()``.

    Parameters
    ----------
    questions : list of Question
        In their order.
    """

    def __init__(self, questions: list[Question]) -> None:
        self._questions = {name_of(q.number): q for q in questions}

    def __getattr__(self, name: str) -> Question:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._questions:
            raise RefusedError(
                f"There is no question '{name}'{did_you_mean(name, self._questions)}"
            )
        return self._questions[name]

    def __iter__(self) -> Iterator[Question]:
        return iter(self._questions.values())

    def __dir__(self) -> list[str]:
        return list(self._questions)

    def __repr__(self) -> str:
        return f"<Exercise with {', '.join(self._questions)}>"


def name_of(number: str) -> str:
    """Give the name a question has in a notebook.

    Examples
    --------
    >>> name_of("2.1")
    'q2_1'
    """
    return f"q{number.replace('.', '_')}"


def start(name: str, namespace: MutableMapping[str, Any]) -> Exercise:
    """Begin an exercise: ``q = teaching.start("02_key_accounts", globals())``.

    The questions read the notebook's variables when they are checked. ``____`` is made
    known as the sign of an answer not written yet, and errors are told in a sentence.

    Parameters
    ----------
    name : str
        The module, such as ``02_key_accounts``.
    namespace : mapping of str to object
        The notebook's ``globals()``.

    Raises
    ------
    RefusedError
        If there is no exercise of that name.
    """
    if name not in BANK:
        raise RefusedError(f"There is no exercise '{name}'{did_you_mean(name, BANK)}")
    namespace[NAME] = PLACEHOLDER
    speak_plainly()
    book, progress = Book(namespace), Progress(progress_file())
    return Exercise([question(book, progress) for question in BANK[name]])
