from __future__ import annotations

import re
from pathlib import Path

import pytest

from kamlab.company.importing import Recipe, read_recipe
from kamlab.errors import RefusedError

SOUND = """\
company: Test
currency: EUR
sources:
  - table: order_lines
    file: lines.csv
    format: csv
    decimal: "."
    date_format: "%Y-%m-%d"
    columns:
      account_id: account
      order_date: day
      net_amount: amount
"""


def read(tmp_path: Path, text: str) -> Recipe:
    (tmp_path / "recipe.yaml").write_text(text, encoding="utf-8")
    return read_recipe(tmp_path / "recipe.yaml")


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(RefusedError) as caught:
        read(tmp_path, text)
    return str(caught.value)


def test_words_that_yaml_would_guess_stay_text(tmp_path: Path) -> None:
    text = SOUND + "      sku: {constant: 0123}\n      order_id: {constant: NO}\n"
    text = text.replace("company: Test", "company: 1:30")
    recipe = read(tmp_path, text)
    columns = recipe.sources[0].columns
    assert recipe.company == "1:30"
    assert (columns["sku"].constant, columns["order_id"].constant) == ("0123", "NO")


def test_a_recipe_cannot_be_changed(tmp_path: Path) -> None:
    recipe = read(tmp_path, SOUND)
    with pytest.raises(ValueError, match="frozen"):
        recipe.company = "other"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("currency:", "curency:", "line 2: curency is no field.*'currency'"),
        ("format: csv", "formatt: csv", "sources.0.formatt .*did you mean 'format'"),
        ("format: csv", "format: cvs", "line 6: .*'cvs', not one of 'csv', 'tsv'"),
        ("      net_amount: amount", "", "needs net_amount"),
        ("net_amount: amount", "net_amout: amount", "did you mean 'net_amount'"),
        ("order_lines", "order_line", "no table 'order_line'; did you mean"),
        ("table: order_lines", "table: kams", "table kams has no column"),
        ('    decimal: "."\n', "", "net_amount: say decimal"),
        ('    date_format: "%Y-%m-%d"\n', "", "order_date: no date_format"),
        ("%Y-%m-%d", "%d.%m.%y", "century"),
        ("EUR", "euro", "three capitals, such as EUR"),
        ("amount\n", "{colum: amount}\n", "line 12: .*colum .*'column'"),
        ("amount\n", "{column: a, constant: b}\n", "exactly one of column"),
        ("amount\n", "{template: plain}\n", "names no {source column}"),
        (
            "amount\n",
            "{column: a, sign: {column: s, positive: H}}\n",
            "negative is mis",
        ),
        (
            "amount\n",
            "{column: a, sign: {column: s, positive: H, negative: H}}\n",
            "stand under positive and negative",
        ),
        ("account\n", "{column: a, negate: true}\n", "are for figures"),
        ("amount\n", "{column: a, negate: yes}\n", "should be true or false"),
        ("amount\n", "{column: a, round_to: two}\n", "should be a whole number"),
        ("amount\n", "[a, b]\n", "list of 'name: value' lines"),
        ("format: csv", "format: csv\n    delimiter: ';;'", "one character"),
        ("format: csv", "format: tsv\n    delimiter: ';'", "no meaning"),
        ("format: csv", "format: csv\n    encoding: klingon", "no text encoding"),
        ("format: csv", "format: csv\n    encoding: base64", "no text encoding"),
        ("format: csv", "format: csv\n    encoding: utf-99", "no text encoding"),
        ("format: csv", "format: csv\n    encoding: punycode", "no text encoding"),
        ("format: csv", 'format: csv\n    thousands: "."', "same mark"),
        ("format: csv", "format: csv\n    names: [a, a]", "name twice"),
        ("format: csv", "format: csv\n    merge_repeats: true", "no key"),
        (
            "format: csv",
            "format: csv\n    format: tsv",
            "'format' stands twice, in line 6",
        ),
        ("sources:", "last_day: 2024-02-30\nsources:", "no day of the calendar"),
        ("sources:", "sources: []\nxources:", "xources is no field"),
    ],
)
def test_a_faulty_recipe_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in SOUND
    message = refused(tmp_path, SOUND.replace(old, new, 1))
    assert re.search(said, message, re.DOTALL), message
    assert "Recipe recipe.yaml" in message
    assert "pydantic" not in message
    assert message.count("\n") == 0


def test_choice_words_are_checked_in_the_recipe(tmp_path: Path) -> None:
    accounts = """
  - table: accounts
    file: a.csv
    format: csv
    columns: {account_id: id, channel: {column: c, values: {K: hospitl}}}
"""
    assert "did you mean 'hospital'" in refused(tmp_path, SOUND + accounts)


def test_no_source_for_order_lines(tmp_path: Path) -> None:
    text = SOUND.split("  - table")[0] + (
        "  - {table: kams, file: k.csv, format: csv, columns: {kam_id: id}}\n"
    )
    assert "no source fills order_lines" in refused(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("just words", "is empty or no list"),
        ("a: [1", "no sound YAML"),
        ("a: {b: {", "line 1"),
        ("[a]: b\nc: d", "no plain text"),
        ("sources: " + "[" * 3000, "no sound YAML"),
        ("!!python/object/apply:os.system ['true']", "no list"),
    ],
)
def test_what_is_no_recipe_is_refused(tmp_path: Path, text: str, said: str) -> None:
    assert said in refused(tmp_path, text)


def test_missing_or_unreadable_recipe(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="no recipe"):
        read_recipe(tmp_path / "none.yaml")
    with pytest.raises(RefusedError, match="no recipe"):
        read_recipe(tmp_path)
    (tmp_path / "recipe.yaml").write_bytes("company: Ж".encode("cp1251"))
    with pytest.raises(RefusedError, match="UTF-8"):
        read_recipe(tmp_path / "recipe.yaml")
