from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from kamlab.company.database import connect
from kamlab.company.reading import read_table, table_file
from kamlab.errors import RefusedError

HEAD = b"account_id,name\n"


def read(folder: Path, content: bytes) -> list[tuple]:
    path = folder / "accounts.csv"
    path.write_bytes(content)
    connection = connect()
    raw = read_table(connection, path, "raw")
    assert raw.ragged == ()
    return connection.con.execute('SELECT * FROM "raw"').fetchall()


@pytest.mark.parametrize(
    "content, expected",
    [
        (b"\xef\xbb\xbf" + HEAD + b"A,x\n", [("A", "x")]),
        (HEAD + b"A,x\r\nB,y\n", [("A", "x"), ("B", "y")]),
        (HEAD.replace(b"\n", b"\r") + b"A,x\rB,y", [("A", "x"), ("B", "y")]),
        (HEAD + b'"A","x\ny"\n"B","x\r\ny"\n', [("A", "x\ny"), ("B", "x\r\ny")]),
        (HEAD + b'A,"said ""no"", twice"\n', [("A", 'said "no", twice')]),
        (HEAD + b'A,5" pipe\n', [("A", '5" pipe')]),
        (HEAD + b"A, x \n", [("A", " x ")]),
        (HEAD + b'A,\nB,""\n', [("A", None), ("B", None)]),
        (HEAD + b"NA,None\nnull,nan\n", [("NA", "None"), ("null", "nan")]),
        (HEAD + b"007,1e400\n", [("007", "1e400")]),
        (HEAD + b"1" * 23 + b",true\n", [("1" * 23, "true")]),
        (HEAD + b"A,x\n\nB,y\n\n", [("A", "x"), ("B", "y")]),
        (HEAD + b"A," + b"x" * 300_000 + b"\n", [("A", "x" * 300_000)]),
        (HEAD, []),
        (HEAD.strip(), []),
        (b'"account_id","name"\nA,x', [("A", "x")]),
    ],
    ids=range(16),
)
def test_a_csv_file_is_read_exactly(tmp_path, content, expected):
    assert read(tmp_path, content) == expected


@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "accounts.csv is empty"),
        (b"\n\n", "accounts.csv is empty"),
        (HEAD + "A,Müller\n".encode("latin-1"), "not written in UTF-8"),
        (
            HEAD + b"A,x\n" * 99_999 + "A,Müller\n".encode("cp1252"),
            "not written in UTF-8",
        ),
        ("Größe,x\nA,x\n".encode("latin-1"), "not written in UTF-8"),
        ("account_id,name\nA,x\n".encode("utf-16"), "not written in UTF-8"),
        ("account_id,name\nA,x\n".encode("utf-16-le"), "not written in UTF-8"),
        (b"account_id;name\nA;x\n", "another separator than the comma"),
        (b"account_id\tname\nA\tx\n", "another separator than the comma"),
        (b"account_id,name,name\nA,x,y\n", "the column name twice"),
        (b"account_id,name,NAME\nA,x,y\n", "the column NAME twice"),
        (b",account_id,name\n0,A,x\n", "column 1 has no name"),
        (b"account_id,name,,\nA,x,,\n", "column 3 has no name"),
    ],
    ids=range(13),
)
def test_a_csv_file_that_cannot_be_trusted_is_refused(tmp_path, content, message):
    with pytest.raises(RefusedError, match=re.escape(message)) as caught:
        read(tmp_path, content)
    assert "\n" not in str(caught.value)


def test_values_of_several_lines_survive_where_a_large_file_is_cut(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("kamlab.company.reading.LONGEST_ROW", 100)
    rows = [(f"A{i}", "a line\n" * (i % 7)) for i in range(1, 200)]
    content = HEAD + "".join(f'{a},"{b}"\n' for a, b in rows).encode()
    assert read(tmp_path, content) == [(a, b or None) for a, b in rows]


def test_uneven_rows_are_numbered_and_shown(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_bytes(HEAD + b"A,x\nB\nC,y,z\nD,w\n")
    raw = read_table(connect(), path, "raw")
    assert raw.ragged == (
        "row 3 has 1 values for 2 names: B",
        "row 4 has 3 values for 2 names: C,y,z",
    )


def test_a_lost_quotation_mark_is_noticed(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_bytes(HEAD + b'"A,x\nB,y\nC,z\n')
    assert len(read_table(connect(), path, "raw").ragged) == 1


def test_parquet_stays_on_disk_under_any_name(tmp_path):
    folder = tmp_path / "it's [1]* a folder"
    folder.mkdir()
    frame = pd.DataFrame({"account_id": ["007", "NA"], "terms_days": [30, None]})
    frame.to_parquet(folder / "accounts.parquet", index=False)
    connection = connect()
    raw = read_table(connection, folder / "accounts.parquet", "raw")
    assert raw.on_disk
    assert list(raw.types) == ["account_id", "terms_days"]
    rows = connection.con.execute('SELECT account_id FROM "raw"').fetchall()
    assert rows == [("007",), ("NA",)]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"account_id\nA\n"])
def test_a_damaged_parquet_file_is_refused(tmp_path, content):
    (tmp_path / "accounts.parquet").write_bytes(content)
    with pytest.raises(RefusedError, match=r"accounts\.parquet cannot be read: "):
        read_table(connect(), tmp_path / "accounts.parquet", "raw")


def test_a_table_may_be_there_once(tmp_path):
    assert table_file(tmp_path, "accounts") is None
    (tmp_path / "accounts.csv").write_bytes(HEAD)
    assert table_file(tmp_path, "accounts") == tmp_path / "accounts.csv"
    (tmp_path / "accounts.parquet").write_bytes(b"")
    with pytest.raises(RefusedError, match=r"both accounts.csv and accounts.parquet"):
        table_file(tmp_path, "accounts")
