from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlab.company.importing.dates import DateForm, is_day, parse_dates


def read(text: str, form: DateForm) -> date | None:
    return parse_dates(pa.array([text], pa.string()), form)[0].as_py()


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("03.04.2024", DateForm("%d.%m.%Y"), date(2024, 4, 3)),
        ("3.4.2024", DateForm("%d.%m.%Y"), date(2024, 4, 3)),
        ("03/04/2024", DateForm("%m/%d/%Y"), date(2024, 3, 4)),
        ("20240229", DateForm("%Y%m%d"), date(2024, 2, 29)),
        ("20230229", DateForm("%Y%m%d"), None),
        ("2024229", DateForm("%Y%m%d"), None),  # glued parts have full width
        ("105", DateForm("%d%m", year="2018", pad_to=4), date(2018, 5, 1)),
        ("2202", DateForm("%d%m", year="2018", pad_to=4), date(2018, 2, 22)),
        ("24.12.99", DateForm("%d.%m.%y", century="19"), date(1999, 12, 24)),
        (
            "2021-12-27 23:59:59.000",
            DateForm("%Y-%m-%d %H:%M:%S.%f"),
            date(2021, 12, 27),
        ),
        ("2021-12-27 24:00:00", DateForm("%Y-%m-%d %H:%M:%S"), None),
        ("0202-01-01", DateForm("%Y-%m-%d"), None),
        ("2101-01-01", DateForm("%Y-%m-%d"), None),
        ("45000", DateForm("excel"), date(2023, 3, 15)),
        ("45000.75", DateForm("excel"), date(2023, 3, 15)),
        ("60", DateForm("excel"), None),  # 29 February 1900 never was
        ("45000", DateForm("%Y-%m-%d"), None),
        ("2024-13-01", DateForm("%Y-%m-%d"), None),
        ("2024-00-01", DateForm("%Y-%m-%d"), None),
        ("2024-01-01x", DateForm("%Y-%m-%d"), None),
    ],
)
def test_days_are_read_as_declared(text: str, form: DateForm, day: date | None) -> None:
    assert read(text, form) == day


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("", {}, "no date_format"),
        ("%d.%m", {}, "needs the year once"),
        ("%d.%m.%Y", {"year": "2018"}, "needs the year once"),
        ("%d.%m.%y", {}, "century"),
        ("%d.%m.%Y", {"century": "20"}, "century"),
        ("%Y-%d", {}, "needs %d and %m"),
        ("%d %b %Y", {}, "may hold"),
        ("%d%d%m%Y", {}, "may hold"),
        ("%d%m", {"year": "18"}, "four digits"),
    ],
)
def test_open_formats_are_refused(
    text: str, options: dict[str, str], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        DateForm(text, **options)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_survives_being_written_and_read(day: date) -> None:
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%Y%m%d"):
        assert read(day.strftime(form), DateForm(form)) == day


def test_blank_stays_blank() -> None:
    form = DateForm("%Y-%m-%d")
    assert parse_dates(pa.array([None], pa.string()), form).to_pylist() == [None]


def test_is_day() -> None:
    assert is_day("2024-02-29")
    assert not is_day("2023-02-29")
