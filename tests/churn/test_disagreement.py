from __future__ import annotations

import pytest

from kamlab.churn.definitions import LossDefinition, losses
from kamlab.churn.disagreement import compare_definitions
from kamlab.errors import RefusedError

RHYTHM = LossDefinition()
FOUR = LossDefinition(rule="silence", silent_months=4)


def test_counts_and_disputes_by_hand(make_firm, orders) -> None:
    """R orders twice a year: silent for five months it is lost by calendar only."""
    halves = ["2023-01-31", "2023-07-31", "2024-01-31", "2024-07-31", "2025-01-31"]
    firm = make_firm({**orders, "R": halves, "T": ["2025-06-01"]})
    found = compare_definitions(firm, (RHYTHM, FOUR))
    rhythm, four = found.counts.to_dict("records")
    assert (rhythm["lost"], rhythm["told"], rhythm["share"]) == (1, 4, 0.25)
    assert (four["lost"], four["told"], four["share"]) == (2, 5, 0.4)
    pair = found.pairs.iloc[0]
    assert (pair["both"], pair["only_one"], pair["only_other"]) == (1, 0, 1)
    assert pair["accounts_only_one"] == ()
    assert pair["accounts_only_other"] == ("R",)
    assert found.accounts["account_id"].tolist() == ["K", "L", "R", "S", "T"]
    assert found.words == (
        "Accounts lost: 1 of 4 by “own rhythm × 3”, 2 of 5 by “no order for 4 months”."
        " The widest gap is 1 account, between “own rhythm × 3” and “no order for 4 "
        "months”: R is lost by “no order for 4 months” but not by “own rhythm × 3”."
    )


def test_each_count_is_the_definitions_own(mini) -> None:
    found = compare_definitions(mini)
    for rule, row in zip(
        ("rhythm", "silence", "contract", "erosion"),
        found.counts.to_dict("records"),
        strict=True,
    ):
        alone = losses(mini, LossDefinition(rule=rule))
        assert row["lost"] == len(alone.lost_ids) and row["told"] == alone.told
    assert len(found.pairs) == 6
    assert "Account F is lost by “revenue down 50 %”" in found.words


def test_what_cannot_be_used_says_why(three) -> None:
    found = compare_definitions(three.as_of("2024-06-30"))
    why = found.counts.set_index("definition")["why"]
    assert "contract_end" in why["contract ended"]
    assert "months of orders" in why["revenue down 50 %"]
    assert why["contract ended"] in found.words
    assert "They agree on every account that both can tell." in found.words
    assert found.counts["share"].isna().sum() == 2


def test_no_definition_works(make_firm) -> None:
    firm = make_firm({"A": ["2025-01-01"]})
    found = compare_definitions(firm, (RHYTHM,))
    assert found.words.startswith(
        "No definition can be used. “own rhythm × 3” can tell no account"
    )


@pytest.mark.parametrize("definitions", [(), (RHYTHM, LossDefinition(gap_k=3.0))])
def test_none_or_two_alike(three, definitions) -> None:
    with pytest.raises(RefusedError, match="no two alike"):
        compare_definitions(three, definitions)
