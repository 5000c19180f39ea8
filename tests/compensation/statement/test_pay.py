"""Statements: worked cases, zeros that say why, rules that keep the books balanced."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlab.compensation import Statement, find_plan, pay
from kamlab.compensation.library import FOLDER
from kamlab.compensation.plan import Component
from kamlab.compensation.rules import (
    Cap,
    Draw,
    Gate,
    Pool,
    Ramp,
    Spiff,
    Windfall,
)
from kamlab.errors import RefusedError

from .conftest import a_commission, a_plan, a_year, rates

NONE = float("nan")


def why(statement: Statement, part: str, place: int = 0) -> str:
    lines = statement.lines
    return str(lines.loc[lines["part"] == part, "why"].iloc[place])


def test_marginal_tiers_on_one_transaction_each() -> None:
    """200, 300, 1,500, 1,200, 2,000, 4,500 pay 2, 3, 20, 14, 30, 95: 164 in all."""
    plan = a_commission("marginal", (0, 0.01), (1000, 0.02), (3000, 0.03), (8000, 0.05))
    paid = pay(plan, a_year(revenue=[200, 300, 1500, 1200, 2000, 4500]))
    assert paid.table["variable"].tolist() == [2, 3, 20, 14, 30, 95]
    assert paid.totals()["variable"].tolist() == [164]


def test_a_blended_rate() -> None:
    paid = pay(
        a_commission("marginal", (0, 0.01), (1000, 0.02)), a_year(revenue=[2500])
    )
    assert paid.table["variable"].tolist() == [40]
    assert "1.60 % of all" in why(paid, "Sales")


def test_a_draw_ledger() -> None:
    """Draw 1,000, earnings 500, 700, 400: 1,000 each, balance 500, 800, 1,400."""
    plan = a_commission("flat", (0, 1.0), draw=Draw(amount=1000.0))
    paid = pay(plan, a_year(revenue=[500, 700, 400, 2600]), currency="EUR")
    assert paid.table["variable"].tolist() == [1000, 1000, 1000, 1200]
    assert paid.table["balance"].tolist() == [500, 800, 1400, 0]
    assert why(paid, "Draw") == (
        "paid up to the advance of 1,000.00 EUR; 500.00 EUR is owed now"
    )
    assert why(paid, "Draw", 3).startswith("kept back for earlier advances; 0.00 EUR")


def test_splitting_a_deal_changes_nothing_on_a_running_total() -> None:
    part = ("marginal", (0.0, 0.01), (1000.0, 0.05))
    plan = a_commission(*part, true_up=True)
    whole = pay(plan, a_year(revenue=[2000.0, 0.0, 0.0]))
    parts = pay(plan, a_year(revenue=[700.0, 800.0, 500.0]))
    assert whole.totals()["variable"][0] == parts.totals()["variable"][0] == 60.0
    assert "so far" in why(parts, "Sales", 1)


def test_every_zero_says_why() -> None:
    table = a_year(
        revenue=[50.0, 100.0, 100.0, -5.0, 100.0],
        quota_revenue=[100.0, NONE, 0.0, 100.0, 100.0],
        target_variable=[500.0, 500.0, 500.0, 500.0, 0.0],
        overdue_share=[0.0, 0.0, 0.0, 0.0, 0.0],
    )
    gate = Gate(name="Overdue", measure="overdue_share", at_most=0.15, pays=0.0)
    paid = pay(a_plan(gates=(gate,)), table)
    assert paid.table["variable"].tolist() == [0] * 5
    reasons = paid.lines.loc[paid.lines["part"] == "Sales", "why"].tolist()
    assert reasons == [
        "50.00 of 100.00 is 50.0 %, below the threshold of 75.0 %: no pay",
        "no quota for revenue in this period; that is not 0 %, so nothing is computed",
        "the quota for revenue is 0: no share of it can be reached, so nothing is "
        "computed",
        "the result is below 0: nothing is computed from it (−5.00); what it takes "
        "back of earlier sales belongs into the returns",
        "100.00 of 100.00 is 100.0 %, but no variable pay is agreed for this period",
    ]
    assert "KAM K1 has no quota for Sales in 2 settlements" in paid.notes[0]
    missed = table.assign(overdue_share=0.2, quota_revenue=50.0, target_variable=9.0)
    text = why(pay(a_plan(gates=(gate,)), missed), "Sales", 1)
    assert text.endswith(
        "gate 'Overdue' is missed (overdue share is 20.0 %, at most 15.0 % is asked): "
        "nothing is paid"
    )


def test_a_negative_result_pays_nothing_and_says_where_it_belongs() -> None:
    paid = pay(a_commission("flat", (0, 0.1)), a_year(revenue=[-100.0, 0.0]))
    assert paid.table["variable"].tolist() == [0, 0]
    assert why(paid, "Sales").startswith(
        "the result is below 0: nothing is computed from it (−100.00)"
    )
    assert why(paid, "Sales", 1) == "the result is 0.00: nothing to pay"
    assert paid.notes == (
        "KAM K1 has a result below 0 for Sales in 1 settlement; nothing is computed "
        "from it.",
    )


def test_a_year_so_far_below_0_says_what_is_taken_back() -> None:
    plan = a_commission("flat", (0, 0.1), true_up=True)
    paid = pay(plan, a_year(revenue=[100.0, -150.0]))
    assert paid.table["variable"].tolist() == [10, -10]
    assert why(paid, "Sales", 1) == (
        "the year so far: the result is below 0: nothing is computed from it "
        "(−50.00); 10.00 paid before is taken back"
    )


def test_a_plan_by_its_name_or_file() -> None:
    table = a_year(contribution=[100.0], active_accounts=[1.0], overdue_share=[0.0])
    assert pay("portfolio", table).plan == find_plan("portfolio")
    assert pay(FOLDER / "portfolio.yaml", table).plan == find_plan("portfolio")
    with pytest.raises(RefusedError, match="did you mean 'three_plans'"):
        pay("tree_plans", table)
    with pytest.raises(RefusedError, match="The plan is of the type dict; give"):
        pay({}, table)  # type: ignore[arg-type]


@pytest.mark.parametrize("given, kind", [(None, "None"), ([1], "of the type list")])
def test_what_is_no_table_is_refused(given: Any, kind: str) -> None:
    with pytest.raises(RefusedError, match=f"The results are {kind}, not a table"):
        pay(a_plan(), given)
    with pytest.raises(RefusedError, match="The returns are of the type list, not"):
        pay(a_plan(), a_year(revenue=[1.0]), returns=[1])  # type: ignore[arg-type]


def test_cash_counts_while_too_much_is_overdue() -> None:
    gate = Gate(name="Overdue", measure="overdue_share", at_most=0.15, instead="cash")
    table = a_year(
        revenue=[100.0, 100.0],
        cash=[80.0, 80.0],
        overdue_share=[0.15, 0.1501],
        quota_revenue=[100.0, 100.0],
    )
    paid = pay(a_plan(gates=(gate,)), table)
    assert paid.table["variable"].tolist() == [500.0, 300.0]  # 80 % pays 60 %
    assert why(paid, "Sales", 1).endswith("cash counts instead")


def test_a_qualifier_stops_the_accelerator() -> None:
    gate = Gate(name="Margin", measure="margin_share", at_least=0.3, limit=1.0)
    table = a_year(
        revenue=[150.0] * 2, margin_share=[0.3, 0.29], quota_revenue=[100.0] * 2
    )
    paid = pay(a_plan(gates=(gate,)), table)
    assert paid.table["variable"].tolist() == [1500.0, 500.0]
    assert "of which 100.0 % counts" in why(paid, "Sales", 1)


def test_cap_and_limit_on_cuts() -> None:
    capped = a_plan(cap=Cap(times=0.2, per="year"))
    table = a_year(revenue=[100.0] * 3, quota_revenue=[100.0] * 3)
    paid = pay(capped, table)
    assert paid.table["variable"].tolist() == [100.0, 100.0, 100.0]
    assert "capped at 20 %" in why(paid, "Cap")
    saved = pay(a_plan(max_cut_share=0.2), a_year(revenue=[0.0], quota_revenue=[9.0]))
    assert saved.table["total"].tolist() == [800.0]  # of 500 base and 500 target
    assert "at most 20 %" in why(saved, "Limit on cuts")


def test_a_new_kam_on_a_ramp() -> None:
    plan = a_plan(ramp=Ramp(quota_shares=(0.5, 1.0), guarantee=0.8))
    table = a_year(
        revenue=[50.0, 50.0, 50.0], quota_revenue=[100.0] * 3, hired=["2025-01-01"] * 3
    )
    paid = pay(plan, table)
    assert paid.table["variable"].tolist() == [500.0, 400.0, 0.0]
    assert "safe of 80 %" in why(paid, "Guarantee for new KAMs")
    with pytest.raises(RefusedError, match="no column 'months_employed'"):
        pay(plan, table.drop(columns="hired"))


def test_hired_within_a_period() -> None:
    part = Component(name="Sales", measure="revenue", weight=1.0, quota=1200.0)
    table = a_year(revenue=[50.0, 100.0], hired=["2025-01-17"] * 2)
    paid = pay(a_plan(components=(part,)), table)
    assert paid.table["base"].tolist() == [241.94, 500.0]  # 15 of 31 days
    assert paid.lines["quota"].dropna().tolist() == pytest.approx([48.387097, 100])
    assert "within the period from 2025-01-01" in paid.notes[0]
    early = table.assign(hired="2025-02-03")
    with pytest.raises(RefusedError, match="hired on 2025-02-03 but has results in"):
        pay(a_plan(components=(part,)), early)


def test_sums_for_units_run_for_some_months() -> None:
    spiff = Spiff(
        name="Launch",
        measure="new",
        each=50.0,
        start="2025-02",
        to="2025-03",
        most=80.0,
    )
    paid = pay(a_plan(components=(), spiffs=(spiff,)), a_year(new=[1, 1, 2, 1]))
    assert paid.table["variable"].tolist() == [0, 50, 80, 0]
    assert why(paid, "Launch").startswith("not paid in this period")
    assert why(paid, "Launch", 1) == "1 new at 50.00 each, at most 80.00"


def test_a_single_huge_deal() -> None:
    rule = Windfall(component="Sales", over=0.05, pays=0.5)
    plan = a_commission("flat", (0, 0.1), windfall=rule)
    table = a_year(revenue=[9000.0, 9000.0], largest_deal=[8000.0, 2000.0])
    paid = pay(plan, table)
    # 6,000 a year: a deal is one from 300 of pay on; of 500 beyond half is kept
    assert paid.table["variable"].tolist() == [650.0, 900.0]
    assert "250.00 is kept" in why(paid, "Sales")


def team(**columns: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {"kam_id": ["A", "B", "C"], "period": "2025-01-01", "team": ["x", "x", "y"]}
        | columns
    )


def test_a_team_counts_as_one() -> None:
    part = Component(name="Team", measure="revenue", weight=1.0, team=True)
    table = team(revenue=[150.0, 50.0, 50.0], quota_revenue=[100.0] * 3)
    paid = pay(a_plan(components=(part,)), table)
    assert paid.table["variable"].tolist() == [500.0, 500.0, 0.0]
    with pytest.raises(RefusedError, match="no column 'team'"):
        pay(a_plan(components=(part,)), table.drop(columns="team"))


@pytest.mark.parametrize(
    "shared, expected",
    [("equal", [5.0, 5.01, 5.0]), ("result", [7.51, 2.5, 5.0])],
)
def test_a_pool_is_shared_to_the_cent(shared: str, expected: list[float]) -> None:
    pool = Pool(
        name="Pool",
        measure="revenue",
        rates=rates("flat", (0, 0.05)),
        shared=shared,  # type: ignore[arg-type]
    )
    plan = a_plan(components=(), pools=(pool,))
    paid = pay(plan, team(revenue=[150.2, 50.0, 100.0]))
    assert paid.table["variable"].tolist() == expected
    assert paid.table["variable"][:2].sum() == pytest.approx(10.01)


def test_deals_in_open_and_closed_periods() -> None:
    plan = find_plan("percent_of_deal").model_copy(update={"settlement": "quarter"})
    deals = pd.DataFrame(
        {
            "kam_id": "K1",
            "period": ["2025-01-05", "2025-02-05", "2025-04-05"],
            "deal": "D1",
            "amount": [30_000.0, -20_000.0, -10_000.0],
        }
    )
    paid = pay(plan, a_year(other=[0.0] * 6), deals=deals)
    # 10,000 net in the open quarter at 15 %, of which 30 %; taken back in April
    assert paid.table["variable"].tolist() == [450.0, -450.0]
    with pytest.raises(RefusedError, match="give the deals"):
        pay(plan, a_year(other=[0.0]))


def test_the_trace_of_one_cell() -> None:
    table = a_year(revenue=[92.0] * 4, quota_revenue=[100.0] * 4)
    paid = pay(a_plan(settlement="quarter"), table)
    trace = paid.trace("K1", "2025-02-11")
    assert trace["period"].unique().tolist() == ["2025 Q1"]
    assert trace["amount"].sum() == paid.table["total"].iloc[0]
    assert len(paid.of("K1")) == 4
    with pytest.raises(RefusedError, match="no KAM 'K2'; known: K1"):
        paid.of("K2")
    with pytest.raises(RefusedError, match="no settlement '2026-01-01'"):
        paid.trace("K1", "2026-01-01")


@settings(max_examples=40)
@given(st.lists(st.integers(0, 300_000), min_size=1, max_size=12), st.integers(1, 90))
def test_another_currency_scales_the_pay(cents: list[int], rate: int) -> None:
    """Amounts times 1 to 90, whole: results, tiers and cap; to the cent each period."""
    rows = ((0.0, 0.01), (500.0, 0.03), (2000.0, 0.02))
    plan = a_commission("marginal", *rows, cap=Cap(times=0.02, per="settlement"))
    other = a_commission(
        "marginal",
        *((start * rate, share) for start, share in rows),
        cap=Cap(times=0.02, per="settlement"),
        ote=12_000.0 * rate,
    )
    revenue = [x / 100 for x in cents]
    one = pay(plan, a_year(revenue=revenue)).table["variable"]
    two = pay(other, a_year(revenue=[x * rate for x in revenue])).table["variable"]
    assert two.tolist() == pytest.approx((one * rate).tolist(), abs=0.006 * (1 + rate))


@settings(max_examples=60)
@given(
    st.lists(st.integers(-1000, 3000), min_size=2, max_size=12),
    st.integers(0, 1500),
    st.integers(1, 12_000),
)
def test_cap_and_draw_keep_the_books_balanced(
    amounts: list[int], advance: int, most: int
) -> None:
    plan = a_commission(
        "flat",
        (0, 1.0),
        true_up=True,
        cap=Cap(times=most / 6000, per="year"),
        draw=Draw(amount=float(advance)),
    )
    table = a_year(revenue=[float(x) for x in amounts])
    paid = pay(plan, table)
    parts = paid.lines.groupby("part")["amount"].sum()
    owed = paid.table["balance"].iloc[-1]
    room = most / 6000 * 500 * len(amounts)
    kept = parts["Sales"] + parts.get("Cap", 0.0)
    assert parts["Draw"] == pytest.approx(owed)
    assert paid.table["variable"].sum() == pytest.approx(kept + owed)
    assert kept == pytest.approx(min(max(0, sum(amounts)), room), abs=0.011)
    assert (paid.table["variable"] >= advance).all()


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, 900_000), min_size=2, max_size=11),
    st.lists(st.integers(0, 10), min_size=1, max_size=4),
    st.sampled_from(["whole", "marginal"]),
)
def test_what_comes_back_whole_takes_back_what_was_paid(
    cents: list[int], places: list[int], mode: str
) -> None:
    """However it comes back, in parts and in any order, nothing is left of it."""
    plan = a_commission(mode, (0, 0.01), (1000, 0.03), (4000, 0.02))
    table = a_year(revenue=[*(x / 100 for x in cents), 0.0])
    rows = []
    for place in sorted({p % len(cents) for p in places}):
        amount = cents[place] / 100
        for part in (0.25 * amount, 0.75 * amount):
            day = table["period"].iloc[place]
            last = table["period"].iloc[-1]
            rows.append(("K1", last, day, part))
    names = ["kam_id", "period", "of_period", "amount"]
    back = pd.DataFrame(rows, columns=names)
    paid = pay(plan, table, returns=back)
    gone = pay(plan, table.assign(revenue=_without(table["revenue"], places)))
    assert paid.table["variable"].sum() == pytest.approx(
        gone.table["variable"].sum(), abs=1e-6
    )
    mixed = pay(plan, table, returns=back.iloc[::-1])
    assert mixed.table["variable"].tolist() == paid.table["variable"].tolist()


def _without(revenue: pd.Series, places: list[int]) -> list[float]:
    gone = {place % (len(revenue) - 1) for place in places}
    return [0.0 if k in gone else float(x) for k, x in enumerate(revenue)]
