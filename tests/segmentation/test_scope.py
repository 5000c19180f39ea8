from __future__ import annotations

import pandas as pd
import pytest

from kamlab.errors import MissingPartError
from kamlab.segmentation import KeyAccountsSettings, unknown_levels, worth
from kamlab.segmentation.scope import scope_of, shares_within


def test_company_level_has_no_scope(mini) -> None:
    assert scope_of(worth(mini, KeyAccountsSettings()), "company") is None


def test_scope_is_who_looks_after_it(mini) -> None:
    told = worth(mini, KeyAccountsSettings())
    assert set(scope_of(told, "manager")) == {"K1", "K2"}
    assert unknown_levels(told) == ()


def test_unknown_levels_are_told_one_by_one(make_firm, people) -> None:
    history = dict(people["account_history"])
    history.pop("department_id")
    told = worth(make_firm({"A": 1}, account_history=history), KeyAccountsSettings())
    assert unknown_levels(told) == ("department",)
    assert scope_of(told, "manager").tolist() == ["K1"]
    with pytest.raises(MissingPartError, match="department_id"):
        scope_of(told, "department")


def test_accounts_of_nobody_are_no_book(make_firm) -> None:
    scope = pd.Series(["K1", None, None, "K1"], dtype="str")
    shares = shares_within(pd.Series([3.0, 5.0, 5.0, 1.0]), scope)
    assert shares.dropna().to_dict() == {0: 0.75, 3: 0.25}


def test_a_book_in_the_red_stays_blank_and_the_others_do_not() -> None:
    scope = pd.Series(["K1", "K1", "K2"], dtype="str")
    shares = shares_within(pd.Series([-3.0, 1.0, 5.0]), scope)
    assert shares.dropna().to_dict() == {2: 1.0}
    assert shares_within(pd.Series([-3.0, 1.0]), None).isna().all()
