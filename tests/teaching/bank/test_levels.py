from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import kamlab
from kamlab.segmentation import KeyAccountsSettings
from kamlab.teaching.feedback import State
from kamlab.teaching.question import Question

Ask = Callable[..., Question]


def test_account_a_is_key_for_its_manager_only(on_mini: Ask) -> None:
    """A: 1,200 of 15,800; its department is below zero; 1,200 of K1's 3,700."""
    question = on_mini("2.5")
    assert list(question.reference().values()) == ["no", "no", "yes"]
    frame = question.case().frame  # type: ignore[attr-defined]
    assert frame["contribution"].tolist() == pytest.approx([1200, 15800, -200, 3700])


def test_grouping_makes_p1_key(on_mini: Ask) -> None:
    assert on_mini("2.6").reference() == {
        "largest_group": pytest.approx(0.12),
        "newly_key": {"P1"},
    }


def test_where_nobody_is_in_between_it_is_for_discussion(on_mini: Ask) -> None:
    every = KeyAccountsSettings(company="mini", key_share=0.05)
    question = on_mini("2.5", settings=every)
    verdict = question.check(True, True, True)
    assert verdict.state is State.DISCUSSION
    assert "lower key_share" in verdict.text


def firm_of(accounts: pd.DataFrame) -> kamlab.Company:
    lines = pd.DataFrame(
        {
            "account_id": ["A", "B", "C"],
            "order_date": ["2025-01-10"] * 3,
            "net_amount": [60.0, 30.0, 10.0],
            "cost_amount": [30.0, 20.0, 5.0],
        }
    )
    tables = {"order_lines": lines, "accounts": accounts}
    return kamlab.Company.from_tables(tables, name="Odd")


def test_parents_in_a_loop(on_mini: Ask) -> None:
    loop = pd.DataFrame({"account_id": ["A", "B", "C"], "parent_id": ["B", "A", None]})
    question = on_mini("2.6", firm=firm_of(loop))
    assert question.reference()["largest_group"] == pytest.approx(0.9)
    assert question.check(0.9, []).state is State.CORRECT


def test_without_parents_or_kams_it_is_for_discussion(on_mini: Ask) -> None:
    plain = firm_of(pd.DataFrame({"account_id": ["A", "B", "C"]}))
    verdict = on_mini("2.6", firm=plain).check(0.5, [])
    assert verdict.state is State.DISCUSSION
    assert "parent_id" in verdict.text
    verdict = on_mini("2.5", firm=plain).check(True, True, True)
    assert verdict.state is State.DISCUSSION
