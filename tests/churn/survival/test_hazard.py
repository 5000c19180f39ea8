from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from kamlab.churn.survival import (
    HazardModel,
    account_months,
    fit_hazard,
    hazard_groups,
)
from kamlab.company import Company
from kamlab.errors import NotEnoughDataError, RefusedError, UndefinedError
from kamlab.simulation import World
from kamlab.simulation.labs import lab

TRUE = {"late": 2.0, "breadth": -0.45}


def months(rng, n: int = 6000, base: float = -3.0) -> pd.DataFrame:
    """Account-months whose hazard is known: base + 2 × late − 0.45 × breadth."""
    frame = pd.DataFrame({"late": rng.random(n), "breadth": rng.poisson(1.2, n) + 1.0})
    frame["true"] = expit(base + sum(b * frame[name] for name, b in TRUE.items()))
    return frame.assign(lost=rng.random(n) < frame["true"])


def test_coefficients_come_back(rng) -> None:
    """Over many samples: unbiased, and nine in ten intervals hold the truth."""
    inside, found = [], []
    for _ in range(60):
        model = fit_hazard(months(rng, 3000, -2.0), list(TRUE))
        table = model.weights().set_index("feature")
        truth = pd.Series(TRUE)
        found.append(table["coefficient"])
        inside.append((table["low"] <= truth) & (truth <= table["high"]))
    assert np.allclose(np.mean(found, axis=0), list(TRUE.values()), atol=0.08)
    assert 0.8 <= np.mean(inside) <= 0.98


def test_errors_are_those_of_the_likelihood(rng) -> None:
    """Standard errors against a numerical Hessian in the signals' own units."""
    frame = months(rng).assign(late=lambda t: 100 * t["late"] + 7)
    model = fit_hazard(frame, list(TRUE))
    x = model.design(frame)
    p = model.hazard(frame)
    score = x.T @ (frame["lost"] - p)
    assert np.allclose(score, 0, atol=1e-4)
    information = (x * (p * (1 - p))[:, None]).T @ x
    error = np.sqrt(np.diag(np.linalg.inv(information)))
    assert np.allclose(model.weights()["error"], error[1:], rtol=1e-6)
    assert np.allclose(np.sqrt(np.diag(model.covariance)), error, rtol=1e-6)


def test_units_do_not_matter(rng) -> None:
    frame = months(rng)
    one = fit_hazard(frame, list(TRUE))
    other = fit_hazard(frame.assign(late=1000 * frame["late"] - 5), list(TRUE))
    assert np.allclose(
        one.hazard(frame), other.hazard(frame.assign(late=1000 * frame["late"] - 5))
    )
    assert other.weights()["coefficient"][0] == pytest.approx(
        one.weights()["coefficient"][0] / 1000
    )


def test_one_flag_gives_the_odds_ratio_of_the_table() -> None:
    """30 of 100 with an offer lost, 10 of 100 without: (30/70) / (10/90)."""
    frame = pd.DataFrame(
        {
            "offer": [1.0] * 100 + [0.0] * 100,
            "lost": [True] * 30 + [False] * 70 + [True] * 10 + [False] * 90,
        }
    )
    model = fit_hazard(frame, ["offer"], definition="Lost: gone.")
    row = model.weights().iloc[0]
    assert row["odds_ratio"] == pytest.approx((30 / 70) / (10 / 90), rel=1e-6)
    assert row["error"] == pytest.approx(
        np.sqrt(1 / 30 + 1 / 70 + 1 / 10 + 1 / 90), rel=1e-5
    )
    assert model.hazard(frame)[[0, 150]] == pytest.approx([0.3, 0.1])
    assert model.caution == "" and model.losses == 40
    # exp(1.350 ± 1.645 × 0.398)
    assert model.words == (
        "The clearest signal is offer: one unit more goes with 3.86 times the odds of "
        "a loss (90 % interval 2.00 to 7.43); 200 account-months, 40 lost. Lost: gone."
    )


def test_blank_rows_are_left_out_and_counted(rng) -> None:
    frame = months(rng)
    holes = frame.assign(late=frame["late"].where(np.arange(len(frame)) % 4 > 0))
    model = fit_hazard(holes, list(TRUE))
    whole = fit_hazard(holes.dropna(), list(TRUE))
    assert model.dropped == 1500 and "1,500 account-months left out" in model.words
    assert np.allclose(model.coefficients, whole.coefficients)
    assert np.isnan(model.hazard(holes)[0])


def test_too_many_signals_for_the_losses_are_named(rng) -> None:
    frame = months(rng, 400)
    frame["lost"] = np.arange(400) % 33 == 0
    model = fit_hazard(frame, list(TRUE))
    assert isinstance(model, HazardModel)
    assert "13 losses for 2 signals are few" in model.caution
    assert "here 20, would be a start" in model.words


def test_a_leak_has_no_finite_coefficient(rng) -> None:
    frame = months(rng)
    leaked = frame.assign(leak=frame["lost"] * 1.0 + rng.random(len(frame)) / 2)
    with pytest.raises(UndefinedError, match="leak parts the lost from the kept"):
        fit_hazard(leaked, ["late", "leak"])


@pytest.mark.parametrize(
    ("change", "features", "error", "said"),
    [
        ({}, ["latte"], RefusedError, "no column 'latte'; did you mean 'late'"),
        ({}, [], RefusedError, "at least one signal"),
        ({}, ["late", "late"], RefusedError, "none twice"),
        ({"late": "often"}, ["late"], RefusedError, "'late' holds text"),
        ({"late": pd.Timestamp("2025-01-01")}, ["late"], RefusedError, "text or days"),
        ({"late": np.inf}, ["late"], RefusedError, "endless"),
        ({"late": 0.3}, ["late"], RefusedError, "is 0.30 in every"),
        ({"late": np.nan}, ["late"], RefusedError, "blank in 100 %"),
        ({"lost": "yes"}, ["late"], RefusedError, "'lost' must say true or false"),
        ({"lost": False}, ["late"], NotEnoughDataError, "0 losses in 6,000 account"),
        ({"lost": True}, ["late"], NotEnoughDataError, "All 6,000 account-months end"),
    ],
)
def test_bad_input_gets_a_sentence(rng, change, features, error, said) -> None:
    with pytest.raises(error, match=said):
        fit_hazard(months(rng).assign(**change), features)


def test_signals_that_say_the_same(rng) -> None:
    frame = months(rng).assign(other=lambda t: 2 * t["late"] - t["breadth"])
    with pytest.raises(RefusedError, match="late, breadth, other say the same"):
        fit_hazard(frame, ["late", "breadth", "other"])


def test_nine_losses_are_too_few(rng) -> None:
    frame = months(rng).assign(lost=lambda t: t.index < 9)
    with pytest.raises(NotEnoughDataError, match=r"9 losses .* needs 10 losses"):
        fit_hazard(frame, ["late"])
    blank = frame.assign(lost=lambda t: t.index < 12)
    blank.loc[:4, "late"] = np.nan
    with pytest.raises(NotEnoughDataError, match=r"every signal known \(6,000 in all"):
        fit_hazard(blank, ["late"])


def test_forecast_rows_must_fit(rng) -> None:
    model = fit_hazard(months(rng), list(TRUE))
    with pytest.raises(RefusedError, match="breadth too"):
        model.hazard(pd.DataFrame({"late": [0.1]}))
    with pytest.raises(RefusedError, match="text"):
        model.hazard(pd.DataFrame({"late": ["x"], "breadth": [1]}))
    with pytest.raises(RefusedError, match="between 0 and 1"):
        fit_hazard(months(rng), ["late"], level=90)


def test_on_polar_the_few_losses_are_named(polar) -> None:
    found = account_months(polar)
    features = [name for name in found.features if name != "order_trend"]
    model = fit_hazard(found.table, features, definition=found.definition.words)
    assert "losses for 7 signals are few" in model.words
    assert model.words.endswith(found.definition.words)


def as_the_world_sees_it(firm: Company) -> pd.DataFrame:
    """Account-months of the truth: the World's own regressors, in its own units."""
    world, months = World(), firm.truth("months")
    months = months[~months["leaving"]]
    fragility = firm.truth("accounts")[["account_id", "fragility"]]
    return months.merge(fragility, on="account_id").assign(
        late=lambda t: t["late_share"],
        ticket=lambda t: t["term_tickets"] / world.loss_ticket,
        champion=lambda t: t["term_champion"] / world.loss_champion,
        offer=lambda t: t["term_offer"] / world.loss_offer,
        tenure=lambda t: t["term_tenure"] / world.loss_tenure,
        visits=lambda t: np.log1p(t["visits"]),
    )


CAUSES = ["late", "ticket", "champion", "breadth", "offer", "gap", "visits", "tenure"]


@pytest.mark.slow
def test_causes_come_back_from_the_randomised_arm() -> None:
    """With the hidden fragility among the signals, each within 3 standard errors."""
    frame = as_the_world_sees_it(lab(1, randomised_visits=True))
    table = fit_hazard(frame, [*CAUSES, "fragility"], lost="decides").weights()
    table = table.set_index("feature")
    world = World()
    truth = pd.Series({n: getattr(world, f"loss_{n}") for n in table.index})
    z = (table["coefficient"] - truth) / table["error"]
    assert abs(z["late"]) < 2 and (z.abs() < 3).all()


@pytest.mark.slow
def test_calibrated_against_the_true_hazard() -> None:
    """Tenths by forecast: the mean forecast is near the mean true hazard in each."""
    frame = as_the_world_sees_it(lab(1))
    whole = fit_hazard(frame, [*CAUSES, "fragility"], lost="decides")
    table = hazard_groups(whole.hazard(frame), frame["decides"], frame["hazard"])
    assert np.allclose(table["predicted"], table["true"], rtol=0.2)
    # without what only the KAM senses it still forecasts the groups, less sharply
    blind = fit_hazard(frame, CAUSES, lost="decides")
    less = hazard_groups(blind.hazard(frame), frame["decides"], frame["hazard"])
    assert np.allclose(less["predicted"], less["true"], rtol=0.3)
    assert less["predicted"].iloc[-1] < table["predicted"].iloc[-1]


@pytest.mark.slow
def test_the_books_alone_rank_the_true_hazard() -> None:
    firm = lab(1)
    found = account_months(firm)
    features = [name for name in found.features if name != "order_trend"]
    model = fit_hazard(found.table, features)
    truth = firm.truth("months")[["account_id", "month", "hazard"]]
    both = found.table.merge(truth, on=["account_id", "month"])
    table = hazard_groups(model.hazard(both), both["lost"], both["hazard"])
    assert table["true"].is_monotonic_increasing
    assert table["true"].iloc[-1] > 3 * table["true"].iloc[0]
    # bad control: visits answer to danger, so their coefficient is no effect
    assert model.weights().set_index("feature").loc["visits", "coefficient"] > 0
