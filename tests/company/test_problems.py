from __future__ import annotations

import pandas as pd
import pytest

from kamlab.company.database import connect
from kamlab.company.door import take_frames
from kamlab.company.problems import (
    as_frame,
    list_problems,
    problem,
    readable,
    refuse_errors,
    refused,
    rename,
)
from kamlab.company.tables import TABLES
from kamlab.errors import RefusedError


def test_errors_come_first_and_keep_their_order():
    levels = {"a": "warning", "b": "error", "c": "warning", "d": "error"}
    rows = [problem(table, "", level, "", "") for table, level in levels.items()]
    assert as_frame(rows)["table"].tolist() == ["b", "d", "a", "c"]
    assert as_frame([]).columns.tolist() == [
        "table", "column", "level", "problem", "rows", "examples", "what_to_do",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "others, end",
    [
        (0, "Do."),
        (1, "Do. There is one more error. `kamlab validate` lists them all."),
        (2, "Do. There are 2 more errors. `kamlab validate` lists them all."),
    ],
)
def test_the_first_error_is_named_and_the_rest_counted(others, end):
    rows = [problem("t", "c", "error", "bad", "Do.", 2, "x")] * (others + 1)
    with pytest.raises(RefusedError) as caught:
        refuse_errors(as_frame(rows), "Firm")
    assert str(caught.value) == f"Firm: t.c: bad in 2 rows (such as x). {end}"


def test_warnings_stop_nothing():
    refuse_errors(as_frame([problem("t", "c", "warning", "odd", "")]), "Firm")


def test_examples_cannot_play_tricks_on_a_screen():
    assert readable("a\x1b[31mb\u202ec\nd") == r"a\x1b[31mb\u202ec\nd"
    assert readable("ü🙂" * 100) == "ü🙂" * 20


def test_a_near_name_is_proposed():
    assert (
        rename("Net_Amount", ["net_amount"])
        == "Rename it net_amount, if that is meant."
    )
    assert rename("colour", ["net_amount"]) == "Nothing."


def test_a_refused_file_is_split_into_what_and_cure():
    row = refused("orders", RefusedError("orders.csv is empty; it needs a header."))
    assert (row["problem"], row["what_to_do"]) == (
        "orders.csv is empty",
        "It needs a header.",
    )


def test_accounts_without_a_row_are_counted_over_all_kinds_of_id():
    connection = connect()
    lines = pd.DataFrame({"account_id": [1, 2, 2, 3]})
    lines[["order_date", "net_amount"]] = ["2024-01-01", 1.0]
    frames = {
        "order_lines": lines,
        "accounts": pd.DataFrame({"account_id": ["1", "A"]}),
    }
    (row,) = list_problems(connection, take_frames(connection, frames, TABLES))
    assert (row["level"], row["rows"], row["examples"]) == ("warning", 3, "2, 3")


def test_a_damaged_parquet_file_is_told(tmp_path):
    from kamlab.company import check_folder

    frame = pd.DataFrame({"account_id": [f"A{i}" for i in range(50_000)]})
    frame["order_date"], frame["net_amount"] = "2024-01-01", 1.0
    path = tmp_path / "order_lines.parquet"
    frame.to_parquet(path, compression="zstd")
    content = bytearray(path.read_bytes())
    content[1000:60_000] = b"\0" * 59_000
    path.write_bytes(content)
    found = check_folder(tmp_path)
    assert found["level"].tolist() == ["error"]
    assert "damaged" in found["problem"].iloc[0]
