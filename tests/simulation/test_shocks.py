"""What befalls a company shows in its books from its day on, and only then."""

from __future__ import annotations

import pandas as pd
import pytest

from kamlab.simulation import SimulatedCompany, make_levers, make_world, simulate
from kamlab.simulation.cast import GOLIATH, PILLAR_1
from kamlab.simulation.cast_figures import cast_figures
from kamlab.simulation.setup import prepare

SIZE = {"seed": 4, "accounts": 90, "months": 24}
BEGIN = pd.Timestamp("2024-03-01")  # month 15


@pytest.fixture(scope="module")
def calm() -> SimulatedCompany:
    return simulate(make_world(**SIZE))


def before(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    return frame[frame[column] < BEGIN].reset_index(drop=True)


@pytest.mark.parametrize("event", ["war_begins", "crisis_begins", "kam_leaves"])
def test_nothing_is_otherwise_before_the_day(
    calm: SimulatedCompany, event: str
) -> None:
    struck = simulate(make_world(**SIZE, **{event: 15}))
    pd.testing.assert_frame_equal(
        before(calm.truth["months"], "month"), before(struck.truth["months"], "month")
    )
    for table, column in (("activities", "date"), ("tickets", "opened")):
        one, two = calm.tables[table], struck.tables[table]
        hidden = [c for c in one if c not in ("closed", "reopened", "first_reply")]
        pd.testing.assert_frame_equal(
            before(one, column)[hidden], before(two, column)[hidden]
        )
    assert struck.company().validate().empty


def test_a_pillar_goes_without_a_sign() -> None:
    world = make_world(**SIZE, pillar_leaves=15)
    company = simulate(world)
    cast = company.truth["cast"].set_index("role")
    pillars = set(cast.loc["Pillar", "account_id"])
    truth = company.truth["accounts"].set_index("account_id")
    (gone,) = [p for p in pillars if pd.notna(truth.loc[p, "lost"])]
    assert truth.loc[gone, ["lost", "loss_type"]].tolist() == [BEGIN, "left at once"]
    lines = company.tables["order_lines"]
    last = lines.loc[lines["account_id"] == gone, "order_date"].max()
    assert BEGIN <= last < BEGIN + pd.offsets.MonthEnd(1) + pd.Timedelta(days=32)
    share = lines.groupby("account_id")["net_amount"].sum() / lines["net_amount"].sum()
    assert share.rank(ascending=False)[gone] <= 4
    goliath = cast_figures(company).query("role == 'Goliath'")
    assert goliath["value"].between(goliath["low"], goliath["high"]).all()
    assert prepare(world).shock[prepare(world).traits.role == PILLAR_1] == [14]
    assert prepare(world).traits.lives[prepare(world).traits.role == GOLIATH].all()


def test_without_a_cast_the_largest_account_goes() -> None:
    company = simulate(make_world(**SIZE, cast=False, pillar_leaves=15))
    truth = company.truth["accounts"]
    largest = truth[truth["arrival"].isna()].sort_values("size").iloc[-1]
    assert largest["lost"] <= BEGIN


def test_a_price_war_shows_in_offers(calm: SimulatedCompany) -> None:
    war = simulate(make_world(**SIZE, war_begins=15))
    offers = [
        c.tables["competitor_offers"].query("month >= @BEGIN") for c in (calm, war)
    ]
    assert len(offers[1]) > 2 * len(offers[0])
    months = [c.truth["months"].query("month >= '2024-04-01'") for c in (calm, war)]
    assert months[1]["gap"].mean() > months[0]["gap"].mean() + 0.03
    assert months[1]["hazard"].mean() > months[0]["hazard"].mean()


def test_a_service_crisis_ends_and_a_lever_cures_it(calm: SimulatedCompany) -> None:
    world = make_world(**SIZE, crisis_begins=15, crisis_months=4)
    crisis = simulate(world)

    def late(company: SimulatedCompany, first: str, last: str) -> float:
        orders = company.tables["orders"].query("status == 'delivered'")
        orders = orders[orders["order_date"].between(first, last)]
        return float((orders["delivered"] > orders["promised"]).mean())

    during, after = ("2024-03-01", "2024-06-30"), ("2024-08-01", "2024-12-31")
    assert late(crisis, *during) > late(calm, *during) + 0.12
    assert late(crisis, *after) == pytest.approx(late(calm, *after), abs=0.03)
    cured = simulate(world, make_levers(late_cap=0.05))
    assert late(cured, *during) < 0.09
    hours = [
        (t["closed"] - t["opened"]).dt.days.mean()
        for t in (
            c.tables["tickets"].query("'2024-03-01' <= opened < '2024-06-01'")
            for c in (calm, crisis)
        )
    ]
    assert hours[1] > 1.5 * hours[0]


def test_when_a_kam_leaves_colleagues_inherit_accounts_that_know_nobody() -> None:
    company = simulate(make_world(**SIZE, kam_leaves=15, kam_vacancy=3))
    tables = company.tables
    history = tables["account_history"].sort_values(["account_id", "valid_from"])
    changed = history[history["valid_from"] == BEGIN]
    assert len(changed) >= 3
    earlier = history[history["valid_from"] < BEGIN].groupby("account_id").last()
    (gone,) = set(earlier.loc[changed["account_id"], "kam_id"])
    assert gone not in set(history.loc[history["valid_from"] >= BEGIN, "kam_id"])
    channel = tables["kams"].set_index("kam_id")["channel"]
    assert set(channel[changed["kam_id"]]) == {channel[gone]}
    assert gone not in set(company.truth["cast"]["kam_id"])
    mine = tables["activities"].query("kam_id == @gone")
    assert (mine["date"] < BEGIN).all()
    for table in ("quotas", "pay"):
        periods = tables[table].query("kam_id == @gone")["period"]
        assert periods.max() < BEGIN
    truth = company.truth["months"]
    truth = truth[truth["account_id"].isin(changed["account_id"])]
    vacant = truth["month"].between(BEGIN, "2024-05-01")
    assert (truth.loc[vacant, ["breadth", "visits"]] == 0).all(axis=None)
    assert (truth.loc[~vacant, "breadth"] > 0).mean() > 0.9
    contacts = tables["contacts"].merge(changed[["account_id"]])
    people = tables["contact_history"].merge(contacts, on="contact_id")
    known = people[people["valid_from"] <= "2024-04-01"].groupby("contact_id").last()
    assert not known["knows_kam"].any()
    again = people[people["valid_from"] == "2024-06-01"]
    assert again["knows_kam"].all()
    assert len(again)
