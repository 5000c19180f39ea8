"""What is left if a large account leaves."""

from __future__ import annotations

import pandas as pd

from kamlab.segmentation.concentration import hhi
from kamlab.segmentation.worth import Worth


def lose_each(worth: Worth, n: int = 5) -> pd.DataFrame:
    """Take away the largest accounts one at a time and say what is left.

    The accounts are the largest by the chosen criterion and the largest by revenue:
    they are often not the same.

    Parameters
    ----------
    worth : Worth
        The active accounts.
    n : int
        How many of each.

    Returns
    -------
    DataFrame
        account_id, name, and for every criterion the amount that goes
        (``lost_…``) and the part of the total it is (``part_…``, blank where the
        total is not above 0); hhi_after (of revenue). Largest loss first.
    """
    table = worth.table
    largest = set(table.nlargest(n, worth.criterion)["account_id"])
    largest |= set(table.nlargest(n, "revenue")["account_id"])
    rows = table[table["account_id"].isin(largest)]
    result = rows[["account_id", "name"]].copy()
    for criterion in worth.criteria:
        total = table[criterion].sum()
        result[f"lost_{criterion}"] = rows[criterion]
        part = rows[criterion] / total if total > 0 else float("nan")
        result[f"part_{criterion}"] = part
    result["hhi_after"] = [
        _hhi_without(table, account) for account in rows["account_id"]
    ]
    return result.sort_values(
        f"lost_{worth.criterion}", ascending=False, ignore_index=True, kind="stable"
    )


def _hhi_without(table: pd.DataFrame, account: str) -> float:
    rest = table.loc[table["account_id"] != account, "revenue"]
    if (rest < 0).any() or rest.sum() <= 0:
        return float("nan")
    return hhi(rest)
