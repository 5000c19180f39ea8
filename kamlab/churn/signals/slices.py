"""Slices: the signals of past evenings, each with what came after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from kamlab.churn.history import MIN_HISTORY
from kamlab.churn.signals.table import signals_on
from kamlab.company import Company
from kamlab.company.asof import parse_day
from kamlab.errors import NotEnoughDataError, RefusedError
from kamlab.measures import months_before, order_days
from kamlab.measures.evenings import Evenings

QUIET_DAYS = 31  # without any order of any account, after which data seem to end
MOST_MONTHS, MOST_CUT_OFFS = 36, 120


def slices(
    firm: Company,
    *,
    cut_offs: int | Sequence[date | str] = 12,
    horizon: int = 6,
) -> pd.DataFrame:
    """Give the signals of past evenings, and who then stopped buying.

    On each evening only what was known then counts. The label looks at the months
    strictly after the cut-off, and the last of them is over.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    cut_offs : int or sequence of date or str
        How many monthly cut-offs, counted back from the last with the whole horizon
        after it; or the very days.
    horizon : int
        Months without an order after a cut-off that make it a loss.

    Returns
    -------
    DataFrame
        One row a cut-off and account at risk (it ordered in the 12 months before):
        account_id, cut_off, a column a signal (float, blank where unknown), lost
        (bool: no order in the horizon).

    Raises
    ------
    RefusedError
        If a day is none, lies before the first order, or leaves less than the horizon
        after it; if the numbers make no sense; or if the orders end long before the
        company's cut-off.
    NotEnoughDataError
        If the history is too short for a single cut-off, or nobody was at risk.

    Notes
    -----
    Several cut-offs beat one (multi-slicing; Mirkovic et al. 2022, Applied Sciences
    12(10) 5001). An account stands in several slices: cut them with
    :func:`kamlab.churn.signals.split`.
    """
    firm = firm.as_of("")
    _check_end(firm)
    _check_whole("horizon", horizon, MOST_MONTHS)
    if isinstance(cut_offs, int | float):
        _check_whole("cut_offs", cut_offs, MOST_CUT_OFFS)
        ends = _monthly(firm, int(cut_offs), horizon)
    else:
        ends = _given(firm, cut_offs, horizon)
    table = signals_on(Evenings(firm, list(ends)))
    if table.empty:
        raise NotEnoughDataError(
            f"At none of {len(ends)} past cut-offs was an account of {firm.name} at "
            "risk: nobody had ordered in the 12 months before. Choose other cut-offs."
        )
    return table.assign(lost=_stopped(table, order_days(firm), ends))


def _monthly(firm: Company, number: int, horizon: int) -> dict[date, date]:
    """Give monthly cut-offs with the day each horizon ends, as early warning does."""
    # both counted back from the company's own cut-off, so that months of 28 and of 31
    # days neither overlap nor leave a day between them
    pairs = {
        months_before(firm.cut_off, horizon + back): months_before(firm.cut_off, back)
        for back in range(number)
    }
    first = months_before(firm.first_date, -MIN_HISTORY)
    ends = {day: pairs[day] for day in sorted(pairs) if day >= first}
    if not ends:
        raise NotEnoughDataError(
            f"Slices need {MIN_HISTORY} months of orders before a cut-off and "
            f"{horizon} months after it; {firm.name} has orders from "
            f"{firm.first_date} to {firm.cut_off}."
        )
    return ends


def _given(firm: Company, days: Sequence[date | str], horizon: int) -> dict[date, date]:
    """Give the cut-offs asked for with the day each horizon ends."""
    ends = {}
    for day in sorted({parse_day(day) for day in days}):
        firm.as_of(min(day, firm.cut_off))  # refuses a day before the first order
        ends[day] = months_before(day, -horizon)
        if ends[day] > firm.cut_off:
            latest = months_before(firm.cut_off, horizon)
            raise RefusedError(
                f"The {horizon} months after {day} end on {ends[day]}, but "
                f"{firm.name} is known only up to {firm.cut_off}. Choose a cut-off up "
                f"to {latest}, or a shorter horizon."
            )
    if not ends:
        raise RefusedError("No cut-off was given; name at least one day.")
    return ends


def _check_end(firm: Company) -> None:
    if firm.cut_off - firm.last_date > timedelta(days=QUIET_DAYS):
        raise RefusedError(
            f"The last order of {firm.name} is of {firm.last_date}, long before "
            f"{firm.cut_off}: everybody would look lost. Choose as_of {firm.last_date}."
        )


def _check_whole(name: str, value: object, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise RefusedError(f"{name} must be a whole number, 1 to {most}, not {value}.")


def _stopped(
    table: pd.DataFrame, orders: pd.DataFrame, ends: dict[date, date]
) -> pd.Series:
    """Tell who did not order after a cut-off, up to the end of its horizon."""
    lost = pd.Series(True, index=table.index)
    for day, end in ends.items():
        when = orders["day"]
        after = orders[(when > pd.Timestamp(day)) & (when <= pd.Timestamp(end))]
        on = table["cut_off"] == pd.Timestamp(day)
        lost[on] = ~table.loc[on, "account_id"].isin(after["account_id"])
    return lost
