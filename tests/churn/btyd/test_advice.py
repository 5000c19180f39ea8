from __future__ import annotations

import numpy as np
import pytest

from kamlab.churn.btyd.advice import NOT_FOR_CONTRACTS, fit_warnings, runaway
from kamlab.churn.btyd.checked import Histories

GOOD = {"r": 0.5, "alpha": 10.0, "s": 0.6, "beta": 12.0}
UNKNOWN = dict.fromkeys(GOOD, float("nan"))
SURE = {name: value / 10 for name, value in GOOD.items()}


def book(accounts: int = 200, silent: float = 5.0) -> Histories:
    x, age = np.full(2, 3.0), np.array([30.0, 40.0])
    return Histories(x, age - silent, age, np.full(2, accounts / 2))


def test_a_sound_fit_has_no_warning() -> None:
    assert fit_warnings(GOOD, SURE, book(), settled=True) == ()


@pytest.mark.parametrize(
    ("change", "gone"),
    [
        ({}, set()),
        ({"r": 1e5, "alpha": 1e6}, {"buying"}),
        ({"s": 2e4}, {"leaving"}),
        ({"beta": 35 * 2e4, "r": 1e-5}, {"buying", "leaving"}),
        ({"s": float("inf")}, {"leaving"}),
    ],
)
def test_runaway_parameters(change: dict, gone: set) -> None:
    assert runaway(GOOD | change, book()) == gone


def test_what_ran_away_is_read_from_the_figures() -> None:
    (text,) = fit_warnings(GOOD | {"s": 1e6, "beta": 1e7}, SURE, book(), settled=False)
    assert text.startswith("The parameters of leaving ran away")
    (text,) = fit_warnings(GOOD | {"s": 1e-6}, UNKNOWN, book(), settled=True)
    assert text.startswith("Hardly an account seems to have left")
    shares = {"r": 0.5, "alpha": 10.0, "a": 1e-6, "b": 3.0}
    (text,) = fit_warnings(shares, dict.fromkeys(shares, 0.0), book(), settled=True)
    assert text.startswith("Hardly an account seems to have left")


def test_loose_small_and_unfinished() -> None:
    texts = fit_warnings(GOOD, SURE | {"beta": 20.0}, book(60), settled=False)
    assert "clear top" in texts[0]
    assert "standard error of beta" in texts[1]
    assert "Only 60 accounts" in texts[2]


def test_a_standing_order_is_a_contract() -> None:
    (text,) = fit_warnings(GOOD, SURE, book(silent=0.0), settled=True)
    assert text.startswith("200 of 200 accounts") and NOT_FOR_CONTRACTS in text
