from __future__ import annotations

import pandas as pd
import pytest

import kamlab
from kamlab.segmentation import KeyAccountsSettings
from kamlab.teaching.book import Book, SetUpError


def test_what_is_missing_is_named(mini: kamlab.Company) -> None:
    book = Book({"firm": "polar"})
    for name in ("firm", "mini"):
        with pytest.raises(SetUpError, match=f"variable {name} .* set-up cell"):
            book.company(name)
    with pytest.raises(SetUpError, match="variable settings"):
        book.settings(KeyAccountsSettings)


def test_groups_can_be_named_too(mini: kamlab.Company) -> None:
    table = Book({"mini": mini}).accounts("mini")
    assert table["account_id"].tolist() == [*"ABCDEFGH", "P1"]


def test_another_company_in_the_same_variable_is_worked_out_anew(
    mini: kamlab.Company,
) -> None:
    book = Book({})
    earlier = mini.as_of("2024-12-31")
    assert book.once("day", mini, lambda: mini.cut_off) == mini.cut_off
    assert book.once("day", mini, lambda: None) == mini.cut_off
    assert book.once("day", earlier, lambda: earlier.cut_off) == earlier.cut_off


def test_an_account_without_a_row_of_its_own_can_be_named() -> None:
    lines = pd.DataFrame(
        {"account_id": ["A", "X"], "order_date": ["2025-01-01"] * 2, "net_amount": 1.0}
    )
    accounts = pd.DataFrame({"account_id": ["A"], "name": ["Alder"]})
    tables = {"order_lines": lines, "accounts": accounts}
    firm = kamlab.Company.from_tables(tables, name="Odd")
    table = Book({"firm": firm}).accounts("firm")
    assert table["name"].tolist() == ["Alder", "X"]
