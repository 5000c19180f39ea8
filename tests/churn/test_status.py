from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from kamlab.churn import EarlyWarningSettings, account_status
from kamlab.churn.status import status_on


def status(firm, **settings) -> pd.DataFrame:
    chosen = EarlyWarningSettings(**settings)
    return account_status(firm, chosen).set_index("account_id")


def test_mini_by_hand(mini) -> None:
    table = status(mini)
    assert table["status"].to_dict() == {
        "A": "buying", "B": "buying", "C": "buying", "D": "buying", "E": "buying",
        "F": "eroding", "G": "lost", "H": "too little history",
    }  # fmt: skip
    # last order + max(60, 3 × 30) days
    assert table.loc["G", "last_order"] == pd.Timestamp("2025-06-10")
    assert table.loc["G", "confirmed_on"] == pd.Timestamp("2025-09-08")
    assert pd.isna(table.loc["H", "confirmed_on"])
    assert table.loc["F", "score"] == 0.5 and table.loc["F", "way"] < 0.5


def test_lost_from_the_evening_it_is_confirmed(mini) -> None:
    assert status(mini.as_of("2025-09-07")).loc["G", "status"] == "silent"
    assert status(mini.as_of("2025-09-07")).loc["G", "way"] == pytest.approx(89 / 90)
    assert status(mini.as_of("2025-09-08")).loc["G", "status"] == "lost"
    assert status(mini.as_of("2025-09-08")).loc["G", "way"] == 1


def test_gap_k_and_the_sixty_days(make_firm) -> None:
    """A orders every 10 days: with k = 3 the sixty days decide, with k = 6 as well."""
    days = [str(d.date()) for d in pd.date_range("2025-01-01", periods=6, freq="10D")]
    firm = make_firm({"A": days, "B": ["2025-12-31"]})
    for gap_k, wait in ((3.0, 60), (6.0, 60)):
        table = status(firm, gap_k=gap_k)
        waited = table.loc["A", "confirmed_on"] - table.loc["A", "last_order"]
        assert waited.days == wait
    days = [str(d.date()) for d in pd.date_range("2025-01-01", periods=6, freq="25D")]
    firm = make_firm({"A": days, "B": ["2025-12-31"]})
    for gap_k, wait in ((1.5, 60), (3.0, 75), (5.0, 125)):
        table = status(firm, gap_k=gap_k)
        waited = table.loc["A", "confirmed_on"] - table.loc["A", "last_order"]
        assert waited.days == wait


def test_watch_from_decides_who_is_silent(mini) -> None:
    early = mini.as_of("2025-07-31")  # G silent 51 of 90 days
    assert status(early).loc["G", "status"] == "silent"
    assert status(early, watch_from=0.6).loc["G", "status"] == "buying"


def test_partial_drop_decides_who_erodes(mini) -> None:
    drop = status(mini).loc["F", "drop"]
    assert drop == pytest.approx(2 / 3)
    assert not status(mini, partial_drop=0.7).loc["F", "eroding"]


def test_at_risk_is_an_order_within_twelve_months(make_firm) -> None:
    firm = make_firm({"A": ["2024-06-30"], "B": ["2024-07-01"], "C": ["2025-06-30"]})
    assert status(firm)["at_risk"].to_dict() == {"A": False, "B": True, "C": True}


def test_one_order_and_a_young_history(make_firm) -> None:
    table = status(make_firm({"A": ["2025-06-30"]}))
    assert table.loc["A", ["status", "score"]].tolist() == ["too little history", 0.0]
    assert table["way"].isna().all() and table["drop"].isna().all()


def test_nobody_ordered_at_all(make_firm) -> None:
    firm = make_firm({"A": ["2025-01-01"], "B": ["2025-02-01"]}, -5.0)
    assert account_status(firm, EarlyWarningSettings()).empty


def test_all_accounts_lost(make_firm, orders) -> None:
    firm = make_firm({"L": orders["L"], "S": orders["S"][:12]}).as_of("2025-12-31")
    assert set(status(firm)["status"]) == {"lost"}


@pytest.mark.parametrize("values", [{}, {"window": 6, "gap_k": 2.0}])
def test_many_evenings_are_told_as_one_after_the_other(values) -> None:
    settings = EarlyWarningSettings(company="polar", **values)
    firm = settings.load()
    days = [date(2024, 2, 29), date(2025, 3, 31), date(2025, 12, 31)]
    table = status_on(firm, days, settings)
    for day in days:
        rows = table[table["cut_off"] == pd.Timestamp(day)].drop(columns="cut_off")
        alone = account_status(firm.as_of(day), settings)
        assert_frame_equal(rows.reset_index(drop=True), alone, check_dtype=False)
