"""The figures of the early-warning report, each with its unit and n."""

from __future__ import annotations

import pandas as pd

from kamlab.churn.hits import Hits, Rate
from kamlab.churn.settings import EarlyWarningSettings
from kamlab.churn.status import ERODING, LOST, NEW, SILENT
from kamlab.presentation import Figure


def status_figures(
    status: pd.DataFrame, settings: EarlyWarningSettings
) -> dict[str, Figure]:
    """Count where the accounts stand at the cut-off.

    ``active_accounts`` are those at risk (an order in the last 12 months) that are not
    confirmed as lost; ``flagged_accounts`` those of them the rule warns of, and
    ``watch_count`` how many of these the list of ``top_n`` holds; ``losses_in_history``
    counts every confirmed loss so far.

    Parameters
    ----------
    status : DataFrame
        From :func:`kamlab.churn.status.account_status`.
    settings : EarlyWarningSettings
        Threshold and length of the list.

    Returns
    -------
    dict of str to Figure
        By name, each with unit and n.
    """
    n = len(status)
    lost = status["status"] == LOST
    active = status[status["at_risk"] & ~lost]
    flagged = int((active["score"] >= settings.watch_from).sum())
    counts = {
        "accounts": n,
        "active_accounts": len(active),
        "flagged_accounts": flagged,
        "watch_count": min(flagged, settings.top_n),
        "silent_accounts": int((active["status"] == SILENT).sum()),
        "eroding_accounts": int((active["status"] == ERODING).sum()),
        "too_little_history": int((active["status"] == NEW).sum()),
        "losses_in_history": int(lost.sum()),
    }
    return {name: Figure(count, "accounts", n) for name, count in counts.items()}


def stake_figures(
    stake: pd.DataFrame, watched: pd.DataFrame, currency: str
) -> dict[str, Figure]:
    """Sum the value at risk over all active accounts, and over the watch list.

    Parameters
    ----------
    stake : DataFrame
        From :func:`kamlab.churn.watch.at_stake`.
    watched : DataFrame
        From :func:`kamlab.churn.watch.watch_list`.
    currency : str
        Of the values.

    Returns
    -------
    dict of str to Figure
        In currency; None where no probability is known.
    """
    known = bool(stake["probability"].notna().any())
    total = float(stake["value_at_risk"].sum()) if known else None
    listed = float(watched["value_at_risk"].sum()) if known else None
    return {
        "value_at_risk": Figure(total, currency, len(stake)),
        "value_at_risk_watch_list": Figure(listed, currency, len(watched)),
    }


def hit_figures(hits: Hits | None, leads: pd.DataFrame | None) -> dict[str, Figure]:
    """Give precision, recall, base rate and lead time; None where untested.

    Parameters
    ----------
    hits : Hits or None
        From :func:`kamlab.churn.hits.hits`; None where the past is too short.
    leads : DataFrame or None
        From :func:`kamlab.churn.hits.lead_times`.

    Returns
    -------
    dict of str to Figure
        By name, each with unit and n.
    """
    nothing = Rate(None, 0)
    rates = {
        "precision_at_top": hits.precision if hits else nothing,
        "recall_at_top": hits.recall if hits else nothing,
        "loss_rate": hits.base if hits else nothing,
    }
    figures = {
        name: Figure(rate.value, "share", rate.n, rate.low, rate.high)
        for name, rate in rates.items()
    }
    days = leads["lead_days"].dropna() if leads is not None else pd.Series(dtype=float)
    median = float(days.median()) if len(days) else None
    figures["lead_time_median"] = Figure(median, "days", len(days))
    missed = int(leads["lead_days"].isna().sum()) if leads is not None else None
    figures["losses_never_flagged"] = Figure(
        missed, "accounts", len(leads) if leads is not None else 0
    )
    return figures
