"""The days that count: the months up to the cut-off."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from kamlab.company import Company
from kamlab.errors import RefusedError


@dataclass(frozen=True)
class Period:
    """The days after ``after`` up to and including ``until``.

    Parameters
    ----------
    after : date
        The last day that does not count any more.
    until : date
        The last day that counts.
    """

    after: date
    until: date

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.until - self.after).days

    @property
    def words(self) -> str:
        """The period in words, such as ``2025-01-01 to 2025-12-31``."""
        return f"{self.after + timedelta(days=1)} to {self.until}"


def months_before(day: date, months: int) -> date:
    """Go back some months; the last day of a month stays the last day of a month.

    A day the earlier month does not have becomes its last day; there is no day before
    the year 1.

    Examples
    --------
    >>> months_before(date(2025, 6, 30), 1)
    datetime.date(2025, 5, 31)
    >>> months_before(date(2025, 6, 15), 12)
    datetime.date(2024, 6, 15)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < date.min.year:
        return date.min
    last = monthrange(year, month + 1)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))


def period_of(firm: Company, months: int) -> Period:
    """Give the period of so many months up to the company's cut-off.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    months : int
        Length in months; 0 is the whole history.

    Raises
    ------
    RefusedError
        If the history begins on the first day of the calendar: a date left blank.
    """
    if months:
        return Period(months_before(firm.cut_off, months), firm.cut_off)
    if firm.first_date == date.min:
        raise RefusedError(
            f"{firm.name} has order lines of {firm.first_date}, which is no real day; "
            "put order_lines.order_date right, or choose a number of months."
        )
    return Period(firm.first_date - timedelta(days=1), firm.cut_off)
