from __future__ import annotations

from pathlib import Path

import pytest

from kamlab.teaching.class_card import (
    CARD,
    UNKNOWN,
    card_text,
    company_words,
    read_card,
)
from kamlab.teaching.class_file import ClassFile
from kamlab.teaching.roll import roll_of


def plan(**values: object) -> ClassFile:
    given = {"name": "Spring", "learners": ["Ada", "Zo\u00eb"], "modules": ["0"]}
    return ClassFile(**{**given, **values})  # type: ignore[arg-type]


def test_a_card_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "trainer").mkdir()
    learners = roll_of(plan().learners, 7)
    text = card_text(plan(), ["00_start_here"], learners)
    (tmp_path / "trainer" / CARD).write_text(text, encoding="utf-8")
    card = read_card(tmp_path)
    assert (card.name, card.modules) == ("Spring", ("00_start_here",))
    assert card.learners == {"ada": "Ada", "zoe": "Zo\u00eb"}
    assert not any(str(learner.seed) in text for learner in learners)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": 1, "modules": 2}', "[" * 9])
def test_an_edited_card_is_no_card(tmp_path: Path, text: str) -> None:
    assert read_card(tmp_path) is UNKNOWN
    (tmp_path / "trainer").mkdir()
    (tmp_path / "trainer" / CARD).write_text(text, encoding="utf-8")
    assert read_card(tmp_path) is UNKNOWN


def test_which_company() -> None:
    hard = plan(scenario="price_war", level="hard")
    assert company_words(hard) == "scenario price_war, level hard"
    own = plan(scenario={"accounts": 40})
    assert company_words(own) == (
        "scenario of the class file (accounts = 40), level normal"
    )
