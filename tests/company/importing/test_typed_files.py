from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import kamlab
from kamlab.company.importing import import_recipe
from kamlab.company.importing.chunks import DAY, LOSSY, NUMBER, TEXT
from kamlab.company.importing.typed_files import arrow_cells, python_cells
from kamlab.errors import RefusedError

PARQUET = """\
company: Test
currency: EUR
sources:
  - table: order_lines
    file: f.parquet
    format: parquet
    columns: {account_id: a, order_date: b, net_amount: c}
"""
XLSX = """\
company: Test
currency: EUR
sources:
  - table: order_lines
    file: f.xlsx
    format: xlsx
    decimal: ","
    thousands: "."
    columns:
      account_id: Konto
      order_date: {column: Tag%s}
      net_amount: Betrag
"""


@pytest.mark.parametrize(
    ("values", "texts", "kind"),
    [
        (pa.array([1, -2, None]), ["1", "-2", None], NUMBER),
        (pa.array([Decimal("1.50"), None]), ["1.50", None], NUMBER),
        (pa.array([0.1, float("nan"), 1e16]), ["0.1", None, "1" + "0" * 16], NUMBER),
        (pa.array([1e-7]), ["0.0000001"], NUMBER),
        (pa.array([date(2024, 2, 29)]), ["2024-02-29"], DAY),
        (pa.array([datetime(2024, 2, 29, 23, 59)]), ["2024-02-29"], DAY),
        (pa.array(["  NA ", " ", None]), ["NA", None, None], TEXT),
        (pa.array(["x", "y"]).dictionary_encode(), ["x", "y"], TEXT),
        (pa.array([True, None]), ["true", None], TEXT),
    ],
)
def test_typed_columns_say_exactly_the_same_as_text(
    values: pa.Array, texts: list[str | None], kind: int
) -> None:
    cells = arrow_cells(values)
    assert cells.texts.to_pylist() == texts
    assert set(cells.kinds.tolist()) - {LOSSY} == {kind}


def test_long_floats_are_marked() -> None:
    assert arrow_cells(pa.array([1.0, 2.0**53])).kinds.tolist() == [NUMBER, LOSSY]
    told = python_cells([12, 1.5, 1234567890123456, "x", True, datetime(2024, 1, 2)])
    assert told.texts.to_pylist() == [
        "12", "1.5", "1234567890123456", "x", "true", "2024-01-02",
    ]  # fmt: skip
    assert told.kinds.tolist() == [NUMBER, NUMBER, LOSSY, TEXT, TEXT, DAY]


def from_parquet(tmp_path: Path, **columns: pa.Array) -> kamlab.Company:
    pq.write_table(pa.table(columns), tmp_path / "f.parquet")
    (tmp_path / "r.yaml").write_text(PARQUET)
    import_recipe(tmp_path / "r.yaml", tmp_path / "out")
    return kamlab.load(tmp_path / "out")


def test_parquet_keeps_text_ids_and_four_decimals(tmp_path: Path) -> None:
    firm = from_parquet(
        tmp_path,
        a=pa.array(["0012", "NA"]),
        b=pa.array([date(2024, 1, 2), date(2024, 1, 3)]),
        c=pa.array([Decimal("1.2345"), Decimal("-2.0000")]),
    )
    assert firm.order_lines["account_id"].tolist() == ["0012", "NA"]
    assert firm.order_lines["net_amount"].tolist() == [1.2345, -2.0]


def test_parquet_with_text_days_needs_their_format(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="say its date_format"):
        from_parquet(
            tmp_path, a=pa.array(["1"]), b=pa.array(["2024-01-02"]), c=pa.array([1.5])
        )


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (pa.array([[1.0]]), "holds list"),
        (pa.array([b"x"]), "holds binary"),
        (None, "has no column 'c'"),
    ],
)
def test_parquet_columns_that_cannot_be_used(
    tmp_path: Path, column: pa.Array | None, said: str
) -> None:
    rest = {} if column is None else {"c": column}
    with pytest.raises(RefusedError, match=said):
        from_parquet(
            tmp_path, a=pa.array(["1"]), b=pa.array([date(2024, 1, 2)]), **rest
        )


def test_what_is_no_parquet(tmp_path: Path) -> None:
    (tmp_path / "f.parquet").write_text("a,b,c\n")
    (tmp_path / "r.yaml").write_text(PARQUET)
    with pytest.raises(RefusedError, match="cannot be read as Parquet"):
        import_recipe(tmp_path / "r.yaml", tmp_path / "out")


def from_xlsx(
    tmp_path: Path, rows: list[list[object]], date_format: str = "", more: str = ""
) -> kamlab.Company:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if more:
        book.create_sheet(more)
    book.save(tmp_path / "f.xlsx")
    form = f', date_format: "{date_format}"' if date_format else ""
    (tmp_path / "r.yaml").write_text(XLSX % form)
    import_recipe(tmp_path / "r.yaml", tmp_path / "out")
    return kamlab.load(tmp_path / "out")


HEAD: list[object] = ["Konto", "Tag", "Betrag"]


def test_xlsx_mixes_figures_with_german_text(tmp_path: Path) -> None:
    firm = from_xlsx(
        tmp_path,
        [
            HEAD,
            ["0012", datetime(2024, 1, 2), 1234.5],
            [13, date(2024, 1, 3), "1.234,50"],
            [],
            ["14", date(2024, 1, 4), "1234.5"],
            [],
        ],
    )
    assert firm.order_lines["account_id"].tolist() == ["0012", "13"]
    assert firm.order_lines["net_amount"].tolist() == [1234.5, 1234.5]
    rejects = (tmp_path / "out" / "rejects.csv").read_text().splitlines()
    assert [line.split(",")[1] for line in rejects[1:]] == ["4", "5"]


def test_excel_serial_days_only_where_the_recipe_says_so(tmp_path: Path) -> None:
    rows = [HEAD, ["1", 45000, 2.0]]
    with pytest.raises(RefusedError, match="is no day"):
        from_xlsx(tmp_path, rows)
    firm = from_xlsx(tmp_path, rows, date_format="excel")
    assert str(firm.last_date) == "2023-03-15"


def test_ids_that_excel_has_cut_are_rejected(tmp_path: Path) -> None:
    rows = [HEAD, [12345678901234567, date(2024, 1, 2), 1], [5, date(2024, 1, 2), 1]]
    firm = from_xlsx(tmp_path, rows)
    assert firm.order_lines["account_id"].tolist() == ["5"]
    assert "digits may be lost" in (tmp_path / "out" / "rejects.csv").read_text()


def test_the_sheet_is_named_where_there_are_several(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="say sheet: one of 'Sheet', 'More'"):
        from_xlsx(tmp_path, [HEAD, ["1", date(2024, 1, 2), 1]], more="More")


def test_what_is_no_xlsx(tmp_path: Path) -> None:
    (tmp_path / "f.xlsx").write_text("a,b,c\n")
    (tmp_path / "r.yaml").write_text(XLSX % "")
    with pytest.raises(RefusedError, match="cannot be read as XLSX"):
        import_recipe(tmp_path / "r.yaml", tmp_path / "out")
