from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from kamlab.company import Company
from kamlab.company.tables import TABLES
from kamlab.errors import MissingPartError, RefusedError

LINES = pd.DataFrame(
    {"account_id": ["A"], "order_date": [date(2024, 1, 5)], "net_amount": [1.5]}
)


def test_every_table_comes_back_as_a_frame(tiny, tiny_tables):
    assert tiny.tables == list(TABLES)
    for name, expected in tiny_tables.items():
        found = tiny.frame(name)
        pd.testing.assert_frame_equal(
            found, expected, check_dtype=False, check_exact=True, obj=name
        )
        pd.testing.assert_frame_equal(getattr(tiny, name), found)
        for column in TABLES[name].columns:
            assert found[column.name].dtype in {
                "date": ["datetime64[us]"],
                "flag": ["boolean"],
                "integer": ["int64", "Int64"],
                "money": ["float64"],
                "share": ["float64"],
                "number": ["float64"],
            }.get(column.kind, ["str"]), column


def test_a_frame_is_a_copy(tiny):
    lines = tiny.order_lines
    lines.loc[0, "net_amount"] = 0
    assert tiny.order_lines["net_amount"].iloc[0] == 100


def test_days_are_known(tiny):
    assert tiny.first_date == date(2024, 1, 10)
    assert tiny.last_date == tiny.cut_off == date(2024, 3, 31)
    assert repr(tiny) == "<Company Tiny, 17 tables, as of 2024-03-31>"
    assert tiny.validate()["column"].tolist() == ["status"]  # O3 lacks its day


def test_a_missing_part_is_named():
    firm = Company.from_tables({"order_lines": LINES}, name="Bare")
    assert firm.has("order_lines", "net_amount")
    assert not firm.has("order_lines", "cost_amount")
    assert not firm.has("invoices")
    with pytest.raises(MissingPartError, match=r"^Bare has no table invoices\.$"):
        firm.require("invoices", "paid")
    with pytest.raises(
        MissingPartError, match="order_lines has no column cost_amount, sku"
    ):
        firm.require("order_lines", "net_amount", "cost_amount", "sku")
    with pytest.raises(MissingPartError, match="Bare has no table invoices"):
        _ = firm.invoices
    with pytest.raises(MissingPartError, match="Bare carries no truth"):
        firm.truth("accounts")
    with pytest.raises(AttributeError, match="did you mean 'order_lines'"):
        _ = firm.order_line


def test_accounts_are_derived_from_the_lines(tiny_tables):
    del tiny_tables["accounts"]
    firm = Company.from_tables(tiny_tables, name="Tiny")
    accounts = firm.frame("accounts")
    assert (
        accounts["account_id"].tolist() == accounts["name"].tolist() == ["A", "B", "C"]
    )
    assert accounts["since"].dt.strftime("%m-%d").tolist() == [
        "01-10",
        "02-20",
        "03-31",
    ]
    assert len(firm.as_of("2024-02-19").accounts) == 1
    assert not firm.has("accounts")


def test_blank_text_is_blank_and_not_empty(tiny_tables):
    tiny_tables["accounts"]["region"] = ["", None, np.nan]
    firm = Company.from_tables(tiny_tables, name="Tiny")
    assert firm.accounts["region"].isna().all()


def test_columns_nobody_knows_are_left_out_and_told():
    frame = LINES.assign(colour="red", net_amont=5)
    firm = Company.from_tables({"order_lines": frame}, name="X")
    assert list(firm.order_lines) == ["account_id", "order_date", "net_amount"]
    told = firm.validate().set_index("column")["what_to_do"]
    assert told.to_dict() == {
        "colour": "Nothing.",
        "net_amont": "Rename it net_amount, if that is meant.",
    }


@pytest.mark.parametrize(
    "tables, message",
    [
        ({}, "order_lines: the table is missing"),
        ({"order_lines": LINES.iloc[:0]}, "not one row"),
        (
            {"order_lines": LINES, "order": LINES},
            "no table 'order'; did you mean 'orders'",
        ),
        (
            {"order_lines": LINES.drop(columns="net_amount")},
            "net_amount: the column is",
        ),
        ({"order_lines": LINES.assign(net_amount="ten")}, "net_amount: not an amount"),
        ({"order_lines": pd.concat([LINES] * 2, axis=1)}, "a name of its own"),
    ],
)
def test_frames_that_cannot_be_trusted_are_refused(tables, message):
    with pytest.raises(RefusedError, match=message):
        Company.from_tables(tables, name="X")


@pytest.mark.parametrize("value", [object(), 1 + 2j, 10**30, "\ud800"])
def test_values_of_no_kind_are_refused(value):
    column = pd.Series(np.array([value, 1, "x"], dtype=object), dtype=object)
    frame = pd.concat([LINES] * 3, ignore_index=True).assign(sku=column)
    with pytest.raises(RefusedError, match="order_lines: a column cannot be read"):
        Company.from_tables({"order_lines": frame}, name="X")


def test_truth_nobody_declared_is_refused():
    with pytest.raises(RefusedError, match="no table 'secrets'"):
        Company.from_tables({"order_lines": LINES}, name="X", truth={"secrets": LINES})


def test_the_fingerprint_follows_the_content(tiny_tables):
    tiny_tables = {name: tiny_tables[name] for name in ("order_lines", "kams", "pay")}
    tiny = Company.from_tables(tiny_tables, name="Tiny")

    def hashed(tables, **card):
        card = {"name": "Tiny", **card}
        return Company.from_tables(tables, **card).fingerprint()

    assert hashed(tiny_tables) == tiny.fingerprint() == tiny.as_of("").fingerprint()
    assert hashed(dict(reversed(tiny_tables.items()))) == tiny.fingerprint()
    assert len(tiny.fingerprint()) == 64
    others = {hashed(tiny_tables, currency="CHF"), hashed(tiny_tables, name="Other")}
    changed = tiny_tables["order_lines"].assign(
        net_amount=lambda f: f["net_amount"] + 0.01
    )
    others.add(hashed({**tiny_tables, "order_lines": changed}))
    renamed = tiny_tables["kams"].rename(
        columns={"region": "channel", "channel": "region"}
    )
    others.add(hashed({**tiny_tables, "kams": renamed}))
    others.add(hashed({n: t for n, t in tiny_tables.items() if n != "pay"}))
    assert len(others | {tiny.fingerprint()}) == 6


def test_sums_are_exact():
    lines = pd.concat([LINES] * 10, ignore_index=True).assign(net_amount=0.1)
    firm = Company.from_tables({"order_lines": lines}, name="X")
    total = firm.expression("order_lines").net_amount.sum().to_pandas()
    assert str(total) == "1.0000"
