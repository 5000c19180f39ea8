"""How good the rule was: precision, recall and lead time, each with its n."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kamlab.churn.settings import EarlyWarningSettings
from kamlab.churn.wilson import wilson

DRAWS, INTERVAL, SEED = 1000, 0.90, 1
FEW_ACCOUNTS = 10


@dataclass(frozen=True)
class Rate:
    """A share with its n and a 90 % interval.

    Parameters
    ----------
    value : float or None
        0–1; None where nothing was counted.
    n : int
        What it is a share of.
    low, high : float or None
        90 % interval; None where nothing was counted.
    """

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Hits:
    """What the rule was worth on the past.

    Parameters
    ----------
    precision : Rate
        Of the accounts on the list (top ``n`` of each cut-off that were watched), the
        share that stopped buying.
    recall : Rate
        Of the accounts that stopped buying, the share that was on the list.
    base : Rate
        The share that stopped buying among all at risk: what guessing would give.
    cut_offs : int
        How many cut-offs are pooled.
    """

    precision: Rate
    recall: Rate
    base: Rate
    cut_offs: int


def hits(history: pd.DataFrame, settings: EarlyWarningSettings) -> Hits:
    """Pool the cut-offs and count how often the list was right.

    Parameters
    ----------
    history : DataFrame
        From :func:`kamlab.churn.history.tried_on_history`; only cut-offs whose
        horizon is over count.
    settings : EarlyWarningSettings
        ``top_n``, the length of the list.

    Returns
    -------
    Hits
        The same account stands in several cut-offs, so intervals resample accounts,
        not rows.
    """
    history = history[history["lost"].notna()]
    listed = history["watched"] & (history["rank"] <= settings.top_n)
    lost = history["lost"].astype(bool)
    return Hits(
        precision=_rate(history["account_id"], listed & lost, listed),
        recall=_rate(history["account_id"], listed & lost, lost),
        base=_rate(history["account_id"], lost, lost | True),
        cut_offs=int(history["cut_off"].nunique()),
    )


def _rate(accounts: pd.Series, counted: pd.Series, out_of: pd.Series) -> Rate:
    """Give a share with a 90 % interval from a bootstrap over accounts (Efron 1979).

    Below ten accounts, and at 0 and 1, resampling gives intervals that are far too
    narrow; there Wilson's interval stands, with each account counted once.
    """
    by_account = pd.DataFrame({"hit": counted, "all": out_of}).groupby(accounts).sum()
    by_account = by_account[by_account["all"] > 0]
    n = int(by_account["all"].sum())
    if not n:
        return Rate(None, 0)
    value = float(by_account["hit"].sum() / n)
    if value in (0.0, 1.0) or len(by_account) < FEW_ACCOUNTS:
        low, high = wilson(value, len(by_account), INTERVAL)
        return Rate(value, n, float(low), float(high))
    rng = np.random.default_rng(SEED)
    weights = rng.multinomial(
        len(by_account), np.full(len(by_account), 1 / len(by_account)), size=DRAWS
    )
    totals = weights @ by_account.to_numpy(dtype=float)
    shares = totals[totals[:, 1] > 0]
    tail = (1 - INTERVAL) / 2
    low, high = np.quantile(shares[:, 0] / shares[:, 1], [tail, 1 - tail])
    return Rate(value, n, float(low), float(high))


def lead_times(history: pd.DataFrame, losses: pd.DataFrame) -> pd.DataFrame:
    """Give how many days before its confirmation each loss was first flagged.

    Flags are looked for at the monthly cut-offs, so a lead time is up to a month
    shorter than it was. A loss whose silence began before the first cut-off is left
    out: its first flag may have been raised before anybody looked.

    Parameters
    ----------
    history : DataFrame
        From :func:`kamlab.churn.history.tried_on_history`.
    losses : DataFrame
        Confirmed losses: account_id, last_order, confirmed_on.

    Returns
    -------
    DataFrame
        account_id, confirmed_on, first_flag (blank: never flagged in time),
        lead_days; the losses that were at risk at one of the cut-offs.
    """
    if history.empty:
        losses = losses.head(0)
    losses = losses[losses["last_order"] >= history["cut_off"].min()]
    seen = history.merge(
        losses[["account_id", "confirmed_on"]], on="account_id", suffixes=("_then", "")
    )
    seen = seen[seen["cut_off"] < seen["confirmed_on"]].sort_values("cut_off")
    # the last unbroken run of flags before the loss was confirmed
    calm = seen[~seen["watched"]].groupby("account_id")["cut_off"].max().rename("calm")
    seen = seen.merge(calm, on="account_id", how="left")
    run = seen[seen["watched"] & ~(seen["cut_off"] < seen["calm"])]
    first = run.groupby("account_id")["cut_off"].min().rename("first_flag")
    table = seen.drop_duplicates("account_id")[["account_id", "confirmed_on"]]
    table = table.merge(first, on="account_id", how="left")
    table["first_flag"] = pd.to_datetime(table["first_flag"])  # all blank: no type
    table["lead_days"] = (table["confirmed_on"] - table["first_flag"]).dt.days
    return table.reset_index(drop=True)
