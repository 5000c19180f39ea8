from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlab.company import Company
from kamlab.company.asof import last_full_month, parse_day
from kamlab.company.tables import TABLES
from kamlab.errors import RefusedError

CUT_OFFS = st.dates(date(2024, 1, 1), date(2024, 3, 14))
SEEDS = st.integers(0, 2**32 - 1)


def rows_of(firm: Company, table: str) -> list[tuple]:
    return list(firm.frame(table).astype(object).itertuples(index=False, name=None))


def as_days(values: pd.Series) -> pd.Series:
    return pd.to_datetime(values)


def became_known(table: str, frame: pd.DataFrame) -> pd.Series:
    """The evening each row became known, worked out here a second time."""
    declared = TABLES[table]
    if declared.known_from not in frame:
        return pd.Series(pd.NaT, index=frame.index)
    days = as_days(frame[declared.known_from])
    return days + pd.offsets.MonthEnd(0) if declared.month_end else days


# value columns that get known later than their row: the days that tell when
LATER = {
    ("orders", "status"): ["status_date", "delivered", "order_date"],
    ("orders", "status_date"): ["status_date"],
    ("orders", "delivered"): ["delivered"],
    ("contacts", "left"): ["left"],
    ("invoices", "paid"): ["paid"],
    ("tickets", "first_reply"): ["first_reply"],
    ("tickets", "closed"): ["closed"],
    ("tickets", "reopened"): ["closed"],
}


def scramble(
    tables: dict[str, pd.DataFrame], cut_off: date, rng: np.random.Generator
) -> dict[str, pd.DataFrame]:
    """Change everything that was not yet known on the evening of the cut-off."""
    return {
        name: scramble_rows(
            name, scramble_values(name, frame, cut_off, rng), cut_off, rng
        )
        for name, frame in tables.items()
    }


def scramble_values(
    name: str, frame: pd.DataFrame, cut_off: date, rng: np.random.Generator
) -> pd.DataFrame:
    day = pd.Timestamp(cut_off)
    frame = frame.astype(object)
    unknown = {}
    for (table, column), days in LATER.items():
        present = [d for d in days if d in frame]
        if table == name and column in frame and present:
            known = frame[present].apply(as_days).bfill(axis=1).iloc[:, 0]
            unknown[column] = ~(known <= day)
    if "status" in unknown:
        open_yet = frame["status"].isna() | frame["status"].eq("open")
        settled = (
            as_days(frame.get("status_date", pd.Series(pd.NaT, frame.index))) <= day
        )
        unknown["status"] |= open_yet & ~settled
        # a settled order without a day is known at once, and will not be delivered
        for column in {"status_date", "delivered"} & set(unknown):
            unknown[column] &= unknown["status"] | settled
    for row in frame.index:
        later = (day + pd.Timedelta(days=int(rng.choice([1, 2, 400])))).date()
        for column in unknown:
            if not unknown[column][row] or rng.random() < 0.3:
                continue
            kind = TABLES[name].column(column).kind
            if kind == "date":
                frame.loc[row, column] = later if rng.random() < 0.7 else None
        if "status" in unknown and unknown["status"][row]:
            settle(frame, row, later, day, rng)
        if "reopened" in unknown and unknown["reopened"][row]:
            frame.loc[row, "reopened"] = rng.choice([True, False, None])
    return frame


def settle(
    frame: pd.DataFrame,
    row: object,
    later: date,
    day: pd.Timestamp,
    rng: np.random.Generator,
) -> None:
    """Let an order be settled after the cut-off, with a day where it can have one."""
    if "status_date" in frame:
        frame.loc[row, "status_date"] = later
        frame.loc[row, "status"] = str(
            rng.choice(["cancelled", "refused", "delivered"])
        )
    elif "delivered" in frame and not as_days(frame["delivered"])[row] <= day:
        frame.loc[row, "delivered"] = later
        frame.loc[row, "status"] = "delivered"


def scramble_rows(
    name: str, frame: pd.DataFrame, cut_off: date, rng: np.random.Generator
) -> pd.DataFrame:
    table = TABLES[name]
    if table.known_from not in frame:
        return frame
    day = pd.Timestamp(cut_off)
    later = became_known(name, frame) > day
    frame = frame[~(later & (rng.random(len(frame)) < 0.5))]  # some never happen
    extra = frame.sample(min(3, len(frame)), random_state=int(rng.integers(2**31)))
    month = (day + pd.DateOffset(months=int(rng.integers(1, 30)))).replace(day=1)
    first = (month if table.month_end else day + pd.Timedelta(days=1)).date()
    extra = extra.assign(**{table.known_from: first})  # others are new
    for column in table.columns:
        if column.name in extra and column.name != table.known_from:
            if column.kind == "money":
                extra[column.name] = 987654.32
            if column.name in table.key and column.kind == "id":
                extra[column.name] = [f"new {i}" for i in range(len(extra))]
    both = pd.concat([frame, extra])
    for column in table.columns:
        if column.name in both and column.kind == "date":
            both[column.name] = as_days(both[column.name])
    both = both.sample(frac=1, random_state=int(rng.integers(2**31)))
    # known rows keep their order, for a file may be sorted in any way
    known = both[~(became_known(name, both) > day)].sort_index(kind="stable")
    return pd.concat([both[became_known(name, both) > day], known], ignore_index=True)


def assert_same(one: Company, two: Company) -> None:
    assert one.tables == two.tables
    for name in one.tables:
        pd.testing.assert_frame_equal(
            one.frame(name), two.frame(name), check_exact=True, obj=name
        )


@settings(max_examples=8)
@given(seed=SEEDS, cut_off=CUT_OFFS)
def test_what_comes_after_the_cut_off_changes_nothing(random_tables, seed, cut_off):
    tables = random_tables(seed, "orders", "tickets", "invoices")
    tables["order_lines"].loc[0, "order_date"] = date(2024, 1, 1)
    changed = scramble(tables, cut_off, np.random.default_rng(seed))
    before = Company.from_tables(tables, name="Before").as_of(cut_off)
    after = Company.from_tables(changed, name="After").as_of(cut_off)
    assert_same(before, after)
    assert before.last_date == after.last_date <= cut_off


@pytest.mark.parametrize(
    "cut_off", pd.date_range("2024-01-31", "2024-04-15", freq="19D")
)
def test_the_tiny_company_cannot_see_ahead(tiny_tables, cut_off, rng):
    changed = scramble(tiny_tables, cut_off.date(), rng)
    # the scramble must have teeth: the whole companies differ
    assert any(not tiny_tables[n].astype(object).equals(changed[n]) for n in changed)
    one = Company.from_tables(tiny_tables, name="Tiny").as_of(cut_off)
    two = Company.from_tables(changed, name="Tiny").as_of(cut_off)
    assert_same(one, two)


@settings(max_examples=4)
@given(seed=SEEDS, days=st.tuples(CUT_OFFS, CUT_OFFS).map(sorted))
def test_cutting_twice_is_cutting_at_the_earlier_day(random_tables, seed, days):
    tables = random_tables(seed)
    tables["order_lines"].loc[0, "order_date"] = date(2024, 1, 1)
    firm = Company.from_tables(tables, name="Random")
    assert_same(firm.as_of(days[1]).as_of(days[0]), firm.as_of(days[0]))


def test_orders_read_open_until_their_status_is_known(tiny):
    statuses = {
        day: tiny.as_of(day).orders.set_index("order_id")["status"].to_dict()
        for day in ("2024-03-04", "2024-03-05", "2024-03-13", "2024-03-14")
    }
    # O3 has no status_date: it is known with its delivery on 5 March
    assert statuses["2024-03-04"] == {
        "O1": "delivered",
        "O2": "delivered",
        "O3": "open",
    }
    assert statuses["2024-03-05"]["O3"] == "delivered"
    assert statuses["2024-03-13"]["O4"] == "open"
    assert statuses["2024-03-14"]["O4"] == "cancelled"


def test_a_status_that_nothing_dates_is_known_at_once(tiny_tables):
    tiny_tables["orders"]["status"] = "cancelled"
    orders = tiny_tables["orders"].drop(columns=["status_date", "delivered"])
    firm = Company.from_tables({**tiny_tables, "orders": orders}, name="Tiny")
    assert set(firm.as_of("2024-02-10").orders["status"]) == {"cancelled"}


def test_values_known_later_are_blank(tiny):
    early = tiny.as_of("2024-02-21")
    assert rows_of(early, "tickets")[0][3:5] == (pd.NaT, pd.NaT)
    assert pd.isna(early.tickets["reopened"].iloc[0])
    assert early.contacts["left"].isna().all()
    assert tiny.as_of("2024-02-19").invoices["paid"].isna().all()
    assert tiny.as_of("2024-02-20").invoices["paid"].notna().sum() == 1
    assert tiny.as_of("2024-02-19").orders["delivered"].notna().sum() == 1
    assert set(tiny.as_of("2024-02-09").account_history["kam_id"]) == {"K1", "K2"}
    assert set(tiny.as_of("2024-01-31").account_history["kam_id"]) == {"K1"}


def test_a_month_is_known_on_its_last_evening(tiny):
    assert len(tiny.as_of("2024-03-30").account_costs) == 1
    assert len(tiny.as_of("2024-03-31").account_costs) == 3
    assert tiny.as_of("2024-02-28").account_costs.empty  # 2024 has a 29 February
    assert len(tiny.as_of("2024-02-29").account_costs) == 1


def test_pay_is_known_when_its_period_ends(tiny):
    assert tiny.as_of("2024-03-30").pay.empty
    assert len(tiny.as_of("2024-03-31").pay) == 1


def test_rows_without_a_date_stay(tiny_tables):
    tiny_tables["products"].loc[1, "launched"] = pd.NaT
    firm = Company.from_tables(tiny_tables, name="Tiny").as_of("2024-01-10")
    assert list(firm.products["sku"]) == ["S1", "S2"]
    assert len(firm.price_list) == 3


def test_the_default_cut_off_is_the_last_order(tiny_tables):
    tiny_tables["invoices"].loc[1, "paid"] = pd.Timestamp("2024-05-01")
    firm = Company.from_tables(tiny_tables, name="Tiny")
    assert firm.cut_off == firm.last_date == date(2024, 3, 31)
    cut = firm.as_of("")
    assert cut.cut_off == date(2024, 3, 31)
    assert pd.isna(cut.invoices["paid"].iloc[1])
    assert firm.invoices["paid"].notna().all()  # the whole company knows it


def test_a_day_after_the_last_order_counts(tiny):
    later = tiny.as_of("2024-04-30")
    assert later.cut_off == date(2024, 4, 30)
    assert later.last_date == date(2024, 3, 31)
    assert later.as_of("").cut_off == date(2024, 4, 30)
    assert tiny.as_of(date.max).cut_off == date.max


def test_what_was_cut_off_cannot_come_back(tiny):
    # an order stands on the very day, so that cut-off and last order agree
    cut = tiny.as_of("2024-03-11")
    assert cut.cut_off == cut.last_date
    with pytest.raises(RefusedError, match=r"as of 2024-03-11.*Load it again"):
        cut.as_of("2024-03-31")


def test_a_day_before_the_first_order_is_refused(tiny):
    with pytest.raises(RefusedError, match=r"no orders up to 2024-01-09.*2024-01-10"):
        tiny.as_of("2024-01-09")


@pytest.mark.parametrize(
    "day",
    [
        "2024-02-30",
        "31.12.2024",
        "20240131",
        "2024-W01-1",
        "2024-1-5",
        "soon",
        pd.NaT,
        5,
    ],
)
def test_what_is_no_day_is_refused(tiny, day):
    with pytest.raises(RefusedError, match="is not a day; write it as YYYY-MM-DD"):
        tiny.as_of(day)


def test_every_form_of_a_day_is_read():
    for day in ("2024-02-29", date(2024, 2, 29), datetime(2024, 2, 29, 18, 30)):
        assert parse_day(day) == date(2024, 2, 29)
    assert parse_day(pd.Timestamp("2024-02-29")) == date(2024, 2, 29)


@given(st.dates())
def test_the_last_full_month_ends_by_the_day(day):
    first = last_full_month(day)
    assert first.day == 1
    assert first <= day
    ends = pd.Period(first, "M").end_time.date() if 1700 < day.year < 2200 else None
    if ends:
        assert ends <= day
        assert (pd.Period(first, "M") + 1).end_time.date() > day


def test_every_later_value_is_scrambled_here():
    declared = {
        (name, c.name) for name, t in TABLES.items() for c in t.columns if c.known_from
    }
    assert declared == set(LATER)
