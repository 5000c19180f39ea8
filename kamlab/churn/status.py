"""Where each account stands at the cut-off: buying, silent, eroding or lost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.churn.settings import EarlyWarningSettings
from kamlab.company import Company
from kamlab.errors import NotEnoughDataError
from kamlab.measures import erosion, loss_confirmed_on, months_before, rhythm

LOST, GONE, SILENT, ERODING, NEW, BUYING = (
    "lost",
    "no order for a year",
    "silent",
    "eroding",
    "too little history",
    "buying",
)
AT_RISK_MONTHS = 12


def account_status(firm: Company, settings: EarlyWarningSettings) -> pd.DataFrame:
    """Say for every account how far it is on the way to a loss, by its own rhythm.

    The way to a loss is the silence so far divided by the silence that makes a loss
    (``gap_k`` × the account's median gap, at least 60 days): 1 is a confirmed loss.

    Parameters
    ----------
    firm : Company
        As of the cut-off.
    settings : EarlyWarningSettings
        The definitions.

    Returns
    -------
    DataFrame
        account_id, orders, last_order, median_gap, days_silent, gap_ratio,
        confirmed_on (day the silence makes, or made, a loss), way (0–1 and more), drop
        (share of last year's revenue lost), eroding, at_risk (ordered within 12
        months), score (the way, at least ``watch_from`` where it erodes), status.
    """
    table = rhythm(firm)
    table["confirmed_on"] = loss_confirmed_on(table, settings.gap_k)
    wait = (table["confirmed_on"] - table["last_order"]).dt.days
    table["way"] = table["days_silent"] / wait
    table = table.merge(_erosion(firm, settings), on="account_id", how="left")
    table["eroding"] = table["eroding"].astype("boolean").fillna(False).astype(bool)
    first = pd.Timestamp(months_before(firm.cut_off, AT_RISK_MONTHS))
    table["at_risk"] = table["last_order"] > first
    way = table["way"].fillna(0.0).clip(upper=1.0)
    flagged = way.clip(lower=settings.watch_from)
    table["score"] = way.mask(table["eroding"], flagged)
    table["status"] = _status(table, pd.Timestamp(firm.cut_off), settings)
    return table


def _erosion(firm: Company, settings: EarlyWarningSettings) -> pd.DataFrame:
    try:
        table = erosion(firm, settings.window, settings.partial_drop)
    except NotEnoughDataError:  # a young history: the gap rule alone decides
        return pd.DataFrame({"account_id": [], "drop": [], "eroding": []}).astype(
            {"account_id": "str", "drop": "float64", "eroding": "boolean"}
        )
    return table[["account_id", "drop", "eroding"]]


def _status(
    table: pd.DataFrame, cut_off: pd.Timestamp, settings: EarlyWarningSettings
) -> pd.Series:
    confirmed = table["confirmed_on"] <= cut_off
    rules = [
        confirmed,
        ~table["at_risk"],
        table["way"] >= settings.watch_from,
        table["eroding"],
        table["confirmed_on"].isna(),
    ]
    words = np.select(rules, [LOST, GONE, SILENT, ERODING, NEW], default=BUYING)
    return pd.Series(words, index=table.index, dtype="str")
