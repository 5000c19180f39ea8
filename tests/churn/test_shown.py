from __future__ import annotations

from kamlab.churn import (
    EarlyWarningSettings,
    account_status,
    at_stake,
    loss_rates,
    rates_table,
    tried_on_history,
    watch_list,
    watch_table,
    worth_of_accounts,
)


def listed(firm, settings, rates=None):
    values, name, _ = worth_of_accounts(firm, settings)
    stake = at_stake(account_status(firm, settings), values, rates)
    return watch_list(firm, stake, settings), name


def plain(table) -> str:
    return table._repr_mimebundle_()["text/plain"]


def headings(table) -> list[str]:
    return [column.heading for column in table.columns.values()]


def test_watch_table_of_mini(mini) -> None:
    settings = EarlyWarningSettings(horizon=2, cutoffs=1)
    rates = loss_rates(tried_on_history(mini, settings))
    watched, name = listed(mini, settings, rates)
    table = watch_table(mini, watched, name, settings)
    assert headings(table) == [
        "Rank", "Account", "KAM", "Why", "Last order", "Contribution, EUR", "Risk",
        "Value at risk, EUR",
    ]  # fmt: skip
    said = plain(table)
    assert said.startswith("Watch list as of 2025-12-31: 1 account, at most 10. ")
    assert "Contribution of 12 months" in said and "2,300.00" in said


def test_columns_nothing_is_known_of_are_left_out(make_firm, orders) -> None:
    firm = make_firm(orders, currency="").as_of("2025-02-28")
    settings = EarlyWarningSettings(period_months=0)
    watched, name = listed(firm, settings)
    table = watch_table(firm, watched, name, settings)
    assert headings(table) == ["Rank", "Account", "Why", "Last order", "Revenue"]
    assert "Revenue of the whole history" in plain(table)


def test_names_are_escaped(make_firm, orders) -> None:
    accounts = {"account_id": ["L"], "name": ["<img src=x onerror=alert(1)>"]}
    firm = make_firm(orders, accounts=accounts).as_of("2025-02-28")
    settings = EarlyWarningSettings()
    watched, name = listed(firm, settings)
    html = watch_table(firm, watched, name, settings)._repr_mimebundle_()["text/html"]
    assert "<img" not in html and "&lt;img" in html


def test_rates_table_has_a_row_a_band(three, by_hand) -> None:
    rates = loss_rates(tried_on_history(three, by_hand))
    table = rates_table(rates, by_hand)
    assert "No order in 3 months" in headings(table)
    words = plain(table).splitlines()
    assert words[2].split() == ["0", "to", "25", "%", "6", "1", "21.4", "%"]
    assert words[-1].split()[:4] == ["too", "little", "history", "0"]
