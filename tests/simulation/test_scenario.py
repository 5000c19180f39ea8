"""Scenario packs are complete, refuse what they do not know, and leave no error."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import kamlab
from kamlab.cli.main import cli
from kamlab.company import check_folder
from kamlab.errors import RefusedError
from kamlab.simulation import (
    World,
    make_world,
    read_scenario,
    scenario_names,
    simulate,
    simulate_to_folder,
)
from kamlab.simulation.scenario import LEVELS

SMALL = {"accounts": 30, "months": 18, "seed": 6}
ALL = [(name, level) for name in scenario_names() for level in LEVELS]


def test_the_packs_are_those_promised_and_tell_a_story() -> None:
    assert scenario_names() == [
        "concentration_shock",
        "kam_leaves",
        "noisy_crm",
        "price_war",
        "service_crisis",
        "stable",
    ]
    for name in scenario_names():
        pack = read_scenario(name)
        assert pack.title
        assert pack.story.endswith(".")
    worlds = {make_world(scenario=name, level=level) for name, level in ALL}
    assert len(worlds) == len(ALL)


def test_stable_and_normal_is_the_bundled_company() -> None:
    assert make_world(scenario="stable") == make_world(level="normal") == World()


@pytest.mark.parametrize(("name", "level"), ALL)
def test_every_pack_gives_a_sound_company(name: str, level: str) -> None:
    company = simulate(make_world(scenario=name, level=level, **SMALL)).company()
    problems = company.validate()
    assert (problems["level"] == "warning").all()
    assert problems.empty or name == "noisy_crm"


def test_events_keep_their_place_in_a_shorter_time() -> None:
    months = [make_world(scenario="price_war", months=m).war_begins for m in (36, 12)]
    assert months == [22, 7]


def test_files_and_names_go_before_the_pack(tmp_path: Path) -> None:
    file = tmp_path / "world.yaml"
    file.write_text("war_gap: 0.01\n", encoding="utf-8")
    world = make_world(file, scenario="price_war", level="hard", war_offers=0.5)
    assert (world.war_gap, world.war_offers, world.offer_known) == (0.01, 0.5, 0.4)


@pytest.mark.parametrize(
    ("scenario", "level", "words"),
    [
        ("prise_war", "", "did you mean 'price_war'"),
        ("stable", "harder", "did you mean 'hard'"),
        ("../stable", "", "There is no scenario"),
        ("levels", "", "There is no scenario"),
    ],
)
def test_unknown_packs_and_levels_are_refused(
    scenario: str, level: str, words: str
) -> None:
    with pytest.raises(RefusedError, match=words):
        make_world(scenario=scenario, level=level)
    with pytest.raises(RefusedError):
        make_world(scenario="stable", months="many")


def test_the_command_takes_a_pack(tmp_path: Path) -> None:
    words = ["--accounts", "20", "--months", "12", "--scenario", "noisy_crm"]
    folder = tmp_path / "firm"
    done = CliRunner().invoke(cli, ["simulate", str(folder), *words, "--level", "hard"])
    assert done.exit_code == 0, done.output
    problems = check_folder(folder)
    assert not (problems["level"] == "error").any()
    made = simulate(
        make_world(scenario="noisy_crm", level="hard", accounts=20, months=12)
    )
    assert len(kamlab.load(folder).frame("activities")) == len(
        made.tables["activities"]
    )
    with pytest.raises(RefusedError):
        simulate_to_folder(tmp_path / "x", scenario="none")
    assert "stable" in CliRunner().invoke(cli, ["simulate", "--help"]).output
    for name in scenario_names():
        assert name in CliRunner().invoke(cli, ["simulate", "--help"]).output
