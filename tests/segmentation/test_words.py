from __future__ import annotations

import pytest

from kamlab.segmentation import KeyAccountsSettings, lose_each, words


def test_definition_follows_every_setting() -> None:
    said = words.definition(KeyAccountsSettings())
    assert "more than 10 % of the total" in said and "more than 20 % (S04)" in said
    said = words.definition(
        KeyAccountsSettings(strict=False, key_share=0.15, key_band_top=0.25)
    )
    assert "at least 15 % of the total (S02) and at most 25 %" in said
    said = words.definition(
        KeyAccountsSettings(mode="absolute", abs_threshold=1234.0, level="manager")
    )
    assert "more than 1,234 in the period" in said and "of the manager" in said


def test_finding_of_mini(mini, tell) -> None:
    assert words.finding(*tell(mini)) == (
        "Key among 8 active accounts: 3 by revenue, 6 by gross margin, 5 by "
        "contribution. The most important is Account B with 27.8 % of contribution."
    )


def test_finding_says_for_whom(mini, tell) -> None:
    said = words.finding(*tell(mini, level="manager"))
    assert said.startswith("Key for a manager among 8")
    assert "27.8 % of contribution" in said  # of the company, also at this level


def test_finding_without_shares(red, tell) -> None:
    assert words.finding(*tell(red)) == (
        "Key among 2 active accounts: 2 by revenue, undefined by gross margin, "
        "undefined by contribution. The most important is B with −10 EUR of "
        "contribution (shares are undefined: the total is not above 0)."
    )


def test_criteria_of_mini(mini, tell) -> None:
    assert words.criteria_sentence(*tell(mini)) == (
        "Account A is 42.0 % of revenue and 7.6 % of contribution. Account B leaves "
        "most: 27.8 % of contribution. Key by revenue but not by contribution: "
        "Account A. Key by contribution but not by revenue: Account D, Account E, "
        "Account F."
    )


@pytest.mark.parametrize(
    "amounts, end",
    [
        ({"A": (60, 30), "B": (40, 20)}, "name the same key accounts."),
        (
            {f"A{i:02}": (10, 5) for i in range(20)},
            "No account is key by revenue or by contribution.",
        ),
        (
            {"A": (100, 150), "B": (60, 70)},
            "an undefined share of contribution. Shares of contribution are undefined: "
            "the total is −60 EUR, not above 0.",
        ),
        ({"A": 60, "B": 40}, "so revenue alone decides who is key."),
    ],
)
def test_criteria_of_other_books(make_firm, tell, amounts, end: str) -> None:
    assert words.criteria_sentence(*tell(make_firm(amounts))).endswith(end)


def test_criteria_name_the_book(make_firm, people, tell) -> None:
    firm = make_firm({"A": (60, 30), "B": (40, 20), "D": (90, 10)}, **people)
    said = words.criteria_sentence(*tell(firm, level="manager"))
    assert said.startswith("A is 60.0 % of its KAM's revenue and 60.0 % of its KAM's")


def test_pareto_against_the_claim(mini, make_firm, tell) -> None:
    said = words.pareto_sentence(tell(mini)[0])
    assert "The largest 20 % (2 accounts) make 60.0 % of revenue" in said
    assert "80 % of revenue takes 50.0 % of the accounts" in said
    assert "here it does not hold" in said and "as if 4.1 equal" in said
    exact = make_firm({"A": 80, "B": 5, "C": 5, "D": 5, "E": 5})
    said = words.pareto_sentence(tell(exact)[0])
    assert "(1 account) makes 80.0 %" in said and "holds within five points" in said


def test_pareto_of_one_and_of_a_credited_account(make_firm, tell) -> None:
    said = words.pareto_sentence(tell(make_firm({"A": 80}))[0])
    assert said.endswith("One account makes it all.")
    said = words.pareto_sentence(tell(make_firm({"A": 80, "B": -5}))[0])
    assert said.endswith(
        "The effective number of accounts is undefined: 1 account is negative."
    )


@pytest.mark.parametrize(
    "amounts, start",
    [
        (
            {f"A{i:02}": 10 for i in range(20)},
            "No account is key by revenue, so key accounts make 0.0 % of revenue",
        ),
        (
            {"A": 40} | {f"R{i}": 6 for i in range(10)},
            "The 1 key account by revenue makes 40.0 % of revenue: within the 30 % to",
        ),
        (
            {"A": 40, "B": 40, "C": 20},
            "The 3 key accounts by revenue make 100.0 % of revenue: above the 30 % to",
        ),
        ({"A": 0}, "What the key accounts by revenue make together is undefined"),
    ],
)
def test_key_total_of_none_one_and_many(make_firm, tell, amounts, start) -> None:
    assert words.key_total_sentence(*tell(make_firm(amounts))).startswith(start)


def test_key_total_says_off_whom_the_company_lives(make_firm, tell) -> None:
    firm = make_firm({"A": 40, "B": 40, "C": 20})
    said = words.key_total_sentence(*tell(firm))
    assert "does not live off one account (that would be more than 70 %" in said
    said = words.key_total_sentence(
        *tell(firm, mono_scope="key_total", mono_share=0.75, strict=False)
    )
    assert said.endswith(
        "The company lives off its key accounts (that would be at least 75 % from its "
        "key accounts)."
    )


def test_stress_of_mini(mini, tell) -> None:
    worth, _, _ = tell(mini)
    assert words.stress_sentence(worth, lose_each(worth)) == (
        "Losing Account B costs most: 4,400 EUR of contribution in such a period "
        "(27.8 %). Losing Account A, the largest by revenue (42 kEUR), costs 1,200 "
        "EUR."
    )


@pytest.mark.parametrize(
    "amounts, expected",
    [
        (
            {"A": (100, 150), "B": (60, 10)},
            "Losing B costs most: 50 EUR of contribution in such a period. Losing A, "
            "the largest by revenue (100 EUR), would save 50 EUR.",
        ),
        (
            {"A": (100, 150), "B": (60, 70)},
            "No account leaves any contribution: losing one would cost revenue and "
            "save money, B 10 EUR.",
        ),
        (
            {"A": (100, 100)},
            "No account leaves any contribution, so losing one costs 0 EUR.",
        ),
        (
            {"A": (100, 60)},
            "Losing A costs most: 40 EUR of contribution in such a period (100.0 %).",
        ),
    ],
)
def test_stress_of_other_books(make_firm, tell, amounts, expected: str) -> None:
    worth, _, _ = tell(make_firm(amounts))
    assert words.stress_sentence(worth, lose_each(worth)) == expected


@pytest.mark.parametrize(
    "amounts, part",
    [
        ({"A": 60}, "Ask for cost figures first"),
        ({"A": (100, 150), "B": (60, 70)}, "No account leaves any contribution"),
        ({"A": (100, 50), "B": (60, 50)}, "A is first by revenue and by contribution"),
        (
            {"A": (100, 90), "B": (60, 30)},
            "Move time from A to B, and reopen the terms of A: it brings 100 EUR of "
            "revenue and leaves 10 EUR of contribution.",
        ),
        (
            {"A": (100, 120), "B": (60, 30)},
            "it brings 100 EUR of revenue and costs 20 EUR more than it leaves.",
        ),
    ],
)
def test_decision(make_firm, tell, amounts, part: str) -> None:
    worth, table, _ = tell(make_firm(amounts))
    assert part in words.decision(worth, table)


def test_sentences_of_a_company_without_currency(make_firm, tell) -> None:
    told = tell(make_firm({"A": (100, 20), "B": (60, 30)}, currency=""))
    said = words.stress_sentence(told[0], lose_each(told[0]))
    assert "  " not in said and " ," not in said
    assert said.startswith("Losing A costs most: 80 of contribution")
