"""A list that knows too much: the same rule, fed with a sheet exported too late."""

from __future__ import annotations

import pandas as pd

from kamlab.churn.hits import Hits, hits
from kamlab.churn.settings import EarlyWarningSettings
from kamlab.churn.words import with_interval
from kamlab.company import Company
from kamlab.measures import order_days

LATE_DAYS = 30  # how long after the cut-off the sheet was exported


def leaked(
    firm: Company, history: pd.DataFrame, settings: EarlyWarningSettings
) -> Hits:
    """Say how good the list would look if its sheet had been exported a month late.

    At each past cut-off the silence is measured 30 days later: with orders in hand
    that nobody could know that evening. What it then foresees is partly past.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    history : DataFrame
        From :func:`kamlab.churn.history.tried_on_history`.
    settings : EarlyWarningSettings
        From which part of the way an account is watched, and the length of the list.

    Returns
    -------
    Hits
        As :func:`kamlab.churn.hits.hits` gives it, of the list that cheats.
    """
    table = history[history["lost"].notna()].copy()
    export = table["cut_off"] + pd.Timedelta(days=LATE_DAYS)
    wait = (table["confirmed_on"] - table["last_order"]).dt.days
    silent = (export - _last_orders(firm, table, export)).dt.days
    table["score"] = (silent / wait).fillna(0.0).clip(upper=1.0)
    table["watched"] = table["score"] >= settings.watch_from
    order = table.sort_values(
        ["cut_off", "score", "account_id"], ascending=[True, False, True]
    )
    table["rank"] = order.groupby("cut_off").cumcount() + 1
    return hits(table, settings)


def _last_orders(firm: Company, table: pd.DataFrame, export: pd.Series) -> pd.Series:
    """Give each account's last order by the day of the export."""
    wanted = pd.DataFrame(
        {"account_id": table["account_id"], "day": export, "row": table.index}
    )
    days = order_days(firm)
    days = days.assign(day=days["day"].astype(wanted["day"].dtype))
    days["last"] = days["day"]
    found = pd.merge_asof(
        wanted.sort_values("day", kind="stable"),
        days.sort_values("day", kind="stable"),
        on="day",
        by="account_id",
    )
    return found.set_index("row")["last"].reindex(table.index)


def leak_sentence(honest: Hits, cheating: Hits) -> str:
    """Hold the list that knows too much against the honest one.

    Parameters
    ----------
    honest, cheating : Hits
        From :func:`kamlab.churn.hits.hits` and :func:`leaked`.
    """
    lists = (honest.precision.value, cheating.precision.value)
    if honest.recall.value is None or None in lists:
        return "At the past cut-offs nobody was lost, or nobody listed: no comparison."
    if cheating.recall.value is None or cheating.recall.value <= honest.recall.value:
        return (
            f"A sheet exported {LATE_DAYS} days too late would not even have helped "
            f"here: it finds {with_interval(cheating.recall)} of the losses."
        )
    return (
        f"With a sheet exported {LATE_DAYS} days too late the list would have found "
        f"{with_interval(cheating.recall)} of the losses instead of "
        f"{with_interval(honest.recall)}, and been right in "
        f"{with_interval(cheating.precision)} of its cases instead of "
        f"{with_interval(honest.precision)}. Nothing was foreseen better: a part of "
        "the answer lay in the sheet."
    )
