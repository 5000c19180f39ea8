from __future__ import annotations

import pytest

from kamlab.churn.decision import stake_sentence, value_at_risk
from kamlab.errors import RefusedError

NAMES = ["Ash", "Birch", "Cedar", "Dogwood", "Elm"]
CHANCE = [0.5, 0.1, 0.3, 0.2, 0.4]
VALUE = [1_000, 90_000, 10_000, 20_000, -5_000]


def test_five_accounts_by_hand() -> None:
    table = value_at_risk(CHANCE, VALUE, NAMES)
    assert table["account"].tolist() == ["Birch", "Dogwood", "Cedar", "Ash", "Elm"]
    assert table["value_at_risk"].tolist() == pytest.approx([9e3, 4e3, 3e3, 500, -2e3])
    assert table["rank_by_probability"].tolist() == [5, 4, 3, 1, 2]
    assert table["moved"].tolist() == [4, 2, 0, -3, -3]


def test_the_sentence_says_where_risk_alone_misleads() -> None:
    text = stake_sentence(value_at_risk(CHANCE, VALUE, NAMES), "EUR")
    assert "14 kEUR over 5 accounts; most at Birch (9,000 EUR)" in text
    assert "likeliest loss is Ash (50 %)" in text and "only number 4" in text
    assert "costs more than it brings" in text
    agreed = stake_sentence(value_at_risk([0.5, 0.1], [10, 10], ["Ash", "Elm"]))
    assert "likeliest" not in agreed
    assert stake_sentence(value_at_risk([], [], [])) == "No account is at risk."


def test_names_and_figures_must_agree() -> None:
    with pytest.raises(RefusedError, match="1 names for 2 accounts"):
        value_at_risk([0.1, 0.2], [1, 2], ["Ash"])
    with pytest.raises(RefusedError, match="value holds 1 figures for 2 accounts"):
        value_at_risk([0.1, 0.2], [1])
