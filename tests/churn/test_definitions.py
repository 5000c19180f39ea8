from __future__ import annotations

import pandas as pd
import pytest
from pydantic import ValidationError

from kamlab.churn.definitions import LossDefinition, losses, names_of
from kamlab.errors import MissingPartError, NotEnoughDataError, UndefinedError


def told(firm, **settings) -> pd.DataFrame:
    return losses(firm, LossDefinition(**settings)).table.set_index("account_id")


def test_own_rhythm_by_hand(three) -> None:
    """L's last order is of 2024-12-31, its median gap 31 days: lost on 2025-04-03."""
    evening_before = told(three.as_of("2025-04-02"))
    assert not evening_before["lost"].any()
    table = told(three.as_of("2025-04-03"))
    assert table["lost"].to_dict() == {"K": False, "L": True, "S": False}
    assert table.loc["L", "lost_on"] == pd.Timestamp("2024-12-31")
    assert table.loc["L", "followed_until"] == pd.Timestamp("2024-12-31")
    assert table["lost_on"].isna().to_dict() == {"K": True, "L": False, "S": True}
    # seen up to the day whose silence would be 93 days long by now
    assert table.loc["K", "followed_until"] == pd.Timestamp("2024-12-31")


def test_a_loss_always_lies_within_what_is_followed(three) -> None:
    for day in ("2025-04-03", "2025-05-20", "2025-06-30"):
        for rule in ("rhythm", "silence"):
            table = told(three.as_of(day), rule=rule, silent_months=4)
            lost = table[table["lost"].fillna(False)]
            assert (lost["lost_on"] <= lost["followed_until"]).all()


def test_a_fixed_silence(three) -> None:
    at = three.as_of("2025-06-30")
    assert told(at, rule="silence", silent_months=6)["lost"].to_dict() == {
        "K": False,
        "L": True,
        "S": False,
    }
    assert not told(at, rule="silence", silent_months=7)["lost"].any()
    # S was silent from 2024-11-30 to 2025-03-15
    assert told(three.as_of("2025-02-28"), rule="silence", silent_months=3)["lost"]["S"]


def test_by_contract_end(make_firm) -> None:
    """A goes on after its contract, B stops in time, C has none, D's still runs."""
    firm = make_firm(
        {
            "A": ["2024-01-10", "2024-08-01"],
            "B": ["2024-01-10", "2024-06-30"],
            "C": ["2024-01-10"],
            "D": ["2024-01-10"],
            "K": ["2024-01-01", "2024-12-31"],
        },
        accounts={
            "account_id": ["A", "B", "C", "D", "K"],
            "contract_end": pd.to_datetime(
                ["2024-06-30", "2024-06-30", None, "2025-12-31", "2025-12-31"]
            ),
        },
    )
    table = told(firm, rule="contract")
    assert table["lost"].fillna(True).to_dict() == {
        "A": False, "B": True, "C": True, "D": False, "K": False,
    }  # fmt: skip
    assert table["lost"].isna().to_dict()["C"]
    assert table.loc["B", "lost_on"] == pd.Timestamp("2024-06-30")
    assert table.loc["B", "confirmed_on"] == pd.Timestamp("2024-08-29")
    early = firm.as_of("2024-08-28")
    assert not told(early, rule="contract").loc["B", "lost"]
    assert told(early, rule="contract", grace_days=59).loc["B", "lost"]


def test_contracts_that_are_not_in_the_books(three, make_firm) -> None:
    firm = make_firm(
        {"A": ["2024-01-10"]}, accounts={"account_id": ["A"], "name": ["A"]}
    )
    for company in (three, firm):
        with pytest.raises(MissingPartError, match="contract_end"):
            told(company, rule="contract")


def test_erosion(mini) -> None:
    table = told(mini, rule="erosion")
    assert table.loc["F", "lost"] and not table.loc["A", "lost"]
    assert table.loc["F", "lost_on"] == pd.Timestamp("2025-10-01")
    with pytest.raises(NotEnoughDataError, match="months of orders"):
        told(mini.as_of("2024-06-30"), rule="erosion")


def test_the_words_state_the_definition_and_who_is_not_told(mini) -> None:
    found = losses(mini, LossDefinition(gap_k=2.5))
    assert found.lost_ids == ("G",) and found.told == 7
    assert found.words.startswith(
        "1 of 7 accounts of Mini Supply lost as of 2025-12-31. Of 1 more account it "
        "cannot be told. Lost: no order for 2.5 times"
    )
    titles = {LossDefinition(rule=rule).title for rule in
              ("rhythm", "silence", "contract", "erosion")}  # fmt: skip
    assert len(titles) == 4
    assert "6 months" in LossDefinition(rule="silence").words


def test_settings_are_frozen_and_checked() -> None:
    for wrong in ({"gap_k": 0.5}, {"rule": "mood"}, {"silent_months": "6"}, {"k": 3}):
        with pytest.raises(ValidationError):
            LossDefinition(**wrong)
    with pytest.raises(ValidationError):
        LossDefinition().gap_k = 2.0


def test_nobody_ordered(make_firm) -> None:
    firm = make_firm({"A": ["2025-01-01"]}, -5.0)
    assert losses(firm).table.empty
    assert losses(firm).words.startswith("0 of 0 accounts")


def test_a_cut_off_after_the_end_of_the_books(three) -> None:
    """Up to sixty days after the last order somebody may still be buying."""
    assert losses(three.as_of("2025-08-29")).lost_ids == ("L",)
    with pytest.raises(UndefinedError, match="2025-06-30, 61 days before the cut-off"):
        losses(three.as_of("2025-08-30"))


def test_names(tiny, make_firm) -> None:
    ids = pd.Series(["B", "Z"])
    assert names_of(tiny, ids).tolist() == ["Birch Trade", "Z"]
    assert names_of(make_firm({"B": ["2025-01-01"]}), ids).tolist() == ["B", "Z"]
