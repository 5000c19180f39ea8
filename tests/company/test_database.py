from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
import pytest

from kamlab.company.columns import Column
from kamlab.company.database import connect, quoted, text_of, to_arrow, value_of


@pytest.mark.parametrize("name", ['a"b', "select", "a b", "'; --", "ü"])
def test_any_name_can_be_quoted(name):
    connection = connect()
    sql = f"SELECT {text_of(name)} AS {quoted(name)}"
    assert connection.con.execute(sql).fetchone() == (name,)
    assert connection.con.execute(sql).description[0][0] == name


@pytest.mark.parametrize(
    "kind, values, expected",
    [
        ("flag", [1, 0, 2], [True, False, None]),
        ("flag", ["true", "f", "x"], [True, False, None]),
        ("number", [True, False], [None, None]),
        ("integer", [2.0, 2.5], [2, None]),
        ("id", [7, 8], ["7", "8"]),
        ("date", pd.to_datetime(["2024-02-29 23:59"]), ["2024-02-29"]),
        ("share", [0.1234567, float("nan")], [0.123457, None]),
    ],
)
def test_a_cell_reads_as_its_kind_or_blank(kind, values, expected):
    connection = connect()
    frame = pd.DataFrame({"v": values})
    connection.con.register("t", to_arrow(frame, "t"))
    raw = connection.con.execute("SELECT typeof(v) FROM t").fetchone()[0]
    sql = f"SELECT {value_of(Column('v', kind, ''), raw)} FROM t"
    found = [row[0] for row in connection.con.execute(sql).fetchall()]
    assert [str(v) if kind == "date" else v for v in found] == expected


def test_what_does_not_fit_in_memory_goes_to_the_systems_place():
    place = connect().con.execute("SELECT current_setting('temp_directory')").fetchone()
    assert Path(place[0]).parent == Path(tempfile.gettempdir())
