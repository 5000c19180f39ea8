from __future__ import annotations

import csv
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kamlab
from kamlab.company.importing import import_recipe
from kamlab.errors import RefusedError

if TYPE_CHECKING:
    from conftest import Bring

HEAD = "account,day,amount\n"
GOOD = "A,2024-01-01,10\n"


def rejects(tmp_path: Path) -> list[dict[str, str]]:
    path = tmp_path / "out" / "rejects.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_and_sum_is_accounted_for(bring: Bring, tmp_path: Path) -> None:
    report = bring(
        HEAD
        + "A,2024-01-01,10.0001\n"
        + "B,31.12.2024,20.5\n"  # a day of another form
        + ",2024-01-02,30\n"  # no account
        + "C,2024-01-03,1e400\n"  # no figure
        + "C,2024-01-03,\n"  # no amount
        + "D,2024-01-03,40,5\n"  # a cell too many
        + "\n"
        + 'E,"2024-01-04",-5\n'
    )
    lines = report.tables["order_lines"]
    assert (lines.rows_read, lines.rows_imported, lines.rows_rejected) == (8, 2, 6)
    assert lines.rows_unreadable == 2
    sums = lines.sums["net_amount"]
    assert (sums.read, sums.imported) == (Decimal("55.5001"), Decimal("5.0001"))
    assert (sums.rejected, sums.not_a_number) == (Decimal("50.5"), 1)
    assert [(r["line"], r["column"], r["value"]) for r in rejects(tmp_path)] == [
        ("3", "order_date", "31.12.2024"),
        ("4", "account_id", ""),
        ("5", "net_amount", "1e400"),
        ("6", "net_amount", ""),
        ("7", "", ""),
        ("8", "", ""),
    ]
    told = json.loads((tmp_path / "out" / "import_report.json").read_text())
    assert told["tables"]["order_lines"]["sums"]["net_amount"] == {
        "read": 55.5001, "imported": 5.0001, "rejected": 50.5, "not_a_number": 1,
    }  # fmt: skip


def test_what_the_terminal_says(bring: Bring) -> None:
    report = bring("account,day,amount,e-mail\nA,2024-01-01,10,x@y\nB,x,5,x@y\n")
    said = " ".join(report.lines())
    assert "from 2024-01-01 to 2024-01-01" in said
    assert "2 rows read, 1 imported, 1 rejected" in said
    assert "15.00 EUR read, 10.00 imported, 5.00 rejected" in said
    assert "Rejected 1 × order_lines: order_date is no day written as" in said
    assert "(first: lines.csv, line 3)" in said
    assert "Not used of lines.csv: e-mail" in said
    assert report.has_rejects


def test_hostile_text_is_inert_in_the_rejects(bring: Bring, tmp_path: Path) -> None:
    texts = ["=cmd|x", "+1", "-x", "@a", "\u202eabc", "<script>", "x" * 10_000]
    bring(HEAD + GOOD + "".join(f'A,2024-01-01,"{text}"\n' for text in texts[2:]))
    values = [row["value"] for row in rejects(tmp_path)]
    assert values == ["'-x", "'@a", "\u202eabc", "<script>", "x" * 10_000]


def test_odd_texts_survive_in_the_tables(bring: Bring, tmp_path: Path) -> None:
    ids = [
        "a\rb",
        "a\nb",
        "NA",
        "None",
        "00123",
        "1" * 23,
        "=1+1",
        "a,b",
        'q"q',
        "Ж\u202e",
        "x" * 9999,
    ]
    rows = "".join('"' + text.replace('"', '""') + '",2024-01-01,1\n' for text in ids)
    assert not bring(HEAD + rows).has_rejects
    firm = kamlab.load(tmp_path / "out")
    assert firm.order_lines["account_id"].tolist() == ids


def test_huge_amounts_are_rejected_not_rounded(bring: Bring, tmp_path: Path) -> None:
    report = bring(
        HEAD + GOOD + "A,2024-01-01,99999999999999\n" + "A,2024-01-01,100000000000000\n"
        "A,2024-01-01,123456789012.5\n" + "A,2024-01-01,1.00001\n"
    )
    assert report.tables["order_lines"].sums["net_amount"].imported == Decimal(
        "100000000000009"
    )
    reasons = [row["reason"] for row in rejects(tmp_path)]
    assert [reason.split(";")[0] for reason in reasons] == [
        "is too large",
        "is too large to keep its decimals",
        "has more than 4 decimals",
    ]
    firm = kamlab.load(tmp_path / "out")
    assert firm.order_lines["net_amount"].sum() == 100000000000009


def test_days_after_last_day_are_rejected(bring: Bring, tmp_path: Path) -> None:
    rows = HEAD + GOOD + "A,2024-07-01,10\nA,2099-01-01,10\n"
    assert bring(rows).tables["order_lines"].rows_rejected == 1  # 2099 is after today
    report = bring(rows, head="last_day: 2024-06-30")
    assert report.tables["order_lines"].rows_rejected == 2
    assert report.last_date.isoformat() == "2024-01-01"


def test_day_first_and_decimal_comma(bring: Bring, tmp_path: Path) -> None:
    source = """
  - table: order_lines
    file: lines.csv
    format: csv
    delimiter: ";"
    encoding: cp1251
    decimal: ","
    thousands: "."
    date_format: "%d.%m.%Y"
    columns:
      account_id: {template: "{country}-{number}"}
      order_date: day
      net_amount: {column: amount, negate: true}
      sku: {constant: "007"}
"""
    data = (
        "country;number;day;amount\nRU;Ж1;03.04.2024;-1.234,50\nRU;2;03.04.2024;1.234\n"
    )
    bring(data.encode("cp1251"), source)
    frame = kamlab.load(tmp_path / "out").order_lines
    assert frame["account_id"].tolist() == ["RU-Ж1", "RU-2"]
    assert frame["net_amount"].tolist() == [1234.5, -1234.0]
    assert frame["order_date"].dt.strftime("%m-%d").tolist() == ["04-03"] * 2
    assert frame["sku"].tolist() == ["007", "007"]


SIGNED = """
  - table: order_lines
    file: lines.csv
    format: csv
    decimal: "."
    date_format: "%Y-%m-%d"
    columns:
      account_id: account
      order_date: day
      net_amount:
        column: amount
        sign: {column: dc, positive: [debit, D], negative: credit}
"""


def test_a_sign_column_must_say_one_of_its_words(bring: Bring, tmp_path: Path) -> None:
    rows = "A,2024-01-01,10,debit\nA,2024-01-01,4,credit\nA,2024-01-01,5,\n"
    report = bring("account,day,amount,dc\n" + rows, SIGNED)
    sums = report.tables["order_lines"].sums["net_amount"]
    assert (sums.imported, sums.rejected, sums.not_a_number) == (6, 0, 1)
    assert "has no sign: 'dc'" in rejects(tmp_path)[0]["reason"]


KEYED = """
  - table: order_lines
    file: lines.csv
    format: csv
    decimal: "."
    date_format: "%Y-%m-%d"
    columns: {account_id: account, order_date: day, net_amount: amount}
  - table: accounts
    file: accounts.csv
    format: csv
    decimal: "."
    blanks: [n/a]
    columns:
      account_id: id
      channel: {column: kind, values: {K: hospital, A: pharmacy chain}}
      credit_limit: limit
      is_reference: {column: ref, values: {ja: "true", nein: "false"}}
"""


def test_keys_choices_flags_and_blanks(bring: Bring, tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text(
        "id,kind,limit,ref\nA,K,5,ja\nB,X,6,ja\nA,A,7,nein\nC,A,n/a,\nD,,8,vielleicht\n"
    )
    report = bring(HEAD + GOOD, KEYED)
    table = report.tables["accounts"]
    assert (table.rows_read, table.rows_imported, table.rows_rejected) == (5, 2, 3)
    sums = table.sums["credit_limit"]
    assert (sums.read, sums.imported, sums.rejected) == (26, 5, 21)
    assert [(r["line"], r["column"]) for r in rejects(tmp_path)] == [
        ("3", "channel"),
        ("4", "account_id"),
        ("6", "is_reference"),
    ]
    assert "same account_id as line 2 of accounts.csv" in rejects(tmp_path)[1]["reason"]
    frame = kamlab.load(tmp_path / "out").accounts
    assert frame["channel"].tolist() == ["hospital", "pharmacy chain"]
    assert frame["is_reference"].isna().tolist() == [False, True]


def test_equal_order_lines_are_both_kept(bring: Bring) -> None:
    report = bring(HEAD + GOOD + GOOD)
    assert report.tables["order_lines"].rows_imported == 2


def test_two_files_fill_one_table(bring: Bring, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text(HEAD + "B,2024-02-01,2\nB,2024,3\n")
    second = KEYED.split("  - table: accounts")[0]
    report = bring(HEAD + GOOD, second + second.replace("lines.csv", "more.csv"))
    lines = report.tables["order_lines"]
    assert (lines.rows_read, lines.rows_imported) == (3, 2)
    assert lines.sums["net_amount"].read == 15
    assert rejects(tmp_path)[0]["file"] == "more.csv"


@pytest.mark.parametrize("row", ["", "A,X,1,ja\n"])
def test_a_table_without_a_sound_row_is_left_out(
    bring: Bring, tmp_path: Path, row: str
) -> None:
    (tmp_path / "accounts.csv").write_text("id,kind,limit,ref\n" + row)
    report = bring(HEAD + GOOD, KEYED)
    assert report.tables["accounts"].rows_imported == 0
    assert kamlab.load(tmp_path / "out").tables == ["order_lines"]
    assert any("accounts" in said and "left out" in said for said in report.lines())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("", "is empty"),
        (HEAD, "lines.csv: there is a header but not one row"),
        (HEAD + "A,1.1.2024,5\n", "All 1 order lines would be rejected.*line 2"),
        ("account;day;amount\nA;2024-01-01;5\n", "is that the delimiter"),
        ("account,day,sum\nA,2024-01-01,5\n", "has no column 'amount'.*It has: 'acc"),
    ],
)
def test_nothing_to_import_is_refused(
    bring: Bring, tmp_path: Path, data: str, said: str
) -> None:
    with pytest.raises(RefusedError, match=said):
        bring(data)
    assert not (tmp_path / "out").exists()


def test_a_missing_file_is_named(bring: Bring, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"accounts\.csv is not there"):
        bring(HEAD + GOOD, KEYED)


def test_a_second_import_replaces_the_first(bring: Bring, tmp_path: Path) -> None:
    bring(HEAD + GOOD)
    bring(HEAD + GOOD + GOOD)
    assert len(kamlab.load(tmp_path / "out").order_lines) == 2
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_failed_import_leaves_the_first_alone(bring: Bring, tmp_path: Path) -> None:
    bring(HEAD + GOOD)
    before = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()}
    with pytest.raises(RefusedError):
        bring(HEAD)
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == before


def test_an_import_killed_between_its_renames_is_mended(
    bring: Bring, tmp_path: Path
) -> None:
    bring(HEAD + GOOD)
    (tmp_path / "out").rename(tmp_path / ".out.4711.old")
    bring(HEAD + GOOD + GOOD)
    assert len(kamlab.load(tmp_path / "out").order_lines) == 2
    assert not list(tmp_path.glob(".out*"))


def test_a_name_that_is_too_long_is_refused(bring: Bring, tmp_path: Path) -> None:
    bring(HEAD + GOOD)
    with pytest.raises(RefusedError, match="cannot be used"):
        import_recipe(tmp_path / "recipe.yaml", tmp_path / ("x" * 300))


def test_a_folder_with_other_content_is_refused(bring: Bring, tmp_path: Path) -> None:
    bring(HEAD + GOOD)
    (tmp_path / "out" / "thesis.docx").write_text("years of work")
    with pytest.raises(RefusedError, match="something other than an earlier import"):
        bring(HEAD + GOOD)
    assert (tmp_path / "out" / "thesis.docx").read_text() == "years of work"


def test_an_output_that_is_a_file_is_refused(bring: Bring, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(RefusedError, match="something other"):
        bring(HEAD + GOOD)


def test_a_place_under_a_file_is_refused(bring: Bring, tmp_path: Path) -> None:
    bring(HEAD + GOOD)
    with pytest.raises(RefusedError, match="no folder you may write to"):
        import_recipe(tmp_path / "recipe.yaml", tmp_path / "lines.csv" / "out")


IS_ROOT = getattr(os, "geteuid", int)() == 0


@pytest.mark.skipif(IS_ROOT, reason="root may write anywhere")
def test_a_read_only_place_is_refused(bring: Bring, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(RefusedError, match="may write to"):
        import_recipe(tmp_path / "recipe.yaml", tmp_path / "out")


def test_a_full_disk_leaves_nothing_behind(
    bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kamlab.company.importing.writing._reject_frame", full)
    with pytest.raises(RefusedError, match="No space left"):
        bring(HEAD + GOOD)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["lines.csv", "recipe.yaml"]


def test_the_base_folder_is_relative_to_the_recipe(
    bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(HEAD + GOOD)
    (tmp_path / "data").mkdir()
    (tmp_path / "lines.csv").rename(tmp_path / "data" / "lines.csv")
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(recipe.read_text() + "base: data\n")
    monkeypatch.chdir("/")
    assert import_recipe(recipe, tmp_path / "out").tables["order_lines"].rows_read == 1
