"""A lever changes nothing before its first effect on an account."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from kamlab.company.tables import TABLES
from kamlab.errors import RefusedError
from kamlab.simulation import (
    Incentives,
    Levers,
    SimulatedCompany,
    make_levers,
    make_world,
    simulate,
)

WORLD = make_world(seed=11, accounts=60, months=24)
START = 10  # the month in which the levers begin to hold
BEGIN = pd.Timestamp("2023-10-01")
DATED = {
    "order_lines": "order_date",
    "orders": "order_date",
    "invoices": "issued",
    "returns": "return_date",
    "tickets": "opened",
    "activities": "date",
    "account_costs": "month",
    "competitor_offers": "month",
    "contacts": "joined",
    "contact_history": "valid_from",
    "account_history": "valid_from",
    "months": "month",
    "actions": "month",
}
MONTHLY = ("months", "actions")  # of the truth
UNTOUCHED = ("accounts", "products", "price_list", "kams")
QUARTERLY = ("quotas", "pay")
LEVERS = {
    "late_cap": 0.0,
    "fix_warehouse": 3,
    "breadth_plus": 2,
    "close_hours": 24.0,
    "visits_plus": 2,
    "randomised_visits": True,
    "save_call": "all",
    "prices": -0.05,
}
WRITTEN_AT_ONCE = ("breadth_plus", "prices")  # the lever itself changes the books
INCENTIVES = {
    "volume_effort": 1.5,
    "care_effort": 0.5,
    "pull_forward": 0.5,
    "extra_discount": 0.05,
}


@pytest.fixture(scope="module")
def plain() -> SimulatedCompany:
    return simulate(WORLD)


def first_change(one: SimulatedCompany, two: SimulatedCompany) -> pd.Series:
    """Give each account's first month with another truth, delivery or ticket."""
    seen = [
        differing(one.truth["months"], two.truth["months"], ["account_id", "month"]),
        *(
            differing(one.tables[table], two.tables[table], ["account_id", key, day])
            for table, key, day in (
                ("orders", "order_id", "order_date"),
                ("tickets", "ticket_id", "opened"),
            )
        ),
    ]
    return pd.concat(seen).groupby(level=0).min()


def differing(one: pd.DataFrame, two: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Give each account's first month with a row that differs."""
    both = one.merge(two, on=keys, how="outer", suffixes=("", "_other"))
    differs = np.zeros(len(both), dtype=bool)
    for name in one.columns.difference(keys):
        left, right = both[name], both[f"{name}_other"]
        differs |= ~((left == right) | (left.isna() & right.isna())).to_numpy(bool)
    rows = both[differs]
    months = rows[keys[-1]].dt.to_period("M").dt.to_timestamp()
    return months.groupby(rows["account_id"]).min()


def owned(company: SimulatedCompany, table: str) -> pd.DataFrame:
    """Give a table with the account of each row."""
    frame = company.truth[table] if table in MONTHLY else company.tables[table]
    if table == "contact_history":
        accounts = company.tables["contacts"][["contact_id", "account_id"]]
        frame = frame.merge(accounts, on="contact_id")
    return frame


def test_every_lever_and_every_table_is_tried() -> None:
    assert {*LEVERS, "start", "save_until"} == set(Levers.model_fields)
    assert {*DATED, *UNTOUCHED, *QUARTERLY} == {*TABLES, *MONTHLY}


@pytest.mark.parametrize("name", LEVERS)
def test_all_tables_are_equal_up_to_each_first_changed_month(
    name: str, plain: SimulatedCompany
) -> None:
    other = simulate(WORLD, make_levers(start=START, **{name: LEVERS[name]}))
    change = first_change(plain, other)
    assert len(change) > 5, "the lever must do something"
    assert (change >= BEGIN).all()
    never = BEGIN if name in WRITTEN_AT_ONCE else pd.Timestamp("2100-01-01")
    for table, day in DATED.items():
        early = []
        for company in (plain, other):
            frame = owned(company, table)
            until = frame["account_id"].map(change).fillna(never)
            if name in WRITTEN_AT_ONCE or table == "actions":
                # what one more action would do rests on the levers from their start
                until = until.clip(upper=BEGIN)
            if table == "contacts":  # who leaves afterwards is another matter
                frame = frame.assign(left=frame["left"].where(frame["left"] < until))
            early.append(frame[frame[day] < until].reset_index(drop=True))
        assert len(early[0])
        assert_frame_equal(*early, obj=table)
    for table in UNTOUCHED:
        assert_frame_equal(plain.tables[table], other.tables[table])
    for table in ("kams", "cast"):
        assert_frame_equal(plain.truth[table], other.truth[table])
    fate = ["decided", "lost", "loss_type"]
    accounts = [c.truth["accounts"].drop(columns=fate) for c in (plain, other)]
    assert_frame_equal(*accounts)
    for table in QUARTERLY:
        frames = [c.tables[table] for c in (plain, other)]
        assert_frame_equal(*(f[f["period_end"] < BEGIN] for f in frames))


@pytest.mark.parametrize("name", INCENTIVES)
def test_incentives_change_the_books(name: str, plain: SimulatedCompany) -> None:
    other = simulate(WORLD, incentives=Incentives(**{name: INCENTIVES[name]}))
    one, two = plain.tables["order_lines"], other.tables["order_lines"]
    if name == "care_effort":
        assert len(other.tables["activities"]) < len(plain.tables["activities"])
    elif name == "extra_discount":
        first = [f[f["order_date"] < "2023-02-01"] for f in (one, two)]
        paid = [(f["net_amount"] / f["list_amount"]).mean() for f in first]
        assert paid[1] / paid[0] == pytest.approx(0.95, abs=1e-3)
    elif name == "volume_effort":
        assert two["net_amount"].sum() > 1.05 * one["net_amount"].sum()
    else:
        last = [(f["order_date"].dt.month % 3 == 0).mean() for f in (one, two)]
        assert last[1] > last[0] + 0.02


def test_orders_are_pulled_before_the_deadlines_of_the_plan_only() -> None:
    companies = [
        simulate(
            WORLD, incentives=Incentives(pull_forward=pulled, deadline_months=months)
        )
        for pulled, months in ((0.0, 12), (1.0, 3), (1.0, 12))
    ]
    frames = [company.tables["order_lines"] for company in companies]
    frames = [f[f["order_date"] < "2024-01-01"] for f in frames]
    march, december = (
        [int((f["order_date"].dt.month == month).sum()) for f in frames]
        for month in (3, 12)
    )
    assert march[1] > 1.05 * march[0]
    assert march[2] == march[0]
    assert december[2] > 1.05 * december[0]


def test_a_discount_sells_more_where_demand_answers_to_it() -> None:
    sold = []
    for demand in (1.0, 3.0):
        world = WORLD.model_copy(update={"discount_demand": demand})
        lines = simulate(world, incentives=Incentives(extra_discount=0.05)).tables[
            "order_lines"
        ]
        sold.append(lines.loc[lines["quantity"] > 0, "net_amount"].sum())
    assert sold[1] / sold[0] == pytest.approx(0.95**-2, rel=0.03)


def test_skill_sells_in_the_books_of_the_skilled() -> None:
    plain_world = WORLD.model_copy(update={"handover": 0.0, "cast": False})
    firm = simulate(plain_world.model_copy(update={"skill_gain": 0.3}))
    plain = simulate(plain_world)
    skill = firm.truth["kams"].set_index("kam_id")["skill"]
    kam = firm.tables["account_history"].drop_duplicates("account_id", keep="last")
    kam = kam.set_index("account_id")["kam_id"]
    sums = [
        c.tables["order_lines"]
        .assign(kam=lambda f: f["account_id"].map(kam))
        .groupby("kam")["net_amount"]
        .sum()
        for c in (firm, plain)
    ]
    gain = np.log(sums[0] / sums[1])
    assert np.allclose(gain, 0.3 * skill[gain.index] - 0.045, atol=0.08)


def test_pulled_orders_are_given_a_discount() -> None:
    pulled = simulate(WORLD, incentives=Incentives(pull_forward=1.0))
    lines = pulled.tables["order_lines"]
    lines = lines[(lines["quantity"] > 0) & (lines["order_date"] < "2023-04-01")]
    lines = lines.merge(pulled.tables["price_list"], on=["sku", "price_column"])
    paid = lines["net_amount"] / lines["list_amount"] / (1 - lines["discount"])
    cheap = paid < 0.95
    assert cheap.any()
    assert (lines.loc[cheap, "order_date"] >= "2023-03-29").all()


def test_a_save_call_reaches_the_named_account_alone(plain: SimulatedCompany) -> None:
    truth = plain.truth["months"]
    someone = truth.loc[truth["hazard"] > 0, "account_id"].iloc[0]
    other = simulate(WORLD, make_levers(save_call=str(someone)))
    assert set(first_change(plain, other).index) == {someone}


def test_unknown_account_and_unknown_lever_are_refused() -> None:
    with pytest.raises(RefusedError, match=r"'NOBODY', but there is no such account\."):
        simulate(WORLD, make_levers(save_call="NOBODY"))
    known = str(simulate(WORLD).tables["accounts"]["account_id"].iloc[0])
    with pytest.raises(RefusedError, match=f"did you mean '{known}'"):
        simulate(WORLD, make_levers(save_call=f"{known}X"))
    with pytest.raises(RefusedError, match="did you mean 'late_cap'"):
        make_levers(late_cup=0.1)
    with pytest.raises(RefusedError, match="from 0 to 1"):
        make_levers(late_cap=2.0)
