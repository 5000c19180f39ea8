from __future__ import annotations

import pytest

from kamlab.company.dictionary import END, START, dictionary, write_dictionary
from kamlab.company.locate import files
from kamlab.company.tables import TABLES
from kamlab.company.truth import TRUTH
from kamlab.errors import RefusedError


def test_the_data_card_holds_the_dictionary_of_today(tmp_path):
    """Mend a difference with `make docs`."""
    card = files("datasets", "README.md").read_text(encoding="utf-8")
    copy = tmp_path / "README.md"
    copy.write_text(card, encoding="utf-8")
    assert write_dictionary(copy).read_text(encoding="utf-8") == card


def test_every_table_and_column_stands_in_it():
    text = dictionary()
    for folder, tables in (("", TABLES), ("truth/", TRUTH)):
        for table in tables.values():
            part = text.split(f"\n### {folder}{table.name}\n")[1].split("\n### ")[0]
            assert table.row in part
            for column in table.columns:
                assert f"\n| `{column.name}` | " in part
                assert column.meaning in part


def test_a_line_says_when_a_value_is_known_and_which_words_it_takes():
    line = next(x for x in dictionary().splitlines() if x.startswith("| `status` |"))
    assert line == (
        "| `status` | one word |  |  | `status_date`, else `delivered`, else "
        "`order_date` | Where the order stands. Words: `open`, `delivered`, "
        "`cancelled`, `refused`. Before it is known: `open`. |"
    )
    assert "It is known on the last evening of its `month`." in dictionary()


def test_what_is_around_the_markers_stays(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{START}\nold\n{END}\nafter\n", encoding="utf-8")
    write_dictionary(page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{START}\n\n## The tables of a company\n")
    assert text.endswith(f"|\n\n{END}\nafter\n")
    assert "old" not in text.split(START)[1].split("\n")[1]
    write_dictionary(page)
    assert page.read_text(encoding="utf-8") == text


def test_a_page_without_markers_is_refused(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("words\n")
    with pytest.raises(RefusedError, match="lacks the lines"):
        write_dictionary(page)
    assert page.read_text() == "words\n"
