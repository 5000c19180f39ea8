from __future__ import annotations

import pytest

from kamlab.churn import (
    EarlyWarningSettings,
    account_status,
    erosion_of,
    erosion_sentence,
    plot_erosion,
)
from kamlab.errors import NotEnoughDataError

SETTINGS = EarlyWarningSettings(partial_drop=0.6)


def test_those_that_erode_first_and_the_lost_left_out(mini) -> None:
    status = account_status(mini, SETTINGS)
    table = erosion_of(mini, status, SETTINGS)
    assert not table["eroding"].is_monotonic_increasing
    for _, rows in table.groupby("eroding"):
        assert rows["change"].is_monotonic_increasing  # most money missing first
    change = table["revenue_now"] - table["revenue_last_year"]
    assert table["change"].tolist() == change.tolist()
    lost = status.loc[status["status"] == "lost", "account_id"]
    assert len(lost) and not set(lost) & set(table["account_id"])
    assert table["eroding"].tolist() == (table["drop"] > 0.6).tolist()
    chart = plot_erosion(table, SETTINGS, "EUR")
    first = table.iloc[0]
    assert chart.png and first["name"] in chart.reading
    assert "a line at 40 %" in chart.alt
    assert f"Of {len(table)} accounts" in chart.reading


def test_nobody_buys_less(make_firm, orders) -> None:
    firm = make_firm({"K": orders["K"]})
    table = erosion_of(firm, account_status(firm, SETTINGS), SETTINGS)
    assert erosion_sentence(table, SETTINGS).endswith(
        "none erode. None of them bought less than a year ago."
    )


def test_no_year_to_compare_with(three) -> None:
    young = three.as_of("2024-06-30")
    with pytest.raises(NotEnoughDataError, match="months of orders"):
        erosion_of(young, account_status(young, SETTINGS), SETTINGS)


def test_nobody_of_last_year_still_buys(make_firm, orders) -> None:
    firm = make_firm({"L": orders["L"], "N": ["2025-05-31", "2025-06-30"]})
    with pytest.raises(NotEnoughDataError, match="same 3 months of last year"):
        erosion_of(firm, account_status(firm, SETTINGS), SETTINGS)
