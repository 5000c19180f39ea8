from __future__ import annotations

import pytest

from kamlab.churn import (
    EarlyWarningSettings,
    account_status,
    contrast_sentence,
    rhythm_contrast,
)
from kamlab.errors import NotEnoughDataError

SETTINGS = EarlyWarningSettings()
WEEKS = [f"2025-{month:02d}-{day:02d}" for month in (3, 4) for day in (1, 8, 15, 22)]
SEASONS = ["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31", "2025-03-31"]


def test_the_same_silence_means_less_at_who_orders_seldom(make_firm) -> None:
    """Silent since 22 April, 45 days: of 60 at W, of 3 × 92 at Q."""
    firm = make_firm({"W": WEEKS, "Q": SEASONS, "T": ["2025-06-06"]})
    chosen = rhythm_contrast(firm, account_status(firm, SETTINGS), SETTINGS)
    assert chosen["account_id"].tolist() == ["W", "Q"]
    assert chosen["wait"].tolist() == [60, 275]
    assert not chosen["slow"].any()  # both are among the four furthest on the way
    many = {f"W{k}": WEEKS for k in range(4)}
    firm = make_firm({**many, "Q": SEASONS, "T": ["2025-06-06"]})
    chosen = rhythm_contrast(firm, account_status(firm, SETTINGS), SETTINGS)
    assert chosen["account_id"].tolist() == ["W0", "W1", "W2", "W3", "Q"]
    assert contrast_sentence(chosen) == (
        "W0 is furthest on the way to a loss: silent 45 days where it usually orders "
        "every 7 days, 75 % of the way. At Q, which usually orders every 92 days, the "
        "same 45 days would be only 16 % of the way."
    )


def test_without_a_slower_account_there_is_no_comparison(three) -> None:
    chosen = rhythm_contrast(three, account_status(three, SETTINGS), SETTINGS)
    assert set(chosen["account_id"]) == {"K", "S"}  # L is lost
    assert "At " not in contrast_sentence(chosen)  # all wait 93 days


def test_nobody_with_a_rhythm(make_firm) -> None:
    firm = make_firm({"A": ["2025-01-01", "2025-02-01"]})
    with pytest.raises(NotEnoughDataError, match="four orders"):
        rhythm_contrast(firm, account_status(firm, SETTINGS), SETTINGS)
