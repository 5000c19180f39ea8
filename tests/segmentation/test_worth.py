from __future__ import annotations

import pandas as pd
import pytest

from kamlab.errors import MissingPartError, NotEnoughDataError
from kamlab.segmentation import KeyAccountsSettings, worth


def test_mini_by_hand(mini) -> None:
    table = worth(mini, KeyAccountsSettings()).table.set_index("account_id")
    assert table["revenue"].to_dict() == {
        "A": 42000, "B": 18000, "C": 12000, "D": 9000,
        "E": 7000, "F": 5000, "G": 4000, "H": 3000,
    }  # fmt: skip
    assert table["gross_margin"].round(6).to_dict() == {
        "A": 4200, "B": 5400, "C": 4200, "D": 3600,
        "E": 3150, "F": 2500, "G": 800, "H": 450,
    }  # fmt: skip
    assert table["contribution"].round(6).to_dict() == {
        "A": 1200, "B": 4400, "C": 3300, "D": 3200,
        "E": 2800, "F": 2300, "G": -800, "H": -600,
    }  # fmt: skip


def test_the_parts_that_are_missing_are_named(mini) -> None:
    assert worth(mini, KeyAccountsSettings()).missing_parts == ("returns",)


def test_order_lines_alone_are_enough(make_firm) -> None:
    told = worth(make_firm({"A": 60, "B": 40}), KeyAccountsSettings())
    assert told.criteria == ("revenue",)
    assert told.criterion == "revenue"  # the setting says contribution
    assert told.missing_parts == ("gross margin", "contribution")
    assert any("no costs" in note for note in told.notes)
    assert told.table["name"].tolist() == ["A", "B"]


def test_accounts_without_a_name_show_their_id(make_firm) -> None:
    accounts = {"account_id": ["A", "B"], "name": ["Alder", None]}
    told = worth(
        make_firm({"A": 60, "B": 40}, accounts=accounts), KeyAccountsSettings()
    )
    assert told.table["name"].tolist() == ["Alder", "B"]


def test_ties_are_ordered_by_id(make_firm) -> None:
    told = worth(make_firm({"C": 10, "A": 10, "B": 10}), KeyAccountsSettings())
    assert told.table["account_id"].tolist() == ["A", "B", "C"]


def test_what_comes_after_the_cut_off_does_not_count(make_firm) -> None:
    lines = pd.DataFrame(
        {
            "account_id": ["A", "A", "B"],
            "order_date": pd.to_datetime(["2025-01-10", "2025-03-10", "2025-03-11"]),
            "net_amount": [100.0, 900.0, 5.0],
        }
    )
    firm = make_firm({"A": 1}, order_lines=lines).as_of("2025-02-01")
    told = worth(firm, KeyAccountsSettings())
    assert told.table[["account_id", "revenue"]].values.tolist() == [["A", 100.0]]


def test_a_period_without_a_sale_says_so(make_firm) -> None:
    firm = make_firm({"A": 100}).as_of("2027-06-30")
    with pytest.raises(NotEnoughDataError, match="choose another period"):
        worth(firm, KeyAccountsSettings(period_months=3))


def test_accounts_that_only_cost_are_told_and_not_listed(make_firm) -> None:
    costs = {
        "account_id": ["A", "Z"],
        "month": pd.to_datetime(["2025-05-01"] * 2),
        "kind": ["service", "service"],
        "amount": [10.0, 25.0],
    }
    firm = make_firm({"A": (100, 60)}, account_costs=costs)
    told = worth(firm, KeyAccountsSettings())
    assert told.table["account_id"].tolist() == ["A"]
    assert told.table["contribution"].tolist() == [30.0]
    assert told.notes == (
        "1 account without a sale in the period still cost 25.00 EUR; not in this "
        "list.",
    )


GROUP = {
    "account_id": ["A", "B", "C", "P"],
    "parent_id": ["P", "P", None, None],
    "name": ["Alder", "Birch", "Cedar", "Pine Holding"],
}


def test_accounts_of_one_parent_count_as_one(make_firm, people) -> None:
    firm = make_firm({"A": 40, "B": 30, "C": 50}, accounts=GROUP, **people)
    told = worth(firm, KeyAccountsSettings(group_by_parent=True)).table
    assert told[["account_id", "name", "revenue", "accounts"]].values.tolist() == [
        ["P", "Pine Holding", 70.0, 2],
        ["C", "Cedar", 50.0, 1],
    ]
    # A is the larger member of the group
    assert told["department_id"].tolist()[0] == "D1"


def test_grouping_changes_who_is_key(make_firm, tell) -> None:
    rest = {f"R{i}": 10 for i in range(8)}
    amounts = {"A": 8, "B": 8} | rest
    accounts = {"account_id": ["A", "B"], "parent_id": ["B", None]}
    firm = make_firm(amounts, accounts=accounts)
    _, alone, _ = tell(firm)
    _, grouped, _ = tell(firm, group_by_parent=True)
    assert set(alone.loc[alone["key_revenue"], "account_id"]) == set(rest)
    assert "B" in set(grouped.loc[grouped["key_revenue"], "account_id"])


def test_a_group_without_a_name_is_called_after_its_largest(make_firm) -> None:
    accounts = {
        "account_id": ["A", "B", "P"],
        "parent_id": ["P", "P", None],
        "name": ["Alder", "Birch", None],
    }
    firm = make_firm({"A": 10, "B": 30}, accounts=accounts)
    told = worth(firm, KeyAccountsSettings(group_by_parent=True))
    assert told.table["name"].tolist() == ["Birch and its group"]


def test_the_only_buyer_of_a_group_stands_under_the_group(make_firm) -> None:
    firm = make_firm({"A": 10, "C": 5}, accounts=GROUP)
    told = worth(firm, KeyAccountsSettings(group_by_parent=True)).table
    assert told[["account_id", "name"]].values.tolist() == [
        ["P", "Pine Holding"],
        ["C", "Cedar"],
    ]


def test_accounts_without_names_can_be_grouped(make_firm) -> None:
    accounts = {"account_id": ["A", "B"], "parent_id": ["B", None]}
    firm = make_firm({"A": 10, "B": 5}, accounts=accounts)
    told = worth(firm, KeyAccountsSettings(group_by_parent=True))
    assert told.table["name"].tolist() == ["A and its group"]


def test_grouping_needs_parents(make_firm) -> None:
    with pytest.raises(MissingPartError, match="accounts"):
        worth(make_firm({"A": 10}), KeyAccountsSettings(group_by_parent=True))


def test_money_is_whole_for_the_reference_books(adventureworks) -> None:
    whole = worth(adventureworks, KeyAccountsSettings(period_months=0))
    assert len(whole.table) == 635
    assert whole.table["revenue"].sum() == pytest.approx(80_450_596.9823, abs=0.01)
    assert (whole.table["gross_margin"] < 0).sum() == 335
    year = worth(adventureworks, KeyAccountsSettings())
    assert len(year.table) == 493
    assert year.table["revenue"].sum() == pytest.approx(36_240_484.70, abs=0.01)
