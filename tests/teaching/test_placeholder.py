from __future__ import annotations

from typing import Any

import pytest

from kamlab.teaching.placeholder import PLACEHOLDER, is_untouched


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
