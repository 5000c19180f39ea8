"""Golden answers of module 10, and how they follow the parameters."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from kamlab.compensation.scenario_practice import PayBehaviourSettings
from kamlab.presentation import Words
from kamlab.teaching.feedback import State
from kamlab.teaching.question import Question

Ask = Callable[..., Question]


def terms(**given: float) -> PayBehaviourSettings:
    return PayBehaviourSettings(company="mini", **given)  # type: ignore[arg-type]


def test_golden_answers_on_paper(on_mini: Ask) -> None:
    rates = on_mini("10.1").reference().values()
    assert list(rates) == pytest.approx([0.15, 0.10, 0.06])
    level = on_mini("10.2").reference()
    assert level["quota_factor"] == pytest.approx(0.91, abs=0.005)
    assert level["times_target"] == pytest.approx(1.47, abs=0.005)
    price = on_mini("10.3").reference().values()
    assert list(price) == pytest.approx([0.2, 0.0667, 0.206], abs=0.0005)
    assert list(on_mini("10.4").reference().values()) == [115, 122.5, 126.25]


def test_the_deadline_moves_bookings_beyond_chance(on_mini: Ask) -> None:
    found = on_mini("10.5").reference()
    assert found["linear_share"] == pytest.approx(0.334, abs=0.005)
    assert found["threshold_share"] > found["linear_share"] + 0.03
    assert found["is_real"] == "yes"
    still = on_mini("10.5", settings=terms(movable=0.0)).reference()
    assert still["threshold_share"] == pytest.approx(still["linear_share"])
    assert still["is_real"] == "no"


def test_a_harmonic_mean_is_the_safe_income_at_two(on_mini: Ask) -> None:
    found = on_mini("10.7").reference()
    harmonic = 3 / (1 / 60_000 + 1 / 90_000 + 1 / 150_000)
    assert found["safe_worth"] == pytest.approx(harmonic)
    assert found["price_of_swings"] == pytest.approx(100_000 - harmonic)
    assert found["taken"] == "steady"
    brave = on_mini("10.7", settings=terms(risk_aversion=0.0)).reference()
    assert (brave["price_of_swings"], brave["taken"]) == (
        pytest.approx(0.0, abs=1e-6),
        "bold",
    )


def test_windfalls_are_cut_at_the_line(on_mini: Ask) -> None:
    found = on_mini("10.9").reference()
    assert found == {"windfalls": {"Gamma", "Delta"}, "paid_in_all": 36_000 * 1.75}
    high = on_mini("10.9", settings=terms(windfall_line=2.0)).reference()
    assert high["windfalls"] == set()


@pytest.mark.parametrize(
    "number, given, name, value",
    [
        ("10.1", {"margin": 0.6}, "rate_now", 0.3),
        ("10.3", {"discount_limit": 0.1}, "discount_revenue", 0.1),
        ("10.4", {"ratchet": 0.0}, "quota_3", 100.0),
        ("10.4", {"sold": 80.0}, "quota_1", 90.0),
    ],
)
def test_answers_follow_the_parameters(
    on_mini: Ask, number: str, given: dict[str, float], name: str, value: float
) -> None:
    question = on_mini(number, settings=terms(**given))
    assert question.reference()[name] == pytest.approx(value)


@pytest.mark.parametrize("number", ["10.6", "10.8"])
def test_a_company_without_pay_is_for_discussion(on_mini: Ask, number: str) -> None:
    question = on_mini(number)
    shown = question.kams() if number == "10.6" else question.halves()  # type: ignore[attr-defined]
    assert isinstance(shown, Words) and "Mini Supply" in shown.text
    frame: pd.DataFrame = question.frame()  # type: ignore[attr-defined]
    assert frame.empty
    verdict = question.check(*[0.5] * len(question.parts))
    assert verdict.state is State.DISCUSSION
