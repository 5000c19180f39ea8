"""The rule tried on the company's own past: month by month, with what came after."""

from __future__ import annotations

from datetime import date

import pandas as pd

from kamlab.churn.settings import EarlyWarningSettings
from kamlab.churn.status import LOST, account_status
from kamlab.company import Company
from kamlab.errors import NotEnoughDataError
from kamlab.measures import months_before, order_days

MIN_HISTORY = 6


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
    """Apply the rule at past cut-offs and say who then stopped buying.

    At each cut-off only what was known that evening counts. At risk are accounts that
    ordered in the 12 months before it and were not yet confirmed as lost; lost are
    those without an order in the ``horizon`` months after it.

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
        confirmed_on, way, score, status, rank (1 = first on the list), watched, lost.

    Raises
    ------
    NotEnoughDataError
        If the history is too short.
    """
    later = order_days(firm).rename(columns={"day": "next_order"})
    slices = [
        _one_cut_off(firm.as_of(day), settings, later)
        for day in cut_offs(firm, settings)
    ]
    return pd.concat(slices, ignore_index=True)


def _one_cut_off(
    firm: Company, settings: EarlyWarningSettings, later: pd.DataFrame
) -> pd.DataFrame:
    table = account_status(firm, settings)
    table = table[table["at_risk"] & (table["status"] != LOST)].copy()
    table["cut_off"] = pd.Timestamp(firm.cut_off)
    table["rank"] = rank_of(table)
    table["watched"] = table["score"] >= settings.watch_from
    cut_off = pd.Timestamp(firm.cut_off)
    end = cut_off + pd.DateOffset(months=settings.horizon)
    after = later[(later["next_order"] > cut_off) & (later["next_order"] <= end)]
    table["lost"] = ~table["account_id"].isin(after["account_id"])
    columns = [
        "cut_off",
        "account_id",
        "last_order",
        "confirmed_on",
        "way",
        "score",
        "status",
        "rank",
        "watched",
        "lost",
    ]
    return table[columns]


def rank_of(table: pd.DataFrame) -> pd.Series:
    """Rank accounts: highest score first, then the longest way, then the id."""
    order = table.sort_values(
        ["score", "way", "account_id"], ascending=[False, False, True]
    )
    ranks = pd.Series(range(1, len(order) + 1), index=order.index)
    return ranks.reindex(table.index)
