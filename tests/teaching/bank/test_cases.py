from __future__ import annotations

from kamlab.teaching.bank.cases import (
    CASES,
    DEFINITIONS,
    FIRMS,
    case_name,
    cases_table,
    firms_table,
)


def test_ten_cases_and_three_firms() -> None:
    assert len(CASES) == 10 and len(DEFINITIONS) == 6 and len(FIRMS) == 3
    assert case_name(1) == "case_1"
    for case in CASES:
        assert 0 < case.share < 1 and 0 < case.wallet_share <= 1
        assert {case.partner, case.competence, case.innovator} <= set(range(1, 6))


def test_tables_show_every_case_and_firm() -> None:
    text = cases_table()._repr_mimebundle_()["text/plain"]
    assert all(case.story in text for case in CASES)
    text = firms_table()._repr_mimebundle_()["text/plain"]
    assert "40, 33, 9, 9, 9" in text


def test_no_gift_and_no_favour_is_a_reason() -> None:
    stories = " ".join(case.story for case in CASES).casefold()
    for word in ("gift", "dinner", "lobby", "sauna", "birthday", "friend"):
        assert word not in stories
