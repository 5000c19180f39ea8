from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import kamlab

if TYPE_CHECKING:
    from conftest import Bring

HISTORY = """
  - table: order_lines
    file: lines.csv
    format: csv
    decimal: "."
    date_format: "%Y-%m-%d"
    columns: {account_id: account, order_date: day, net_amount: amount}
  - table: account_history
    file: lines.csv
    format: csv
    date_format: "%Y-%m-%d"
    merge_repeats: true
    columns: {account_id: account, valid_from: day, kam_id: kam}
  - table: accounts
    file: lines.csv
    format: csv
    merge_repeats: true
    columns: {account_id: account, region: region}
"""
LINES = """\
account,day,amount,kam,region
A,2024-03-01,1,K2,North
A,2024-01-01,1,K1,North
A,2024-01-01,1,K1,North
A,2024-02-01,1,K1,North
A,2024-04-01,1,K1,North
B,2024-01-01,1,,South
B,2024-02-01,1,,South
B,2024-02-01,1,K3,East
C,,1,K3,East
"""


def test_a_history_keeps_the_rows_that_change_something(
    bring: Bring, tmp_path: Path
) -> None:
    report = bring(LINES, HISTORY)
    firm = kamlab.load(tmp_path / "out")
    frame = firm.account_history.sort_values(["account_id", "valid_from"])
    rows = frame.assign(
        valid_from=frame["valid_from"].dt.strftime("%m"),
        kam_id=frame["kam_id"].fillna(""),
    )
    assert rows.values.tolist() == [
        ["A", "01", "K1"],
        ["A", "03", "K2"],
        ["A", "04", "K1"],
        ["B", "01", ""],
    ]
    table = report.tables["account_history"]
    # a second KAM on one day, and a line without a day
    assert (table.rows_imported, table.rows_rejected, table.rows_merged) == (4, 2, 3)
    assert table.rows_read == 6


def test_equal_rows_of_a_keyed_table_are_one(bring: Bring, tmp_path: Path) -> None:
    report = bring(LINES, HISTORY)
    table = report.tables["accounts"]
    assert (table.rows_merged, table.rows_imported, table.rows_rejected) == (5, 3, 1)
    assert kamlab.load(tmp_path / "out").accounts["account_id"].tolist() == list("ABC")
