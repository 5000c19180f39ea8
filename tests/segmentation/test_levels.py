from __future__ import annotations

import pytest

from kamlab.errors import MissingPartError, UndefinedError
from kamlab.segmentation import KeyAccountsSettings, key_levels, worth


def levels(firm, **settings):
    chosen = KeyAccountsSettings(**settings)
    return key_levels(worth(firm, chosen), chosen).set_index("account_id")


def test_mini_by_hand(mini) -> None:
    """Contribution: K1 has A 1200, C 3300, G −800; K2 the others, 12,100."""
    table = levels(mini)
    assert set(table.index) == set("ABCDEF")
    assert table.loc["A", "share_manager"] == pytest.approx(1200 / 3700)
    assert not table.loc["A", "key_company"] and table.loc["A", "key_manager"]
    assert table.loc["B", "share_manager"] == pytest.approx(4400 / 12_100)
    assert table["key_company"].sum() == 5


def test_unknown_levels_are_left_out(make_firm, people) -> None:
    history = dict(people["account_history"])
    history.pop("department_id")
    firm = make_firm({"A": 60, "B": 40, "D": 500}, account_history=history)
    table = levels(firm)
    assert "share_department" not in table.columns
    assert table["key_manager"].to_dict() == {"A": True, "B": True, "D": False}
    assert table["key_company"].to_dict() == {"A": False, "B": False, "D": True}


def test_a_company_in_the_red_still_has_books(make_firm, people) -> None:
    firm = make_firm({"A": (10, 90), "B": (10, 20), "C": (50, 20)}, **people)
    table = levels(firm)
    assert table["share_company"].isna().all()
    assert table["key_manager"].to_dict() == {"C": True}


def test_no_people_at_all(make_firm) -> None:
    with pytest.raises(MissingPartError, match="account_history"):
        levels(make_firm({"A": 60}))


def test_nothing_defined_anywhere(make_firm, people) -> None:
    with pytest.raises(UndefinedError, match="on every level"):
        levels(make_firm({"A": (10, 90), "C": (5, 20)}, **people))
