from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from kamlab.company.importing.report import (
    ColumnSum,
    ImportReport,
    Reason,
    TableReport,
    plain_number,
)


def column_sum(read: str, imported: str, rejected: str) -> ColumnSum:
    return ColumnSum(
        read=Decimal(read),
        imported=Decimal(imported),
        rejected=Decimal(rejected),
        not_a_number=0,
    )


def table(**changes: object) -> TableReport:
    told: dict[str, object] = {
        "rows_read": 3,
        "rows_imported": 2,
        "rows_rejected": 1,
        "rows_unreadable": 0,
        "rows_merged": 0,
        "sums": {},
    }
    return TableReport.model_validate(told | changes)


def test_a_report_that_does_not_add_up_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="sum read is not"):
        column_sum("0.30000001", "0.1", "0.2")
    with pytest.raises(ValueError, match="rows read are not"):
        table(rows_imported=3)


def test_sums_are_json_numbers_with_all_digits() -> None:
    sums = column_sum("80450596.9823", "80450596.9823", "0")
    report = ImportReport(
        company='@exact:1" x',
        currency="EUR",
        recipe="r.yaml",
        first_date=date(2024, 1, 1),
        last_date=date(2024, 1, 2),
        tables={"order_lines": table(sums={"net_amount": sums})},
        sources=(),
        reasons=(),
    )
    told = json.loads(report.json_text(), parse_float=Decimal)
    read = told["tables"]["order_lines"]["sums"]["net_amount"]["read"]
    assert read == Decimal("80450596.9823")
    assert told["company"] == '@exact:1" x'
    assert told["first_date"] == "2024-01-01"


@pytest.mark.parametrize(
    ("value", "text"),
    [("1E+3", "1000"), ("1.500", "1.5"), ("-0.0", "0"), ("0", "0"), ("100", "100")],
)
def test_plain_number(value: str, text: str) -> None:
    assert plain_number(Decimal(value)) == text


def told(**changes: object) -> list[str]:
    reasons = [
        Reason(
            table="order_lines",
            column="order_date",
            reason="is no day written as %m.%d.%Y",
            rows=changes["rows_rejected"],
            first_file="f.csv",
            first_line=2,
        )
    ]
    report = ImportReport(
        company="Test",
        currency="EUR",
        recipe="r.yaml",
        first_date=date(2024, 1, 1),
        last_date=date(2024, 1, 2),
        tables={"order_lines": table(**changes)},
        sources=(),
        reasons=tuple(reasons),
    )
    return report.lines()


def test_many_rejects_are_told_before_anything_else() -> None:
    few = told(rows_read=10, rows_imported=9, rows_rejected=1)
    assert few[0].startswith("Test: order lines from")
    one = told(rows_read=3, rows_imported=2, rows_rejected=1)
    assert one[0].startswith("Test: order lines from")
    many = told(rows_read=100, rows_imported=36, rows_rejected=64)
    assert many[0] == (
        "CAREFUL: 64 % of the rows of order_lines were rejected, 64 of them because "
        "order_date is no day written as %m.%d.%Y: is date_format right? If not, the "
        "rows that did come in are wrong too."
    )


def test_one_row_is_told_as_one() -> None:
    lines = told(rows_read=1, rows_imported=0, rows_rejected=1, rows_merged=1)
    assert "order_lines: 1 row read, 0 imported, 1 rejected" in lines[1]
    assert "(1 repeated row merged)" in lines[1]
