from __future__ import annotations

import pytest

from kamlab.churn.decision import quadrants, quadrants_sentence
from kamlab.errors import RefusedError


def test_cuts_hold_their_bound() -> None:
    found = quadrants(
        [0.3, 0.3, 0.3, 0.10, 0.0999],
        [0.02, 0.0199, -0.02, 0.0, 0.0],
        effect_cut=0.02,
        risk_cut=0.10,
    )
    assert found.tolist() == ["persuadable", "lost", "sleeping dog", "lost", "sure"]


def test_high_risk_is_not_high_persuadability() -> None:
    found = quadrants([0.9, 0.2], [0.0, 0.1])
    assert found.tolist() == ["lost", "persuadable"]


def test_the_sentence_states_counts_and_cuts() -> None:
    found = quadrants([0.9, 0.2, 0.01], [0.0, 0.1, 0.0], effect_cut=0.05)
    text = quadrants_sentence(found, effect_cut=0.05)
    assert "1 persuadable, 1 sure, 1 lost, 0 sleeping dog" in text
    assert "5.0 % either way" in text and "chance of 10 %" in text


def test_bad_input_is_named() -> None:
    with pytest.raises(RefusedError, match="effect_cut = 0 cannot be"):
        quadrants([0.1], [0.1], effect_cut=0)
    with pytest.raises(RefusedError, match="1 figures for 2 accounts"):
        quadrants([0.1, 0.2], [0.1])
