from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kamlab.company.importing.delimited import open_delimited
from kamlab.company.importing.recipe import Source
from kamlab.errors import RefusedError

COLUMNS = {"account_id": "a", "order_date": "b", "net_amount": "c"}


def source(**said: Any) -> Source:
    base = {
        "table": "order_lines",
        "file": "f.csv",
        "format": "csv",
        "decimal": ".",
        "date_format": "%Y-%m-%d",
        "columns": COLUMNS,
    }
    return Source.model_validate(base | said)


def read(tmp_path: Path, text: str, **said: Any) -> tuple[dict[int, list[Any]], dict]:
    """Rows by their line, and reasons of broken rows by their line."""
    path = tmp_path / "f.csv"
    path.write_bytes(text.encode())
    rows: dict[int, list[Any]] = {}
    broken: dict[int, str] = {}
    for chunk in open_delimited(source(**said), path).chunks:
        cells = [cell.texts.to_pylist() for cell in chunk.columns.values()]
        rows |= dict(zip(chunk.lines.tolist(), zip(*cells, strict=True), strict=True))
        broken |= {row.line: row.reason for row in chunk.broken}
    return rows, broken


def test_a_row_stands_in_the_line_it_begins_in(tmp_path: Path) -> None:
    rows, broken = read(tmp_path, 'a,b,c\n1,"x\ny\nz",3\n4,5,6\n7,8\n')
    assert rows == {2: ("1", "x\ny\nz", "3"), 5: ("4", "5", "6")}
    assert broken == {6: "has 2 cells where there are 3 columns"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_line_ends_count_alike(tmp_path: Path, end: str) -> None:
    rows, broken = read(tmp_path, f"a,b,c{end}1,2,3{end}{end}4,5,6")
    assert list(rows) == [2, 4]
    assert broken == {3: "is blank"}


def test_blank_rows_and_nul_bytes_are_broken(tmp_path: Path) -> None:
    rows, broken = read(tmp_path, "a,b,c\n , ,\n1,2\0,3\n4,5,6\n\n")
    assert list(rows) == [4]
    assert broken == {2: "is blank", 3: "holds a NUL byte", 5: "is blank"}


def test_every_line_an_open_quote_swallows_is_rejected(tmp_path: Path) -> None:
    rows, broken = read(tmp_path, 'a,b,c\n1,"2,3\n4,5,6\n7,8,9\n')
    assert rows == {}
    assert sorted(broken) == [2, 3, 4]
    assert "row begun in line 2" in broken[4]


def test_reading_goes_on_after_a_bad_quote(tmp_path: Path) -> None:
    rows, broken = read(tmp_path, 'a,b,c\n1,"2"x,3\n4,5,6\n')
    assert list(rows) == [3]
    assert list(broken) == [2]


def test_a_quote_within_a_cell_is_a_letter(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, 'a,b,c\n5" pipe,"say ""hi""",3\n')
    assert rows[2] == ('5" pipe', 'say "hi"', "3")


def test_without_quoting_every_quote_is_a_letter(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, 'a,b,c\n"1,2",3\n', quote="none")
    assert rows[2] == ('"1', '2"', "3")


def test_a_cell_beyond_the_limit_is_rejected_with_its_line(tmp_path: Path) -> None:
    rows, broken = read(tmp_path, f"a,b,c\n1,{'x' * 140_000},3\n4,5,6\n")
    assert list(rows) == [3]
    assert "131,072" in broken[2]


def test_text_that_looks_like_nothing_is_kept(tmp_path: Path) -> None:
    rows, _ = read(
        tmp_path, "a,b,c\nNA,None,null\n00123, 12345678901234567890123 ,nan\n"
    )
    assert rows == {
        2: ("NA", "None", "null"),
        3: ("00123", "12345678901234567890123", "nan"),
    }


def test_skipped_lines_count_as_lines(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, "report\nof today\na,b,c\n1,2,3\n", skip_lines=2)
    assert list(rows) == [4]


def test_blank_separated_lines_with_names(tmp_path: Path) -> None:
    rows, broken = read(
        tmp_path, " 01  2\t 3\n1 2\n", format="blanks", names=["a", "b", "c"]
    )
    assert rows == {1: ("01", "2", "3")}
    assert list(broken) == [2]


def test_tabs(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, "a\tb\tc\n1\t\t3\n", format="tsv")
    assert rows == {2: ("1", None, "3")}


@pytest.mark.parametrize(
    ("text", "said", "options"),
    [
        ("a;b;c\n1;2;3\n", "full of ';': is that the delimiter", {}),
        ("a\tb\tc\n", "tab .format: tsv.", {}),
        ("a,b,c\n", "full of ','", {"delimiter": ";"}),
        ("a,b,d\n1,2,3\n", "has no column 'c'.* It has: 'a', 'b', 'd'", {}),
        (
            "acount,b,c\n",
            "did you mean 'acount'",
            {"columns": COLUMNS | {"account_id": "account"}},
        ),
        ("a,b,c,c\n", "column 'c' 2 times .as columns 3, 4.", {}),
        ("", "not even a header", {}),
        ("x\n", "not even a header", {"skip_lines": 3}),
        ("\na,b,c\n", "header is blank", {}),
        ('"a,b,c\n', "header has a quoted text", {}),
    ],
)
def test_what_does_not_fit_the_recipe_is_refused(
    tmp_path: Path, text: str, said: str, options: dict[str, Any]
) -> None:
    with pytest.raises(RefusedError, match=said):
        read(tmp_path, text, **options)


def test_unused_double_heads_do_no_harm(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, "a,b,c,x,x\n1,2,3,4,5\n")
    assert rows == {2: ("1", "2", "3")}


def test_reading_goes_on_beyond_one_chunk(tmp_path: Path) -> None:
    text = "a,b,c\n" + "".join(f"{i},2,3\n" for i in range(120_001))
    rows, _ = read(tmp_path, text)
    assert len(rows) == 120_001
    assert rows[120_002] == ("120000", "2", "3")
