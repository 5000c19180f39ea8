from __future__ import annotations

import pytest

import kamlab
from kamlab.teaching.answer_key import LAB, answer_key
from kamlab.teaching.bank import BANK


def test_every_answer_with_its_way_and_its_traps(mini: kamlab.Company) -> None:
    start, key = answer_key(
        mini, ["00_start_here", "01_the_company", "02_key_accounts"]
    )
    assert [start.heading, key.heading] == ["00_start_here", "02_key_accounts"]
    text = key.things[0]._repr_mimebundle_()["text/plain"]
    assert "most_key = 9; most_critical = 4; most_mono = 1" in text
    assert "by_revenue = A (Account A), B (Account B), C (Account C)" in text
    traps = "".join(t._repr_mimebundle_()["text/plain"] for t in key.things[1:])
    assert "2.1, typical: You used revenue. Asked is contribution" in traps


def test_what_a_company_cannot_tell_is_for_discussion(mini: kamlab.Company) -> None:
    tables = {"order_lines": mini.order_lines.drop(columns="cost_amount")}
    poor = kamlab.Company.from_tables(tables, name="Poor")
    _, key = answer_key(poor, ["00_start_here", "02_key_accounts"])
    text = key.things[0]._repr_mimebundle_()["text/plain"]
    assert "For class discussion: Poor does not state what its goods cost" in text


def test_every_module_finds_its_own_settings(mini: kamlab.Company) -> None:
    """What is for discussion lies in the company, not in a set-up that is missing."""
    for module in BANK:
        if module == LAB:
            continue
        (section,) = answer_key(mini, [module])
        assert "set-up cell" not in str(section.things[0]), module


@pytest.mark.slow
def test_the_answers_on_the_large_company() -> None:
    first, second = (answer_key(kamlab.load(n), [LAB]) for n in ("polar", "mini"))
    assert "For class discussion" not in str(first[0].things[0])
    assert str(first[0].things[0]) == str(second[0].things[0])
