from __future__ import annotations

import pytest
from pydantic import ValidationError

from kamlab.segmentation import KeyAccountsSettings


def test_defaults_are_the_rules_of_the_sources() -> None:
    chosen = KeyAccountsSettings()
    assert (chosen.key_share, chosen.critical_share, chosen.mono_share) == (
        0.10,
        0.20,
        0.70,
    )
    assert (chosen.key_total_low, chosen.key_total_high) == (0.30, 0.55)
    assert chosen.strict and chosen.criterion == "contribution"
    assert (chosen.mode, chosen.level, chosen.mono_scope) == (
        "share",
        "company",
        "single",
    )


@pytest.mark.parametrize(
    "name, low, high",
    [
        ("key_share", 0.02, 0.30),
        ("critical_share", 0.10, 0.50),
        ("mono_share", 0.50, 0.95),
    ],
)
def test_ranges(name: str, low: float, high: float) -> None:
    for value in (low, high):
        assert getattr(KeyAccountsSettings(**{name: value}), name) == value
    for value in (low - 0.001, high + 0.001):
        with pytest.raises(ValidationError, match=name):
            KeyAccountsSettings(**{name: value})


def test_bands_that_hold_nothing_are_refused() -> None:
    with pytest.raises(ValidationError, match="raise the first or lower the second"):
        KeyAccountsSettings(key_share=0.20, key_band_top=0.15)
    with pytest.raises(ValidationError, match="lies below key_total_low"):
        KeyAccountsSettings(key_total_low=0.6, key_total_high=0.5)
    KeyAccountsSettings(key_share=0.10, key_band_top=0.20, key_total_high=0.30)
