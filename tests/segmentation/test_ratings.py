from __future__ import annotations

import kamlab
from kamlab.segmentation import six_definitions, worth
from kamlab.segmentation.settings import KeyAccountsSettings


def test_a_rating_nothing_bears_out_scores_low(make_firm) -> None:
    firm = make_firm(
        {"A": 10, "B": 90},
        accounts={
            "account_id": ["A", "B"],
            "wallet_estimate": [100.0, 100.0],
            "contract_end": [None, "2026-01-31"],
        },
        account_history={
            "account_id": ["A", "B"],
            "valid_from": ["2024-01-01"] * 2,
            "openness": [5, 5],
        },
    )
    chosen = KeyAccountsSettings()
    table = six_definitions(firm, worth(firm, chosen), chosen).table
    scores = table.query("definition == 'partner'").set_index("account_id")
    assert scores["holds"].all()
    assert scores["score"].round(9).to_dict() == {
        "A": round((1 + 0 + 0.1) / 3, 9),
        "B": round((1 + 1 + 0.9) / 3, 9),
    }
    assert scores.loc["A", "evidence"].endswith("no contract, 10 % of its wallet")


def test_tickets_are_demands_and_raise_the_score_of_a_teacher() -> None:
    firm, chosen = kamlab.load("polar"), KeyAccountsSettings()
    table = six_definitions(firm, worth(firm, chosen), chosen).table
    rows = table.query("definition == 'teacher' and active")
    rated = rows["evidence"].str.extract(r"(\d) of 5, (\d+) ticket").astype(int)
    same = rows.assign(rating=rated[0], tickets=rated[1]).query("rating == 3")
    assert same.sort_values("tickets")["score"].is_monotonic_increasing
    assert same["score"].nunique() > 3


def test_the_planted_accounts_carry_their_label() -> None:
    """Who is planted as partner, mentor, innovator or reference is found by rating."""
    firm, chosen = kamlab.load("polar"), KeyAccountsSettings()
    found = six_definitions(firm, worth(firm, chosen), chosen).table
    held = found[found["holds"]].groupby("account_id")["definition"].agg(set)
    cast = firm.truth("cast").set_index("role")["account_id"]
    planted = {
        "Ally": "partner",
        "Mentor": "teacher",
        "Pioneer": "innovator",
        "Beacon": "reference",
        "Potential": "potential",
    }
    missed = {r for r, label in planted.items() if label not in held.get(cast[r], ())}
    assert missed == set()
