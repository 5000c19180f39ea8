"""How dependence changed: the same figures month by month, as known then."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from kamlab.company import Company
from kamlab.errors import NotEnoughDataError, UndefinedError
from kamlab.measures import group_of, months_before
from kamlab.measures.buying import revenue_on
from kamlab.measures.evenings import Evenings
from kamlab.segmentation.concentration import hhi, top_share
from kamlab.segmentation.settings import KeyAccountsSettings

WINDOW = 12
FEWEST = 3
MONTHS = 24
LARGEST = 3


def dependence_over_time(
    firm: Company, settings: KeyAccountsSettings, months: int = MONTHS
) -> pd.DataFrame:
    """Give the concentration of revenue month by month, each as known that evening.

    Every point looks back over the same number of months (``period_months``, 12 where
    that is the whole history), so neighbours share most of their orders: the line is
    smooth by construction, and a step in it is one large order or account.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    settings : KeyAccountsSettings
        Length of the window, and whether accounts of one parent count as one.
    months : int
        How many months back at most.

    Returns
    -------
    DataFrame
        cut_off, accounts (active), revenue (currency), hhi (0–1; blank where an
        account is negative), effective (accounts), largest and top_n (shares of the
        largest and of the three largest), account_id (the largest).

    Raises
    ------
    NotEnoughDataError
        If the orders do not give at least three whole windows.
    """
    window = settings.period_months or WINDOW
    days = _days(firm, window, months)
    if len(days) < FEWEST:
        raise NotEnoughDataError(
            f"A line over time needs orders of {window + FEWEST - 1} months, "
            f"{FEWEST} windows of {window}; {firm.name} has orders from "
            f"{firm.first_date} to {firm.cut_off}."
        )
    sold = revenue_on(Evenings(firm, days, back=(window,)), window)
    sold = sold.set_index("account_id")
    points = []
    for day in days:
        values = sold.loc[sold["cut_off"] == pd.Timestamp(day), "revenue"]
        if settings.group_by_parent:
            groups = group_of(firm.as_of(day)).reindex(values.index)
            values = values.groupby(groups.fillna(values.index.to_series())).sum()
        points.append({"cut_off": day, **_point(values)})
    return pd.DataFrame(points)


def _days(firm: Company, window: int, months: int) -> list[date]:
    """Give the monthly cut-offs whose whole window lies inside the history."""
    days = [months_before(firm.cut_off, back) for back in range(months + 1)]
    # a history may begin a few days into its first month
    first = firm.first_date.replace(day=1) - timedelta(days=1)
    return sorted(day for day in days if months_before(day, window) >= first)


def _point(values: pd.Series) -> dict[str, object]:
    """Give the figures of one evening from the revenue of its accounts."""
    n, total = len(values), float(values.sum())
    point: dict[str, object] = {"accounts": n, "revenue": total}
    blank = dict.fromkeys(("hhi", "effective", "largest", "top_n"), float("nan"))
    if not total > 0:
        return point | blank | {"account_id": None}
    try:
        index = hhi(values)
    except UndefinedError:
        index = float("nan")
    return point | {
        "hhi": index,
        "effective": 1 / index,
        "largest": top_share(values, 1 / n),
        "top_n": top_share(values, min(LARGEST, n) / n),
        "account_id": values.idxmax(),
    }
