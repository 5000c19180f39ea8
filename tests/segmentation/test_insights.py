from __future__ import annotations

import kamlab
from kamlab.segmentation import (
    against_truth,
    boundary,
    concentration,
    dependence_over_time,
    insights,
    joint_losses,
    six_definitions,
    wallets_against_truth,
    worth,
    yearly_loss,
)
from kamlab.segmentation.base_rate import BaseRate
from kamlab.segmentation.settings import KeyAccountsSettings


def test_definitions_in_words(mini, tell, make_firm) -> None:
    what, _, chosen = tell(mini)
    found = six_definitions(mini, what, chosen)
    assert insights.definitions_sentence(found) == (
        "Account C is key by 3 definitions (money now, reference, partner); 5 of 8 "
        "accounts by more than one. 1 is key without being so by money now."
    )
    assert insights.labelled_sentence(found, "potential") == (
        "Potential: Account D, Account F. Account D: buys 9,000 EUR of 90 kEUR a year; "
        "31 kEUR to 111 kEUR more to win."
    )
    assert insights.lacking_sentence(found) == (
        "Not known in this company: tickets (teaches us)."
    )
    accounts = {"account_id": ["A", "B"], "is_reference": [False, False]}
    firm = make_firm({"A": 50, "B": 50}, accounts=accounts)
    what, _, chosen = tell(firm, key_share=0.30, strict=True)
    found = six_definitions(firm, what, chosen)
    assert insights.definitions_sentence(found).endswith(
        "None is key for another reason than money alone."
    )
    assert insights.labelled_sentence(found, "reference") == "Reference: no account."
    assert "cannot be told" in insights.innovator_sentence(found, chosen)


def test_the_innovator_claim_is_held_against_its_interval(mini, tell) -> None:
    what, _, chosen = tell(mini)
    found = six_definitions(mini, what, chosen)
    words = insights.innovator_sentence(found, chosen)
    assert words.startswith("2 of 8 rated accounts are rated 4 or more")
    assert "the claim is outside it" in words
    _, _, wide = tell(mini, innovator_claim=0.20)
    assert "the claim is within it" in insights.innovator_sentence(found, wide)


def test_boundary_in_words(mini, tell, make_firm) -> None:
    what, _, chosen = tell(mini)
    assert insights.boundary_sentence(what, boundary(what, chosen), chosen) == (
        "Account D is critical by 50 EUR of contribution, and would not be by revenue "
        "or by gross margin. Account A is 422 EUR of contribution short of being key, "
        "and would be by revenue or by gross margin."
    )
    what, _, chosen = tell(make_firm({"A": 90, "B": 10}))
    near = boundary(what, chosen)
    words = insights.boundary_sentence(what, near, chosen)
    assert words == "B lies exactly on the line and is not key by revenue."
    words = insights.boundary_sentence(what, near.iloc[:0], chosen)
    assert words.startswith("No account is near a line")


def test_intervals_and_rate_in_words() -> None:
    firm, chosen = kamlab.load("polar"), KeyAccountsSettings()
    table = concentration(worth(firm, chosen).table["revenue"])
    row = table.set_index("figure").loc["top20"]
    words = insights.intervals_sentence(table)
    assert f"{row['low']:.1%}".replace("%", " %") in words
    assert "drawing the 103 accounts anew" in words
    rate = yearly_loss(firm)
    words = insights.rate_sentence(rate)
    assert words.startswith(f"{rate.lost} of {rate.n} accounts with orders")
    given = insights.rate_sentence(BaseRate(0.2, 0.2, 0.2, 0, 0))
    assert given == "Every account gets the chance that was given, 20.0 % a year."


def test_trend_in_words(mini, tell) -> None:
    _, _, chosen = tell(mini)
    trend = dependence_over_time(mini, chosen)
    words = insights.trend_sentence(trend)
    assert "share of the largest account fell from 48.3 % to 42.0 %" in words
    other = trend.copy()
    other.loc[0, "account_id"] = "B"
    assert "whoever was largest fell" in insights.trend_sentence(other)


def test_risk_in_words_names_the_account_that_matters(mini, tell) -> None:
    what, _, _ = tell(mini)
    words = insights.risk_sentence(what, joint_losses(what, 0.1))
    assert "On average 1,580 EUR of contribution" in words
    assert "Account B: 440 EUR (chance 10.0 % × its contribution)" in words


def test_truth_in_words() -> None:
    firm, chosen = kamlab.load("polar"), KeyAccountsSettings()
    what = worth(firm, chosen)
    table = against_truth(firm, what, six_definitions(firm, what, chosen), chosen)
    words = insights.truth_sentence(table)
    worst = table.sort_values("right").iloc[0]
    assert f"right in {worst['right']:.0%}".replace("%", " %") in words
    wallets = wallets_against_truth(firm)
    words = insights.wallet_sentence(wallets, "EUR")
    assert f"The middle estimate of {len(wallets)} wallets" in words
    assert wallets["name"].iloc[0] in words
    nothing = insights.wallet_sentence(wallets.iloc[:0], "EUR")
    assert nothing.startswith("No wallet")
    nobody = table.assign(right=float("nan"))
    assert "Least to be trusted" not in insights.truth_sentence(nobody)
