"""Whose sale it was: each line belongs to the KAM who held the account that day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.company import Company
from kamlab.measures.revenue import NOT_SOLD

NOBODY = ""


def holders(firm: Company) -> pd.DataFrame:
    """Give who held which account from when to when.

    Parameters
    ----------
    firm : Company
        As of its cut-off.

    Returns
    -------
    DataFrame
        account_id, kam_id (blank: nobody), since, until (last day; the cut-off for
        the present holder), in order.

    Raises
    ------
    MissingPartError
        If the company does not record its KAMs in the account history.
    """
    firm.require("account_history", "kam_id")
    table = firm.frame("account_history")[["account_id", "kam_id", "valid_from"]]
    table = table.dropna(subset=["valid_from"]).rename(columns={"valid_from": "since"})
    table = table.sort_values(["account_id", "since"], ignore_index=True)
    # a change of price column or rating is no change of hands
    before = table.groupby("account_id")["kam_id"].shift()
    first = ~table["account_id"].duplicated()
    changed = (table["kam_id"] != before) & ~(table["kam_id"].isna() & before.isna())
    table = table[first | changed].reset_index(drop=True)
    after = table.groupby("account_id")["since"].shift(-1) - pd.Timedelta(days=1)
    return table.assign(until=after.fillna(pd.Timestamp(firm.cut_off)))


def holder_on(days: pd.DataFrame, held: pd.DataFrame, column: str) -> pd.Series:
    """Give the KAM who held each row's account on the row's day.

    Parameters
    ----------
    days : DataFrame
        account_id and a column of days.
    held : DataFrame
        From :func:`holders`.
    column : str
        Name of the column of days.

    Returns
    -------
    Series
        kam_id in the order of ``days``; empty where nobody held the account, or the
        day is blank.
    """
    rows = days[["account_id", column]].assign(row=np.arange(len(days)))
    rows = rows.dropna(subset=[column]).sort_values(column, kind="stable")
    found = pd.merge_asof(
        rows,
        held[["account_id", "since", "kam_id"]].sort_values("since", kind="stable"),
        left_on=column,
        right_on="since",
        by="account_id",
    )
    kams = found.set_index("row")["kam_id"].reindex(np.arange(len(days)))
    return kams.fillna(NOBODY).set_axis(days.index)


def credited_lines(firm: Company, held: pd.DataFrame) -> pd.DataFrame:
    """Give every order line that counts as sold, with its KAM and its deal.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    held : DataFrame
        From :func:`holders`.

    Returns
    -------
    DataFrame
        account_id, order_date, net_amount, cost_amount (blank where unknown), deal
        (the order; without order numbers all lines of an account's day), kam_id (the
        holder on the order date).
    """
    lines = firm.frame("order_lines")
    if "order_id" not in lines:
        lines["order_id"] = None
    if firm.has("orders", "status"):
        orders = firm.frame("orders")
        dropped = orders.loc[orders["status"].isin(NOT_SOLD), "order_id"]
        lines = lines[~lines["order_id"].isin(dropped.dropna())]
    if "cost_amount" not in lines:
        lines["cost_amount"] = np.nan
    day = lines["order_date"].dt.strftime("%Y-%m-%d")
    lines["deal"] = lines["order_id"].fillna(lines["account_id"] + " on " + day)
    lines["kam_id"] = holder_on(lines, held, "order_date")
    columns = ["account_id", "order_date", "net_amount", "cost_amount", "deal"]
    return lines[[*columns, "kam_id"]].reset_index(drop=True)
