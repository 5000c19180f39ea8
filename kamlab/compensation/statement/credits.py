"""Who is credited with a deal: shared deals, and accounts that changed hands."""

from __future__ import annotations

import pandas as pd

from kamlab.compensation.plan import PayPlan
from kamlab.errors import RefusedError, did_you_mean


def credited_deals(
    plan: PayPlan,
    deals: pd.DataFrame,
    splits: pd.DataFrame | None = None,
    handed_over: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Say which KAM is credited with which part of each deal.

    Parameters
    ----------
    plan : PayPlan
        Its ``hand_over`` rule and whether ``double_credit`` is allowed.
    deals : DataFrame
        kam_id, period (a day), deal, amount; account_id where accounts change hands.
    splits : DataFrame, optional
        deal, kam_id, credit: replaces the KAM of those deals.
    handed_over : DataFrame, optional
        account_id, from_kam, day (the first of the new KAM). For the months of the
        plan's rule the former KAM keeps ``former_share`` of the credit.

    Returns
    -------
    DataFrame
        The deals with a row a KAM and the column credit (share of the deal).

    Raises
    ------
    RefusedError
        If credits of a deal do not sum to 1 and the plan does not allow more, or a
        column is missing.
    """
    _require(deals, ("kam_id", "period", "deal", "amount"), "deals")
    table = deals.reset_index(drop=True).assign(credit=1.0)
    if handed_over is not None and plan.hand_over is not None:
        table = _after_hand_over(plan, table, handed_over)
    if splits is None:
        return table
    _require(splits, ("deal", "kam_id", "credit"), "splits")
    sums = splits.groupby("deal")["credit"].sum()
    wrong = sums[(sums < 1 - 1e-9) | ((sums > 1 + 1e-9) & (not plan.double_credit))]
    if len(wrong):
        raise RefusedError(
            f"The credits of deal {wrong.index[0]} sum to {wrong.iloc[0]:g}; they must "
            "sum to 1, unless the plan says double_credit: true."
        )
    shared = table["deal"].isin(splits["deal"])
    own = table[shared].drop(columns=["kam_id", "credit"]).drop_duplicates()
    new = own.merge(splits[["deal", "kam_id", "credit"]], on="deal")
    return pd.concat([table[~shared], new], ignore_index=True)[list(table.columns)]


def _after_hand_over(
    plan: PayPlan, table: pd.DataFrame, handed_over: pd.DataFrame
) -> pd.DataFrame:
    """Split the credit of deals soon after their account changed hands."""
    rule = plan.hand_over
    assert rule is not None
    _require(table, ("account_id",), "deals")
    _require(handed_over, ("account_id", "from_kam", "day"), "hand-overs")
    days = pd.to_datetime(table["period"])
    pieces = [table]
    for account, former, day in handed_over[
        ["account_id", "from_kam", "day"]
    ].itertuples(index=False, name=None):
        first = pd.Timestamp(day)
        soon = (days >= first) & (days < first + pd.DateOffset(months=rule.months))
        mine = soon & (table["account_id"] == account) & (table["kam_id"] != former)
        table.loc[mine, "credit"] *= 1 - rule.former_share
        if rule.former_share:
            shared = table[mine].assign(kam_id=former, credit=rule.former_share)
            pieces.append(shared)
    return pd.concat(pieces, ignore_index=True)


def credited_results(credited: pd.DataFrame, measure: str = "revenue") -> pd.DataFrame:
    """Sum credited deals to results by KAM and month.

    Parameters
    ----------
    credited : DataFrame
        From :func:`credited_deals`.
    measure : str
        What the column of the amounts is called.

    Returns
    -------
    DataFrame
        kam_id, period (first of the month), the measure, and largest_deal, both in
        currency; every KAM in every month.
    """
    day = pd.to_datetime(credited["period"])
    rows = pd.DataFrame(
        {
            "kam_id": credited["kam_id"].astype(str),
            "period": day.dt.to_period("M").dt.start_time,
            "deal": credited["deal"],
            measure: credited["amount"] * credited["credit"],
        }
    )
    keys = ["kam_id", "period"]
    deals = rows.groupby([*keys, "deal"])[measure].sum().groupby(keys)
    table = pd.DataFrame({measure: deals.sum(), "largest_deal": deals.max()})
    every = pd.MultiIndex.from_product(
        [sorted(rows["kam_id"].unique()), sorted(rows["period"].unique())], names=keys
    )
    table = table.reindex(every, fill_value=0.0)
    table["largest_deal"] = table["largest_deal"].clip(lower=0.0)
    return table.round(2).reset_index()


def _require(table: pd.DataFrame, names: tuple[str, ...], what: str) -> None:
    for name in names:
        if name not in table:
            near = did_you_mean(name, [str(column) for column in table.columns])
            raise RefusedError(f"The {what} have no column '{name}'{near}")
