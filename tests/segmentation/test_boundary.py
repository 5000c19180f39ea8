from __future__ import annotations

import pytest

from kamlab.segmentation import boundary


def test_mini_by_hand(mini, tell) -> None:
    what, _, chosen = tell(mini)
    table = boundary(what, chosen).set_index(["account_id", "line"])
    # C: 3,300 of 15,800; losing 175 leaves 3,125 of 15,625, exactly a fifth
    assert table.loc[("C", "critical"), "distance"] == pytest.approx(175)
    assert table.loc[("C", "critical"), "over"]
    assert table.loc[("A", "key"), "distance"] == pytest.approx(-422.222222)
    assert table.loc[("A", "key"), "differs"] == "revenue, gross margin"
    assert table.loc[("E", "critical"), "differs"] == ""
    assert len(table) == 4


@pytest.mark.parametrize("line", ["key", "critical"])
def test_moving_by_the_distance_lands_on_the_line(mini, tell, line: str) -> None:
    what, _, chosen = tell(mini, criterion="revenue", key_share=0.11)
    table = boundary(what, chosen, near=0.95).query("line == @line")
    values = what.table.set_index("account_id")["revenue"]
    for _, row in table.iterrows():
        moved = values.copy()
        moved[row["account_id"]] -= row["distance"]
        share = moved[row["account_id"]] / moved.sum()
        assert share == pytest.approx(row["threshold"])
    assert len(table) > 2


def test_nearest_first_and_only_the_near_ones(mini, tell) -> None:
    what, _, chosen = tell(mini)
    table = boundary(what, chosen)
    assert table["distance"].abs().is_monotonic_increasing
    assert ((table["share"] / table["threshold"] - 1).abs() <= 0.25).all()
    assert boundary(what, chosen, near=0.0).empty


def test_exactly_on_the_line_is_over_it_only_where_at_least_counts(make_firm, tell):
    firm = make_firm({"A": 90, "B": 10})
    for strict in (True, False):
        what, _, chosen = tell(firm, strict=strict)
        row = boundary(what, chosen).query("line == 'key'").iloc[0]
        assert (row["account_id"], row["distance"], row["over"]) == ("B", 0, not strict)


def test_an_amount_as_line(make_firm, tell) -> None:
    firm = make_firm({"A": 90, "B": 40, "C": 10})
    what, _, chosen = tell(firm, mode="absolute", abs_threshold=45.0)
    row = boundary(what, chosen).query("line == 'key'").iloc[0]
    assert (row["account_id"], row["distance"], row["over"]) == ("B", -5, False)
    what, _, chosen = tell(firm, mode="absolute", abs_threshold=0.0)
    assert boundary(what, chosen).query("line == 'key'").empty


def test_within_a_book_the_line_is_that_of_the_book(make_firm, tell, people) -> None:
    firm = make_firm({"A": 90, "B": 11, "C": 50, "D": 9}, **people)
    what, _, chosen = tell(firm, level="manager")
    row = boundary(what, chosen).query("line == 'key'").iloc[0]
    assert row["account_id"] == "B"
    assert row["distance"] == pytest.approx((11 - 0.1 * 101) / 0.9)


def test_no_lines_where_shares_are_undefined(red, tell) -> None:
    what, _, chosen = tell(red)
    assert boundary(what, chosen).empty


def test_one_account(make_firm, tell) -> None:
    what, _, chosen = tell(make_firm({"A": 100}), mono_share=0.9)
    table = boundary(what, chosen)
    assert table["line"].tolist() == ["mono"]
    # alone it is always all: it must lose everything to be on the line
    assert table["distance"].tolist() == [pytest.approx(100)]
