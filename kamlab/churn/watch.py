"""The watch list: which accounts to call this week, why, and what is at stake."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.churn.history import rank_of
from kamlab.churn.reasons import reasons
from kamlab.churn.settings import EarlyWarningSettings
from kamlab.churn.status import LOST
from kamlab.company import Company
from kamlab.errors import MissingPartError
from kamlab.measures import contribution, current_state, period_of, revenue

BANDS = (0.0, 0.25, 0.5, 0.75)
ERODES, NO_RHYTHM = len(BANDS), len(BANDS) + 1


def loss_rates(history: pd.DataFrame) -> pd.DataFrame:
    """Give how often accounts stopped buying in the past, by how far on the way.

    Returns
    -------
    DataFrame
        One row a band of the way to a loss (0–.25, … , .75–1), one for accounts that
        erode and are less than half of the way, and one for those with too few orders
        to have a rhythm: accounts, lost, probability. Half a loss in one account is
        added to each band (Jeffreys' prior), so that a small band never claims 0 or 1;
        a band without a case takes the rate of all.
    """
    history = history[history["lost"].notna()]
    lost = history["lost"].astype(int)
    counts = lost.groupby(band_of(history)).agg(["size", "sum"])
    counts = counts.reindex(range(NO_RHYTHM + 1), fill_value=0)
    table = counts.rename(columns={"size": "accounts", "sum": "lost"})
    table["probability"] = (table["lost"] + 0.5) / (table["accounts"] + 1)
    overall = (table["lost"].sum() + 0.5) / (table["accounts"].sum() + 1)
    table["probability"] = table["probability"].where(table["accounts"] > 0, overall)
    return table.rename_axis("band")


def band_of(table: pd.DataFrame) -> pd.Series:
    """Give the band of :func:`loss_rates` each account falls in, by way and status."""
    way = table["way"].to_numpy(dtype=float)
    bands = np.searchsorted(BANDS, way, side="right") - 1
    bands = np.where(np.isnan(way), NO_RHYTHM, bands)
    # silence tells more than erosion: half the way and more keeps its own band
    erodes = table["eroding"].to_numpy(dtype=bool) & ~(way >= BANDS[2])
    bands = np.where(erodes, ERODES, bands)
    return pd.Series(bands, index=table.index, dtype="int64")


def worth_of_accounts(
    firm: Company, settings: EarlyWarningSettings
) -> tuple[pd.Series, str, tuple[str, ...]]:
    """Give what each account leaves in the period: contribution, else revenue.

    Returns
    -------
    Series
        By account_id, in currency.
    str
        ``contribution``, or ``revenue`` where no costs are known.
    tuple of str
        Parts of the cost the company lacks.
    """
    period = period_of(firm, settings.period_months)
    try:
        result = contribution(firm, period)
    except MissingPartError:
        sold = revenue(firm, period).set_index("account_id")["revenue"]
        return sold, "revenue", ("contribution",)
    values = result.table.set_index("account_id")["contribution"]
    return values, "contribution", result.missing_parts


def at_stake(
    status: pd.DataFrame, values: pd.Series, rates: pd.DataFrame | None
) -> pd.DataFrame:
    """Put a probability and a value at risk beside every account still buying.

    Parameters
    ----------
    status : DataFrame
        From :func:`kamlab.churn.status.account_status`.
    values : Series
        What each account leaves, by account_id.
    rates : DataFrame or None
        From :func:`loss_rates`; None where the past is too short: then probability
        and value at risk stay blank.

    Returns
    -------
    DataFrame
        The accounts at risk and not lost, with value (currency), probability (0–1) and
        value_at_risk = probability × value.
    """
    table = status[status["at_risk"] & (status["status"] != LOST)].copy()
    # typed by hand: of an empty column pandas would make text
    table["value"] = table["account_id"].map(values).astype("float64").fillna(0.0)
    if rates is None:
        table["probability"] = float("nan")
    else:
        risk = band_of(table).map(rates["probability"])
        table["probability"] = risk.astype("float64")
    table["value_at_risk"] = table["probability"] * table["value"]
    table["rank"] = rank_of(table)
    return table.sort_values("rank", ignore_index=True)


def watch_list(
    firm: Company, stake: pd.DataFrame, settings: EarlyWarningSettings
) -> pd.DataFrame:
    """Give the accounts to look after now, with reasons a KAM can act on.

    Parameters
    ----------
    firm : Company
        As of the cut-off.
    stake : DataFrame
        From :func:`at_stake`.
    settings : EarlyWarningSettings
        Length of the list and the definitions.

    Returns
    -------
    DataFrame
        rank, account_id, name, kam_id, status, score, days_silent, median_gap,
        last_order, drop, value, probability, value_at_risk, reasons.
    """
    table = stake[stake["score"] >= settings.watch_from].head(settings.top_n).copy()
    names = firm.frame("accounts").set_index("account_id").get("name")
    table["name"] = table["account_id"]
    if names is not None:
        table["name"] = table["account_id"].map(names).fillna(table["account_id"])
    table["kam_id"] = None
    if firm.has("account_history", "kam_id"):
        kams = current_state(firm).set_index("account_id")["kam_id"]
        table["kam_id"] = table["account_id"].map(kams)
    table["reasons"] = reasons(firm, table, settings)
    columns = [
        "rank",
        "account_id",
        "name",
        "kam_id",
        "status",
        "score",
        "days_silent",
        "median_gap",
        "last_order",
        "drop",
        "value",
        "probability",
        "value_at_risk",
        "reasons",
    ]
    return table[columns].reset_index(drop=True)
