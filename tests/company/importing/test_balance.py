"""Whatever stands in a file: read = imported + rejected, in rows and in sums."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlab.company.importing import Source, import_recipe
from kamlab.company.importing.delimited import open_delimited
from kamlab.company.importing.finish import finished
from kamlab.company.importing.intake import Intake, subtract, total

DAYS = ["2024-01-01", "2024-02-30", "01.02.2024", "", "2999-01-01", "2024-12-31"]
FIGURES = [
    "1", "-2.5", "0.1", ".0001", "1e400", "1,5", "", " 7 ", "NaN", "9" * 45,
    "99999999999999.9", "123456789012345", "0.00001", "(5)", "x", "−3",
]  # fmt: skip
IDS = ["A", "B", "00123", "NA", "", "  ", "Ж", "=1", "1" * 23]
PLAIN = re.compile(r"[+\-−]?(\d{1,40})?(\.\d{1,28})?")
SOURCE = Source.model_validate(
    {
        "table": "quotas",
        "file": "f.csv",
        "format": "csv",
        "decimal": ".",
        "date_format": "%Y-%m-%d",
        "columns": {"kam_id": "id", "period": "day", "plan_sales": "sum"},
    }
)


def cells() -> st.SearchStrategy[list[str]]:
    row = st.tuples(
        st.sampled_from(IDS), st.sampled_from(DAYS), st.sampled_from(FIGURES)
    )
    ragged = st.lists(st.sampled_from(FIGURES), max_size=5)
    return st.one_of(row.map(list), row.map(list), row.map(list), ragged)


def gathered(text: str, merge: bool = False) -> tuple[Intake, int, Decimal]:
    """Take a text in; give the intake, the rows and the sum imported."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "f.csv"
        path.write_bytes(text.encode())
        intake = Intake(SOURCE.declared, np.datetime64("2024-12-31", "D"))
        for chunk in open_delimited(SOURCE, path).chunks:
            intake.take(SOURCE, chunk)
    if not intake.parts:
        return intake, 0, Decimal(0)
    rows = finished(intake, merge)
    return intake, len(rows), total(rows.column("plan_sales"))


def quoted(cell: str) -> str:
    return f'"{cell}"' if "," in cell else cell


def as_figure(cell: str) -> Decimal:
    """What a cell says, found by other means than the importer's."""
    cell = cell.strip()
    if not PLAIN.fullmatch(cell) or not any(map(str.isdigit, cell)):
        return Decimal(0)
    return Decimal(cell.replace("−", "-"))


@given(st.lists(cells(), max_size=30), st.booleans())
@settings(max_examples=150, deadline=None)
def test_rows_and_sums_balance(rows: list[list[str]], merge: bool) -> None:
    text = "id,day,sum\n" + "".join(",".join(map(quoted, row)) + "\n" for row in rows)
    intake, imported, imported_sum = gathered(text, merge)
    assert intake.rows_read == len(rows)
    assert intake.rows_read - intake.rows_merged == imported + len(intake.rejects)
    sums = intake.sums.get("plan_sales")
    if sums is None:
        return
    whole = [row for row in rows if len(row) == 3 and any(map(str.strip, row))]
    assert sums.read == sum((as_figure(row[2]) for row in whole), Decimal(0))
    assert subtract(sums.read, sums.merged) == imported_sum + sums.rejected


@given(st.text(alphabet=list('A1.-,"\n\r\0 ;Ж'), max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_counted_and_no_line_is_lost(text: str) -> None:
    intake, imported, imported_sum = gathered("id,day,sum\n" + text)
    assert intake.rows_read == imported + len(intake.rejects)
    lines = [reject.line for reject in intake.rejects]
    physical = re.split("\r\n|\r|\n", text)
    assert all(2 <= line <= len(physical) + 1 for line in lines)
    sums = intake.sums.get("plan_sales")
    assert sums is None or sums.read == imported_sum + sums.rejected


@given(st.lists(cells(), max_size=12))
@settings(max_examples=8, deadline=None)
def test_the_folder_says_what_the_report_says(rows: list[list[str]]) -> None:
    lines = "".join(",".join(map(quoted, row)) + "\n" for row in rows)
    with TemporaryDirectory() as name:
        folder = Path(name)
        text = f"id,day,sum\nA,2024-01-01,1.0001\n{lines}"
        (folder / "f.csv").write_text(text, encoding="utf-8")
        (folder / "r.yaml").write_text(
            "company: T\ncurrency: EUR\nsources:\n- {table: order_lines, file: f.csv, "
            "format: csv, decimal: '.', date_format: '%Y-%m-%d', columns: "
            "{account_id: id, order_date: day, net_amount: sum}}\n"
        )
        import_recipe(folder / "r.yaml", folder / "out")
        report = json.loads(
            (folder / "out" / "import_report.json").read_text(), parse_float=Decimal
        )
        with (folder / "out" / "order_lines.csv").open(newline="") as file:
            kept = list(csv.DictReader(file))
        with (folder / "out" / "rejects.csv").open(newline="") as file:
            rejected = list(csv.DictReader(file))
    told = report["tables"]["order_lines"]
    sums = told["sums"]["net_amount"]
    assert told["rows_read"] == len(rows) + 1 == len(kept) + len(rejected)
    assert sum(Decimal(row["net_amount"]) for row in kept) == sums["imported"]
    assert sums["read"] == sums["imported"] + sums["rejected"]
