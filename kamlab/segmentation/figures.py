"""The figures of the key-accounts report, each with its unit and n."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from kamlab.errors import NotEnoughDataError, UndefinedError
from kamlab.presentation import Figure
from kamlab.segmentation.base_rate import BaseRate
from kamlab.segmentation.concentration import (
    effective_accounts,
    gini,
    hhi,
    smallest_part_for,
    top_share,
)
from kamlab.segmentation.intervals import concentration
from kamlab.segmentation.key import can_tell, is_key, key_total
from kamlab.segmentation.loss_risk import LossRisk
from kamlab.segmentation.settings import CRITERIA, KeyAccountsSettings
from kamlab.segmentation.worth import Worth

INTERVALS = {
    "largest_share_revenue": "largest",
    "hhi_revenue": "hhi",
    "effective_accounts_revenue": "effective",
    "gini_revenue": "gini",
    "top20_share_revenue": "top20",
}


def key_figures(
    worth: Worth, table: pd.DataFrame, settings: KeyAccountsSettings
) -> dict[str, Figure]:
    """Gather what the key-accounts report records.

    Parameters
    ----------
    worth : Worth
        The active accounts.
    table : DataFrame
        From :func:`kamlab.segmentation.key.key_accounts`.
    settings : KeyAccountsSettings
        The thresholds.

    Returns
    -------
    dict of str to Figure
        A value of None stands for a figure that is undefined or cannot be told.
    """
    n = len(table)
    total = float(table["revenue"].sum())
    figures = {
        "accounts": Figure(n, "accounts", n),
        "revenue_total": Figure(total, worth.currency, n),
        "largest_share_revenue": _figure(_largest, table["revenue"], "share"),
        "hhi_revenue": _figure(hhi, table["revenue"], "0–1"),
        "effective_accounts_revenue": _figure(
            effective_accounts, table["revenue"], "accounts"
        ),
        "gini_revenue": _figure(gini, table["revenue"], "0–1"),
        "top20_share_revenue": _figure(top_share, table["revenue"], "share"),
        "accounts_share_for_80": _figure(smallest_part_for, table["revenue"], "share"),
    }
    figures |= _with_intervals(figures, table["revenue"], settings)
    for criterion in CRITERIA:
        known = criterion in worth.criteria and can_tell(table, criterion, settings)
        count = int(is_key(table, criterion).sum()) if known else None
        figures[f"key_count_{criterion}"] = Figure(count, "accounts", n)
    together = key_total(table, worth.criterion, settings)
    figures["key_total_share_revenue"] = Figure(together.share, "share", n)
    return figures


def _with_intervals(
    figures: dict[str, Figure], values: pd.Series, settings: KeyAccountsSettings
) -> dict[str, Figure]:
    """Give the figures of concentration with intervals, where there are enough."""
    try:
        table = concentration(values, seed=settings.draw_seed).set_index("figure")
    except (UndefinedError, NotEnoughDataError):
        return {}
    return {
        name: replace(
            figures[name],
            low=float(table["low"][figure]),
            high=float(table["high"][figure]),
        )
        for name, figure in INTERVALS.items()
    }


def _figure(
    function: Callable[[pd.Series], float], values: pd.Series, unit: str
) -> Figure:
    try:
        return Figure(function(values), unit, len(values))
    except UndefinedError:
        return Figure(None, unit, len(values))


def _largest(values: pd.Series) -> float:
    return float(top_share(values, 1 / len(values)))


def risk_figures(worth: Worth, rate: BaseRate, risk: LossRisk) -> dict[str, Figure]:
    """Gather what the stress part of the report records.

    Parameters
    ----------
    worth : Worth
        The active accounts.
    rate : BaseRate
        The chance every account got.
    risk : LossRisk
        From :func:`kamlab.segmentation.loss_risk.joint_losses`.

    Returns
    -------
    dict of str to Figure
        yearly_loss with its interval, and per criterion ``at_risk_…`` (Σ probability
        × amount), ``at_risk_…_p50`` and ``…_p90`` (amounts exceeded by every second
        and every tenth year).
    """
    n = len(worth.table)
    figures = {"yearly_loss": Figure(rate.value, "share", rate.n, rate.low, rate.high)}
    for name in worth.criteria:
        amounts = {"": risk.expected[name]}
        amounts |= {f"_p{part:.0%}"[:-1]: risk.at(name, part) for part in (0.5, 0.9)}
        for suffix, amount in amounts.items():
            figures[f"at_risk_{name}{suffix}"] = Figure(amount, worth.currency, n)
    return figures
