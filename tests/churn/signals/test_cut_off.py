"""What comes after the cut-off changes no signal; nor does the order of the rows."""

from __future__ import annotations

import pandas as pd
import pytest

import kamlab
from kamlab.churn.signals import SIGNALS, missing_signals, signals, slices
from kamlab.company import Company
from kamlab.company.tables import TABLES

CUT_OFF = pd.Timestamp("2024-08-15")
# days that become known when they come; other values are known with one of them
LATER = {
    "orders": ["status_date", "delivered"],
    "invoices": ["paid"],
    "contacts": ["left"],
    "tickets": ["first_reply", "closed"],
}
KEPT = ("account_id", "kam_id", "contact_id", "sku", "order_id")


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    polar = kamlab.load("polar")
    return {name: polar.frame(name) for name in polar.tables}


@pytest.fixture(scope="module")
def seen(tables) -> pd.DataFrame:
    return signals(Company.from_tables(tables, name="Polar").as_of(CUT_OFF.date()))


def scrambled_rows(name: str, frame: pd.DataFrame, rng) -> pd.DataFrame:
    """Drop a third of the rows not known yet, double others, change their figures."""
    table = TABLES[name]
    if table.known_from not in frame:
        return frame
    when = frame[table.known_from]
    if table.month_end:
        when = when + pd.offsets.MonthEnd(0)
    later = when > CUT_OFF
    new = frame[later]
    new = new[rng.random(len(new)) > 0.33].copy()
    for column in new:
        values = new[column]
        if column in KEPT or column in table.key:
            continue
        if pd.api.types.is_bool_dtype(values):
            new[column] = rng.random(len(new)) < 0.5
        elif column == "influence":
            new[column] = rng.integers(0, 11, len(new)) / 10
        elif pd.api.types.is_float_dtype(values):
            new[column] = values * rng.integers(-3, 9, len(new))
        elif pd.api.types.is_string_dtype(values):
            new[column] = rng.permutation(values.to_numpy())
    return pd.concat([frame[~later], new], ignore_index=True)


def scrambled_values(name: str, frame: pd.DataFrame, rng) -> pd.DataFrame:
    """Move the days that had not come yet, or let them never come."""
    frame = frame.copy()
    for column in LATER.get(name, []):
        days = frame[column]
        moved = CUT_OFF + pd.to_timedelta(rng.integers(1, 400, len(days)), unit="D")
        to_come = days > CUT_OFF
        frame[column] = days.mask(to_come, pd.Series(moved, index=days.index))
        never = to_come & (rng.random(len(days)) < 0.3)
        if column != "status_date" and column != "delivered":
            frame[column] = frame[column].mask(never)
    if name == "orders":
        open_yet = frame["status_date"] > CUT_OFF
        words = ["delivered", "cancelled", "refused"]
        frame.loc[open_yet, "status"] = rng.choice(words, int(open_yet.sum()))
    return frame


def test_nothing_after_the_cut_off_changes_a_signal(tables, seen, rng) -> None:
    changed = {
        name: scrambled_rows(name, scrambled_values(name, frame, rng), rng)
        for name, frame in tables.items()
    }
    other = Company.from_tables(changed, name="Polar")
    # the scramble has teeth: later on the signals are others
    late, was = signals(other), signals(Company.from_tables(tables, name="Polar"))
    both = late.merge(was, on="account_id", suffixes=("", "_was"))
    for name in set(SIGNALS) - {"tenure", "price_column_change"}:
        assert not both[name].equals(both[f"{name}_was"]), name
    pd.testing.assert_frame_equal(
        signals(other.as_of(CUT_OFF.date())), seen, check_exact=True
    )


def test_slices_do_not_look_ahead_either(tables, rng) -> None:
    given = {"cut_offs": ["2024-05-15", "2024-07-15", "2024-08-15"], "horizon": 3}
    firm = Company.from_tables(tables, name="Polar")
    before = slices(firm, **given)
    changed = {
        name: scrambled_rows(name, scrambled_values(name, frame, rng), rng)
        for name, frame in tables.items()
    }
    after = slices(Company.from_tables(changed, name="Polar"), **given)
    features = [name for name in before if name != "lost"]
    pd.testing.assert_frame_equal(after[features], before[features], check_exact=True)


def test_the_order_of_rows_changes_no_digit(tables, seen, rng) -> None:
    mixed = {
        name: frame.iloc[rng.permutation(len(frame))] for name, frame in tables.items()
    }
    firm = Company.from_tables(mixed, name="Polar").as_of(CUT_OFF.date())
    pd.testing.assert_frame_equal(signals(firm), seen, check_exact=True)


def test_another_currency_changes_revenue_and_nothing_else(tables, seen) -> None:
    scaled = {name: frame.copy() for name, frame in tables.items()}
    for frame in scaled.values():
        money = [c for c in frame if c.endswith("amount") or c.startswith("wallet")]
        frame[money] = frame[money] * 25.0
    firm = Company.from_tables(scaled, name="Polar").as_of(CUT_OFF.date())
    wanted = seen.assign(revenue_month=seen["revenue_month"] * 25.0)
    pd.testing.assert_frame_equal(signals(firm), wanted)


def test_raw_rows_stay_in_the_database(monkeypatch) -> None:
    polar = kamlab.load("polar")

    def frame(self: Company, table: str) -> pd.DataFrame:
        raise AssertionError(f"{table} is read whole")

    monkeypatch.setattr(Company, "frame", frame)
    assert len(signals(polar)) > 0


def test_what_is_no_number_is_stopped_at_the_door(tables) -> None:
    lines = tables["order_lines"].astype({"net_amount": "object"})
    lines.loc[3, "net_amount"] = "much"
    with pytest.raises(kamlab.errors.RefusedError, match="net_amount"):
        Company.from_tables({"order_lines": lines}, name="Polar")


def test_real_order_logs_of_nothing_but_lines(shared_data) -> None:
    names = ["id", "account_id", "order_date", "units", "net_amount"]
    log = pd.read_csv(
        shared_data / "cdnow" / "CDNOW_sample.txt", sep=r"\s+", names=names
    )
    log["order_date"] = pd.to_datetime(log["order_date"].astype(str))
    log["account_id"] = log["account_id"].astype(str)
    firm = Company.from_tables(
        {"order_lines": log[["account_id", "order_date", "net_amount"]]}, name="CDNOW"
    )
    table = slices(firm, cut_offs=["1997-09-30"], horizon=9)
    assert len(table) == 2357  # every one bought in the nine months before
    # 39 weeks and a day less than nine months: whoever bought again was not lost
    after = log[log["order_date"] > "1997-09-30"]["account_id"].nunique()
    assert int((~table["lost"]).sum()) == after
    assert "late_share" in set(missing_signals(firm)["signal"])


def test_resellers_of_a_real_company(shared_data) -> None:
    lines = pd.read_parquet(
        shared_data / "adventureworks" / "FactResellerSales.parquet"
    )
    columns = {
        "ResellerKey": "account_id",
        "OrderDate": "order_date",
        "SalesAmount": "net_amount",
        "ProductKey": "sku",
    }
    lines = lines[list(columns)].rename(columns=columns)
    lines = lines.astype({"account_id": "str", "sku": "str", "net_amount": "float64"})
    firm = Company.from_tables({"order_lines": lines}, name="AdventureWorks")
    table = slices(firm, cut_offs=6, horizon=6)
    assert table["cut_off"].nunique() == 6
    assert 0 < table["lost"].mean() < 1
    last = table[table["cut_off"] == table["cut_off"].max()].set_index("account_id")
    day = last["cut_off"].iloc[0]
    recent = lines[lines["order_date"].between(day - pd.DateOffset(years=1), day)]
    assert set(last.index) <= set(recent["account_id"])
    window = lines[(lines["order_date"] > day) & lines["account_id"].isin(last.index)]
    assert set(last.index[~last["lost"]]) == set(window["account_id"])
