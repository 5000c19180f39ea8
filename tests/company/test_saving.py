from __future__ import annotations

import errno
import json
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kamlab
from kamlab.company import Company, saving
from kamlab.company.columns import Column, Table
from kamlab.company.truth import TRUTH
from kamlab.errors import MissingPartError, RefusedError

HIDDEN = Table(
    "hazards",
    "one account",
    (
        Column("account_id", "id", "The account.", required=True),
        Column("hazard", "share", "Its hazard."),
    ),
    key=("account_id",),
)


@pytest.fixture
def with_truth(tiny_tables, monkeypatch) -> Company:
    monkeypatch.setitem(TRUTH, "hazards", HIDDEN)
    truth = {
        "hazards": pd.DataFrame({"account_id": ["A", "B"], "hazard": [0.25, 1e-6]})
    }
    return Company.from_tables(tiny_tables, name="Tiny", truth=truth)


def content_of(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def assert_same(one: Company, two: Company) -> None:
    assert one.tables == two.tables
    for name in one.tables:
        pd.testing.assert_frame_equal(
            one.frame(name), two.frame(name), check_exact=True, obj=name
        )


@settings(max_examples=8)
@given(seed=st.integers(0, 2**32 - 1))
def test_what_is_saved_loads_equal_and_saves_equal(random_tables, seed):
    firm = Company.from_tables(random_tables(seed), name='A "b"\n🙂', currency="CHF")
    with tempfile.TemporaryDirectory() as place:
        first = firm.save(Path(place, "one"))
        again = kamlab.load(first)
        assert_same(firm, again)
        assert (again.name, again.currency) == (firm.name, firm.currency)
        second = again.save(Path(place, "two"))
        assert content_of(first) == content_of(second)


def test_the_files_are_plain(tiny, tmp_path):
    folder = tiny.save(tmp_path / "tiny")
    files = content_of(folder)
    assert set(files) == {"company.json", *(f"{name}.csv" for name in tiny.tables)}
    assert files["accounts.csv"].decode().splitlines()[3] == (
        'C,,"Cedar, ""Old"" Chain",pharmacy chain,North,retail,2024-03-30,,,,,,,'
    )
    assert files["order_lines.csv"].decode().splitlines()[5:] == [
        "B,2024-03-25,-50.00,O3,S2,-0.5,-50.00,-25.00,0",
        "C,2024-03-31,20.00,O5,S1,2,20.00,12.00,",
    ]
    assert (
        files["tickets.csv"].decode().splitlines()[1].endswith(",2,late delivery,true")
    )
    assert not any(b"\r" in content for content in files.values())
    assert json.loads(files["company.json"]) == {
        "name": "Tiny",
        "currency": "EUR",
        "first_date": "2024-01-10",
        "last_date": "2024-03-31",
    }


@pytest.mark.parametrize(
    "kind, value, text",
    [
        ("money", Decimal("99999999999999.9999"), "99999999999999.9999"),
        ("money", -0.0, "0.00"),
        ("money", -1234.5, "-1234.50"),
        ("money", 0.005, "0.0050"),
        ("number", 1e22, "10000000000000000000000"),
        ("number", -1e-9, "0"),
        ("number", 0.1, "0.1"),
        ("number", -2.5, "-2.5"),
        ("number", 1 / 3, "0.333333"),
        ("integer", 2**62, str(2**62)),
        ("date", date(201, 1, 2), "0201-01-02"),
        ("flag", False, "false"),
        ("text", "a\rb", '"a\rb"'),
        ("text", " 007 ", " 007 "),
    ],
)
def test_a_value_has_one_form(tmp_path, kind, value, text):
    from kamlab.company.database import connect
    from kamlab.company.door import materialise, take_frames

    table = Table("t", "", (Column("v", kind, ""), Column("w", "id", "")))
    frame = pd.DataFrame({"v": pd.Series([value], dtype=object), "w": ["x"]})
    connection = connect()
    raw = take_frames(connection, {"t": frame}, {"t": table})
    typed = materialise(connection, raw, {"t": table})["t"]
    path = saving.write_table(typed, table, tmp_path)
    assert path.read_bytes() == f"v,w\n{text},x\n".encode()


def test_a_large_table_is_parquet_and_loads_equal(tmp_path):
    rows = saving.CSV_ROWS + 9_000
    rng = np.random.default_rng(7)
    frame = pd.DataFrame({"account_id": rng.integers(0, 300, rows).astype(str)})
    days = rng.integers(0, 700, rows)
    frame["order_date"] = np.datetime64("2023-01-01", "us") + days.astype(
        "timedelta64[D]"
    )
    frame["net_amount"] = rng.integers(-(10**9), 10**9, rows) / 10_000
    frame["quantity"] = rng.normal(size=rows)
    small = frame.iloc[: saving.CSV_ROWS]
    firm = Company.from_tables({"order_lines": frame}, name="Large")
    folder = firm.save(tmp_path / "large")
    assert set(content_of(folder)) == {"company.json", "order_lines.parquet"}
    again = kamlab.load(folder)
    assert_same(firm, again)
    assert_same(firm.as_of("2023-06-30"), again.as_of("2023-06-30"))
    assert content_of(again.save(tmp_path / "twice")) == content_of(folder)
    # from memory or from disk, whole or cut off: the same rows are the same bytes
    cut = firm.as_of("2024-11-20").save(tmp_path / "cut")
    assert set(content_of(cut)) == {"company.json", "order_lines.parquet"}
    twin = again.as_of("2024-11-20").save(tmp_path / "twin")
    assert content_of(twin) == content_of(cut)
    firm = Company.from_tables({"order_lines": small}, name="Small")
    assert "order_lines.csv" in content_of(firm.save(tmp_path / "small"))
    assert_same(firm, kamlab.load(tmp_path / "small"))


def test_truth_is_saved_and_loaded(with_truth, tmp_path):
    again = kamlab.load(with_truth.save(tmp_path / "tiny"))
    assert again.has_truth
    assert again.truth_tables == ["hazards"]
    pd.testing.assert_frame_equal(again.truth("hazards"), with_truth.truth("hazards"))
    assert again.as_of("2024-01-31").has_truth
    with pytest.raises(MissingPartError, match=r"no truth table 'hazard'.*'hazards'"):
        again.truth("hazard")


def test_without_truth_there_is_no_trace_of_it(with_truth, tiny, tmp_path):
    bare = with_truth.save(tmp_path / "bare", truth=False)
    assert content_of(bare) == content_of(tiny.save(tmp_path / "tiny"))
    assert not kamlab.load(bare).has_truth
    # saved over a company that had its truth, none of it is left
    with_truth.save(tmp_path / "over")
    with_truth.save(tmp_path / "over", truth=False)
    assert content_of(tmp_path / "over") == content_of(bare)


def test_what_a_cut_off_company_saves_cannot_see_ahead(tiny, tmp_path):
    cut = tiny.as_of("2024-02-29")
    again = kamlab.load(cut.save(tmp_path / "cut"))
    assert_same(cut, again)
    assert b"cancelled" not in (tmp_path / "cut" / "orders.csv").read_bytes()


def test_a_company_may_be_saved_over_a_company(tiny, tmp_path):
    folder = tmp_path / "tiny"
    folder.mkdir()
    tiny.save(folder)  # an empty folder may be taken
    (folder / "rejects.csv").write_text("file,line,reason\n")
    (folder / ".DS_Store").write_bytes(b"")
    (folder / "import_report.json").write_text("{}")
    tiny.as_of("2024-01-31").save(folder)
    assert len(kamlab.load(folder).order_lines) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["tiny"]


def test_nothing_else_is_ever_replaced(tiny, tmp_path):
    folder = tiny.save(tmp_path / "tiny")
    (folder / "my notes.txt").write_text("keep me")
    with pytest.raises(RefusedError, match=r"it holds my notes.txt"):
        tiny.save(folder)
    assert (folder / "my notes.txt").read_text() == "keep me"
    with pytest.raises(RefusedError, match="is a file; choose a folder"):
        tiny.save(folder / "my notes.txt")
    loose = tmp_path / "loose"
    loose.mkdir()
    (loose / "orders.csv").write_text("order_id\n")  # somebody's own file
    with pytest.raises(RefusedError, match=r"it holds no company.json"):
        tiny.save(loose)
    assert content_of(loose) == {"orders.csv": b"order_id\n"}


def test_a_link_stays_a_link(tiny, tmp_path):
    tiny.save(tmp_path / "real")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    tiny.as_of("2024-01-31").save(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert len(kamlab.load(tmp_path / "real").order_lines) == 1
    assert {path.name for path in tmp_path.iterdir()} == {"real", "link"}


@pytest.mark.parametrize("where", ["write_table", "_swap"])
def test_a_full_disk_leaves_everything_as_it_was(tiny, tmp_path, monkeypatch, where):
    folder = tiny.save(tmp_path / "tiny")
    before = content_of(folder)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(saving, where, full)
    with pytest.raises(
        RefusedError, match="cannot be written: No space left"
    ) as caught:
        tiny.as_of("2024-01-31").save(folder)
    assert "\n" not in str(caught.value)
    assert content_of(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["tiny"]


def test_a_file_that_grows_too_large_is_refused(tiny, tmp_path):
    resource = pytest.importorskip("resource")  # not on Windows
    folder = tiny.save(tmp_path / "tiny")
    before = content_of(folder)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, hard))
    try:
        with pytest.raises(RefusedError, match="cannot be written") as caught:
            tiny.save(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    # in plain words, of the folder asked for, whoever wrote the file
    assert str(caught.value) == (
        f"{folder} cannot be written: File too large. "
        "Choose a folder you may write to, with room on the disk."
    )
    assert content_of(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["tiny"]


@pytest.mark.parametrize("place", ["/proc/tiny", "file.txt/tiny", "x" * 300])
def test_a_place_that_cannot_be_written_is_refused(tiny, tmp_path, place):
    (tmp_path / "file.txt").write_text("")
    with pytest.raises(RefusedError, match="cannot be written"):
        tiny.save(tmp_path / place)  # an absolute place stands for itself
    assert {path.name for path in tmp_path.iterdir()} == {"file.txt"}


class Killed(BaseException):
    """Stands for the end of the process."""


def test_a_save_killed_between_its_renames_loses_nothing(tiny, tmp_path, monkeypatch):
    folder = tiny.save(tmp_path / "tiny")
    before = content_of(folder)
    rename = Path.rename

    def die_at_the_second(self, target):
        if self.name.endswith(".part"):
            raise Killed
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", die_at_the_second)
    with pytest.raises(Killed):
        tiny.as_of("2024-01-31").save(folder)
    monkeypatch.undo()
    assert not folder.exists()
    # the company is found where it lies, and the next save completes
    assert len(kamlab.load(folder).order_lines) == 6
    (aside,) = tmp_path.glob(".tiny.*.old")
    assert content_of(aside) == before
    aside.rename(tmp_path / ".tiny.4711.old")  # it was another process
    tiny.as_of("2024-02-29").save(folder)
    assert len(kamlab.load(folder).order_lines) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["tiny"]


def test_a_rename_that_fails_puts_the_old_one_back(tiny, tmp_path, monkeypatch):
    folder = tiny.save(tmp_path / "tiny")
    before = content_of(folder)
    rename = Path.rename

    def fail_at_the_second(self, target):
        if self.name.endswith(".part"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_at_the_second)
    with pytest.raises(RefusedError, match="cannot be written: Permission denied"):
        tiny.as_of("2024-01-31").save(folder)
    assert content_of(folder) == before


def test_saving_leaves_the_company_whole(tiny, tmp_path):
    """A company read from CSV does not hang on its folder."""
    folder = tiny.save(tmp_path / "tiny")
    firm = kamlab.load(folder)
    firm.as_of("2024-01-31").save(folder)
    assert len(firm.order_lines) == 6
