"""The steps of an agency fee: the deals of a period, tier by tier."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.compensation.achieved import Achieved
from kamlab.compensation.fees import Fees, fees_by_tier
from kamlab.compensation.lines import Line
from kamlab.compensation.money import in_cents
from kamlab.compensation.periods import in_words
from kamlab.presentation.formats import money, plural, share

CHANGES = "Changes to earlier deals"


def fee_lines(fees: Fees, achieved: Achieved, currency: str) -> list[Line]:
    """Work out the KAM's part of the fees, period by period.

    Parameters
    ----------
    fees : Fees
        The fee table.
    achieved : Achieved
        The deals.
    currency : str
        For the words.

    Returns
    -------
    list of Line
        A line for each period and tier, and one where earlier deals changed. The
        amount of a period is rounded once; its last line carries the remainder.
    """
    found: list[Line] = []
    factors = achieved.fee_factor or (1.0,) * len(achieved.periods)
    spans = achieved.periods[["period", "period_end"]].itertuples(index=False)
    for number, (start, end) in enumerate(spans):
        steps = achieved.deals[achieved.deals["number"] == number]
        found += _period(fees, steps, in_words(start, end), factors[number], currency)
    return found


def _period(
    fees: Fees, steps: pd.DataFrame, label: str, factor: float, currency: str
) -> list[Line]:
    new = steps[steps["before"] == 0]
    changed = steps[steps["before"] != 0]
    part = fees.kam_share_of_fee * factor
    by_tier = fees_by_tier(new["after"], fees)
    exact = list(by_tier.sum(axis=0) * part)
    names = [tier.name.capitalize() for tier in fees.tiers]
    counts = [int((by_tier[:, k] != 0).sum()) for k in range(len(fees.tiers))]
    sold = [
        fee / tier.rate if tier.rate else 0.0
        for fee, tier in zip(by_tier.sum(axis=0), fees.tiers, strict=True)
    ]
    words = [
        _why(n, amount, rate, fees, factor, currency)
        for n, amount, rate in zip(counts, sold, fees.rates, strict=True)
    ]
    if len(changed):
        difference = fees_by_tier(changed["after"], fees) - fees_by_tier(
            changed["before"], fees
        )
        exact.append(float(difference.sum()) * part)
        names.append(CHANGES)
        sold.append(float((changed["after"] - changed["before"]).sum()))
        words.append(
            f"{plural(len(changed), 'deal')} of earlier periods changed: the fee on "
            "what is left, less the fee already paid"
        )
    return [
        Line(label, name, amount, why, float(np.round(size, 2)))
        for name, amount, why, size in zip(
            names, in_cents(exact), words, sold, strict=True
        )
    ]


def _why(
    n: int, amount: float, rate: float, fees: Fees, factor: float, currency: str
) -> str:
    if not n:
        return "no deal reached this tier in the period"
    what = "slices" if fees.tier_mode == "marginal" else "deals"
    scaled = "" if factor == 1 else f", times {factor:.4f} for the other basis"
    return (
        f"{plural(n, 'deal')}, {what} of {money(amount, currency)} in all at "
        f"{share(rate)}; the KAM's part of the fee is "
        f"{share(fees.kam_share_of_fee)}{scaled}"
    )
