from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlab.errors import RefusedError
from kamlab.measures import Period, months_before, period_of


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 12, 31), 12, date(2024, 12, 31)),
        (date(2025, 4, 30), 1, date(2025, 3, 31)),  # a month's end stays one
        (date(2025, 3, 31), 1, date(2025, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2025, 2, 28), 12, date(2024, 2, 29)),
        (date(2025, 3, 30), 1, date(2025, 2, 28)),  # no 30 February
        (date(2024, 2, 28), 12, date(2023, 2, 28)),  # in 2024 not the month's end
        (date(2025, 1, 15), 1, date(2024, 12, 15)),
        (date(2025, 1, 15), 0, date(2025, 1, 15)),
        (date(2025, 1, 31), 0, date(2025, 1, 31)),
        (date(2, 1, 15), 120, date.min),
    ],
)
def test_going_back_keeps_the_day_or_the_months_end(
    day: date, months: int, expected: date
) -> None:
    assert months_before(day, months) == expected


@given(
    st.dates(date(1990, 1, 1), date(2090, 12, 31)),
    st.integers(0, 120),
    st.integers(0, 120),
)
def test_from_a_months_end_going_back_twice_is_going_back_once(
    day: date, first: int, second: int
) -> None:
    end = months_before(day.replace(day=1), 0) - timedelta(days=1)
    twice = months_before(months_before(end, first), second)
    assert twice == months_before(end, first + second)
    assert (twice + timedelta(days=1)).day == 1


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(0, 120))
def test_going_back_lands_in_the_right_month(day: date, months: int) -> None:
    back = months_before(day, months)
    assert (day.year - back.year) * 12 + day.month - back.month == months


def test_a_period_excludes_its_first_and_includes_its_last_day() -> None:
    period = Period(date(2024, 12, 31), date(2025, 3, 31))
    assert period.days == 31 + 28 + 31
    assert period.words == "2025-01-01 to 2025-03-31"


def test_a_leap_year_of_twelve_months_has_366_days(make_firm) -> None:
    firm = make_firm([("A", "2023-01-05", 1.0), ("A", "2024-12-31", 1.0)])
    assert period_of(firm, 12).days == 366


def test_no_months_is_the_whole_history_first_day_included(make_firm) -> None:
    firm = make_firm([("A", "2023-01-05", 1.0), ("A", "2024-12-31", 1.0)])
    assert period_of(firm, 0) == Period(date(2023, 1, 4), date(2024, 12, 31))
    assert period_of(firm.as_of("2023-06-30"), 0).words == "2023-01-05 to 2023-06-30"


def test_a_history_from_the_year_one_is_refused_with_its_cure(make_firm) -> None:
    firm = make_firm([("A", "0001-01-01", 1.0), ("A", "2024-12-31", 1.0)])
    with pytest.raises(RefusedError, match=r"lines of 0001-01-01.*order_date right"):
        period_of(firm, 0)
    assert period_of(firm, 12).days == 366
