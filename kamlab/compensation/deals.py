"""The deals of a KAM, and what each period added to them or took back."""

from __future__ import annotations

import pandas as pd


def deal_steps(lines: pd.DataFrame, kam_id: str) -> pd.DataFrame:
    """Give each deal of a KAM before and after every period that touched it.

    A deal belongs to the KAM who held the account on its first day, also when a
    credit note comes later. So a credit note inside an open period lowers the deal,
    and one in a later period takes back exactly what the deal had been paid.

    Parameters
    ----------
    lines : DataFrame
        ``Measured.lines``: deal, order_date, net_amount, kam_id, number.
    kam_id : str
        The KAM.

    Returns
    -------
    DataFrame
        number (of the period), deal, before, after (currency, to the cent).
    """
    lines = lines.sort_values(["deal", "order_date"], kind="stable")
    first = lines.drop_duplicates("deal")
    own = first.loc[first["kam_id"] == kam_id, "deal"]
    mine = lines[lines["deal"].isin(own)]
    total = mine.groupby("deal")["net_amount"].cumsum()
    mine = mine.assign(after=total, before=total - mine["net_amount"])
    steps = (
        mine[mine["number"] >= 0]
        .groupby(["number", "deal"])
        .agg(before=("before", "first"), after=("after", "last"))
    )
    return steps.round(2).reset_index()
