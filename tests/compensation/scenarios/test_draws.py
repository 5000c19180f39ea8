"""Possible years: their moments, their parts, the same ones for every plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kamlab.compensation.scenarios import (
    Accounts,
    Block,
    Draws,
    DrawSettings,
    Territories,
    alike,
    draw_settings,
)
from kamlab.compensation.scenarios import draws as module
from kamlab.errors import NotEnoughDataError, RefusedError


def all_of(draws: Draws) -> np.ndarray:
    return np.concatenate([block.revenue for block in draws.blocks()])


def with_accounts(team: Territories, each: int, loss: float) -> Territories:
    n = len(team.kam_ids)
    kam = np.repeat(np.arange(n), each)
    ids = np.array([f"A{k}" for k in range(n * each)], dtype=object)
    part = np.full(n * each, 1 / each)
    return replace(team, accounts=Accounts(ids, kam, part, np.full(n * each, loss)))


def test_mean_and_spread_of_a_year_are_those_asked_for() -> None:
    years = all_of(Draws(alike(20), draw_settings(n_sims=20_000, noise_cv=0.3)))
    assert years.mean() == pytest.approx(1e6, rel=0.01)
    assert years.std() / years.mean() == pytest.approx(0.3, abs=0.01)


def test_spread_of_a_year_hardly_depends_on_how_it_is_cut() -> None:
    years = [
        all_of(Draws(alike(20, cut), draw_settings(n_sims=5000))).sum(axis=-1)
        for cut in (1, 4)
    ]
    cvs = [y.std() / y.mean() for y in years]
    assert cvs[1] == pytest.approx(cvs[0], rel=0.08)


def test_the_market_is_shared_and_skill_lasts() -> None:
    settings = draw_settings(n_sims=20_000, market_share=0.3, skill_share=0.4)
    logs = np.log(all_of(Draws(alike(2, 2), settings)))
    within = np.corrcoef(logs[:, 0, 0], logs[:, 0, 1])[0, 1]
    between = np.corrcoef(logs[:, 0, 0], logs[:, 1, 0])[0, 1]
    luck = 0.3 * 2  # of a period; over the two of the year it is 0.3 again
    assert within == pytest.approx(0.7 / (0.7 + luck), abs=0.02)
    assert between == pytest.approx(0.3 / (0.7 + luck), abs=0.02)


def test_all_market_moves_all_kams_alike() -> None:
    settings = draw_settings(n_sims=50, market_share=1.0, skill_share=0.0)
    years = all_of(Draws(alike(3, 4), settings))
    assert np.allclose(years, years[:, :1, :1])


def test_losses_take_what_their_chance_says() -> None:
    team = with_accounts(alike(4, 12), 10, 0.3)
    settings = draw_settings(n_sims=4000, noise_cv=0.0)
    block = next(Draws(team, settings).blocks())
    assert block.kept is not None
    assert block.kept[..., -1].mean() == pytest.approx(0.7, abs=0.01)
    assert np.allclose(block.revenue, block.kept * team.expected)
    assert (np.diff(block.kept, axis=-1) <= 0).all()
    still = next(Draws(team, draw_settings(losses=False, noise_cv=0.0)).blocks())
    assert still.kept is None
    assert np.allclose(still.revenue, team.expected)


def test_the_same_years_come_again_and_a_longer_run_begins_with_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "BLOCK", 100)
    team = with_accounts(alike(5, 4), 3, 0.2)
    short, long = (Draws(team, draw_settings(n_sims=n)) for n in (7, 23))
    assert np.array_equal(all_of(long), all_of(long))
    assert np.array_equal(all_of(short), all_of(long)[:7])
    other = Draws(team, draw_settings(n_sims=23, seed=2))
    assert not np.array_equal(all_of(other), all_of(long))
    sizes = [len(block.revenue) for block in long.blocks()]
    assert sizes == [5, 5, 5, 5, 3]
    assert isinstance(next(long.blocks()), Block)


def test_settings_are_checked_in_sentences() -> None:
    assert draw_settings(noise_cv=0.1) == DrawSettings(noise_cv=0.1)
    with pytest.raises(RefusedError, match="did you mean 'noise_cv'"):
        draw_settings(noise_vc=0.1)
    with pytest.raises(RefusedError, match=r"sum to 1\.4, more than 1"):
        draw_settings(market_share=0.7, skill_share=0.7)
    with pytest.raises(RefusedError, match="n_sims is 'many'"):
        draw_settings(n_sims="many")


def test_fewer_than_two_kams_and_a_zero_quota_are_refused() -> None:
    with pytest.raises(NotEnoughDataError, match="there is 1, and two or more"):
        alike(1)
    with pytest.raises(RefusedError, match="cannot be cut into 5"):
        alike(2, 5)
    team = alike(3, 4)
    with pytest.raises(RefusedError, match="A quota is 0 or below"):
        team.with_quota(np.zeros((3, 4)))
    with pytest.raises(RefusedError, match=r"it needs a row a KAM"):
        team.with_quota(np.ones((3, 2)))
    with pytest.raises(RefusedError, match="expected revenue above 0"):
        replace(team, expected=np.zeros((3, 4)))
