"""What one more euro of sales, or one more account kept, pays under a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kamlab.compensation.engine import payouts
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.scenarios.columns import columns_of
from kamlab.compensation.scenarios.draws import Block, Draws

Floats = NDArray[np.float64]
BUMP = 0.02  # results are moved up and down by so much, share
ENOUGH = 400  # scenarios of a slope


@dataclass(frozen=True)
class Stakes:
    """The slope of pay under a plan, averaged over KAMs and possible years.

    Parameters
    ----------
    volume : float
        Pay for results of money higher by their own size, currency a KAM and year.
    care : float
        Pay for keeping accounts, at the same scale.
    per_euro : float
        Pay for one more unit of currency sold.
    volatility : float
        Spread of a KAM's variable pay over the possible years / its mean.
    """

    volume: float
    care: float
    per_euro: float
    volatility: float


def stakes(plan: PayPlan, draws: Draws) -> Stakes:
    """Move results a little and see what pay does, on the same possible years.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    draws : Draws
        Possible years; the first few hundred are enough.
    """
    block = some_years(draws)
    volume = _slope(plan, draws, block, "money")
    care = _slope(plan, draws, block, "accounts")
    paid = pay_on(plan, draws, block)
    mean = paid.mean(axis=0)
    spread = paid.std(axis=0, ddof=1)
    known = mean > 0
    sold = block.revenue.sum(axis=-1).mean()
    return Stakes(
        volume=volume,
        care=care,
        per_euro=volume / float(sold),
        volatility=float((spread[known] / mean[known]).mean()) if known.any() else 0.0,
    )


def some_years(draws: Draws) -> Block:
    """Give the first years of the draws, enough for a slope."""
    few = draws.settings.model_copy(update={"n_sims": min(ENOUGH, len(draws))})
    blocks = list(replace(draws, settings=few).blocks())
    kept = [block.kept for block in blocks if block.kept is not None]
    return Block(
        0,
        np.concatenate([block.revenue for block in blocks]),
        np.concatenate(kept) if kept else None,
    )


def pay_on(
    plan: PayPlan,
    draws: Draws,
    block: Block,
    factors: Mapping[str, float | Floats] | None = None,
    *,
    totals: bool = True,
) -> Floats:
    """Pay some possible years, with some of the results multiplied.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    draws : Draws
        Where the years come from.
    block : Block
        The years.
    factors : mapping of str to float or array, optional
        Column → what it is multiplied by.
    totals : bool
        Whether to sum over the periods.
    """
    columns = columns_of(plan, draws.team, block, draws.settings.seed)
    for name, factor in (factors or {}).items():
        if name in columns:
            columns[name] = columns[name] * factor
    # the quarters of one year: threads would cost more than they save
    return payouts(plan, columns, periods=draws.team.periods, totals=totals, threads=1)


MONEY = ("revenue", "gross_margin", "contribution", "collected_cash", "fee")
ACCOUNTS = ("active_accounts", "retention")


def _slope(plan: PayPlan, draws: Draws, block: Block, what: str) -> float:
    names = MONEY if what == "money" else ACCOUNTS
    up, down = (
        pay_on(plan, draws, block, dict.fromkeys(names, 1 + step)).mean()
        for step in (BUMP, -BUMP)
    )
    return float(up - down) / (2 * BUMP)
