from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlab.errors import MissingPartError
from kamlab.measures import group_of, share
from kamlab.measures.parents import _top


def groups(make_firm, parents: dict[str, str | None]) -> dict[str, str]:
    accounts = {"account_id": list(parents), "parent_id": list(parents.values())}
    firm = make_firm([("A", "2025-01-01", 1.0)], accounts=accounts)
    return group_of(firm).to_dict()


def test_mini_has_one_group(mini) -> None:
    tops = group_of(mini)
    assert tops[tops == "P1"].index.tolist() == ["E", "F"]
    alone = tops.drop(["E", "F"])
    assert (alone == alone.index).all()
    assert (tops.name, tops.index.name) == ("group_id", "account_id")


def test_a_chain_ends_at_its_top(make_firm) -> None:
    parents = {"A": "B", "B": "C", "C": None, "D": "C", "E": None}
    assert groups(make_firm, parents) == dict(zip("ABCDE", "CCCCE", strict=True))


def test_a_parent_that_is_no_account_is_the_group(make_firm) -> None:
    assert groups(make_firm, {"A": "Holding", "B": "Holding"}) == {
        "A": "Holding",
        "B": "Holding",
    }


def test_a_loop_is_one_group_named_after_its_first(make_firm) -> None:
    parents = {"A": "C", "B": "C", "C": "D", "D": "B", "E": "E"}
    assert groups(make_firm, parents) == {**dict.fromkeys("ABCD", "B"), "E": "E"}


def test_without_parents_the_column_is_named(make_firm) -> None:
    with pytest.raises(MissingPartError, match="accounts"):
        group_of(make_firm([("A", "2025-01-01", 1.0)]))


@settings(max_examples=50)
@given(
    st.dictionaries(
        st.sampled_from("ABCDEFGH"),
        st.sampled_from([*"ABCDEFGHXY", None]),
        min_size=2,
    ),
    st.data(),
)
def test_grouping_never_lowers_the_largest_share(parents, data) -> None:
    tops = pd.Series({account: _top(account, parents) for account in parents})
    amounts = data.draw(
        st.lists(st.integers(1, 10**9), min_size=len(tops), max_size=len(tops))
    )
    alone = pd.Series([float(a) for a in amounts], index=tops.index)
    grouped = alone.groupby(tops).sum()
    assert share(grouped).max() >= share(alone).max() * (1 - 1e-12)
    # a group is closed: an account and its parent are in the same one
    for account, parent in parents.items():
        assert parent not in tops or tops[account] == tops[parent]
