from __future__ import annotations

from kamlab.segmentation import (
    accounts_table,
    key_levels,
    levels_table,
    lose_each,
    losses_table,
)


def plain(table) -> str:
    return table._repr_mimebundle_()["text/plain"]


def test_accounts_of_mini_show_amount_share_and_grade(mini, tell) -> None:
    worth, table, _ = tell(mini)
    shown = accounts_table(worth, table)
    headings = [column.heading for column in shown.columns.values()]
    assert headings[:4] == ["Account", "KAM", "Revenue, EUR", "Share of revenue"]
    words = plain(shown)
    assert "42.0 % critical" in words and "−800.00" in words
    assert "8 active accounts" in words and "2025-01-01" in words


def test_key_accounts_come_first(make_firm, tell) -> None:
    amounts = {f"A{i:02}": (50, 49.9) for i in range(20)} | {"Z": (20, 5)}
    worth, table, _ = tell(make_firm(amounts))
    shown = accounts_table(worth, table)
    assert shown.frame["account_id"].iloc[0] == "Z"
    assert "The first 15 of 21 rows." in plain(shown)


def test_undefined_shares_are_said(red, tell) -> None:
    worth, table, _ = tell(red)
    assert plain(accounts_table(worth, table)).count("undefined") == 4
    assert "undefined" in plain(losses_table(worth, lose_each(worth)))


def test_headings_without_currency(make_firm, tell) -> None:
    worth, table, _ = tell(make_firm({"A": 3}, currency=""))
    headings = [c.heading for c in accounts_table(worth, table).columns.values()]
    assert headings == ["Account", "Revenue", "Share of revenue"]


def test_names_are_escaped(make_firm, tell) -> None:
    accounts = {"account_id": ["A"], "name": ["<script>alert(1)</script>"]}
    worth, table, _ = tell(make_firm({"A": 3}, accounts=accounts))
    html = accounts_table(worth, table)._repr_mimebundle_()["text/html"]
    assert "<script" not in html and "&lt;script" in html


def test_levels_name_what_is_not_known(make_firm, people, tell) -> None:
    firm = make_firm({"A": 60, "B": 40, "D": 500}, **people)
    worth, _, chosen = tell(firm)
    words = plain(levels_table(worth, key_levels(worth, chosen)))
    assert words.startswith("Key on 3 levels by revenue: 3 active accounts")
    row = next(line for line in words.splitlines() if line.strip().startswith("D "))
    assert row.split() == ["D", "83.3", "%", "key", "–", "–", "–", "–"]
    history = dict(people["account_history"])
    history.pop("department_id")
    worth, _, chosen = tell(make_firm({"A": 60}, account_history=history))
    words = plain(levels_table(worth, key_levels(worth, chosen)))
    assert words.startswith("Key on 2 levels by revenue (no department is known): ")


def test_losses_show_every_criterion(mini, tell) -> None:
    worth, _, _ = tell(mini)
    shown = losses_table(worth, lose_each(worth))
    lost = {"lost_revenue", "lost_gross_margin", "lost_contribution"}
    assert lost <= set(shown.columns)
    assert "27.8 %" in plain(shown)


def test_levels_without_a_key_account_are_an_empty_table(mini, tell) -> None:
    worth, _, chosen = tell(mini, mode="absolute", abs_threshold=10_000.0)
    text = str(levels_table(worth, key_levels(worth, chosen)))
    assert "Key on 3 levels" in text and "Account A" not in text
