"""What holds for every question of the bank, on polar and on mini."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kamlab.teaching.bank import BANK
from kamlab.teaching.book import Book
from kamlab.teaching.compare import same
from kamlab.teaching.exercise import name_of
from kamlab.teaching.feedback import State
from kamlab.teaching.parts import Part
from kamlab.teaching.placeholder import PLACEHOLDER
from kamlab.teaching.progress import Progress
from kamlab.teaching.question import Question

ALL = [question for questions in BANK.values() for question in questions]
each_question = pytest.mark.parametrize("kind", ALL, ids=lambda q: q.number)
on_each_company = pytest.mark.parametrize(
    "kind, company",
    [
        pytest.param(question, company, id=f"{question.number}-{company}")
        for question in ALL
        for company in question.companies
    ],
)


def as_series(part: Part, value: Any) -> Any:
    if part.kind == "order":
        return pd.Series(value, dtype="str")
    if part.kind in ("date", "func", "frame"):
        return pd.Timestamp(value) if part.kind == "date" else value
    return pd.Series(sorted(value), dtype="str") if part.kind == "set" else value


def as_text(part: Part, value: Any) -> Any:
    if part.kind in ("func", "frame"):
        return value
    if part.kind in ("date", "order"):
        return str(value)[:10] if part.kind == "date" else ", ".join(value)
    if part.kind == "set":
        return ", ".join(sorted(value)).lower() or "none"
    return str(value).upper() if part.kind == "choice" else f" {float(value):.9f} "


def as_scalars(part: Part, value: Any) -> Any:
    if part.kind == "set":
        return np.array(sorted(value, reverse=True), dtype=object)
    if part.kind == "choice":
        return np.bool_(value == "yes") if set(part.options) == {"yes", "no"} else value
    if part.kind != "num":
        return np.datetime64(value) if part.kind == "date" else value
    if part.unit == "share" and value > 0.02:
        return np.float64(round(value * 100, 2))
    return np.float32(value) if value < 100 else [value]


def as_list(part: Part, value: Any) -> Any:
    if part.kind in ("set", "order"):
        return list(value)
    if part.kind in ("func", "frame"):
        return value
    return pd.Series([value]) if part.kind == "num" else [value]


SHAPES: list[Callable[[Part, Any], Any]] = [as_series, as_text, as_scalars, as_list]


@on_each_company
@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: s.__name__)
def test_the_right_answer_is_right_in_every_shape(
    kind: type[Question], shape: Callable[[Part, Any], Any], book: Book
) -> None:
    question = kind(book, Progress())
    right = question.reference()
    verdict = question.check(*(shape(p, right[p.name]) for p in question.parts))
    assert verdict.state is State.CORRECT, verdict.text
    assert question.meaning in verdict.text


@on_each_company
def test_every_mistake_gets_its_own_sentence(kind: type[Question], book: Book) -> None:
    question = kind(book, Progress())
    right = question._understood(question.reference())
    for name, sentence in question.mistakes.items():
        given = {**right, **question.leads_to(name, right)}
        verdict = question.check(*(given[part.name] for part in question.parts))
        assert verdict.state is State.NOT_YET, name
        assert verdict.mistakes == (name,), verdict.text
        assert sentence in verdict.text


@on_each_company
def test_mistakes_differ_from_each_other_and_from_the_right_answer(
    kind: type[Question], book: Book
) -> None:
    question = kind(book, Progress())
    right = question._understood(question.reference())
    ways = {name: question.leads_to(name, right) for name in question.mistakes}
    assert all(ways.values()), "a mistake makes no difference"
    for (one, first), (two, second) in itertools.combinations(ways.items(), 2):
        both = [part for part in question.parts if part.name in {*first} & {*second}]
        alike = [p for p in both if same(p, first[p.name], second[p.name])]
        if any(part.kind == "choice" for part in question.parts):
            assert first != second, (one, two)
        else:
            assert not alike, (one, two)


@each_question
def test_a_question_is_whole(kind: type[Question]) -> None:
    assert len(kind.mistakes) >= 2
    assert 2 <= len(kind.hints) <= 3
    assert kind.rule.startswith("S") and kind.minutes > 0
    sentences = [kind.text, *kind.hints, kind.meaning, kind.explanation]
    sentences += kind.mistakes.values()
    assert len(set(sentences)) == len(sentences)
    for sentence in sentences:
        assert sentence.strip()[-1] in ".?])", sentence


@on_each_company
def test_untouched_is_not_attempted(kind: type[Question], book: Book) -> None:
    question = kind(book, Progress())
    verdict = question.check(*[PLACEHOLDER] * len(question.parts))
    assert verdict.state is State.NOT_ATTEMPTED


STRANGE = [
    None,
    "abc",
    "",
    3.5,
    -1,
    float("nan"),
    float("inf"),
    True,
    [],
    {},
    set(),
    [None],
    [[1, [2]]],
    {"a": None},
    b"bytes",
    1j,
    object(),
    print,
    int,
    pd.NA,
    pd.NaT,
    pd.Timestamp("2025-01-01"),
    pd.DataFrame(),
    pd.DataFrame({"a": [1, 2]}),
    pd.Series(dtype=float),
    np.array([]),
    np.zeros((2, 2)),
    (n for n in range(3)),
    ("0", 25),
    10**400,
    "9" * 5000,
]


@each_question
@pytest.mark.parametrize("strange", STRANGE)
def test_a_strange_answer_gets_a_sentence(
    kind: type[Question], strange: Any, on_mini: Callable[[str], Question]
) -> None:
    question = on_mini(kind.number)
    verdict = question.check(*[strange] * len(question.parts))
    if verdict.state is State.CORRECT:  # nothing, where nothing is right
        assert len(strange) == 0 and not any(question.reference().values())
        return
    untold = verdict.state is State.DISCUSSION and "mini" not in kind.companies
    assert untold or verdict.state is State.NOT_YET
    assert len(verdict.sentences) > 0
    assert "Traceback" not in verdict.text


def test_numbers_and_names_agree() -> None:
    for name, questions in BANK.items():
        module = int(name[:2])
        for question in questions:
            assert question.number.split(".")[0] == str(module)
    names = [name_of(question.number) for question in ALL]
    assert len(set(names)) == len(names)
