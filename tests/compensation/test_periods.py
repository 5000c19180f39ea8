"""Which year is paid, and in which periods."""

from __future__ import annotations

import pandas as pd
import pytest

from kamlab.company import Company
from kamlab.compensation.periods import (
    days_within,
    pay_periods,
    pay_year,
    period_of_days,
    quota_rows,
)
from kamlab.errors import NotEnoughDataError, RefusedError

from .conftest import days, lines


def quotas(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["kam_id", "period", "period_end"])
    for name in ("period", "period_end"):
        frame[name] = days(list(frame[name]))
    return frame


def spans(periods: pd.DataFrame) -> list[str]:
    return [
        f"{a.date()}/{b.date()}"
        for a, b in zip(periods["period"], periods["period_end"], strict=True)
    ]


@pytest.mark.parametrize(
    "cut_off, expected", [("2025-12-31", 2025), ("2025-12-30", 2024)]
)
def test_the_last_full_year(mini: Company, cut_off: str, expected: int) -> None:
    assert pay_year(mini.as_of(cut_off), 0) == expected


def test_a_year_outside_the_books_is_refused(mini: Company) -> None:
    with pytest.raises(RefusedError, match=r"year=2031 lies outside. Choose 2024 to"):
        pay_year(mini, 2031)


def test_books_without_a_full_year_say_so() -> None:
    firm = Company.from_tables(
        {"order_lines": lines(("A", "2025-03-01", 1.0, "O", 0.5))}, name="Young"
    )
    with pytest.raises(NotEnoughDataError, match="no year that is over"):
        pay_year(firm, 0)
    assert pay_year(firm, 2025) == 2025


def test_without_quotas_calendar_quarters() -> None:
    periods = pay_periods(quotas(), "K1", 2025)
    assert spans(periods) == [
        "2025-01-01/2025-03-31",
        "2025-04-01/2025-06-30",
        "2025-07-01/2025-09-30",
        "2025-10-01/2025-12-31",
    ]
    assert periods["months"].tolist() == [3.0] * 4


def test_own_quota_periods_come_first_and_gaps_are_filled() -> None:
    table = quotas(
        ("K2", "2025-04-01", "2025-06-30"),
        ("K1", "2024-12-29", "2025-03-29"),
        ("K1", "2025-06-30", "2025-09-28"),
        ("K1", "2025-09-29", "2026-01-10"),  # ends in the next year
    )
    assert spans(pay_periods(table, "K1", 2025)) == [
        "2024-12-29/2025-03-29",
        "2025-06-30/2025-09-28",
        "2025-10-01/2025-12-31",
    ]


def test_a_missing_last_day_is_the_day_before_the_next_quota(
    tiny_tables: dict[str, pd.DataFrame],
) -> None:
    tiny_tables["quotas"] = pd.DataFrame(
        {
            "kam_id": ["K1", "K1", "K2"],
            "period": days(["2024-01-01", "2023-10-02", "2024-01-01"]),
            "plan_sales": [1.0, 2.0, 3.0],
        }
    )
    rows = quota_rows(Company.from_tables(tiny_tables, name="Tiny"))
    assert spans(rows) == [
        "2023-10-02/2023-12-31",
        "2024-01-01/2024-03-31",
        "2024-01-01/2024-03-31",
    ]


def test_days_find_their_period() -> None:
    periods = pay_periods(quotas(), "K1", 2025)
    found = period_of_days(days(["2024-12-31", "2025-01-01", "2025-12-31"]), periods)
    assert found.tolist() == [-1, 0, 3]


def test_days_within_counts_both_ends() -> None:
    first, last = days(["2025-01-01", "2025-02-01"]), days(["2025-01-31", "2025-02-28"])
    start, end = pd.Timestamp("2025-01-31"), pd.Timestamp("2025-02-02")
    assert days_within(first, last, start, end).tolist() == [1.0, 2.0]
