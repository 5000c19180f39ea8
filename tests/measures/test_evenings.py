from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlab.company import Company
from kamlab.company.database import collect
from kamlab.errors import MissingPartError, RefusedError
from kamlab.measures.evenings import HALF_YEAR, Evenings, in_window

DAYS = [date(2024, 2, 29), date(2024, 6, 15), date(2025, 12, 30)]


def known(evenings: Evenings, table: str, day: date) -> pd.DataFrame:
    """The rows of one evening, without the dates that Evenings puts beside them."""
    rows = evenings.rows(table)
    rows = collect(rows.filter(rows.cut_off == day))
    names = evenings.firm.expression(table).columns
    return in_order(rows[list(names)])


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(list(frame.columns), ignore_index=True)


def assert_as_of(firm: Company, days: list[date]) -> None:
    evenings = Evenings(firm, days)
    for day in days:
        then = firm.as_of(day)
        for table in firm.tables:
            pd.testing.assert_frame_equal(
                known(evenings, table, day), in_order(then.frame(table)), obj=table
            )


def test_every_table_of_every_evening_is_the_company_as_of_it(polar) -> None:
    assert_as_of(polar, DAYS)
    assert_as_of(polar, DAYS[1:2])  # one evening takes another way


@settings(max_examples=5)
@given(
    seed=st.integers(0, 2**32 - 1),
    days=st.sets(st.dates(date(2024, 1, 1), date(2024, 3, 14)), min_size=2, max_size=3),
)
def test_odd_companies_are_cut_like_any_other(random_tables, seed, days) -> None:
    tables = random_tables(seed, "orders", "account_costs", "tickets")
    tables["order_lines"].loc[0, "order_date"] = date(2024, 1, 1)
    tables["order_lines"].loc[1, "order_date"] = date(2024, 3, 15)
    assert_as_of(Company.from_tables(tables, name="Random"), sorted(days))


def test_evenings_are_kept_once_and_in_order(polar) -> None:
    evenings = Evenings(polar, [DAYS[2], DAYS[0], DAYS[2]])
    assert evenings.cut_offs == [DAYS[0], DAYS[2]]
    assert Evenings(polar).cut_offs == [polar.cut_off]


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        ("2025-06-30", False),
        ("2025-07-01", True),
        ("2025-12-31", True),
    ],
)
def test_a_window_begins_the_day_after_and_ends_on_its_day(make_firm, day, inside):
    lines = [("A", "2024-01-01", 1.0), ("A", day, 2.0), ("B", "2025-12-31", 1.0)]
    rows = Evenings(make_firm(lines)).rows("order_lines")
    frame = collect(rows.mutate(inside=in_window(rows, rows.order_date, HALF_YEAR)))
    assert frame.loc[frame["net_amount"] == 2.0, "inside"].tolist() == [inside]


def test_the_last_row_of_a_history_holds_blanks_too(make_firm) -> None:
    history = {
        "account_id": ["A", "A", "A"],
        "valid_from": ["2024-01-01", "2024-03-01", "2024-06-01"],
        "price_column": [1, None, 3],
    }
    lines = [("A", "2024-01-01", 1.0), ("A", "2024-07-01", 1.0)]
    firm = make_firm(lines, account_history=history)
    days = [date(2024, 2, 1), date(2024, 4, 1), date(2024, 6, 1)]
    evenings = Evenings(firm, days)
    rows = evenings.last_rows("account_history", "account_id", "price_column")
    found = evenings.collect(rows)["price_column"].astype("float64")
    np.testing.assert_array_equal(found, [1.0, np.nan, 3.0])


def test_evenings_outside_the_company_are_refused(polar) -> None:
    with pytest.raises(RefusedError, match="No cut-off was given"):
        Evenings(polar, [])
    with pytest.raises(RefusedError, match=r"no orders up to 2022-12-31"):
        Evenings(polar, [DAYS[0], date(2022, 12, 31)])
    with pytest.raises(RefusedError, match="Load it again"):
        Evenings(polar.as_of(DAYS[0]), [DAYS[1]])


def test_what_is_missing_is_named(make_firm) -> None:
    evenings = Evenings(make_firm([("A", "2025-12-31", 1.0)]))
    with pytest.raises(MissingPartError, match="no table tickets"):
        evenings.rows("tickets")
    with pytest.raises(MissingPartError, match="no column sku"):
        evenings.rows("order_lines", "sku")
