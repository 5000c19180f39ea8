from __future__ import annotations

from datetime import date

import pytest

from kamlab.compensation.scenario_settings import PayScenarioSettings
from kamlab.errors import RefusedError


def test_a_plan_that_does_not_exist_is_refused_with_the_nearest() -> None:
    with pytest.raises(RefusedError, match="three_plans"):
        PayScenarioSettings.of({"plan_b": "three_plan"})


@pytest.mark.parametrize(
    "name, value", [("n_sims", 99), ("noise_cv", 0.7), ("ratchet", 1.5), ("budget", -1)]
)
def test_ranges_are_kept(name: str, value: float) -> None:
    with pytest.raises(RefusedError, match=name):
        PayScenarioSettings.of({name: value})


def test_the_draws_follow_the_settings() -> None:
    draws = PayScenarioSettings(n_sims=700, draw_seed=3, noise_cv=0.4).draws
    assert (draws.n_sims, draws.seed, draws.noise_cv) == (700, 3, 0.4)


def test_the_year_is_whole_as_on_a_pay_slip() -> None:
    assert PayScenarioSettings().load().cut_off == date(2025, 12, 31)
