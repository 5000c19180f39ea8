from __future__ import annotations

import math

import pytest
from fixture_settings import Small

from kamlab.errors import RefusedError
from kamlab.running.parameters import checked, read_texts, split_pairs


def test_text_stays_text():
    texts = split_pairs(["account_id=00123"])
    assert read_texts(Small, texts) == {"account_id": "00123"}
    for text in ("NO", "1_000", "1e5", "null", "1:30", "", " x ", "a=b", "{}"):
        assert read_texts(Small, {"account_id": text}) == {"account_id": text}


def test_the_field_decides_how_a_text_is_read():
    read = read_texts(
        Small,
        {"key_share": "1", "months": "012", "strict": "Yes", "basis": "contribution"},
    )
    assert read == {
        "key_share": 1.0,
        "months": 12,
        "strict": True,
        "basis": "contribution",
    }
    assert type(read["key_share"]) is float


@pytest.mark.parametrize(
    "name, text, said",
    [
        ("months", "1.5", "a whole number, 0 to 120, months"),
        ("months", "1_0", "a whole number"),
        ("months", "٣", "a whole number"),
        ("months", "9" * 5000, "a whole number"),
        ("key_share", "1,5", "a number, 0 to 1, share"),
        ("key_share", "abc", "a number, 0 to 1, share"),
        ("key_share", "nan", "a number"),
        ("key_share", "inf", "a number"),
        ("strict", "1", "true or false"),
        ("strict", "maybe", "true or false"),
        ("basis", "revenu", "did you mean 'revenue'"),
    ],
)
def test_a_text_of_the_wrong_type_is_refused(name: str, text: str, said: str):
    with pytest.raises(RefusedError, match=name) as refused:
        read_texts(Small, {name: text})
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "name, value, said",
    [
        ("key_share", 2.0, "0 to 1, share, not '2'"),
        ("key_share", math.nan, "not nan"),
        ("key_share", math.inf, "not inf"),
        ("months", 121, "0 to 120, months"),
        ("months", 1.5, "a whole number"),
        ("months", True, "a whole number"),
        ("strict", 1, "true or false"),
        ("account_id", 7, "a text"),
        ("account_id", "\ud83d", "surrogate"),
        ("account_id", None, "a text"),
    ],
)
def test_a_value_outside_the_declaration_is_refused(name, value, said):
    with pytest.raises(RefusedError) as refused:
        checked(Small, {name: value})
    assert said in str(refused.value)
    assert name in str(refused.value)


def test_unknown_names_meet_the_nearest_one():
    with pytest.raises(RefusedError, match="did you mean 'key_share'"):
        read_texts(Small, {"key_shere": "0.1"})
    with pytest.raises(RefusedError, match="did you mean 'key_share'"):
        checked(Small, {"key_shere": 0.1})


@pytest.mark.parametrize(
    "name",
    ['x = __import__("os").system("touch canary"); y', "a b", "class", "a;b", "__x__"],
)
def test_names_are_never_code(name: str):
    with pytest.raises(RefusedError):
        checked(Small, {name: 1})


def test_defaults_are_added_in_the_order_of_the_model():
    values = checked(Small, {"months": 3})
    assert list(values) == list(Small.model_fields)
    assert values["months"] == 3
    assert values["account_id"] == "A1"


@pytest.mark.parametrize("pairs", [["months"], ["=3"], ["months=1", "months=2"]])
def test_pairs_that_say_nothing_or_too_much(pairs: list[str]):
    with pytest.raises(RefusedError):
        split_pairs(pairs)


def test_broken_text_in_a_pair_is_shown_not_printed():
    with pytest.raises(RefusedError) as refused:
        split_pairs(["\udcff\x1b[31m"])
    assert str(refused.value).isprintable()
