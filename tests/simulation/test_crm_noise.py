"""A badly kept CRM loses and garbles entries, and nothing else."""

from __future__ import annotations

import pytest

from kamlab.company.tables import TABLES
from kamlab.simulation import SimulatedCompany, make_levers, make_world, simulate
from kamlab.simulation.crm_noise import BLURRED, blurred

VALUES = {"seed": 2, "accounts": 60, "months": 12}
CRM = {"crm_missing": 0.3, "crm_wrong": 0.1}


@pytest.fixture(scope="module")
def clean() -> SimulatedCompany:
    return simulate(make_world(**VALUES))


@pytest.fixture(scope="module")
def noisy() -> SimulatedCompany:
    return simulate(make_world(**VALUES, **CRM))


def test_truth_and_the_other_systems_stay(
    clean: SimulatedCompany, noisy: SimulatedCompany
) -> None:
    for name, frame in clean.truth.items():
        # the rules it was played by are the one truth that tells of the noise
        assert noisy.truth[name].equals(frame) is (name != "world"), name
    for name, frame in clean.tables.items():
        assert noisy.tables[name].equals(frame) is (name not in BLURRED), name


def test_as_much_is_missing_and_wrong_as_was_asked_for(
    clean: SimulatedCompany, noisy: SimulatedCompany
) -> None:
    for name in ("activities", "tickets"):
        kept = len(noisy.tables[name]) / len(clean.tables[name])
        assert kept == pytest.approx(0.7, abs=0.07), name
    logged = noisy.tables["activities"]
    assert logged["minutes"].isna().mean() == pytest.approx(0.3, abs=0.03)
    both = logged.merge(clean.tables["activities"], on="activity_id")
    other = (both["kind_x"] != both["kind_y"]).mean()
    assert 0.04 < other < 0.1  # a third of the wrong words is right by chance
    books = noisy.tables["accounts"].merge(clean.tables["accounts"], on="account_id")
    ratio = (books["wallet_estimate_x"] / books["wallet_estimate_y"]).round(1)
    assert {10.0, 0.1, 1.0} >= set(ratio.dropna())
    assert set(ratio.dropna()) > {1.0}


def test_required_fields_and_keys_are_never_touched(noisy: SimulatedCompany) -> None:
    for name in BLURRED:
        required = list(TABLES[name].required)
        assert noisy.tables[name][required].notna().all(axis=None), name
    problems = noisy.company().validate()
    assert (problems["level"] == "warning").all()


def test_the_same_entries_suffer_whatever_else_happens(noisy: SimulatedCompany) -> None:
    other = simulate(noisy.world, make_levers(save_call="all", start=10))
    begin = "2023-10-01"
    for name, day in (("activities", "date"), ("tickets", "opened")):
        one, two = (
            company.tables[name][lambda f, day=day: f[day] < begin].reset_index(
                drop=True
            )
            for company in (noisy, other)
        )
        assert one.equals(two), name


def test_a_well_kept_crm_is_left_alone(clean: SimulatedCompany) -> None:
    for name, frame in clean.tables.items():
        assert blurred(clean.world, name, frame) is frame
