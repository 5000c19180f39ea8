"""Large companies are made once and then read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamlab.company import load
from kamlab.errors import RefusedError
from kamlab.simulation import labs, make_levers, make_world, rules_of


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KAMLAB_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_company_is_made_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world(accounts=30, months=12, cast=False)
    made = labs.cached(world)
    assert made.has_truth
    monkeypatch.setattr(labs, "simulate", None)  # a second making would fail
    assert labs.cached(world).fingerprint() == made.fingerprint()
    assert [path.is_dir() for path in cache.iterdir()] == [True]


def test_other_worlds_and_levers_have_places_of_their_own(cache: Path) -> None:
    world = make_world(accounts=30, months=12, cast=False)
    labs.cached(world)
    labs.cached(world, make_levers(randomised_visits=True))
    labs.cached(make_world(accounts=30, months=12, cast=False, seed=1))
    assert len(list(cache.iterdir())) == 3


def test_the_worlds_are_of_the_promised_size() -> None:
    assert (labs.lab_world(3).accounts, labs.lab_world(3).cast) == (2400, False)
    assert (labs.team_world(3).kams, labs.team_world(3).months) == (40, 36)
    with pytest.raises(RefusedError, match="seed"):
        labs.lab_world(-1)


@pytest.mark.slow
def test_lab_and_team_come_out_whole(cache: Path) -> None:
    lab, team = labs.lab(1), labs.team(1)
    assert len(lab.frame("accounts")) == 2400
    assert len(lab.truth("months")) > 50_000
    assert team.frame("pay").groupby("kam_id").size().eq(12).all()
    assert len(team.frame("kams")) == 40


def test_a_name_makes_the_company(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = make_world(accounts=30, months=12, cast=False)
    seeded = {"lab_world": {}, "team_world": {}}
    for name, asked in seeded.items():
        monkeypatch.setattr(
            labs,
            name,
            lambda seed, asked=asked: asked.setdefault(
                seed, small.model_copy(update={"seed": seed})
            ),
        )
    assert load("lab-7").name == load("lab-7-randomised").name == small.name
    assert rules_of(load("lab-7")).world.seed == 7
    assert rules_of(load("lab-7-randomised")).levers.randomised_visits
    assert rules_of(load("team")).world.seed == 1
    assert [list(asked) for asked in seeded.values()] == [[7], [1]]
    assert len(list(cache.iterdir())) == 3


@pytest.mark.parametrize("name", ["lab-", "lab-x", "team-1234567890", "class-3", ""])
def test_other_names_make_none(name: str) -> None:
    with pytest.raises(RefusedError, match="names no company made on demand"):
        labs.on_demand(name)
    with pytest.raises(RefusedError):
        load(name)
