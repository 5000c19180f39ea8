"""Where each account stands at the cut-off: buying, silent, eroding or lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from kamlab.churn.settings import EarlyWarningSettings
from kamlab.company import Company
from kamlab.measures import loss_confirmed_on, months_before
from kamlab.measures.buying import ordering
from kamlab.measures.erosion import erosion_months, erosion_on
from kamlab.measures.evenings import Evenings
from kamlab.measures.rhythm import MIN_ORDERS

LOST, GONE, SILENT, ERODING, NEW, BUYING = (
    "lost",
    "no order for a year",
    "silent",
    "eroding",
    "too little history",
    "buying",
)
AT_RISK_MONTHS = 12
COLUMNS = (
    "account_id",
    "orders",
    "first_order",
    "last_order",
    "median_gap",
    "days_silent",
    "gap_ratio",
    "confirmed_on",
    "way",
    "drop",
    "eroding",
    "at_risk",
    "score",
    "status",
)


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
    return status_on(firm, [firm.cut_off], settings).drop(columns="cut_off")


def status_on(
    firm: Company, cut_offs: Sequence[date], settings: EarlyWarningSettings
) -> pd.DataFrame:
    """Say where every account stood on several evenings, in one go.

    Parameters
    ----------
    firm : Company
        As of a day not before the last evening.
    cut_offs : sequence of date
        The evenings.
    settings : EarlyWarningSettings
        The definitions.

    Returns
    -------
    DataFrame
        As of :func:`account_status` for the company as of each evening, with cut_off.
    """
    evenings = Evenings(firm, cut_offs, erosion_months(settings.window))
    found = ordering(evenings)
    days = (found["cut_off"] - found["last_order"]).dt.days
    table = found[["cut_off", "account_id", "orders", "first_order", "last_order"]]
    table = table.assign(
        median_gap=found["median_gap"],
        days_silent=days,
        gap_ratio=(days / found["median_gap"]).where(found["orders"] >= MIN_ORDERS),
    )
    keys = ["cut_off", "account_id"]
    fall = erosion_on(evenings, settings.window, settings.partial_drop)
    table = table.merge(fall[[*keys, "drop", "eroding"]], on=keys, how="left")
    return _judged(table, settings)


def _judged(table: pd.DataFrame, settings: EarlyWarningSettings) -> pd.DataFrame:
    """Add to rhythm and erosion how far each account is on the way to a loss."""
    table["confirmed_on"] = loss_confirmed_on(table, settings.gap_k)
    wait = (table["confirmed_on"] - table["last_order"]).dt.days
    table["way"] = table["days_silent"] / wait
    table["eroding"] = table["eroding"].astype("boolean").fillna(False).astype(bool)
    years = {
        evening: pd.Timestamp(months_before(evening.date(), AT_RISK_MONTHS))
        for evening in table["cut_off"].unique()
    }
    # typed by hand: of an empty column pandas would make text
    first = table["cut_off"].map(years).astype("datetime64[s]")
    table["at_risk"] = table["last_order"] > first
    way = table["way"].fillna(0.0).clip(upper=1.0)
    flagged = way.clip(lower=settings.watch_from)
    table["score"] = way.mask(table["eroding"], flagged)
    table["status"] = _status(table, settings)
    return table[["cut_off", *COLUMNS]]


def _status(table: pd.DataFrame, settings: EarlyWarningSettings) -> pd.Series:
    confirmed = table["confirmed_on"] <= table["cut_off"]
    rules = [
        confirmed,
        ~table["at_risk"],
        table["way"] >= settings.watch_from,
        table["eroding"],
        table["confirmed_on"].isna(),
    ]
    words = np.select(rules, [LOST, GONE, SILENT, ERODING, NEW], default=BUYING)
    return pd.Series(words, index=table.index, dtype="str")
