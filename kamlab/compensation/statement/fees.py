"""The lines of an agency fee: the deals of a settlement, tier by tier."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.compensation.fees import Fees, fees_by_tier
from kamlab.compensation.lines import Line
from kamlab.compensation.money import in_cents
from kamlab.presentation.formats import money, plural, share

CHANGES = "Changes to earlier deals"


def fee_lines(
    fees: Fees, steps: pd.DataFrame, label: str, factor: float, currency: str
) -> list[Line]:
    """Work out the KAM's part of the fees of one settlement.

    Parameters
    ----------
    fees : Fees
        The fee table.
    steps : DataFrame
        Of this KAM and settlement: number, deal, before, after, credit.
    label : str
        The settlement in words.
    factor : float
        What the fee counts for under another basis; 1 for its own.
    currency : str
        For the words.

    Returns
    -------
    list of Line
        A line for each tier, and one where earlier deals changed. The amount is
        rounded once; the last line carries the remainder.
    """
    first = steps.sort_values("number", kind="stable").drop_duplicates("deal")
    new = steps["deal"].isin(first.loc[first["before"] == 0, "deal"])
    sold = (
        steps[new]
        .groupby("deal")
        .agg(after=("after", "last"), credit=("credit", "last"))
    )
    changed = steps[~new]
    part = fees.kam_share_of_fee * factor
    by_tier = fees_by_tier(sold["after"], fees) * sold["credit"].to_numpy()[:, None]
    exact = list(by_tier.sum(axis=0) * part)
    names = [tier.name.capitalize() for tier in fees.tiers]
    counts = [int((by_tier[:, k] != 0).sum()) for k in range(len(fees.tiers))]
    sizes = [
        fee / tier.rate if tier.rate else 0.0
        for fee, tier in zip(by_tier.sum(axis=0), fees.tiers, strict=True)
    ]
    words = [
        _why(n, amount, rate, fees, factor, currency)
        for n, amount, rate in zip(counts, sizes, fees.rates, strict=True)
    ]
    if len(changed):
        difference = fees_by_tier(changed["after"], fees) - fees_by_tier(
            changed["before"], fees
        )
        credit = changed["credit"].to_numpy()
        exact.append(float((difference.sum(axis=1) * credit).sum()) * part)
        names.append(CHANGES)
        sizes.append(float((changed["after"] - changed["before"]).sum()))
        words.append(
            f"{plural(changed['deal'].nunique(), 'deal')} of earlier periods changed: "
            "the fee on what is left, less the fee already paid"
        )
    return [
        Line(label, name, amount, why, float(np.round(size, 2)))
        for name, amount, why, size in zip(
            names, in_cents(exact), words, sizes, strict=True
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
