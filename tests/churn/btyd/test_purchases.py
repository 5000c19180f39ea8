from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.btyd import contracts_note, purchase_histories
from kamlab.company import Company
from kamlab.errors import RefusedError

LINES = [
    ("A", "2024-01-01", 10.0),
    ("A", "2024-01-01", 5.0),
    ("A", "2024-01-15", 30.0),
    ("A", "2024-01-15", -30.0),
    ("A", "2024-01-29", 10.0),
    ("B", "2024-01-08", 7.0),
    ("B", "2024-02-26", 9.0),
    ("C", "2024-02-05", -4.0),
]


def lines() -> pd.DataFrame:
    table = pd.DataFrame(LINES, columns=["account_id", "order_date", "net_amount"])
    return table.assign(order_date=pd.to_datetime(table["order_date"]))


def test_by_hand() -> None:
    table = purchase_histories(lines(), as_of="2024-02-12").set_index("account_id")
    assert table.index.tolist() == ["A", "B"]  # C sent back, and bought nothing
    assert table["frequency"].tolist() == [2, 0]
    assert table["recency"].tolist() == [4.0, 0.0]
    assert table["age"].tolist() == [6.0, 5.0]
    assert table.loc["A", "mean_value"] == 20.0  # of 30 and 10, the first left out
    assert np.isnan(table.loc["B", "mean_value"])


def test_days_and_the_last_order_as_cut_off() -> None:
    table = purchase_histories(lines(), unit="day").set_index("account_id")
    assert table.loc["B", ["frequency", "recency", "age"]].tolist() == [1, 49, 49]
    assert table.loc["A", ["frequency", "recency", "age"]].tolist() == [2, 28, 56]


def test_the_papers_summary_of_the_raw_log(cdnow_histories) -> None:
    table = cdnow_histories
    assert len(table) == 2357 and table["frequency"].sum() == 2457
    assert (table["frequency"] > 0).sum() == 946
    assert table["age"].sum() == pytest.approx(77_111.29, abs=0.005)
    assert table["recency"].sum() == pytest.approx(16_135.57, abs=0.005)
    first = table.iloc[0]
    assert first["mean_value"] == pytest.approx(22.345)
    assert first[["frequency", "recency", "age"]].tolist() == pytest.approx(
        [2, 213 / 7, 272 / 7]
    )


def test_of_a_company(mini) -> None:
    table = purchase_histories(mini, unit="day").set_index("account_id")
    # A orders every 30 days, 24 times, and has been silent for 25 days
    assert table.loc["A", ["frequency", "recency", "age"]].tolist() == [23, 690, 715]


def with_contracts(*ends: str | None) -> Company:
    accounts = pd.DataFrame(
        {"account_id": ["A", "B", "C"], "contract_end": pd.to_datetime(list(ends))}
    )
    tables = {"order_lines": lines(), "accounts": accounts}
    return Company.from_tables(tables, name="Bound")


def test_contracts_are_noted_and_refused_where_all_have_one() -> None:
    some = with_contracts("2025-01-01", None, None)
    assert contracts_note(some).startswith("1 of 3 accounts have a contract end.")
    assert "count renewals" in contracts_note(some)
    assert len(purchase_histories(some)) == 2
    every = with_contracts(*["2025-01-01"] * 3)
    with pytest.raises(RefusedError, match="Every account of Bound has a contract"):
        purchase_histories(every)
    free = Company.from_tables({"order_lines": lines()}, name="Free")
    assert contracts_note(free) == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"unit": "weeks"}, "did you mean 'week'"),
        ({"as_of": "2023-01-01"}, "no orders up to 2023-01-01"),
        ({"as_of": "soon"}, "soon"),
    ],
)
def test_bad_requests(change: dict, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        purchase_histories(lines(), **change)


def test_what_is_no_order_line() -> None:
    with pytest.raises(RefusedError, match="net_amount"):
        purchase_histories(lines().drop(columns="net_amount"))
    with pytest.raises(RefusedError, match="instead of list"):
        purchase_histories([1, 2])  # type: ignore[arg-type]
    with pytest.raises(RefusedError, match="only credit notes"):
        purchase_histories(lines().query("account_id == 'C'"))
