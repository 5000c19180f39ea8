from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from kamlab.measures import Period, erosion, months_before, period_of, revenue, rhythm
from kamlab.measures.buying import ordering, revenue_on, turnover
from kamlab.measures.evenings import Evenings

DAYS = [date(2024, 4, 30), date(2024, 8, 15), date(2025, 6, 30), date(2025, 12, 31)]


def of_day(table: pd.DataFrame, day: date) -> pd.DataFrame:
    table = table[table["cut_off"] == pd.Timestamp(day)]
    return table.drop(columns="cut_off").reset_index(drop=True)


def test_the_rhythm_of_several_evenings_is_the_rhythm_of_each(polar) -> None:
    table = ordering(Evenings(polar, DAYS))
    names = ["account_id", "orders", "first_order", "last_order", "median_gap"]
    for day in DAYS:
        alone = rhythm(polar.as_of(day))
        pd.testing.assert_frame_equal(of_day(table, day)[names], alone[names])


def test_the_windows_are_those_of_revenue_and_erosion(polar) -> None:
    table = turnover(Evenings(polar, DAYS))
    for day in DAYS:
        firm = polar.as_of(day)
        found = of_day(table, day).set_index("account_id")
        for name, months in (("revenue_now", 3), ("revenue_year", 12)):
            alone = revenue(firm, period_of(firm, months)).set_index("account_id")
            wanted = alone["revenue"].reindex(found.index).fillna(0.0)
            pd.testing.assert_series_equal(found[name], wanted, check_names=False)
    late = erosion(polar).set_index("account_id")
    found = of_day(table, DAYS[-1]).set_index("account_id").loc[late.index]
    assert (found["revenue_last_year"] == late["revenue_last_year"]).all()


def test_one_evening_alone_gives_the_same_digits(polar) -> None:
    for measure in (ordering, turnover):
        table = measure(Evenings(polar, DAYS))
        alone = measure(Evenings(polar, DAYS[1:2]))
        pd.testing.assert_frame_equal(of_day(table, DAYS[1]), of_day(alone, DAYS[1]))


def test_mini_by_hand(mini) -> None:
    row = ordering(Evenings(mini)).set_index("account_id").loc["A"]
    # one order of 3,500 a month
    money = turnover(Evenings(mini)).set_index("account_id").loc["A"]
    assert (row["orders_now"], row["orders_before"]) == (3, 3)
    assert money["revenue_now"] == 10_500.0
    assert money["revenue_last_year"] == 10_500.0
    assert money["revenue_year"] == 42_000.0


def test_an_order_cancelled_later_counts_until_then(make_firm) -> None:
    lines = pd.DataFrame(
        {
            "account_id": ["A", "A", "B"],
            "order_date": ["2025-01-10", "2025-02-10", "2025-04-30"],
            "net_amount": [100.0, 50.0, 1.0],
            "order_id": ["O1", "O2", "O3"],
        }
    )
    orders = {
        "order_id": ["O2"],
        "account_id": ["A"],
        "order_date": ["2025-02-10"],
        "status": ["cancelled"],
        "status_date": ["2025-03-20"],
    }
    firm = make_firm(lines, orders=orders)
    evenings = Evenings(firm, [date(2025, 3, 19), date(2025, 3, 20)])
    money = turnover(evenings)["revenue_now"]
    assert money.tolist() == [150.0, 100.0]
    assert ordering(evenings)["orders"].tolist() == [2, 1]


def test_credit_notes_are_money_and_no_orders(make_firm) -> None:
    lines = [
        ("A", "2025-09-01", 100.0),
        ("A", "2025-12-30", -40.0),
        ("A", "2025-12-31", 10.0),
    ]
    evenings = Evenings(make_firm(lines))
    row = ordering(evenings).iloc[0]
    assert (row["orders"], row["orders_now"], row["orders_before"]) == (2, 1, 1)
    assert row["median_gap"] == 121.0
    row = turnover(evenings).iloc[0]
    assert (row["revenue_now"], row["revenue_before"]) == (-30.0, 100.0)


def test_one_order_has_no_gap(make_firm) -> None:
    row = ordering(Evenings(make_firm([("A", "2025-12-31", 1.0)]))).iloc[0]
    assert row["orders"] == 1
    assert np.isnan(row["median_gap"])


@pytest.mark.parametrize("months", [4, 12])
def test_revenue_of_some_months_on_many_evenings(polar, months: int) -> None:
    days = [date(2024, 1, 31), date(2024, 8, 31), date(2025, 2, 28)]
    table = revenue_on(Evenings(polar, days, back=(months,)), months)
    for day in days:
        rows = table[table["cut_off"] == pd.Timestamp(day)].set_index("account_id")
        period = Period(months_before(day, months), day)
        alone = revenue(polar.as_of(day), period).set_index("account_id")
        assert rows["revenue"].to_dict() == alone["revenue"].to_dict()
