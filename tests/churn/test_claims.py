from __future__ import annotations

import pandas as pd
import pytest

from kamlab.churn import (
    EarlyWarningSettings,
    claims_sentence,
    claims_table,
    claims_tested,
    health_sentence,
    health_table,
    least_healthy,
    record_sentence,
    signals_before,
)
from kamlab.churn.signals import slices
from kamlab.errors import NotEnoughDataError, UndefinedError

SETTINGS = EarlyWarningSettings()


def test_the_sickest_first_and_no_lost_account(mini) -> None:
    table = least_healthy(mini, SETTINGS)
    assert table["health"].is_monotonic_increasing
    assert table["health"].between(0, 100).all()
    silent = EarlyWarningSettings(gap_k=1.5)
    assert set(least_healthy(mini, silent)["account_id"]) <= set(table["account_id"])
    assert table.iloc[0]["name"] in health_sentence(table)
    shown = health_table(table)
    assert shown.frame["health"].tolist() == table["health"].round().tolist()


def test_slices_of_lost_accounts_are_left_out(three, by_hand) -> None:
    """L is confirmed lost on 2025-04-03; at all four cut-offs it still counts."""
    past = signals_before(three, by_hand)
    assert set(past.loc[past["lost"], "account_id"]) == {"L"}
    quick = by_hand.model_copy(update={"gap_k": 1.5})
    shorter = signals_before(three, quick)
    whole = slices(three, cut_offs=4, horizon=3)
    assert len(shorter) < len(past) == len(whole)


def test_a_cut_off_after_the_end_of_the_books_is_a_missing_part(three) -> None:
    late = three.as_of("2025-12-31")
    with pytest.raises(UndefinedError, match="everybody would look lost"):
        signals_before(late, SETTINGS)


def test_the_record_of_the_score() -> None:
    past = pd.DataFrame(
        {
            "account_id": list("abcd"),
            "cut_off": pd.Timestamp("2025-01-31"),
            "gap_ratio": [1.0, 1.0, 2.0, 3.0],
            "lost": [False, False, True, True],
        }
    )
    # silence alone is known: healthy at one gap, sick at three
    weights = past.assign(overdue_share=0.0, late_share=0.05)
    said = record_sentence(weights)
    assert "(n = 2), of the others 100 (n = 2)" in said
    assert record_sentence(weights[~weights["lost"]]).endswith("judge it by.")


def fitted(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["signal", "weight", "low", "high"])
    return frame.assign(accounts=50, lost=12)


def test_a_weight_is_backed_by_its_interval_not_by_its_size() -> None:
    found = fitted(
        ("gap_ratio", 1.0, 0.2, 2.0),
        ("late_share", 2.0, -0.5, 4.0),
        ("tickets", -1.0, -2.0, -0.1),
    )
    table = claims_tested(found)
    verdicts = table.set_index("signal")["verdict"]
    assert verdicts["gap_ratio"] == "the past backs it"
    assert verdicts["late_share"] == "cannot be told"
    assert verdicts["tickets"] == "the past says the opposite"
    assert verdicts["coverage"] == "not in the books"  # never fitted
    said = claims_sentence(table, found)
    assert said.startswith("Of 13 weights the past backs 1 (silence against its own")
    assert said.endswith(
        "; it says the opposite of complaints; it cannot tell of 1 from 12 losses. Of "
        "10 the books know nothing."
    )
    assert "n = 50 accounts, 12 lost" in claims_table(table, found).caption


def test_nobody_known_enough(make_firm) -> None:
    firm = make_firm({"A": ["2025-01-01", "2025-02-01"]})
    with pytest.raises(NotEnoughDataError):
        least_healthy(firm, SETTINGS)


def test_nobody_ordered_within_a_year(three) -> None:
    with pytest.raises(NotEnoughDataError, match="ordered within a year"):
        least_healthy(three.as_of("2027-12-31"), SETTINGS)
