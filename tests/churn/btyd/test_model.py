from __future__ import annotations

import numpy as np
import pytest

from kamlab.churn.btyd import Btyd
from kamlab.errors import RefusedError

# rounded as printed by Fader, Hardie & Lee 2005
BG = Btyd("bg_nbd", {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426})
MBG = Btyd("mbg_nbd", {"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614})
# of the manual and the walkthrough of the R package BTYD
MANUAL = Btyd("pareto_nbd", {"r": 0.55, "alpha": 10.56, "s": 0.61, "beta": 11.64})
WALK = Btyd("pareto_nbd", {"r": 0.5534, "alpha": 10.5802, "s": 0.6061, "beta": 11.6562})


def test_published_conditional_purchases() -> None:
    assert BG.expected_purchases(39, 2, 30.43, 38.86)[0] == pytest.approx(
        1.226, abs=5e-4
    )
    assert WALK.expected_purchases(52, 26, 30.86, 31)[0] == pytest.approx(
        25.46, abs=0.006
    )
    assert WALK.p_alive(26, 30.86, 31)[0] == pytest.approx(0.9979, abs=5e-5)


def test_published_purchases_of_a_new_account() -> None:
    published = [
        0, .05077821, .09916088, .14542507, .18979930, .23247466, .27361274, .31335159,
        .35181024, .38909211,
    ]  # fmt: skip
    np.testing.assert_allclose(MANUAL.expected_new(range(10)), published, atol=5e-9)


def test_published_probabilities_of_counts() -> None:
    published = [
        .0019995214, .0015170236, .0011633150, .0009003148, .0007023638, .0005517902,
        .0004361913, .0003467171, .0002769613, .0002222260,
    ]  # fmt: skip
    found = BG.purchase_probability(np.arange(11, 21), 30)
    np.testing.assert_allclose(found, published, atol=6e-11)
    assert BG.purchase_probability(0, 39)[0] == pytest.approx(0.5737864, abs=6e-8)
    assert BG.purchase_probability(10, 2)[0] == pytest.approx(1.07869e-07, rel=1e-5)


def test_an_account_that_never_came_back() -> None:
    """It is alive for certain in the one model, and not in the others."""
    never = (0, 0, [1, 10, 1000])
    assert BG.p_alive(*never).tolist() == [1, 1, 1]
    for model in (MBG, MANUAL):
        chances = model.p_alive(*never)
        assert (chances < 1).all() and (np.diff(chances) < 0).all()


@pytest.mark.parametrize("model", [BG, MBG, MANUAL], ids=lambda m: m.model)
def test_longer_silence_makes_leaving_likelier(model: Btyd) -> None:
    chances = model.p_alive(5, [50, 40, 20, 5], 52)
    assert (np.diff(chances) < 0).all() and 0 < chances[-1] < chances[0] < 1
    to_come = model.expected_purchases([0, 10, 20], 5, 40, 52)
    assert to_come[0] == 0 and (np.diff(to_come) > 0).all()


@pytest.mark.parametrize("model", [BG, MBG, MANUAL], ids=lambda m: m.model)
def test_a_history_of_no_time_is_a_new_account(model: Btyd) -> None:
    t = np.array([1.0, 39.0])
    stays = model.p_alive(0, 0, 0)
    if model is MBG:
        assert stays[0] == pytest.approx(1.614 / (0.891 + 1.614))
    found = model.expected_purchases(t, 0, 0, 0)
    np.testing.assert_allclose(found, model.expected_new(t), rtol=1e-8)


@pytest.mark.parametrize("model", [BG, MBG, MANUAL], ids=lambda m: m.model)
def test_another_unit_of_time_gives_the_same_predictions(model: Btyd) -> None:
    timed = {n: v * 7 if n in ("alpha", "beta") else v for n, v in
             model.parameters.items()}  # fmt: skip
    days = Btyd(model.model, timed)
    x, last, age = np.array([0, 1, 40]), np.array([0, 3.0, 51]), np.full(3, 52.0)
    np.testing.assert_allclose(
        days.p_alive(x, 7 * last, 7 * age), model.p_alive(x, last, age), rtol=1e-10
    )
    np.testing.assert_allclose(
        days.expected_purchases(70, x, 7 * last, 7 * age),
        model.expected_purchases(10, x, last, age),
        rtol=1e-8,
    )


@pytest.mark.parametrize("model", [BG, MBG, MANUAL], ids=lambda m: m.model)
def test_extreme_histories_stay_finite(model: Btyd) -> None:
    x = np.array([0, 1, 5000, 20_000, 1, 300])
    last = np.array([0, 1e-9, 51.9, 52.0, 1e7, 0.5])
    age = np.array([1e8, 52.0, 52.0, 52.0, 1e7, 5200.0])
    for figures in (
        model.p_alive(x, last, age),
        model.expected_purchases(52, x, last, age),
    ):
        assert np.isfinite(figures).all() and (figures >= 0).all()


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(RefusedError, match="did you mean 'bg_nbd'"):
        Btyd("bg_nbdd", {})
    with pytest.raises(RefusedError, match="has the parameters r, alpha, s, beta"):
        Btyd("pareto_nbd", BG.parameters)
    with pytest.raises(RefusedError, match="a is 0"):
        Btyd("bg_nbd", {**BG.parameters, "a": 0.0})
    with pytest.raises(RefusedError, match="t is negative"):
        BG.expected_new(-1)
    with pytest.raises(RefusedError, match="whole number"):
        BG.purchase_probability(1.5, 3)
    with pytest.raises(RefusedError, match="bg_nbd and mbg_nbd"):
        MANUAL.purchase_probability(1, 3)
    with pytest.raises(RefusedError, match="larger than age"):
        BG.p_alive(1, 3, 2)


def test_every_model_says_what_it_does_not_suit() -> None:
    assert "under contract" in BG.not_for_contracts
