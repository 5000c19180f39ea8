from __future__ import annotations

import pandas as pd
import pytest

from kamlab.presentation import Column, Table
from kamlab.presentation.formats import FORMATS
from kamlab.presentation.tables import Kind

FRAME = pd.DataFrame(
    {
        "name": ["Nord", "Süd"],
        "amount": [1234.5, -0.5],
        "part": [0.25, None],
        "since": pd.to_datetime(["2025-01-31", None]),
        "key": pd.array([True, None], dtype="boolean"),
        "orders": pd.array([3, None], dtype="Int64"),
    }
)
COLUMNS = {
    "name": Column("Account"),
    "amount": Column("Revenue, EUR", "money"),
    "part": Column("Share", "share"),
    "since": Column("Since", "day"),
    "key": Column("Key", "yes_no"),
    "orders": Column("Orders", "number"),
}


def html_of(table: Table) -> str:
    return table._repr_mimebundle_()["text/html"]


def test_every_kind_is_written_in_its_way(seen) -> None:
    page = seen(html_of(Table(FRAME, COLUMNS, "Two accounts.")))
    words = page.text.split()
    assert page.tags.count("th") == len(COLUMNS)
    assert page.tags.count("tr") == 3
    shown = {"Nord", "1,234.50", "25.0", "2025-01-31", "yes", "3", "Süd", "−0.50"}
    assert shown <= set(words)
    assert words.count("–") == 4


def test_figures_stand_right(seen) -> None:
    page = seen(html_of(Table(FRAME, COLUMNS, "Two accounts.")))
    names = "kamlab-table kamlab-right-2 kamlab-right-3 kamlab-right-6"
    assert page.attributes[0] == ("class", names)
    sides = [value for name, value in page.attributes if name == "style"]
    left, right = "text-align: left", "text-align: right"
    assert sides == [left, right, right, left, left, right] * 3


def test_hostile_cells_headings_and_captions_stay_text(hostile, seen) -> None:
    frame = pd.DataFrame({"name": [hostile]})
    table = Table(frame, {"name": Column(hostile)}, hostile)
    page = seen(html_of(table))
    assert page.tags == ["div", "p", "table", "thead", "tr", "th", "tbody", "tr", "td"]
    assert page.text.count(hostile) == 3
    assert {name for name, _ in page.attributes} <= {"class", "style", "border"}
    assert str(table).count(hostile) >= 2


def test_long_texts_are_shown_whole(seen) -> None:
    reason = "; ".join(["silent 92 days, usually orders every 7"] * 250)
    table = Table(pd.DataFrame({"why": [reason]}), {"why": Column("Why")}, "c")
    assert reason in seen(html_of(table)).text
    assert reason in str(table)


def test_only_so_many_rows_and_the_caption_says_so() -> None:
    frame = pd.DataFrame({"n": range(1_200)})
    table = Table(frame, {"n": Column("n", "number")}, "All.", rows=3)
    assert html_of(table).count("<tr") == 4
    assert str(table).startswith("All. The first 3 of 1,200 rows.\n")
    exact = Table(frame.head(3), {"n": Column("n", "number")}, "All.", rows=3)
    assert str(exact).startswith("All.\n")


def test_more_rows_than_pandas_likes_to_show() -> None:
    frame = pd.DataFrame({"n": range(100)})
    table = Table(frame, {"n": Column("n", "number")}, "All.", rows=100)
    assert html_of(table).count("<tr") == 101


def test_two_columns_may_share_a_heading() -> None:
    frame = pd.DataFrame({"a": [1], "b": [2]})
    columns = {"a": Column("Share, %", "number"), "b": Column("Share, %", "number")}
    html = html_of(Table(frame, columns, "c"))
    assert html.count("Share, %") == 2
    assert "kamlab-right-1 kamlab-right-2" in html


def test_an_empty_table_keeps_its_head(seen) -> None:
    page = seen(html_of(Table(FRAME.head(0), COLUMNS, "None.")))
    assert page.tags.count("th") == len(COLUMNS)
    assert page.tags.count("td") == 0


def test_columns_come_in_the_order_asked_for(seen) -> None:
    columns = {name: COLUMNS[name] for name in ("key", "name")}
    page = seen(html_of(Table(FRAME, columns, "c")))
    assert page.text.split()[1:3] == ["Key", "Account"]


def test_showing_leaves_the_frame_as_it_was() -> None:
    before = FRAME.copy()
    html_of(Table(FRAME, COLUMNS, "c"))
    pd.testing.assert_frame_equal(FRAME, before)


def test_every_kind_has_a_format() -> None:
    assert set(Kind.__args__) == set(FORMATS)


def test_a_missing_column_is_an_error() -> None:
    with pytest.raises(KeyError, match="nope"):
        html_of(Table(FRAME, {"nope": Column("No")}, "c"))
