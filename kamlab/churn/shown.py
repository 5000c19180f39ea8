"""The tables of the early-warning report as the reader sees them."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from kamlab.churn.settings import EarlyWarningSettings
from kamlab.churn.status import NEW
from kamlab.churn.watch import BANDS
from kamlab.company import Company
from kamlab.presentation import Column, Table
from kamlab.presentation import formats as f


def watch_table(
    firm: Company, watched: pd.DataFrame, value: str, settings: EarlyWarningSettings
) -> Table:
    """Show the watch list: who, why, and what is at stake.

    Parameters
    ----------
    firm : Company
        As of the cut-off.
    watched : DataFrame
        From :func:`kamlab.churn.watch.watch_list`.
    value : str
        What the amounts are, such as ``contribution``.
    settings : EarlyWarningSettings
        Length of the list and period.

    Returns
    -------
    Table
        As the notebook shows it.
    """
    columns = {
        "rank": Column("Rank", "number"),
        "name": Column("Account"),
        "kam_id": Column("KAM"),
        "reasons": Column("Why"),
        "last_order": Column("Last order", "day"),
        "value": Column(f.in_currency(value.capitalize(), firm.currency), "money"),
        "probability": Column("Risk", "share"),
        "value_at_risk": Column(f.in_currency("Value at risk", firm.currency), "money"),
    }
    if watched["kam_id"].isna().all():
        del columns["kam_id"]
    if watched["probability"].isna().all():
        del columns["probability"], columns["value_at_risk"]
    months = f.plural(settings.period_months, "month")
    return Table(
        watched,
        columns,
        f"Watch list as of {firm.cut_off}: {f.plural(len(watched), 'account')}, "
        f"at most {settings.top_n}. {value.capitalize()} of "
        f"{months if settings.period_months else 'the whole history'}; "
        "risk as it was in the past for accounts as far on the way. Value at risk is "
        "risk times what the account leaves; below 0 it costs more than it leaves.",
        rows=settings.top_n,
    )


def rates_table(rates: pd.DataFrame, settings: EarlyWarningSettings) -> Table:
    """Show how often accounts stopped buying by how far on the way they were.

    Parameters
    ----------
    rates : DataFrame
        From :func:`kamlab.churn.watch.loss_rates`.
    settings : EarlyWarningSettings
        The horizon.

    Returns
    -------
    Table
        As the notebook shows it.
    """
    ways = [
        f"{low * 100:.0f} to {high * 100:.0f} %"
        for low, high in pairwise((*BANDS, 1.0))
    ]
    words = [*ways, "eroding, less than half of it", NEW]
    columns = {
        "way": Column("How far on the way to a loss"),
        "accounts": Column("Cases", "number"),
        "lost": Column(f"No order in {f.plural(settings.horizon, 'month')}", "number"),
        "probability": Column("Risk used", "share"),
    }
    return Table(
        rates.assign(way=words),
        columns,
        "What became of accounts at past cut-offs, by how far on the way they were. "
        "Risk used: half a loss in one more case is added, so that few cases never "
        "claim 0 % or 100 %.",
    )
