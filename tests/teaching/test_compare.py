from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from kamlab.teaching.compare import difference, in_per_cent, same, understand
from kamlab.teaching.parts import Part, share
from kamlab.teaching.reading import StrangeAnswerError

NUM = Part("x", "num", tolerance=0.01)
SET = Part("x", "set")
ORDER = Part("x", "order")
TABLE = Part("x", "frame", key=("account_id",), tolerance=0.01)


def test_tolerance_and_direction() -> None:
    assert same(NUM, 1.01, 1.0) and not same(NUM, 1.02, 1.0)
    assert difference(NUM, 2, 1) == "It is too high."
    assert difference(NUM, 0, 1) == "It is too low."


@pytest.mark.parametrize(
    "given, right, accepted",
    [(24.0, 0.24, True), (0.24, 0.24, True), (0.5, 0.005, False), (2.4, 0.24, False)],
)
def test_per_cent_only_where_unmistakable(
    given: float, right: float, accepted: bool
) -> None:
    assert same(share("x"), given, right) is accepted


def test_a_number_is_not_read_as_per_cent() -> None:
    assert not in_per_cent(NUM, 900.0, 9.0)


def test_sets() -> None:
    right = frozenset("abc")
    assert same(SET, understand(SET, ["c", "b", "A", "a"]), right)
    given = frozenset("abx")
    assert difference(SET, given, right) == (
        "2 of your 3 are right; 1 does not belong; 1 is still missing."
    )
    assert difference(SET, frozenset("x"), right) == "None of them is right."
    assert "not empty" in difference(SET, frozenset(), right)


def test_order() -> None:
    right = ("a", "b", "c")
    assert same(ORDER, understand(ORDER, "A, B, C"), right)
    assert "goes wrong at place 2" in difference(ORDER, ("a", "c", "b"), right)
    assert "Look at the order afterwards" in difference(ORDER, ("a", "b"), right)
    assert "once" in difference(ORDER, ("a", "b", "c", "c"), right)
    with pytest.raises(StrangeAnswerError, match="A set has no order"):
        understand(ORDER, {"a", "b"})


def test_dates() -> None:
    part = Part("x", "date")
    assert same(part, understand(part, "2026-01-15"), date(2026, 1, 15))
    assert difference(part, date(2026, 1, 16), date(2026, 1, 15)) == "It is too late."


def frame(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame(columns)


RIGHT = frame(account_id=["A", "B"], share=[0.6, 0.4], cell=["star", "question"])


@pytest.mark.parametrize(
    "given",
    [
        RIGHT,
        RIGHT.iloc[::-1],
        RIGHT[["cell", "share", "account_id"]],
        RIGHT.set_index("account_id"),
        RIGHT.astype({"share": "float32", "cell": "category"}),
        RIGHT.assign(share=["0.6", "0.4"], extra=1),
        RIGHT.assign(cell=["Star ", "QUESTION"]),
    ],
    ids=range(7),
)
def test_tables_by_meaning(given: pd.DataFrame) -> None:
    assert same(TABLE, understand(TABLE, given), RIGHT)


@pytest.mark.parametrize(
    "given, says",
    [
        (RIGHT.drop(columns="cell"), "lacks the column cell"),
        (RIGHT.iloc[:1], "1 row missing, 0 rows too many, of 2"),
        (pd.concat([RIGHT, RIGHT]), "more than once"),
        (RIGHT.assign(share=[0.6, 0.5]), "In share, 1 of 2 rows are right"),
        (RIGHT.assign(share=[None, 0.4]), "In share, 1 of 2"),
        (RIGHT.assign(cell="star"), "In cell, 1 of 2"),
    ],
    ids=range(6),
)
def test_tables_that_differ_say_where(given: pd.DataFrame, says: str) -> None:
    understood = understand(TABLE, given)
    assert not same(TABLE, understood, RIGHT)
    assert says in difference(TABLE, understood, RIGHT)


FUNC = Part("f", "func", tolerance=0.001, inputs=(([40, 30, 30],), ([1],)))


def right_function(values: list[float]) -> float:
    return max(values) / sum(values)


def changes_its_input(values: list[float]) -> float:
    values.sort()
    return values[-1] / sum(values)


def test_a_function_is_tried() -> None:
    assert same(FUNC, right_function, right_function)
    assert same(FUNC, changes_its_input, right_function)
    assert FUNC.inputs[0] == ([40, 30, 30],)
    with pytest.raises(StrangeAnswerError, match="without brackets"):
        understand(FUNC, 0.4)


@pytest.mark.parametrize(
    "given, says",
    [
        (lambda values: 0.5, "gives 0.5, which is too high"),
        (lambda values: None, "end it with return"),
        (lambda values: "much", "is text"),
        (lambda: 1, "it stops with TypeError"),
        (lambda values: 1 / 0, "it stops with ZeroDivisionError"),
    ],
    ids=range(5),
)
def test_a_function_that_goes_wrong_says_for_what(given: Any, says: str) -> None:
    assert not same(FUNC, given, right_function)
    told = difference(FUNC, given, right_function)
    assert says in told and "[40, 30, 30]" in told


def test_a_function_that_gives_a_word() -> None:
    part = Part("f", "func", inputs=((1,),))
    assert same(part, lambda n: " Key", lambda n: "key")
    assert "gives 'no'" in difference(part, lambda n: "no", lambda n: "key")
