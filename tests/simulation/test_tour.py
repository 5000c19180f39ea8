"""The steps of the walk, on companies small enough to check by hand."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from matplotlib.dates import date2num

import kamlab
from kamlab.company import Company
from kamlab.errors import NotEnoughDataError, RefusedError, UndefinedError
from kamlab.presentation import Chart, canvas
from kamlab.simulation import tour
from kamlab.simulation.life_chart import mark_months

MINI = tour.TourSettings(company="mini")


def firm_of(rows: list[tuple[str, str, float]], **more: pd.DataFrame) -> Company:
    lines = pd.DataFrame(rows, columns=["account_id", "order_date", "net_amount"])
    lines["order_date"] = pd.to_datetime(lines["order_date"])
    return Company.from_tables({"order_lines": lines, **more}, name="Few", currency="")


def monthly(account: str, months: int, amount: float = 10.0) -> list[tuple]:
    days = pd.date_range("2024-01-15", periods=months, freq="30D")
    return [(account, str(day.date()), amount) for day in days]


def check_words(chart: Chart) -> None:
    for words in (chart.alt, chart.reading):
        assert re.search(r"\d", words)
        assert not re.search(r"\b(nan|NaT|None)\b|\b1 accounts\b", words)


@pytest.fixture(scope="module")
def mini() -> Company:
    return kamlab.load("mini")


# ---------------------------------------------------------------- who buys


def test_two_of_mini_make_half(mini: Company) -> None:
    buyers = tour.who_buys(mini, MINI)
    assert buyers.by == "channel" and buyers.half == 2
    assert buyers.table["account_id"].tolist() == list("ABCDEFGH")
    assert buyers.table["share"].iloc[0] == pytest.approx(0.42)
    groups = buyers.groups.set_index("group")["share"]
    assert groups.index[0] == "distributor" and groups.sum() == pytest.approx(1)
    text = tour.buyers_sentence(buyers)
    assert "Account A, buys 42.0 %" in text and "2 of the 8 accounts" in text
    check_words(tour.plot_buyers(buyers))
    figures = tour.buyers_figures(buyers)
    assert figures["half_made_by"].value == 2 and figures["accounts"].n == 8


def test_one_account_and_no_groups() -> None:
    buyers = tour.who_buys(firm_of(monthly("A", 5)), MINI)
    assert buyers.by == "" and buyers.groups["group"].tolist() == ["all accounts"]
    assert "It alone makes half" in tour.buyers_sentence(buyers)
    assert "1 account makes half" in tour.plot_buyers(buyers).reading


def test_a_group_that_is_blank_is_named() -> None:
    accounts = pd.DataFrame({"account_id": ["A", "B"], "region": ["North", None]})
    firm = firm_of([*monthly("A", 3), *monthly("B", 3, 2.0)], accounts=accounts)
    buyers = tour.who_buys(firm, MINI)
    assert buyers.by == "region"
    assert buyers.groups["group"].tolist() == ["North", "not known"]


def test_no_sale_is_undefined() -> None:
    with pytest.raises(UndefinedError, match="Few sold nothing"):
        tour.who_buys(firm_of([("A", "2024-01-01", -5.0)]), MINI)


# ---------------------------------------------------------------- a month


def test_the_last_whole_month_of_mini(mini: Company) -> None:
    seen = tour.month_seen(mini, tour.events(mini))
    assert str(seen.month) == "2025-12" and len(seen.days) == 31
    lines = mini.order_lines
    december = lines[lines["order_date"] >= "2025-12-01"]
    days = december.drop_duplicates(["account_id", "order_date"])
    assert seen.counts["orders"] == len(days) == 6
    assert seen.amount == december["net_amount"].sum()
    assert seen.months_before == 12 and "tickets" not in seen.counts
    assert "worth 9,700 EUR" in tour.month_sentence(seen)
    check_words(tour.plot_month(seen))
    assert tour.month_figures(seen)["month_orders"].value == 6


def test_a_cut_off_within_a_month_takes_the_one_before(mini: Company) -> None:
    early = mini.as_of("2025-06-15")
    assert str(tour.month_seen(early, tour.events(early)).month) == "2025-05"


def test_part_of_a_first_month_is_not_enough() -> None:
    firm = firm_of([("A", "2024-01-10", 1.0)])
    with pytest.raises(NotEnoughDataError, match="no whole month"):
        tour.month_seen(firm, tour.events(firm))
    whole = firm_of([("A", "2024-01-31", 1.0)])
    seen = tour.month_seen(whole, tour.events(whole))
    assert seen.months_before == 0 and "middle one" not in tour.month_sentence(seen)


# ---------------------------------------------------------------- one life


def test_the_one_that_fell_silent_in_mini(mini: Company) -> None:
    life = tour.life_of(mini, MINI, tour.events(mini))
    assert (life.account_id, life.left) == ("G", True)
    assert life.counts()["all"] == {"orders": 5, "late": 3, "visits": 5}
    text = tour.life_sentence(life)
    assert "silent for 204 days" in text and "It has left" in text
    check_words(tour.plot_life(life))
    assert tour.life_figures(life)["life_days_silent"].value == 204
    buyers = tour.who_buys(mini, MINI)
    assert "Account G has been silent for 204 days" in tour.finding(buyers, life)


def test_the_loudest_of_the_silent_is_told() -> None:
    """Equal but for the tickets before the end; a short life comes after a long one."""
    tickets = pd.DataFrame(
        {
            "ticket_id": [f"T{i}" for i in range(6)],
            "account_id": ["B", "B", "A", "C", "C", "C"],
            "opened": pd.to_datetime(["2024-12-01"] * 2 + ["2024-02-01"] * 4),
        }
    )
    rows = [*monthly("A", 14), *monthly("B", 14), *monthly("C", 4), *monthly("D", 36)]
    firm = firm_of(rows, tickets=tickets)
    life = tour.life_of(firm, MINI, tour.events(firm))
    assert life.account_id == "B"
    assert "Of the 3 accounts that have fallen silent" in life.why_this_one
    assert ": 2 late deliveries and tickets." in life.why_this_one
    assert life.counts()["last"] == {"orders": 7, "tickets": 2}


def test_nobody_silent_and_an_account_of_ones_own() -> None:
    firm = firm_of([*monthly("A", 12), *monthly("B", 12, 30.0)])
    life = tour.life_of(firm, MINI, tour.events(firm))
    assert (life.account_id, life.left) == ("B", False)
    assert "No account of Few has fallen silent" in life.why_this_one
    assert "It is still there" in tour.life_sentence(life)
    check_words(tour.plot_life(life))
    chosen = tour.TourSettings(account="A")
    assert tour.life_of(firm, chosen, tour.events(firm)).account_id == "A"
    with pytest.raises(RefusedError, match="no account 'X'"):
        tour.life_of(firm, tour.TourSettings(account="X"), tour.events(firm))


@pytest.mark.parametrize("months", [1, 5, 20, 36, 130, 700])
def test_months_are_marked_without_crowding(months: int) -> None:
    first = pd.Timestamp("2000-01-01")
    last = first + pd.DateOffset(months=months)
    with canvas() as (_, (axis,)):
        axis.set_xlim(date2num(first), date2num(last))
        mark_months(axis, first, last, 8)
        assert 1 <= len(axis.get_xticks()) <= 10
