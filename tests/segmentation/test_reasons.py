from __future__ import annotations

import pandas as pd
import pytest

from kamlab.segmentation.facts import facts
from kamlab.segmentation.ratings import rated
from kamlab.segmentation.reasons import money, wallet_share


def test_the_score_of_money_is_its_share_over_the_line(mini, tell) -> None:
    what, keys, chosen = tell(mini, key_share=0.30)
    known = facts(mini, what, chosen)
    found = money(known, keys, what, chosen)
    scores = pd.Series(found["score"].to_numpy(), index=known["account_id"])
    assert scores["B"] == pytest.approx(4400 / 15800 / 0.30)
    assert (scores["G"], scores["H"]) == (0, 0)  # they cost more than they leave
    assert not found["holds"].any()


def test_money_in_absolute_mode(mini, tell) -> None:
    what, keys, chosen = tell(mini, mode="absolute", abs_threshold=4000.0)
    known = facts(mini, what, chosen)
    found = money(known, keys, what, chosen)
    assert found["score"].iloc[2] == pytest.approx(3300 / 4000)
    assert found["evidence"].iloc[1] == "4,400 EUR of contribution"
    assert known["account_id"][found["holds"]].tolist() == ["B"]


def test_wallet_share_is_at_most_all_and_blank_without_a_wallet(make_firm, tell):
    accounts = {"account_id": ["A", "B", "C"], "wallet_estimate": [50.0, 0.0, 400.0]}
    firm = make_firm({"A": 100, "B": 100, "C": 100}, accounts=accounts)
    what, _, chosen = tell(firm)
    known = facts(firm, what, chosen)
    shares = wallet_share(known, what).tolist()
    assert shares[0] == 1 and pd.isna(shares[1]) and shares[2] == 0.25


def test_a_rating_becomes_a_score() -> None:
    scores = rated(pd.Series([1, 3, 5, None]))
    assert scores.tolist()[:3] == [0, 0.5, 1] and pd.isna(scores[3])
