from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlab.company import export_csv, export_xlsx, exporting, formula_safe
from kamlab.errors import RefusedError

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n"]
EVIL = [f"{start}cmd|' /C calc'!A0" for start in STARTS]
TAME = ["Nord", "a=b", " =1", "", "'x", "007", "NA", "5-3", "ü🙂"]


class Odd:
    """Neither text nor number, but written as a text."""

    def __str__(self) -> str:
        return "=1+1"


@pytest.fixture
def frame() -> pd.DataFrame:
    words = EVIL + TAME
    return pd.DataFrame(
        {
            "name": words,
            "=head": words[::-1],
            "sales": [-float(i) for i in range(len(words))],
            "count": range(-3, len(words) - 3),
            "day": pd.Timestamp("2024-02-29"),
            "kind": pd.Categorical(words),
            "mixed": [-5, Decimal("-1.5"), None, "-x", date(2024, 1, 1), True, -0.5] * 2
            + [Odd(), pd.NA],
        },
        index=pd.Index(words, name="@index"),
    )


def cells_of_csv(path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_no_text_of_a_csv_file_is_a_formula(frame, tmp_path):
    before = frame.copy(deep=True)
    rows = cells_of_csv(export_csv(frame, tmp_path / "x.csv", index=True))
    assert rows[0] == [
        "'@index",
        "name",
        "'=head",
        "sales",
        "count",
        "day",
        "kind",
        "mixed",
    ]
    assert [row[1] for row in rows[1:]] == [f"'{word}" for word in EVIL] + TAME
    assert [row[0] for row in rows[1:]] == [f"'{word}" for word in EVIL] + TAME
    assert [row[6] for row in rows[1:]] == [f"'{word}" for word in EVIL] + TAME
    assert [float(row[3]) for row in rows[1:]] == [-float(i) for i in range(len(frame))]
    assert [int(row[4]) for row in rows[1:]] == list(range(-3, len(frame) - 3))
    assert {row[5] for row in rows[1:]} == {"2024-02-29"}
    assert [row[7] for row in rows[1:8]] == [
        "-5", "-1.5", "", "'-x", "2024-01-01", "True", "-0.5",
    ]  # fmt: skip
    assert rows[-2][7] == "'=1+1"
    pd.testing.assert_frame_equal(frame, before)


def test_no_line_of_a_csv_file_starts_a_formula(frame, tmp_path):
    """Seen as a spreadsheet sees it, where a lone CR may end a line."""
    content = export_csv(frame, tmp_path / "x.csv").read_bytes().decode("utf-8-sig")
    outside = "".join(content.split('"')[::2])  # without what stands in quotes
    assert "\r" not in outside.replace("\r\n", "")


def test_no_text_of_an_excel_file_is_a_formula(frame, tmp_path):
    before = frame.copy(deep=True)
    book = openpyxl.load_workbook(export_xlsx(frame, tmp_path / "x.xlsx", index=True))
    rows = list(book.active.iter_rows())
    assert not any(cell.data_type == "f" for row in rows for cell in row)
    values = [[cell.value for cell in row] for row in rows]
    assert values[0][:3] == ["'@index", "name", "'=head"]
    # a file of XML holds one kind of line end
    texts = [f"'{word}" for word in EVIL] + TAME
    assert [(v[1] or "").replace("\r", "\n") for v in values[1:]] == [
        text.replace("\r", "\n") for text in texts
    ]
    assert [v[3] for v in values[1:]] == [-float(i) for i in range(len(frame))]
    assert [v[4] for v in values[1:]] == list(range(-3, len(frame) - 3))
    assert values[1][7] == -5
    pd.testing.assert_frame_equal(frame, before)


@given(st.lists(st.text(max_size=6), min_size=1, max_size=5), st.sampled_from(STARTS))
def test_any_text_comes_back_with_at_most_a_mark(words, start):
    frame = pd.DataFrame({"w": pd.Series([*words, start + words[0]], dtype=object)})
    safe = formula_safe(frame)["w"]
    for before, after in zip(frame["w"], safe, strict=True):
        assert after in (before, f"'{before}")
        assert not after.startswith(tuple(STARTS))


def test_heads_of_several_levels_are_safe():
    columns = pd.MultiIndex.from_tuples([("=a", "x"), ("b", "-y")], names=["+n", None])
    rows = pd.MultiIndex.from_tuples([("@r", -1)])
    safe = formula_safe(pd.DataFrame([[1, 2]], columns=columns, index=rows))
    assert list(safe.columns) == [("'=a", "x"), ("b", "'-y")]
    assert list(safe.columns.names) == ["'+n", None]
    assert list(safe.index) == [("'@r", -1)]


def test_numbered_rows_and_columns_stay_numbers():
    safe = formula_safe(pd.DataFrame([[-1, -2.5]], index=[-7]))
    assert list(safe.columns) == [0, 1]
    assert list(safe.index) == [-7]
    assert safe.dtypes.tolist() == ["int64", "float64"]


@pytest.mark.parametrize("export", [export_csv, export_xlsx])
def test_a_place_that_cannot_be_written_is_one_sentence(frame, tmp_path, export):
    with pytest.raises(RefusedError, match=r"nowhere.x cannot be written: ") as caught:
        export(frame, tmp_path / "nowhere" / "x")
    assert "\n" not in str(caught.value)
    with pytest.raises(RefusedError, match="cannot be written"):
        export(frame, tmp_path)


@pytest.mark.parametrize("export", [export_csv, export_xlsx])
def test_a_full_disk_leaves_the_earlier_file(frame, tmp_path, export, monkeypatch):
    path = export(frame, tmp_path / "x.xlsx")
    before = path.read_bytes()
    monkeypatch.setattr(exporting.Path, "replace", _full)
    with pytest.raises(RefusedError, match="No space left"):
        export(frame, path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["x.xlsx"]


def _full(*_):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("word", ["x" * 40_000, "a\x01b"])
def test_excel_never_cuts_or_changes_a_text(tmp_path, word):
    with pytest.raises(RefusedError, match="export it as CSV"):
        export_xlsx(pd.DataFrame({"name": [word]}), tmp_path / "x.xlsx")
    assert not list(tmp_path.iterdir())
    path = export_csv(pd.DataFrame({"name": [word]}), tmp_path / "x.csv")
    assert cells_of_csv(path)[1] == [word]
