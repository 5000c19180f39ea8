"""Base and target variable pay: from the pay table, else from the plan."""

from __future__ import annotations

import pandas as pd
import pytest

from kamlab.company import Company
from kamlab.compensation.library import find_plan
from kamlab.compensation.periods import pay_periods, quota_rows
from kamlab.compensation.target_pay import paid_in_books, target_pay

from .conftest import days

THREE = find_plan("three_plans")


def with_pay(firm: Company, rows: list[tuple[str, str, str, float, float]]) -> Company:
    names = ["kam_id", "period", "period_end", "base", "target_variable"]
    pay = pd.DataFrame(rows, columns=names)
    for name in ("period", "period_end"):
        pay[name] = days(list(pay[name]))
    tables = {name: firm.frame(name) for name in firm.tables}
    return Company.from_tables(tables | {"pay": pay}, name="Paid")


def periods_of(firm: Company) -> pd.DataFrame:
    return pay_periods(quota_rows(firm), "K1", 2025)


def test_without_a_pay_table_the_plan_says(mini: Company) -> None:
    pay = target_pay(mini, THREE, "K1", periods_of(mini))
    assert pay.base == pytest.approx((21_000,) * 4)
    assert pay.target_variable == pytest.approx((9_000,) * 4)
    assert "the plan file" in pay.source
    assert "no pay of K1" in pay.source


def test_the_pay_table_wins(mini: Company) -> None:
    firm = with_pay(
        mini,
        [
            ("K1", "2025-01-01", "2025-03-31", 10_000.0, 5_000.0),
            ("K1", "2025-04-01", "2025-12-31", 27_500.0, 2_750.0),  # 275 days
            ("K2", "2025-01-01", "2025-12-31", 99.0, 99.0),
        ],
    )
    pay = target_pay(firm, THREE, "K1", periods_of(firm))
    assert pay.base == pytest.approx((10_000, 9_100, 9_200, 9_200))
    assert pay.target_variable == pytest.approx((5_000, 910, 920, 920))
    assert pay.source == "the pay table"


def test_a_binding_mix_splits_the_same_pay_anew(mini: Company) -> None:
    firm = with_pay(mini, [("K1", "2025-01-01", "2025-03-31", 60_000.0, 40_000.0)])
    pay = target_pay(firm, find_plan("key_account_80_20"), "K1", periods_of(firm))
    assert pay.base == pytest.approx((80_000, 0, 0, 0))
    assert pay.target_variable == pytest.approx((20_000, 0, 0, 0))
    assert "split anew" in pay.source


def test_a_pay_table_about_others_is_none(mini: Company) -> None:
    firm = with_pay(mini, [("K2", "2025-01-01", "2025-12-31", 1.0, 1.0)])
    assert "the plan file" in target_pay(firm, THREE, "K1", periods_of(firm)).source


def test_days_before_the_hiring_are_not_paid(mini: Company) -> None:
    tables = {name: mini.frame(name) for name in mini.tables}
    tables["kams"].loc[0, "hired"] = pd.Timestamp("2025-05-17")  # 45 of 91 days left
    firm = Company.from_tables(tables, name="Hired")
    pay = target_pay(firm, THREE, "K1", periods_of(firm))
    assert pay.base == pytest.approx((0, 21_000 * 45 / 91, 21_000, 21_000))


def test_what_the_books_show_as_paid(mini: Company) -> None:
    firm = with_pay(
        mini,
        [
            ("K1", "2024-10-01", "2024-12-31", 1.0, 1.0),
            ("K1", "2025-01-01", "2025-06-30", 1.0, 1.0),
            ("K1", "2025-07-01", "2025-12-31", 1.0, 1.0),
            ("K2", "2025-01-01", "2025-12-31", 1.0, 1.0),
        ],
    )
    assert paid_in_books(mini, "K1", periods_of(mini)) is None
    assert paid_in_books(firm, "K1", periods_of(firm)) is None  # no column of it

    def booked(**cells: object) -> float | None:
        tables = {name: firm.frame(name) for name in firm.tables}
        pay = tables["pay"].assign(paid=[1.0, 20.1, 300.2, 4_000.0])
        for name, value in cells.items():
            pay.loc[1, name] = value
        books = Company.from_tables(tables | {"pay": pay}, name="Books")
        return paid_in_books(books, "K1", periods_of(books))

    assert booked() == 320.3
    assert booked(paid=None) is None
    assert booked(period=pd.Timestamp("2024-12-15")) is None
