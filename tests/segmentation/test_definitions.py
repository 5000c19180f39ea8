from __future__ import annotations

import pytest

import kamlab
from kamlab.errors import MissingPartError
from kamlab.segmentation import DEFINITIONS, KeyAccountsSettings, six_definitions, worth


def held(firm, **settings):
    """The labels of every account by id."""
    chosen = KeyAccountsSettings(**settings)
    found = six_definitions(firm, worth(firm, chosen), chosen)
    table = found.table[found.table["holds"]]
    return table.groupby("account_id")["definition"].agg(set).to_dict(), found


def cell(found, account: str, definition: str):
    table = found.table.set_index(["account_id", "definition"])
    return table.loc[(account, definition)]


def test_mini_by_hand(mini) -> None:
    labels, found = held(mini)
    assert labels == {
        "A": {"teacher"},
        "B": {"money", "partner"},
        "C": {"money", "reference", "partner"},
        "D": {"money", "potential", "innovator"},
        "E": {"money", "innovator"},
        "F": {"money", "potential", "teacher"},
    }
    assert found.told == tuple(DEFINITIONS)
    assert found.missing == ("tickets (teaches us)",)
    # D sells 9 of 90 thousand: nine tenths are still to win
    assert cell(found, "D", "potential")["score"] == pytest.approx(0.9)
    words = cell(found, "D", "potential")["evidence"]
    assert words == "buys 9,000 EUR of 90 kEUR a year; 31 kEUR to 111 kEUR more to win"
    # B: openness 4 is .75, its contract 1, and half of its wallet
    assert cell(found, "B", "partner")["score"] == pytest.approx((0.75 + 1 + 0.5) / 3)
    assert cell(found, "B", "partner")["evidence"] == (
        "openness 4 of 5, contract in force, 50 % of its wallet"
    )


def test_labels_come_as_words_most_first(mini) -> None:
    table = held(mini)[1].labels()
    assert table["account_id"].tolist()[:3] == ["C", "D", "F"]
    assert table["labels"].iloc[0] == "money now, reference, partner"
    assert table["count"].tolist() == [3, 3, 3, 2, 2, 1, 0, 0]
    assert table["labels"].iloc[-1] == ""


def test_scores_are_shares_and_every_cell_has_evidence() -> None:
    _, found = held(kamlab.load("polar"))
    assert found.table["score"].dropna().between(0, 1).all()
    assert found.table["evidence"].str.len().min() > 0
    assert not found.table.duplicated(["account_id", "definition"]).any()
    tickets = found.table.query("definition == 'teacher' and active")["evidence"]
    assert tickets.str.contains(r"\d ticket").all()


@pytest.mark.parametrize("criterion", ["revenue", "contribution"])
def test_money_is_the_rule_of_the_key_list(mini, tell, criterion: str) -> None:
    what, keys, chosen = tell(mini, criterion=criterion, key_share=0.12)
    found = six_definitions(mini, what, chosen).table.query("definition == 'money'")
    expected = keys.loc[keys[f"key_{criterion}"], "account_id"]
    assert set(found.loc[found["holds"], "account_id"]) == set(expected)


def test_thresholds_are_parameters(mini) -> None:
    labels, _ = held(mini, high_rating=5)
    assert [a for a, found in labels.items() if "partner" in found] == ["C"]
    labels, _ = held(mini, potential_served=0.05)
    assert not any("potential" in found for found in labels.values())


def test_an_account_that_buys_nothing_can_be_a_potential(make_firm) -> None:
    accounts = {
        "account_id": ["A", "B"],
        "wallet_estimate": [100.0, 500.0],
        "is_reference": [None, True],
    }
    labels, found = held(make_firm({"A": 90}, accounts=accounts))
    assert labels == {"A": {"money"}, "B": {"potential"}}
    assert not cell(found, "B", "potential")["active"]
    assert cell(found, "B", "potential")["evidence"] == "buys nothing of 500 EUR a year"
    assert cell(found, "B", "reference")["score"] == 0
    assert cell(found, "A", "reference")["evidence"].startswith("not known whether")
    assert cell(found, "A", "partner")["evidence"].startswith("openness not rated")
    assert set(found.missing) >= {"partner", "teaches us", "innovator"}
    assert found.told == ("money", "potential", "reference")


def test_sales_of_half_a_year_are_brought_to_a_year(mini, tell) -> None:
    what, _, chosen = tell(mini, period_months=6)
    found = six_definitions(mini, what, chosen)
    sold = what.table.set_index("account_id").loc["D", "revenue"] * 365 / 184
    expected = 1 - sold / 90_000
    assert cell(found, "D", "potential")["score"] == pytest.approx(expected)


def test_groups_add_wallets_and_keep_the_best_rating(mini) -> None:
    labels, found = held(mini, group_by_parent=True)
    assert labels["P1"] == {"money", "potential", "teacher", "innovator"}
    assert "buys 12 kEUR of 30 kEUR" in cell(found, "P1", "potential")["evidence"]
    assert not {"E", "F"} & set(labels)


def test_parents_in_a_loop(make_firm) -> None:
    accounts = {
        "account_id": ["A", "B"],
        "parent_id": ["B", "A"],
        "wallet_estimate": [100.0, 100.0],
    }
    labels, found = held(
        make_firm({"A": 90, "B": 10}, accounts=accounts), group_by_parent=True
    )
    assert labels == {"A": {"money"}}
    assert len(found.table) == 6


def test_only_orders_are_known(make_firm) -> None:
    with pytest.raises(MissingPartError, match="Five of the six definitions need"):
        held(make_firm({"A": (100, 50)}))


def test_all_in_the_red(make_firm) -> None:
    accounts = {"account_id": ["A", "B"], "wallet_estimate": [1.0, 1.0]}
    _, found = held(make_firm({"A": (9, 15), "B": (6, 7)}, accounts=accounts))
    assert cell(found, "A", "money")["evidence"] == "undefined of contribution"
    assert not found.table["holds"].any()
    assert found.told == ("potential",)
