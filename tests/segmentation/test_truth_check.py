from __future__ import annotations

import pytest

import kamlab
from kamlab.errors import MissingPartError, UndefinedError
from kamlab.segmentation import (
    against_truth,
    six_definitions,
    wallets_against_truth,
    worth,
)
from kamlab.segmentation.settings import KeyAccountsSettings


def checked(firm, **settings):
    chosen = KeyAccountsSettings(**settings)
    what = worth(firm, chosen)
    return against_truth(firm, what, six_definitions(firm, what, chosen), chosen)


@pytest.fixture(scope="module")
def polar():
    return kamlab.load("polar")


def test_counts_by_another_way(polar) -> None:
    row = checked(polar).set_index("definition").loc["innovator"]
    history = polar.frame("account_history").sort_values("valid_from")
    last = history.drop_duplicates("account_id", keep="last").set_index("account_id")
    lines = polar.order_lines
    buys = set(lines.loc[lines["order_date"] > "2024-12-31", "account_id"])
    truth = polar.truth("accounts").set_index("account_id")["innovator"]
    labelled = {a for a in buys if last.loc[a, "innovator"] >= 4}
    truly = {a for a in buys if truth[a] >= 0.625}
    assert row["labelled"] == len(labelled) and row["truly"] == len(truly)
    assert row["both"] == len(labelled & truly)
    assert row["right"] == pytest.approx(len(labelled & truly) / len(labelled))


def test_labels_are_better_than_guessing(polar) -> None:
    """The plain baseline: to call anybody so would be right as often as it is true."""
    table = checked(polar)
    assert (table["right"] > 1.5 * table["truly"] / table["n"]).all()
    assert (table["both"] <= table[["labelled", "truly"]].min(axis=1)).all()


def test_wallet_ranges(polar) -> None:
    table = wallets_against_truth(polar)
    assert len(table) == 120
    assert table["wallet"].is_monotonic_decreasing
    inside = (table["wallet"] >= table["wallet_low"]) & (
        table["wallet"] <= table["wallet_high"]
    )
    assert (table["inside"] == inside).all()
    assert 0.7 < table["inside"].mean() < 1


def test_no_truth_and_no_groups(mini, polar) -> None:
    with pytest.raises(MissingPartError):
        checked(mini)
    with pytest.raises(MissingPartError):
        wallets_against_truth(mini)
    with pytest.raises(UndefinedError, match="account by account"):
        checked(polar, group_by_parent=True)
