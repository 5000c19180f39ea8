from __future__ import annotations

import pandas as pd
import pytest

from kamlab.company import Company
from kamlab.company.database import connect
from kamlab.company.door import take_frames
from kamlab.company.problems import find_problems
from kamlab.company.tables import TABLES
from kamlab.errors import RefusedError

LINE = {"account_id": "A", "order_date": "2024-01-05", "net_amount": "10"}


def problems_of(table: str, *rows: dict[str, object]) -> list[tuple]:
    connection = connect()
    frames = {table: pd.DataFrame(list(rows))}
    if table != "order_lines":
        frames["order_lines"] = pd.DataFrame([LINE])
    found = find_problems(connection, take_frames(connection, frames, TABLES))
    return [
        (row.column, row.level, row.problem, row.rows, row.examples)
        for row in found.itertuples()
    ]


@pytest.mark.parametrize(
    "column, bad",
    [
        (
            "order_date",
            ["2024-02-30", "05.01.2024", "2024/01/05", "infinity", "epoch", "45000"],
        ),
        ("order_date", ["2024-01-05 13:00", "0000-01-01", "12024-01-01", "2024-1-5"]),
        (
            "net_amount",
            ["ten", "1,234.50", "€ 5", "(5)", "1e400", "inf", "nan", "1e15"],
        ),
        ("quantity", ["two", "inf", "1e400", "nan", "1.234,5"]),
        ("price_column", ["2.7", "0x1f", "one", "1e30"]),
    ],
)
def test_a_value_of_another_kind_is_an_error(column, bad):
    found = problems_of("order_lines", *({**LINE, column: value} for value in bad))
    assert [(f[0], f[1], f[3]) for f in found] == [(column, "error", len(bad))]
    assert found[0][2].startswith("not a")


@pytest.mark.parametrize(
    "column, good",
    [
        ("order_date", ["2024-02-29", "1990-01-01", "2100-12-31"]),
        ("net_amount", ["-5", " 12.50 ", "0.0001", "99999999999.1234", "1e3"]),
        ("quantity", ["-0.5", "1e3", "0.123456"]),
        ("price_column", ["0", "-3", "5.0", None]),
    ],
)
def test_good_values_pass(column, good):
    assert not problems_of("order_lines", *({**LINE, column: v} for v in good))


def test_frames_are_held_to_the_same_rules():
    frame = pd.DataFrame({**LINE, "net_amount": [1.5, float("inf")]})
    with pytest.raises(RefusedError, match=r"net_amount: not an amount.*in 1 row"):
        Company.from_tables({"order_lines": frame}, name="X")
    frame = pd.DataFrame({**LINE, "net_amount": [1.0], "order_date": [45000]})
    with pytest.raises(RefusedError, match=r"order_date: not a day.*45000"):
        Company.from_tables({"order_lines": frame}, name="X")
    day = pd.to_datetime(["2024-01-05"]).tz_localize("Europe/Paris")
    frame = pd.DataFrame({**LINE, "order_date": day})
    with pytest.raises(RefusedError, match="order_date: not a day"):
        Company.from_tables({"order_lines": frame}, name="X")
    frame = pd.DataFrame({**LINE, "account_id": [7.0]})
    with pytest.raises(RefusedError, match="an id kept as a decimal number"):
        Company.from_tables({"order_lines": frame}, name="X")
    frame = pd.DataFrame({**LINE, "account_id": ["A\0B"]})
    with pytest.raises(RefusedError, match="a NUL character in a text"):
        Company.from_tables({"order_lines": frame}, name="X")


def test_decimals_that_get_lost_are_told():
    (money,) = problems_of("order_lines", {**LINE, "net_amount": "1.23456"})
    assert money[:4] == ("net_amount", "warning", "more than four decimals", 1)
    (figure,) = problems_of("order_lines", {**LINE, "quantity": 1 / 3})
    assert figure[:4] == ("quantity", "warning", "more than six decimals", 1)


def test_odd_words_days_shares_and_ids_are_warned_of():
    rows = {**LINE, "order_date": "0202-01-01", "account_id": " A"}
    assert [f[:3] for f in problems_of("order_lines", rows)] == [
        ("account_id", "warning", "an id with a blank at its edge"),
        ("order_date", "warning", "a day far from today"),
    ]
    row = {"sku": "S", "price_column": 0, "discount": 12}
    assert problems_of("price_list", row)[0][:3] == (
        "discount", "warning", "a share outside −1 to 1",
    )  # fmt: skip
    row = {"kam_id": "K", "group": pd.Categorical(["C"])[0]}
    assert problems_of("kams", row) == [("group", "warning", "an unknown word", 1, "C")]


def test_a_key_names_one_row():
    row = {"account_id": "A", "month": "2024-01-01", "kind": "service", "amount": 1}
    other = {**row, "kind": "delivery"}
    (found,) = problems_of(
        "account_costs", row, row, other, other, {**row, "month": "2024-02-01"}
    )
    assert found[1:4] == (
        "error",
        "rows that share the same account_id and month and kind",
        4,
    )


def test_a_settled_order_without_its_day_is_told():
    row = {"order_id": "O1", "account_id": "A", "order_date": "2024-01-05"}
    late = {**row, "status": "cancelled", "status_date": None}
    fine = {**row, "order_id": "O2", "status": "open", "status_date": None}
    (found,) = problems_of("orders", late, fine)
    assert found == (
        "status",
        "warning",
        "a value although status_date is blank",
        1,
        "cancelled",
    )


def test_categories_are_words():
    frame = pd.DataFrame(
        {"kam_id": pd.Categorical(["K1"]), "group": pd.Categorical(["A"])}
    )
    lines = pd.DataFrame([LINE])
    firm = Company.from_tables({"order_lines": lines, "kams": frame}, name="X")
    assert firm.kams["group"].tolist() == ["A"]
