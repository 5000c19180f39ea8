"""The mechanisms do in the books what the lessons say of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.simulation import (
    SimulatedCompany,
    World,
    make_levers,
    make_world,
    simulate,
)
from kamlab.simulation.hazard import save_factor
from kamlab.simulation.streams import Floats

MONTHS = 24
YEARS = MONTHS / 12


@pytest.fixture(scope="module")
def company() -> SimulatedCompany:
    """Enough ordinary accounts for averages, with more insolvencies than usual."""
    return simulate(
        make_world(
            seed=8, accounts=400, months=MONTHS, kams=30, cast=False, insolvency=0.05
        )
    )


@pytest.fixture(scope="module")
def months(company: SimulatedCompany) -> pd.DataFrame:
    """The truth about months, with the truth about accounts beside it."""
    accounts = company.truth["accounts"]
    return company.truth["months"].merge(accounts, on="account_id")


def test_late_deliveries_raise_the_hazard_and_tickets(months: pd.DataFrame) -> None:
    assert np.allclose(months["term_late"], 2.0 * months["late_share"], atol=2e-6)
    staying = months[~months["leaving"]]
    late = staying["late_share"] > 0.3
    assert (
        staying.loc[late, "tickets"].mean() > 2 * staying.loc[~late, "tickets"].mean()
    )


def test_warehouses_are_late_as_their_coefficients_say(
    company: SimulatedCompany,
) -> None:
    orders = company.tables["orders"].query("status == 'delivered'")
    late = (orders["delivered"] > orders["promised"]).groupby(orders["warehouse"])
    assert late.mean().to_numpy() == pytest.approx([0.05, 0.09, 0.18], abs=0.015)


def test_a_ticket_solved_within_two_days_counts_half() -> None:
    values = {"seed": 8, "accounts": 60, "months": 12, "cast": False}
    company = simulate(make_world(**values), make_levers(close_hours=48))
    terms = company.truth["months"]
    assert np.allclose(terms["term_tickets"], 0.5 * 0.45 * terms["tickets"], atol=1e-6)
    slow = simulate(make_world(**values, quick_hours=1.0))
    terms = slow.truth["months"]
    assert np.allclose(terms["term_tickets"], 0.45 * terms["tickets"], atol=1e-6)
    closed = company.tables["tickets"].dropna(subset="closed")
    assert ((closed["closed"] - closed["opened"]).dt.days <= 1).all()


def test_a_champion_that_leaves_is_felt_for_six_months(
    company: SimulatedCompany, months: pd.DataFrame
) -> None:
    left = company.tables["contacts"].dropna(subset="left")
    left = left.assign(gone=left["left"].dt.to_period("M").dt.to_timestamp())
    pairs = months.merge(left[["account_id", "gone"]], on="account_id")
    since = (pairs["month"].dt.year - pairs["gone"].dt.year) * 12
    since += pairs["month"].dt.month - pairs["gone"].dt.month
    felt = pairs[since.between(0, 5)]
    assert len(felt) > 100
    assert (felt["term_champion"] == 1.1).all()
    assert (months["term_champion"] > 0).sum() == len(felt)
    alone, before = pairs[since.between(0, 2)], pairs[since == -1]
    both = alone.merge(before, on=["account_id", "gone"], suffixes=("", "_before"))
    drop = both["breadth_before"] - both["breadth"]
    assert set(drop) <= {0, 1}  # the only contact cannot be fewer than none
    assert drop.mean() > 0.9


def test_breadth_is_what_the_books_show(
    company: SimulatedCompany, months: pd.DataFrame
) -> None:
    tables = company.tables
    known = tables["contact_history"].drop_duplicates("contact_id", keep="last")
    known = known[known["knows_kam"]].merge(tables["contacts"], on="contact_id")
    last = months["month"].max()
    here = known[known["left"].isna() | (known["left"] >= last)]
    row = months[months["month"] == last].set_index("account_id")
    seen = here.groupby("account_id").size().reindex(row.index).fillna(0)
    calm = row["term_champion"] == 0
    assert (seen[calm] == row.loc[calm, "breadth"]).all()
    assert np.allclose(row["term_breadth"], -0.45 * (row["breadth"] - 2.2), atol=2e-6)


def test_the_books_hold_the_offers_the_kam_heard_of(
    company: SimulatedCompany, months: pd.DataFrame
) -> None:
    made = months[months["term_offer"] > 0][["account_id", "month", "gap"]]
    heard = company.tables["competitor_offers"]
    both = heard.merge(made, on=["account_id", "month"])
    assert len(both) == len(heard)
    assert len(heard) / len(made) == pytest.approx(0.7, abs=0.08)
    assert len(made) / len(months) == pytest.approx(0.04, abs=0.01)
    assert (both["price_gap"] - both["gap"]).abs().mean() < 0.02
    assert months["gap"].between(0, 0.2).all()


def test_visits_answer_hidden_fragility_unless_the_dice_decide(
    company: SimulatedCompany, months: pd.DataFrame
) -> None:
    staying = months[~months["leaving"]]
    assert staying["visits"].corr(staying["fragility"]) > 0.3
    drawn = simulate(company.world, make_levers(randomised_visits=True))
    other = drawn.truth["months"].merge(company.truth["accounts"], on="account_id")
    assert abs(other["visits"].corr(other["fragility"])) < 0.05


def test_demanding_accounts_complain_without_harm(
    company: SimulatedCompany, months: pd.DataFrame
) -> None:
    tickets = company.tables["tickets"].groupby("account_id").size()
    demanding = months.groupby("account_id")["demanding"].first()
    rate = (
        tickets.reindex(demanding.index).fillna(0) / months.groupby("account_id").size()
    )
    assert rate[demanding].mean() > 2 * rate[~demanding].mean()
    terms = months.groupby("demanding")["term_tickets"].mean()
    assert terms[True] == pytest.approx(terms[False], rel=0.25)
    decides = months.groupby("demanding")["decides"].mean() * 12
    assert abs(decides[True] - decides[False]) < 0.05


def test_silent_accounts_fade_without_a_ticket(company: SimulatedCompany) -> None:
    truth = company.truth["accounts"]
    faded = truth[(truth["loss_type"] == "faded out") & truth["lost"].notna()]
    length = (faded["lost"].dt.year - faded["decided"].dt.year) * 12
    length += faded["lost"].dt.month - faded["decided"].dt.month
    assert len(faded) > 15
    assert length.between(3, 5).all()
    start = faded.set_index("account_id")["decided"] + pd.offsets.MonthBegin(1)
    tickets = company.tables["tickets"]
    begin = tickets["account_id"].map(start)
    assert not (tickets["opened"] >= begin).any()
    orders = company.tables["order_lines"].query("quantity > 0")
    orders = orders.groupby(["account_id", "order_id"], as_index=False).agg(
        day=("order_date", "first"), skus=("sku", "nunique")
    )
    orders = orders.sort_values(["account_id", "day"])
    orders["gap"] = orders.groupby("account_id")["day"].diff().dt.days
    orders = orders[orders["account_id"].isin(start.index)]
    fading = orders["day"] >= orders["account_id"].map(start)
    range_ = company.tables["order_lines"].merge(start.rename("start"), on="account_id")
    after = range_["order_date"] >= range_["start"]
    width = [
        part.groupby("account_id")["sku"].nunique().mean()
        for part in (range_[~after], range_[after])
    ]
    assert orders.loc[fading, "gap"].mean() > 1.4 * orders.loc[~fading, "gap"].mean()
    assert width[1] < 0.7 * width[0]


def test_an_insolvency_shows_in_payments_and_nothing_stops_it(
    company: SimulatedCompany,
) -> None:
    truth = company.truth["accounts"].set_index("account_id")
    bust = truth.loc[truth["loss_type"] == "insolvent", "lost"]
    assert len(bust) > 10
    bills = company.tables["invoices"].dropna(subset="paid")
    bills = bills[bills["account_id"].isin(bust.index)]
    before = (bills["account_id"].map(bust) - bills["issued"]).dt.days
    delay = (bills["paid"] - bills["due"]).dt.days
    assert delay[before < 120].mean() > delay[before > 240].mean() + 15
    last = company.truth["outcomes"].pivot(
        index="account_id", columns="action", values="lost"
    )
    decided = truth["decided"].notna()
    ruined = last.loc[bust.index[~decided[bust.index]]]
    for action in ruined:  # but for those that another cause took first
        assert (ruined[action].fillna(pd.Timestamp.max) <= ruined["none"]).all()
    steps = company.truth["actions"].merge(bust.rename("lost"), on="account_id")
    end = steps["lost"] - pd.DateOffset(months=5)
    assert (steps.loc[steps["month"] >= end, "save_call"] == 0).all()


def test_a_save_call_works_best_in_the_middle() -> None:
    hazard: Floats = np.linspace(0.001, 0.2, 101)
    factor = save_factor(World(), hazard, np.ones(101, dtype=bool))
    assert factor.argmin() == 60
    assert factor.min() == pytest.approx(0.5)
    assert factor[0] > 0.95
    assert factor[100] > 0.9
    assert (np.diff(factor[:61]) < 0).all()
    assert (np.diff(factor[60:]) > 0).all()


def test_power_brings_prices_service_and_rebates(company: SimulatedCompany) -> None:
    power = company.truth["accounts"].set_index("account_id")["power"]
    lines = company.tables["order_lines"].query("quantity > 0")
    sums = lines.groupby("account_id")[["net_amount", "list_amount"]].sum()
    discount = 1 - sums["net_amount"] / sums["list_amount"]
    costs = company.tables["account_costs"].pivot_table(
        index="account_id", columns="kind", values="amount", aggfunc="sum"
    )
    shares = costs.fillna(0).div(sums["net_amount"], axis=0)
    strong = power.reindex(sums.index) > 0.7
    weak = power.reindex(sums.index) < 0.4
    assert discount[strong].mean() > discount[weak].mean() + 0.1
    assert shares.loc[strong, "rebate"].mean() > 3 * shares.loc[weak, "rebate"].mean()
    dear = simulate(
        make_world(**{**company.world.model_dump(), "service_power": 2.0})
    ).tables["account_costs"]
    now = company.tables["account_costs"]
    kept = [
        frame[(frame["kind"] == "service") & frame["account_id"].map(power).gt(0.9)][
            "amount"
        ].sum()
        for frame in (now, dear)
    ]
    assert kept[1] > kept[0]


def test_wallets_are_estimated_with_error_in_a_range(company: SimulatedCompany) -> None:
    books = company.tables["accounts"].set_index("account_id")
    truth = company.truth["accounts"].set_index("account_id")
    assert np.allclose(truth["wallet"], truth["size"] / truth["wallet_share"], atol=1)
    ratio = books["wallet_estimate"] / truth["wallet"]
    large = truth["wallet"] > 50_000
    assert 0.15 < np.log(ratio[large]).std() < 0.35
    assert (books["wallet_low"] <= books["wallet_estimate"]).all()
    assert (books["wallet_high"] >= books["wallet_estimate"]).all()
    inside = truth["wallet"].between(books["wallet_low"], books["wallet_high"])
    assert 0.6 < inside.mean() < 0.95


def test_new_accounts_arrive_or_the_base_melts() -> None:
    values = {"seed": 8, "accounts": 400, "kams": 30, "cast": False}
    usual, closed = (
        simulate(make_world(**values, start_share=share)).truth["accounts"]
        for share in (0.78, 1.0)
    )
    assert usual["arrival"].notna().sum() == 88
    assert closed["arrival"].isna().all()
    melted = closed["lost"].notna().mean()
    assert 0.2 < melted < 0.4  # in 36 months
    start = usual["arrival"].isna().sum()
    end = usual["lost"].isna().sum()
    assert abs(end / start - 1) < 0.15


def test_seasons_follow_the_channel(company: SimulatedCompany) -> None:
    channel = company.tables["accounts"].set_index("account_id")["channel"]

    def summer(one: SimulatedCompany) -> pd.Series:
        lines = one.tables["order_lines"].query("quantity > 0")
        part = lines["order_date"].dt.month.isin([7, 8])
        where = lines["account_id"].map(channel)
        return (
            lines[part].groupby(where)["net_amount"].sum()
            / lines.groupby(where)["net_amount"].sum()
        )

    flat = simulate(make_world(**{**company.world.model_dump(), "season_strength": 0}))
    change = summer(company) / summer(flat)
    assert (change < 0.95).all()
    assert change["hospital"] == pytest.approx(0.83, abs=0.02)


def test_group_b_has_the_poorer_territories_and_equal_skill() -> None:
    biased, fair = [], []
    for seed in range(4):
        values = {"seed": seed, "accounts": 400, "months": 12, "kams": 40}
        for bias, kept in ((1.0, biased), (0.0, fair)):
            one = simulate(make_world(**values, cast=False, group_bias=bias))
            group = one.tables["kams"].set_index("kam_id")["group"]
            kams = one.truth["kams"].assign(
                group=one.truth["kams"]["kam_id"].map(group)
            )
            kept.append(kams.groupby("group")[["potential", "skill"]].agg("median"))
    ratio = [
        np.mean([k.loc["B", "potential"] / k.loc["A", "potential"] for k in kept])
        for kept in (biased, fair)
    ]
    assert ratio[0] < 0.8
    assert ratio[1] > 0.85
    skill = np.mean([k.loc["B", "skill"] - k.loc["A", "skill"] for k in biased])
    assert abs(skill) < 0.5
