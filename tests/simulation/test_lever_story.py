"""The truth behind one account, and a lever pulled with the same dice."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.company import Company
from kamlab.errors import MissingPartError, NotEnoughDataError, RefusedError
from kamlab.simulation import (
    Incentives,
    Levers,
    SimulatedCompany,
    make_world,
    simulate,
    tour,
)
from kamlab.simulation.lever_story import mean_interval, play
from kamlab.simulation.levers import NEUTRAL
from kamlab.simulation.moments import last_year
from kamlab.simulation.why import FELT

SEED = 5
WORLD = make_world(seed=SEED, accounts=60, months=24)
SETTINGS = tour.TourSettings()


@pytest.fixture(scope="module")
def made() -> SimulatedCompany:
    return simulate(WORLD)


@pytest.fixture(scope="module")
def firm(made: SimulatedCompany) -> Company:
    return made.company()


def life_in(firm: Company, account: str = "") -> tour.Life:
    settings = tour.TourSettings(account=account)
    return tour.life_of(firm, settings, tour.events(firm))


# ---------------------------------------------------------------- why it left


def test_the_factors_multiply_to_the_odds(firm: Company) -> None:
    months = firm.truth("months")
    some = months.loc[months["decides"], "account_id"].unique()[:4]
    assert len(some) == 4
    for account in some:
        why = tour.why_it_left(firm, life_in(firm, account))
        product = float(np.prod(why.factors["factor"]))
        odds = why.usual / (1 - why.usual) * product
        assert odds / (1 + odds) == pytest.approx(why.hazard, rel=1e-4)
        assert why.decided == why.month
        lucky = why.hazard < 2 * why.usual
        assert ("bad luck" in tour.why_sentence(why)) is lucky
        assert "decided to leave in" in tour.why_sentence(why)


def test_what_stays_and_what_goes_bankrupt_are_told_apart(firm: Company) -> None:
    accounts = firm.truth("accounts")
    months = firm.truth("months")
    stays = accounts.loc[accounts["lost"].isna() & accounts["decided"].isna()]
    here = set(months.loc[months["hazard"] > 0, "account_id"])
    safe = next(a for a in stays["account_id"] if a in here)
    why = tour.why_it_left(firm, life_in(firm, safe))
    assert why.fate == "" and why.decided is None
    assert "had not decided to leave" in tour.why_sentence(why)
    assert "has not left" not in tour.plot_why(why).alt  # the picture's title only
    planted = accounts.loc[accounts["lives"], "account_id"].iloc[0]
    with pytest.raises(NotEnoughDataError, match="planted account"):
        tour.why_it_left(firm, life_in(firm, planted))
    broke = accounts.loc[accounts["loss_type"] == "insolvent", "account_id"]
    for account in broke[broke.isin(here)][:1]:
        told = tour.why_sentence(tour.why_it_left(firm, life_in(firm, account)))
        assert "its money ran out" in told


def test_the_truth_after_the_cut_off_is_not_told(firm: Company) -> None:
    months = firm.truth("months")
    late = months[months["decides"] & (months["month"] >= "2024-06-01")]
    account = late["account_id"].iloc[0]
    early = firm.as_of("2024-03-31")
    why = tour.why_it_left(early, life_in(early, account))
    assert why.decided is None and why.months["month"].max() <= pd.Timestamp(
        "2024-03-31"
    )


def test_hidden_causes_are_named(firm: Company) -> None:
    why = tour.why_it_left(firm, life_in(firm))
    table = why.factors.set_index("term")
    assert not table.loc["fragility", "in_books"] and table.loc["late", "in_books"]
    strength = np.log(why.factors["factor"]).abs().to_list()
    assert strength == sorted(strength, reverse=True)
    factor = table.loc["fragility", "factor"]
    word = "hidden fragility" if factor > 1 else "hidden loyalty"
    assert table.loc["fragility", "words"] == word
    named = word in tour.why_sentence(why)
    assert named == (factor > FELT or factor < 1 / FELT)
    figures = tour.why_figures(why)
    assert figures["why_hazard"].value == why.hazard


# ---------------------------------------------------------------- the lever


@pytest.mark.parametrize("lever", [NEUTRAL, Levers(fix_warehouse=3)])
def test_playing_gives_what_the_whole_simulation_gives(lever: Levers) -> None:
    whole, played = simulate(WORLD, lever), play(WORLD, lever)
    lost = whole.truth["accounts"]["lost"].notna().sum()
    assert (played.exit < WORLD.months).sum() == lost
    there = whole.truth["months"].groupby("month").size().to_numpy()
    assert (played.active.sum(axis=0) == there).all()
    in_books = last_year(whole)["contribution"].sum()
    assert played.contribution.sum() == pytest.approx(in_books, abs=0.5)


def test_playing_heeds_who_is_called_and_what_pay_does(made: SimulatedCompany) -> None:
    called = made.truth["accounts"]["account_id"].iloc[::3]
    lever, pay = Levers(save_call=",".join(called)), Incentives(care_effort=0.5)
    whole, played = simulate(WORLD, lever, pay), play(WORLD, lever, pay)
    there = whole.truth["months"].groupby("month").size().to_numpy()
    assert (played.active.sum(axis=0) == there).all()
    in_books = last_year(whole)["contribution"].sum()
    assert played.contribution.sum() == pytest.approx(in_books, abs=0.5)


def test_the_difference_is_the_lever_alone(firm: Company) -> None:
    pulled = tour.pull(firm, SETTINGS)
    was, would = pulled.left
    assert pulled.kept == was - would
    assert pulled.would.late < pulled.was.late
    stays = pulled.changed["would"].isna().sum() - pulled.changed["was"].isna().sum()
    assert stays == pulled.kept
    text = tour.pulled_sentence(pulled, "EUR")
    assert f"{would} accounts leave in place of {was}" in text
    assert "n = " not in tour.plot_pulled(pulled, "EUR").alt


def test_a_lever_without_effect_says_so(firm: Company) -> None:
    best = tour.TourSettings(warehouse=1)
    pulled = tour.pull(firm, best)
    assert pulled.kept == 0 and pulled.changed.empty and pulled.contribution == 0
    text = tour.pulled_sentence(pulled, "EUR")
    assert "not one account more" in text and "the same contribution" in text
    assert "No account's last month changes." in text
    found = tour.replicate(pulled.world, pulled.lever, 2)
    assert (found[["kept", "contribution"]] == 0).all(axis=None)
    assert "cannot be told from nothing" in tour.lever_decision(found, "EUR")
    assert "0.0 accounts on average" in tour.replicates_sentence(found, pulled, "EUR")
    tour.plot_replicates(found, pulled, "EUR")


def test_replicates_are_other_companies_of_the_same_kind(firm: Company) -> None:
    pulled = tour.pull(firm, SETTINGS)
    found = tour.replicate(pulled.world, pulled.lever, 3)
    assert found["seed"].tolist() == [6, 7, 8]
    other = simulate(WORLD.model_copy(update={"seed": 6}))
    fixed = simulate(other.world, pulled.lever)
    more = (
        last_year(fixed)["contribution"].sum() - last_year(other)["contribution"].sum()
    )
    assert found["contribution"].iloc[0] == pytest.approx(more, abs=0.5)
    figures = tour.lever_figures(pulled, found, "EUR")
    mean = figures["lever_mean_kept"]
    assert mean.n == 3 and mean.low <= found["kept"].mean() <= mean.high
    assert figures["lever_kept"].value == pulled.kept


def test_a_mean_and_its_interval_from_a_table_of_t() -> None:
    mean, low, high = mean_interval(pd.Series([1.0, 2.0, 3.0, 4.0, 5.0]))
    half = 2.1318 * np.sqrt(2.5 / 5)  # t at 95 % with four degrees of freedom
    assert (mean, low, high) == pytest.approx((3, 3 - half, 3 + half), abs=1e-4)


def test_what_a_repair_may_cost() -> None:
    found = pd.DataFrame({"kept": [1, 2, 3], "contribution": [20e3, 21e3, 22e3]})
    text = tour.lever_decision(found, "EUR")
    assert "less than 21 kEUR a year" in text and "19 kEUR is the careful" in text


def test_any_world_can_be_played_again() -> None:
    rules = {"scenario": "price_war", "level": "hard", "loss_late": 4.0}
    world = make_world(seed=SEED, accounts=60, months=24, **rules)
    made = simulate(world, Levers(breadth_plus=1))
    pulled = tour.pull(made.company(), SETTINGS)
    assert pulled.world == world
    assert pulled.lever == Levers(breadth_plus=1, fix_warehouse=3)
    lost = made.truth["accounts"]["lost"].notna().sum()
    assert pulled.left[0] == lost


def test_a_company_without_truth_says_so(made: SimulatedCompany) -> None:
    firm = made.company(truth=False)
    with pytest.raises(MissingPartError, match="carries no truth"):
        tour.pull(firm, SETTINGS)
    with pytest.raises(MissingPartError, match="carries no truth"):
        tour.why_it_left(firm, life_in(firm))


def test_an_account_may_be_named(firm: Company) -> None:
    name = firm.accounts.set_index("account_id")["name"]
    bought = firm.order_lines["account_id"].iloc[0]
    assert life_in(firm, f" {name[bought].upper()} ").account_id == bought
    with pytest.raises(RefusedError, match=f"did you mean '{name[bought]}'"):
        life_in(firm, name[bought][:-1])
    with pytest.raises(RefusedError, match="write its id or its name"):
        life_in(firm, "???")
