"""The year of a pay slip and the periods in which it is settled."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kamlab.company import Company
from kamlab.errors import NotEnoughDataError, RefusedError

DAYS_A_MONTH = 365 / 12


def pay_year(firm: Company, year: int) -> int:
    """Give the year of the slip: the one asked for, or the last full one.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    year : int
        A calendar year; 0 for the last one that the books hold from January on and
        that is over at the cut-off.

    Raises
    ------
    NotEnoughDataError
        If no full calendar year is in the books and none was asked for.
    RefusedError
        If the books hold nothing of the year asked for.
    """
    first, last = firm.first_date.year, firm.cut_off.year
    if year:
        if not first <= year <= last:
            raise RefusedError(
                f"The books of {firm.name} run from {firm.first_date} to "
                f"{firm.cut_off}; year={year} lies outside. Choose {first} to {last}, "
                "or 0 for the last full year."
            )
        return year
    full = last if firm.cut_off >= date(last, 12, 31) else last - 1
    if full < first:
        raise NotEnoughDataError(
            f"{firm.name} has books from {firm.first_date} to {firm.cut_off}, no year "
            f"that is over; name one yourself, such as year={last}."
        )
    return full


def quota_rows(firm: Company) -> pd.DataFrame:
    """Give the quotas with the last day of each period filled in.

    Where the company does not record the last day, a period runs to the day before
    the KAM's next one, and the last one is as long as the one before it (three months
    if there is none).

    Returns
    -------
    DataFrame
        kam_id, period, period_end and the plan columns the company has; no rows
        where the company has no quotas.
    """
    if not firm.has("quotas"):
        return pd.DataFrame(
            {
                "kam_id": pd.Series(dtype="str"),
                "period": pd.Series(dtype="datetime64[us]"),
                "period_end": pd.Series(dtype="datetime64[us]"),
            }
        )
    table = firm.frame("quotas").sort_values(["kam_id", "period"], ignore_index=True)
    day = pd.Timedelta(days=1)
    by_kam = table.groupby("kam_id")["period"]
    length = table["period"] - by_kam.shift()
    following = by_kam.shift(-1).fillna(table["period"] + length)
    quarter = table["period"] + pd.DateOffset(months=3)
    ends = following.fillna(quarter) - day
    if "period_end" in table:
        sound = table["period_end"] >= table["period"]
        ends = table["period_end"].where(sound, ends)
    return table.assign(period_end=ends)


def pay_periods(quotas: pd.DataFrame, kam_id: str, year: int) -> pd.DataFrame:
    """Give the periods in which a KAM's year is settled.

    The quota periods that end in the year: the KAM's own first, then those of the
    others, then calendar quarters, as far as they do not overlap.

    Parameters
    ----------
    quotas : DataFrame
        From :func:`quota_rows`.
    kam_id : str
        The KAM.
    year : int
        The calendar year.

    Returns
    -------
    DataFrame
        period, period_end (first and last day), months (length), in order.
    """
    starts = pd.date_range(f"{year}-01-01", periods=4, freq="QS")
    calendar = pd.DataFrame(
        {"period": starts, "period_end": starts + pd.offsets.QuarterEnd(0)}
    )
    table = quotas[quotas["period_end"].dt.year == year]
    own = table["kam_id"] == kam_id
    known = pd.concat([table[own], table[~own], calendar])[["period", "period_end"]]
    kept: list[tuple[pd.Timestamp, pd.Timestamp]] = []
    for start, end in known.drop_duplicates().itertuples(index=False):
        if all(end < first or start > last for first, last in kept):
            kept.append((start, end))
    periods = pd.DataFrame(sorted(kept), columns=["period", "period_end"])
    days = (periods["period_end"] - periods["period"]).dt.days + 1
    return periods.assign(months=(days / DAYS_A_MONTH).round())


def in_words(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """Write a period: a calendar month, quarter or year by name, else its two days.

    Examples
    --------
    >>> in_words(pd.Timestamp("2025-01-01"), pd.Timestamp("2025-03-31"))
    '2025 Q1'
    >>> in_words(pd.Timestamp("2025-01-01"), pd.Timestamp("2025-12-31"))
    '2025'
    >>> in_words(pd.Timestamp("2025-02-01"), pd.Timestamp("2025-02-28"))
    '2025-02'
    >>> in_words(pd.Timestamp("2011-07-01"), pd.Timestamp("2011-09-28"))
    '2011-07-01 to 2011-09-28'
    """
    if start.is_month_start and end == start + pd.offsets.MonthEnd(0):
        return f"{start:%Y-%m}"
    if start.year == end.year and start.is_quarter_start and end.is_quarter_end:
        if start.quarter == end.quarter:
            return f"{start.year} Q{start.quarter}"
        if start.is_year_start and end.is_year_end:
            return str(start.year)
    return f"{start.date()} to {end.date()}"


def period_of_days(days: pd.Series, periods: pd.DataFrame) -> pd.Series:
    """Give the number of the period (0, 1, …) each day lies in, −1 for none."""
    spans = pd.IntervalIndex.from_arrays(
        periods["period"], periods["period_end"], closed="both"
    )
    found = spans.get_indexer(pd.DatetimeIndex(days))
    return pd.Series(found, index=days.index, dtype="int64")


def days_within(
    first: pd.Series, last: pd.Series, start: pd.Timestamp, end: pd.Timestamp
) -> NDArray[np.float64]:
    """Give how many days of each span lie between two days, both counted.

    Parameters
    ----------
    first, last : Series
        First and last day of each span.
    start, end : Timestamp
        The days between which days count.
    """
    begins = np.maximum(first.to_numpy("datetime64[D]"), np.datetime64(start, "D"))
    ends = np.minimum(last.to_numpy("datetime64[D]"), np.datetime64(end, "D"))
    days = (ends - begins).astype(np.float64) + 1
    counted: NDArray[np.float64] = np.maximum(days, 0.0)
    return counted
