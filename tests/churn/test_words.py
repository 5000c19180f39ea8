from __future__ import annotations

import pandas as pd
import pytest

from kamlab.churn import (
    EarlyWarningSettings,
    Hits,
    Rate,
    account_status,
    at_stake,
    cost_of_acting,
    watch_list,
    words,
)

SETTINGS = EarlyWarningSettings()


def stake(*rows: tuple[str, float, float | None, float]) -> pd.DataFrame:
    """Accounts as (name, score, probability, value)."""
    table = pd.DataFrame(rows, columns=["name", "score", "probability", "value"])
    table["probability"] = table["probability"].astype("float64")
    table["value_at_risk"] = table["probability"] * table["value"]
    return table.assign(reasons="silent", status="silent")


def test_definition_follows_the_settings() -> None:
    said = words.definition(
        EarlyWarningSettings(gap_k=2.5, watch_from=0.4, partial_drop=0.3, window=6)
    )
    for part in ("2.50 times", "40 % of that way", "last 6 months more than 30 %"):
        assert part in said


def test_standing_of_mini(mini) -> None:
    assert words.standing_sentence(mini, account_status(mini, SETTINGS)) == (
        "Of 8 accounts with orders up to 2025-12-31: 5 buying, 0 silent, 1 eroding, "
        "1 with too little history, 0 with no order for a year, 1 lost."
    )


@pytest.mark.parametrize(
    "rows, expected",
    [
        ([], "No account of Three is still buying: each is lost or silent for over a "
             "year."),
        (
            [("A", 0.1, 0.1, 500.0)],
            "Of 1 account that ordered within a year none is to be watched. The other "
            "2 are lost, or ordered nothing within a year. Value at risk over all of "
            "them: 50 EUR.",
        ),
        (
            [("A", 0.9, 0.5, 100.0), ("B", 0.8, 0.5, 900.0), ("C", 0.1, 0.1, 0.0)],
            "2 of 3 accounts that ordered within a year to watch; of these most is at "
            "stake at B: silent. Value at risk over all of them: 500 EUR.",
        ),
        (
            [("A", 0.9, 0.5, -100.0), ("B", 0.8, 0.5, -900.0)],
            "2 of 2 accounts that ordered within a year to watch; first on the list is "
            "A: silent. Taken together the accounts at risk cost more than they leave: "
            "value at risk is −500 EUR.",
        ),
        (
            [("A", 0.9, None, 100.0)],
            "1 of 1 account that ordered within a year to watch; of these most is at "
            "stake at A: silent.",
        ),
    ],
)  # fmt: skip
def test_finding(three, rows, expected: str) -> None:
    table = stake(*rows)
    listed = table[table["score"] >= 0.5]
    assert words.finding(three, listed, table, SETTINGS) == expected


def test_finding_of_a_list_that_is_too_short(three) -> None:
    table = stake(*[(f"A{i}", 0.9, 0.5, 10.0 - i) for i in range(7)])
    said = words.finding(three, table.head(5), table, SETTINGS)
    assert "the 5 furthest on the way to a loss are on the list; of these most" in said


def test_finding_and_decision_name_the_same_account(three) -> None:
    table = stake(("A", 0.9, 0.1, 500.0), ("B", 0.8, 0.9, 400.0))
    assert "stake at B" in words.finding(three, table, table, SETTINGS)
    assert words.decision(three, table, table, "contribution").startswith(
        "Call B first: it left 400 EUR of contribution"
    )


def test_decision_without_anything_to_save(three) -> None:
    said = words.decision(three, stake(), stake(), "contribution")
    assert said.startswith("Nobody still buys")
    calm = stake(("A", 0.1, 0.1, 500.0))
    said = words.decision(three, stake(), calm, "contribution")
    assert said.startswith("No account needs a special call")
    costly = stake(("A", 0.9, 0.1, -5.0))
    said = words.decision(three, costly, costly, "contribution")
    assert said.startswith("No watched account left any contribution") and "A:" in said


def test_too_little_history_is_no_reassurance(three) -> None:
    young = stake(("A", 0.0, 0.1, 500.0)).assign(status="too little history")
    said = words.finding(three, young.head(0), young, SETTINGS)
    assert "Of 1 of them nothing can be told" in said
    assert "not all have a rhythm" in words.decision(
        three, young.head(0), young, "contribution"
    )


def rate(value: float | None, n: int, low: float | None, high: float | None) -> Rate:
    return Rate(value, n, low, high)


NOTHING = rate(None, 0, None, None)


def test_history_better_than_blind() -> None:
    found = Hits(
        rate(0.5, 20, 0.4, 0.6), rate(0.25, 40, 0.2, 0.3), rate(0.1, 400, 0.08, 0.12),
        12,
    )  # fmt: skip
    assert words.history_sentence(found, SETTINGS) == (
        "At 12 past cut-offs the list (at most 10) named 20 cases; 50.0 % (40.0 % to "
        "60.0 %) of them did not order in the 6 months after. Picked blindly it would "
        "be 10.0 % (8.0 % to 12.0 %) (n = 400). A case is an account at a cut-off, so "
        "one account can be several; in brackets 90 % intervals. Of 40 cases that "
        "stopped, the list held 25.0 % (20.0 % to 30.0 %)."
    )


@pytest.mark.parametrize(
    "precision, base, said",
    [
        ((0.5, 0.11, 0.6), (0.1, 0.08, 0.12), "not shown to be better"),
        ((0.05, 0.01, 0.07), (0.1, 0.08, 0.12), "worse than picking blindly"),
    ],
)
def test_history_no_better_than_blind(precision, base, said: str) -> None:
    found = Hits(
        rate(precision[0], 1, *precision[1:]), NOTHING, rate(base[0], 9, *base[1:]), 1
    )
    sentence = words.history_sentence(found, EarlyWarningSettings(horizon=1))
    assert said in sentence
    assert "At 1 past cut-off the list" in sentence and "named 1 case;" in sentence
    assert "in the month after" in sentence


def test_history_of_an_empty_list() -> None:
    found = Hits(NOTHING, NOTHING, rate(0.0, 9, 0.0, 0.2), 3)
    assert words.history_sentence(found, SETTINGS) == (
        "At 3 past cut-offs the rule put nobody on the list, so it cannot be judged. "
        "Of all at risk 0.0 % (0.0 % to 20.0 %) did not order in the 6 months after."
    )


@pytest.mark.parametrize(
    "days, expected",
    [
        ([], "No loss began and was confirmed since the first tested cut-off, so there "
             "is no lead time."),
        ([None], "Of 1 loss since the first tested cut-off none was flagged in time."),
        (
            [34],
            "Of 1 loss since the first tested cut-off, 1 was flagged in time: 34 days "
            "before the silence made it certain. Never flagged in time: 0.",
        ),
        (
            [10, 21, 60, None],
            "Of 4 losses since the first tested cut-off, 3 were flagged in time: half "
            "of them at least 21 days before the silence made it certain, the earliest "
            "60. Never flagged in time: 1.",
        ),
    ],
)  # fmt: skip
def test_lead_times(days, expected: str) -> None:
    leads = pd.DataFrame({"lead_days": pd.Series(days, dtype="float64")})
    assert words.lead_sentence(leads) == expected


def test_intervals_that_are_not_known_are_not_shown() -> None:
    assert words.with_interval(rate(0.5, 3, None, None)) == "50.0 %"


def test_the_decision_tells_whether_the_call_pays(three) -> None:
    watched = stake(("K", 0.9, 0.5, 9000.0)).assign(account_id="K")
    costs = cost_of_acting(watched, SETTINGS)
    said = words.decision(three, watched, watched, "contribution", costs)
    assert "The call costs 180 EUR and is expected to save 1,350 EUR." in said
    assert said.endswith("a discount costs every order after it.")
    poor = stake(("K", 0.9, 0.5, 10.0)).assign(account_id="K")
    said = words.decision(
        three, poor, poor, "contribution", cost_of_acting(poor, SETTINGS)
    )
    assert "the call does not pay" in said


def test_a_book_mostly_gone_is_not_called_calm(make_firm) -> None:
    silent = {f"G{k}": ["2023-01-01", "2023-02-01"] for k in range(5)}
    firm = make_firm({"K": ["2025-10-01", "2025-11-01", "2025-12-31"], **silent})
    settings = EarlyWarningSettings()
    stake = at_stake(account_status(firm, settings), pd.Series({"K": 1.0}), None)
    text = words.finding(firm, watch_list(firm, stake, settings), stake, settings)
    assert "none is to be watched" in text
    assert "The other 5 are lost, or ordered nothing within a year." in text
