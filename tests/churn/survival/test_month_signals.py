from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.survival.account_months import account_months
from kamlab.churn.survival.month_grid import grid_of
from kamlab.churn.survival.month_signals import SIGNALS_OF_A_MONTH
from kamlab.errors import MissingPartError


def days(*texts: str | None) -> pd.Series:
    return pd.Series(pd.to_datetime(list(texts)))


@pytest.fixture
def firm(make_firm, orders):
    ids = ["P1", "P2", "P3"]
    return make_firm(
        {"K": orders["K"]},
        orders={
            "order_id": ["O1", "O2", "O3"],
            "account_id": ["K", "K", "K"],
            "order_date": days("2024-01-31", "2024-02-29", "2024-03-31"),
            "promised": days("2024-02-05", "2024-03-05", "2024-04-05"),
            "delivered": days("2024-02-09", "2024-03-05", None),
        },
        tickets={
            "ticket_id": ["T1", "T2"],
            "account_id": ["K", "K"],
            "opened": days("2024-02-01", "2024-04-30"),
        },
        competitor_offers={"account_id": ["K"], "month": days("2024-02-01")},
        activities={
            "activity_id": ["V1", "V2"],
            "account_id": ["K", "K"],
            "date": days("2024-02-01", "2024-02-02"),
            "kind": ["visit", "call"],
        },
        contacts={
            "contact_id": ids,
            "account_id": ["K"] * 3,
            "left": days("2024-02-10", None, None),
        },
        contact_history={
            "contact_id": [*ids, "P3"],
            "valid_from": days("2022-01-01", "2022-01-01", "2024-01-20", "2024-03-15"),
            "influence": [0.6, 0.4, 0.2, 0.2],
            "knows_kam": pd.array([True, True, True, False], dtype="boolean"),
        },
    )


def told(firm, name: str) -> dict[str, float]:
    grid = grid_of(firm, pd.Series(["K"]))
    row = SIGNALS_OF_A_MONTH[name].compute(firm, grid)[0]
    return dict(zip(grid.months.strftime("%Y-%m"), row, strict=True))


def test_each_signal_is_what_was_known_the_evening_before(firm) -> None:
    months = ["2024-02", "2024-03", "2024-04", "2024-05", "2024-06", "2024-07"]

    def seen(name: str) -> list[float]:
        return [told(firm, name)[month] for month in months]

    assert seen("late_share")[1:] == [
        1.0,
        0.5,
        0.5,
        0.0,
        pytest.approx(np.nan, nan_ok=True),
    ]
    assert np.isnan(seen("late_share")[0])
    assert seen("tickets") == [0, 1, 1, 2, 1, 1]
    assert seen("offer") == [0, 1, 1, 1, 0, 0]
    assert seen("visits") == pytest.approx([0, *[np.log(2)] * 3, 0, 0])
    assert seen("champion_left") == [0, 1, 1, 1, 1, 1]
    assert told(firm, "champion_left")["2024-09"] == 0
    # P1 and P2 from before the books, P3 from January to March, P1 gone in February
    assert [told(firm, "breadth")["2024-01"], *seen("breadth")] == [2, 3, 2, 1, 1, 1, 1]


def test_tenure_in_years_from_the_first_order(firm) -> None:
    gone = (pd.Timestamp("2025-06-01") - pd.Timestamp("2023-12-31")).days
    assert told(firm, "tenure")["2025-06"] == pytest.approx(gone / 365)


def test_order_trend_by_hand(make_firm, orders) -> None:
    """Once a month for a year, then nothing but one order in three months."""
    firm = make_firm({"K": [*orders["K"][:13], "2025-03-31", "2025-06-30"]})
    trend = told(firm, "order_trend")
    assert np.isnan(trend["2024-05"])
    assert trend["2024-12"] == pytest.approx(0.0)
    # January to March: one order; the nine months before: April to December, nine
    assert trend["2025-04"] == pytest.approx(np.log(1.5 / 3.5))


@pytest.mark.parametrize("name", ["late_share", "tickets", "offer", "visits",
                                  "champion_left", "breadth"])  # fmt: skip
def test_what_the_books_lack_is_said(three, name) -> None:
    with pytest.raises(MissingPartError):
        told(three, name)


def test_every_signal_has_a_title_and_a_sentence() -> None:
    for signal in SIGNALS_OF_A_MONTH.values():
        assert signal.title and signal.sentence.endswith(".")


def test_nothing_is_known_that_came_later(polar) -> None:
    """Each signal of a month is the same in the books as they stood before it."""
    then = polar.as_of("2024-12-31")
    names = list(SIGNALS_OF_A_MONTH)
    one = account_months(then).table.set_index(["account_id", "month"])[names]
    other = account_months(polar).table.set_index(["account_id", "month"])[names]
    both = one.index.intersection(other.index)
    assert len(both) > 1000
    pd.testing.assert_frame_equal(one.loc[both], other.loc[both])
