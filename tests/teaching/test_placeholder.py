from __future__ import annotations

from typing import Any

import pytest

from kamlab.teaching.placeholder import PLACEHOLDER, has_gap, is_untouched


@pytest.mark.parametrize(
    "answer",
    [
        PLACEHOLDER,
        PLACEHOLDER / 2,
        1 - PLACEHOLDER,
        PLACEHOLDER[0],
        PLACEHOLDER(1),
        ...,
        "____",
        [PLACEHOLDER, PLACEHOLDER],
        {"a": PLACEHOLDER},
    ],
)
def test_untouched(answer: Any) -> None:
    assert is_untouched(answer)


@pytest.mark.parametrize("answer", [None, 0, "", [], {}, [PLACEHOLDER, 1]])
def test_touched(answer: Any) -> None:
    assert not is_untouched(answer)


def test_it_shows_as_it_is_written() -> None:
    assert repr(PLACEHOLDER) == "____"


def test_a_gap_inside() -> None:
    assert has_gap(["A", PLACEHOLDER]) and has_gap("____") and has_gap(PLACEHOLDER["A"])
    assert not has_gap(["A"]) and not has_gap([]) and not has_gap(None)
