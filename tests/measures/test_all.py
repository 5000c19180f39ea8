"""What holds for every measure: no leak, no order, no raw rows, nothing changed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.company import Company
from kamlab.company.tables import TABLES
from kamlab.measures import period_of, revenue
from kamlab.measures.gross_margin import gross_margin

CUT_OFF = pd.Timestamp("2024-08-15")


def assert_equal(left: dict, right: dict) -> None:
    assert left.keys() == right.keys()
    for name in left:
        pd.testing.assert_frame_equal(left[name], right[name], check_exact=True)


def later_days(days: pd.Series, rng: np.random.Generator) -> pd.Series:
    moved = CUT_OFF + pd.to_timedelta(rng.integers(1, 500, len(days)), unit="D")
    return days.mask(days > CUT_OFF, pd.Series(moved, index=days.index))


def noisy(frame: pd.DataFrame, later: pd.Series, rng: np.random.Generator):
    """Drop a third of the later rows, and change all figures and words of the rest."""
    frame = frame[~later | (rng.random(len(frame)) > 0.33)].copy()
    later = later[frame.index]
    for column in frame:
        values = frame.loc[later, column]
        if column.endswith("_id") and column not in ("account_id", "kam_id"):
            continue
        if pd.api.types.is_bool_dtype(values):
            frame.loc[later, column] = rng.random(len(values)) < 0.5
        elif column == "influence":
            frame.loc[later, column] = rng.integers(0, 11, len(values)) / 10
        elif pd.api.types.is_float_dtype(values):
            frame.loc[later, column] = values * rng.integers(-3, 9, len(values))
        elif pd.api.types.is_string_dtype(values):
            frame.loc[later, column] = rng.permutation(values.to_numpy())
    return frame


def scrambled(tables: dict[str, pd.DataFrame], rng: np.random.Generator) -> dict:
    """Change whatever became known after the cut-off."""
    month_over = CUT_OFF.replace(day=1) - pd.Timedelta(days=1)
    for name, day in {
        "order_lines": "order_date",
        "orders": "order_date",
        "invoices": "issued",
        "returns": "return_date",
        "activities": "date",
        "account_costs": "month",
        "account_history": "valid_from",
        "contact_history": "valid_from",
        "contacts": "joined",
    }.items():
        frame = tables[name]
        known = month_over if name == "account_costs" else CUT_OFF
        frame = noisy(frame, frame[day] > known, rng)
        key = TABLES[name].key
        tables[name] = frame.drop_duplicates(list(key)) if key else frame
    lost = tables["orders"]["status_date"] > CUT_OFF
    words = rng.choice(["open", "delivered", "cancelled", "refused"], lost.sum())
    tables["orders"].loc[lost, "status"] = words
    for name, column in [
        ("orders", "status_date"),
        ("orders", "delivered"),
        ("invoices", "paid"),
        ("contacts", "left"),
    ]:
        tables[name][column] = later_days(tables[name][column], rng)
    for name, column in [("invoices", "paid"), ("contacts", "left")]:
        days = tables[name][column]
        tables[name][column] = days.mask(
            (days > CUT_OFF) & (rng.random(len(days)) < 0.5)
        )
    return tables


@pytest.fixture(scope="module")
def frames(polar) -> dict[str, pd.DataFrame]:
    return {name: polar.frame(name) for name in polar.tables}


@pytest.fixture(scope="module")
def measured(polar, all_measures) -> dict[str, pd.DataFrame]:
    return all_measures(polar.as_of(CUT_OFF.date()))


def test_nothing_after_the_cut_off_changes_a_figure(
    frames, measured, all_measures, rng
) -> None:
    tables = scrambled({name: frame.copy() for name, frame in frames.items()}, rng)
    other = Company.from_tables(tables, name="Polar Supply")
    # the scramble is felt where it may be felt
    assert revenue(other, period_of(other, 0))["revenue"].sum() > 0
    assert not other.frame("order_lines").equals(frames["order_lines"])
    assert_equal(all_measures(other.as_of(CUT_OFF.date())), measured)


def test_a_whole_company_is_measured_as_of_its_last_order(mini, all_measures) -> None:
    tables = {name: mini.frame(name) for name in mini.tables}
    whole = Company.from_tables(tables, name=mini.name)
    assert_equal(all_measures(whole), all_measures(whole.as_of("")))


def test_the_order_of_rows_changes_no_digit(
    frames, measured, all_measures, rng
) -> None:
    tables = {
        name: frame.iloc[rng.permutation(len(frame))] for name, frame in frames.items()
    }
    other = Company.from_tables(tables, name="Polar Supply")
    assert_equal(all_measures(other.as_of(CUT_OFF.date())), measured)


def test_raw_rows_stay_in_the_database(polar, all_measures, monkeypatch) -> None:
    events = ("order_lines", "orders", "invoices", "returns", "activities")
    whole = Company.frame

    def frame(self: Company, table: str) -> pd.DataFrame:
        assert table not in events, f"{table} is read whole"
        return whole(self, table)

    monkeypatch.setattr(Company, "frame", frame)
    found = all_measures(polar.as_of(CUT_OFF.date()))
    accounts = len(polar.frame("accounts"))
    for name, table in found.items():
        assert name == "order_days" or len(table) <= accounts


def test_the_tables_of_the_company_stay_as_they_were(tiny_tables, all_measures) -> None:
    given = {name: frame.copy() for name, frame in tiny_tables.items()}
    lines = given["order_lines"]
    older = lines.assign(order_date=lines["order_date"] - pd.DateOffset(years=1))
    given["order_lines"] = pd.concat([lines, older], ignore_index=True)
    before = {name: frame.copy() for name, frame in given.items()}
    firm = Company.from_tables(given, name="Tiny")
    first = all_measures(firm)
    for name, frame in given.items():
        pd.testing.assert_frame_equal(frame, before[name])
    assert_equal(all_measures(firm), first)


def test_money_is_added_up_exactly(make_firm) -> None:
    n = 1_000_000
    lines = pd.DataFrame(
        {
            "account_id": np.where(np.arange(n) % 2, "A", "B"),
            "order_date": np.datetime64("2025-01-01"),
            "net_amount": 0.1,
            "cost_amount": 0.0001,
        }
    )
    assert lines["net_amount"].cumsum().iloc[-1] != n / 10  # as floats it would drift
    firm = make_firm(lines)
    table = gross_margin(firm, period_of(firm, 0))
    assert table["revenue"].tolist() == [50_000.0, 50_000.0]
    assert table["cost"].tolist() == [50.0, 50.0]
    assert table["gross_margin"].tolist() == [49_950.0, 49_950.0]


MONEY = {
    *("revenue", "cost", "gross_margin", "contribution", "revenue_now"),
    *("returns", "service", "delivery", "credit", "rebate", "other"),
    *("receivables", "overdue", "credit_sales", "revenue_last_year"),
}


def test_another_currency_scales_money_and_nothing_else(mini, all_measures) -> None:
    tables = {name: mini.frame(name) for name in mini.tables}
    for name in ("order_lines", "invoices", "account_costs"):
        money = [c for c in tables[name] if c.endswith("amount")]
        tables[name][money] = tables[name][money] * 25.0
    firm = Company.from_tables(tables, name=mini.name).as_of("2025-12-31")
    other = all_measures(firm)
    for name, table in all_measures(mini).items():
        money = [column for column in table if column in MONEY]
        table[money] = table[money] * 25.0
        pd.testing.assert_frame_equal(other[name], table)
