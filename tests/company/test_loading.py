from __future__ import annotations

import json
import re
import shutil

import pandas as pd
import pytest

import kamlab
from kamlab.company import Company, check_folder
from kamlab.errors import RefusedError

LINES = "account_id,order_date,net_amount\nA,2024-01-05,10.50\nB,2024-02-05,20.00\n"


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "firm"
    place.mkdir()
    (place / "order_lines.csv").write_text(LINES, encoding="utf-8")
    (place / "company.json").write_text('{"name": "Firm", "currency": "CHF"}')
    return place


def test_order_lines_are_enough(folder):
    (folder / "company.json").unlink()
    firm = kamlab.load(folder)
    assert (firm.name, firm.currency) == ("firm", "")
    assert firm.tables == ["order_lines"]
    assert firm.order_lines["net_amount"].tolist() == [10.5, 20.0]
    assert firm.frame("accounts")["account_id"].tolist() == ["A", "B"]
    assert firm.validate().empty


def test_the_card_names_the_company(folder):
    firm = kamlab.load(str(folder))
    assert (firm.name, firm.currency) == ("Firm", "CHF")


@pytest.mark.parametrize(
    "card",
    [
        "",
        "{",
        "[]",
        '"Firm"',
        '{"name": 5}',
        '{"currency": null}',
        '{"name": "\\ud800"}',
    ],
)
def test_a_broken_card_is_refused(folder, card):
    (folder / "company.json").write_text(card)
    with pytest.raises(RefusedError, match=r"company.json cannot be read; it should"):
        kamlab.load(folder)
    problems = check_folder(folder)
    assert problems["table"].tolist() == ["company.json"]


def test_hostile_words_survive_exactly(folder):
    words = [
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        "\u202ecod.exe",
        "x" * 10_000,
    ]
    words += [
        "a\nb",
        "a\rb",
        'say "hi"',
        "👩‍👩‍👧",
        " NA ",
        "'; DROP TABLE accounts; --",
    ]
    frame = pd.DataFrame({"account_id": [f"<b>{i}" for i in range(len(words))]})
    frame["name"] = words
    (folder / "company.json").write_text(json.dumps({"name": words[0]}))
    for suffix in ("csv", "parquet"):
        if suffix == "csv":
            frame.to_csv(folder / "accounts.csv", index=False, quoting=1)
        else:
            (folder / "accounts.csv").unlink()
            frame.to_parquet(folder / "accounts.parquet")
        firm = kamlab.load(folder)
        assert firm.accounts["name"].tolist() == words
        assert firm.accounts["account_id"].tolist() == frame["account_id"].tolist()
        assert firm.name == words[0]


@pytest.mark.parametrize(
    "name",
    ["nowhere", "polr", "", "x" * 300, "a\0b", "~nobody-such/x", "../no/such", "NUL\n"],
)
def test_no_such_company_is_one_sentence(name):
    with pytest.raises(RefusedError, match="There is no company") as caught:
        kamlab.load(name)
    assert len(str(caught.value)) < 400


def test_a_misspelt_bundled_name_is_put_right():
    with pytest.raises(RefusedError, match="did you mean 'mini'"):
        kamlab.load("minni")


def test_a_file_is_no_company(folder):
    with pytest.raises(RefusedError, match="is a file; name the company's folder"):
        kamlab.load(folder / "order_lines.csv")


@pytest.mark.parametrize(
    "content, message",
    [
        ("", "order_lines.csv is empty"),
        ("account_id,order_date,net_amount\n", "there is a header but not one row"),
        ("account_id,order_date\nA,2024-01-01\n", "net_amount: the column is missing"),
        (LINES + "C,2024-01-05\n", "more or fewer values"),
        (LINES + ",2024-01-05,1\n", "account_id: blank in 1 row (such as (blank))"),
        (LINES + "C,,1\n", "order_date: blank in 1 row"),
        (
            LINES + "C,2024-02-30,1\n",
            "not a day as YYYY-MM-DD in 1 row (such as 2024-02-30)",
        ),
        (LINES + "C,2024-01-05,1e400\n", "not an amount"),
    ],
)
def test_lines_that_cannot_be_trusted_are_refused(folder, content, message):
    (folder / "order_lines.csv").write_text(content)
    with pytest.raises(RefusedError, match=re.escape(message)) as caught:
        kamlab.load(folder)
    assert "\n" not in str(caught.value)
    assert (check_folder(folder)["level"] == "error").sum() == 1


def test_no_order_lines_at_all_is_said(folder):
    (folder / "order_lines.csv").rename(folder / "orderlines.csv")
    with pytest.raises(RefusedError, match="order_lines: the table is missing"):
        kamlab.load(folder)
    stray = check_folder(folder).iloc[1]
    assert stray["problem"] == "not a table KamLab knows; not read"
    assert stray["what_to_do"] == "Rename it order_lines, if that is meant."


def test_check_folder_lists_everything_at_once(folder):
    (folder / "order_lines.csv").write_text(
        "account_id,order_date,net_amount,price_column,colour\n"
        "A,05.01.2024,10,1.5,red\n,2024-01-06,ten,1,blue\n"
    )
    (folder / "accounts.csv").write_bytes("account_id,name\nA,Müll\n".encode("latin-1"))
    (folder / "orders.csv").write_text("order_id\nO1\nO1\n")
    (folder / "kams.csv").write_text("kam_id,group\nK1,C\n")
    (folder / "tickets.parquet").write_bytes(b"no parquet")
    (folder / "company.json").write_text("{")
    found = check_folder(folder)
    seen = set(zip(found["table"], found["column"], found["level"], strict=True))
    assert seen == {
        ("company.json", "", "error"),
        ("accounts", "", "error"),
        ("tickets", "", "error"),
        ("order_lines", "account_id", "error"),
        ("order_lines", "order_date", "error"),
        ("order_lines", "net_amount", "error"),
        ("order_lines", "price_column", "error"),
        ("orders", "account_id", "error"),
        ("orders", "order_date", "error"),
        ("orders", "order_id", "error"),
        ("order_lines", "colour", "warning"),
        ("kams", "group", "warning"),
    }
    assert (found["what_to_do"].str.len() > 0).all()
    levels = found["level"].tolist()
    assert levels == sorted(levels)  # errors first


def test_warnings_let_the_company_in_and_are_kept(folder):
    (folder / "accounts.csv").write_text("account_id,channel\nA,hospitl\n")
    firm = kamlab.load(folder)
    expected = check_folder(folder)
    assert len(expected) == 2  # an unknown word, an account without a row
    pd.testing.assert_frame_equal(firm.validate(), expected)
    pd.testing.assert_frame_equal(firm.as_of("2024-01-31").validate(), expected)


def test_the_fingerprint_changes_with_a_byte_and_not_with_the_place(folder, tmp_path):
    first = kamlab.load(folder).fingerprint()
    moved = tmp_path / "elsewhere"
    shutil.copytree(folder, moved)
    assert kamlab.load(moved).fingerprint() == first
    (moved / "rejects.csv").write_text("file,line\n")  # no table of the company
    assert kamlab.load(moved).fingerprint() == first
    seen = {first}
    for name, content in [
        ("order_lines.csv", LINES.replace("10.50", "10.51")),
        ("company.json", '{"name": "Firm", "currency": "EUR"}'),
        ("kams.csv", "kam_id\nK1\n"),
    ]:
        (moved / name).write_text(content)
        seen.add(kamlab.load(moved).fingerprint())
    assert len(seen) == 4
    assert kamlab.load(moved).as_of("2024-01-31").fingerprint() in seen


def test_a_folder_that_may_not_be_read_is_one_sentence(folder, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("kamlab.company.reading._read_csv", refuse)
    with pytest.raises(
        RefusedError, match=r"order_lines.csv cannot be read: Permission"
    ):
        kamlab.load(folder)


def test_a_company_set_aside_by_a_killed_save_is_found(folder):
    folder.rename(folder.with_name(".firm.4711.old"))
    assert isinstance(kamlab.load(folder), Company)
