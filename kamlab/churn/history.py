"""The rule tried on the company's own past: month by month, with what came after."""

from __future__ import annotations

from datetime import date

import pandas as pd

from kamlab.churn.settings import EarlyWarningSettings
from kamlab.churn.status import LOST, status_on
from kamlab.company import Company
from kamlab.errors import NotEnoughDataError
from kamlab.measures import months_before, order_days

MIN_HISTORY = 6
COLUMNS = (
    "cut_off",
    "account_id",
    "last_order",
    "confirmed_on",
    "way",
    "eroding",
    "score",
    "status",
    "rank",
    "watched",
    "lost",
)


def cut_offs(firm: Company, settings: EarlyWarningSettings) -> list[date]:
    """Give the monthly cut-offs that still have the whole horizon after them.

    Raises
    ------
    NotEnoughDataError
        If the orders are too few months to look back and ahead.
    """
    days = [
        months_before(firm.cut_off, settings.horizon + back)
        for back in range(settings.cutoffs)
    ]
    first = pd.Timestamp(firm.first_date) + pd.DateOffset(months=MIN_HISTORY)
    usable = sorted(day for day in days if pd.Timestamp(day) >= first)
    if not usable:
        raise NotEnoughDataError(
            f"Testing the rule needs {MIN_HISTORY} months of orders before a cut-off "
            f"and {settings.horizon} months after it; {firm.name} has orders from "
            f"{firm.first_date} to {firm.cut_off}."
        )
    return usable


def tried_on_history(firm: Company, settings: EarlyWarningSettings) -> pd.DataFrame:
    """Apply the rule month by month and say who then stopped buying.

    At each cut-off only what was known that evening counts. At risk are accounts that
    ordered in the 12 months before it and were not yet confirmed as lost; lost are
    those without an order in the ``horizon`` months after it. The months since the
    last cut-off with a whole horizon are there too, for the flags that they raised.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    settings : EarlyWarningSettings
        Rule, horizon and number of cut-offs.

    Returns
    -------
    DataFrame
        One row a cut-off and account at risk: cut_off, account_id, last_order,
        confirmed_on, way, eroding, score, status, rank (1 = first on the list),
        watched, lost (blank where the horizon is not over yet).

    Raises
    ------
    NotEnoughDataError
        If the history is too short, or no account was at risk at any tested cut-off.
    """
    later = order_days(firm)
    tested = cut_offs(firm, settings)
    since = [months_before(firm.cut_off, back) for back in range(settings.horizon)]
    # both counted back from the company's own cut-off, so that months of 28 and of 31
    # days neither overlap nor leave a day between them
    ends = [months_before(firm.cut_off, back) for back in range(len(tested))][::-1]
    table = status_on(firm, [*tested, *since], settings)
    table = table[table["at_risk"] & (table["status"] != LOST)].copy()
    table["rank"] = ranks_on(table)
    table["watched"] = table["score"] >= settings.watch_from
    table["lost"] = pd.Series(pd.NA, table.index, "boolean")
    for day, end in zip(tested, ends, strict=True):
        rows = table["cut_off"] == pd.Timestamp(day)
        table.loc[rows, "lost"] = _stopped(table[rows], later, day, end)
    history = table[list(COLUMNS)].reset_index(drop=True)
    if not history["lost"].notna().any():
        raise NotEnoughDataError(
            f"At none of {len(tested)} past cut-offs was an account of {firm.name} at "
            "risk: all were lost or silent for a year. Choose an earlier as_of."
        )
    return history


def _stopped(
    table: pd.DataFrame, later: pd.DataFrame, day: date, end: date
) -> pd.Series:
    """Tell which accounts did not order after one day, up to and including another."""
    when = later["day"]
    after = later[(when > pd.Timestamp(day)) & (when <= pd.Timestamp(end))]
    return (~table["account_id"].isin(after["account_id"])).astype("boolean")


def rank_of(table: pd.DataFrame) -> pd.Series:
    """Rank accounts: highest score first, then the longest way, then the id."""
    return ranks_on(table.assign(cut_off=0))


def ranks_on(table: pd.DataFrame) -> pd.Series:
    """Rank the accounts of each cut-off as :func:`rank_of` does."""
    order = table.sort_values(
        ["score", "way", "account_id"], ascending=[False, False, True]
    )
    return (order.groupby("cut_off").cumcount() + 1).reindex(table.index)
