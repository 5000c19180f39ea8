"""Agency fees: a percentage of each deal by its size, whole or slice by slice."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import ConfigDict, Field, model_validator

from kamlab.company import Settings
from kamlab.compensation.kinds import Amount, Share, Text
from kamlab.compensation.rates import check_no_gap
from kamlab.errors import UndefinedError


class Tier(Settings):
    """One row of a fee table; it holds its lower bound: from ≤ deal < to."""

    model_config = ConfigDict(populate_by_name=True)

    start: Amount = Field(alias="from", description="Smallest deal of the tier")
    to: Amount | None = Field(
        None, description="First deal size above the tier, empty for the next 'from'"
    )
    rate: Share = Field(description="Fee as a share of the deal")
    name: Text = Field("deal", description="What such a deal is called")


class Fees(Settings):
    """A fee table, how it is read, and the KAM's part of the fee (rule S75)."""

    tiers: tuple[Tier, ...] = Field(min_length=1, description="The fee table")
    tier_mode: Literal["whole", "marginal"] = Field(
        "whole",
        description="One rate for the whole deal, or each slice at its own rate",
    )
    kam_share_of_fee: Share = Field(
        1.0, description="The KAM's part; the rest of the fee is the firm's pool"
    )

    @model_validator(mode="after")
    def _no_gap_no_overlap(self) -> Self:
        check_no_gap(self.tiers)
        return self

    @property
    def large_deal_from(self) -> float:
        """The size from which a deal is a large one: where the last tier begins."""
        return self.tiers[-1].start

    @property
    def starts(self) -> NDArray[np.float64]:
        """The lower bounds of the tiers, in currency."""
        return np.array([tier.start for tier in self.tiers])

    @property
    def rates(self) -> NDArray[np.float64]:
        """The rates of the tiers, as shares."""
        return np.array([tier.rate for tier in self.tiers])


@dataclass(frozen=True)
class Cliff:
    """A deal size at which the fee jumps.

    Parameters
    ----------
    at : float
        The size, in currency.
    jump : float
        The fee at that size less the fee just below it; negative: a larger deal earns
        less.
    even_at : float
        From which size on the higher tier pays at least what was paid just below.
    """

    at: float
    jump: float
    even_at: float


def fees_by_tier(deals: ArrayLike, fees: Fees) -> NDArray[np.float64]:
    """Give the fee on each deal, tier by tier.

    A negative deal (a credit note on its own) takes back what the same deal earns.

    Parameters
    ----------
    deals : array of float
        Size of each deal, in currency.
    fees : Fees
        The fee table.

    Returns
    -------
    array of float
        A row a deal, a column a tier; in currency, before the KAM's part of it.

    Examples
    --------
    >>> table = Fees(tiers=(Tier(start=0, rate=0.15), Tier(start=100_000, rate=0.05)))
    >>> fees_by_tier([50_000, 100_000], table).sum(axis=1).tolist()
    [7500.0, 5000.0]
    """
    size = np.abs(np.asarray(deals, dtype=np.float64))[:, None]
    ends = np.append(fees.starts[1:], np.inf)
    if fees.tier_mode == "marginal":
        counted = np.clip(size - fees.starts, 0, ends - fees.starts)
    else:
        counted = np.where((size >= fees.starts) & (size < ends), size, 0.0)
    return np.sign(np.asarray(deals, dtype=np.float64))[:, None] * counted * fees.rates


def fee(deals: ArrayLike, fees: Fees) -> NDArray[np.float64]:
    """Give the whole fee on each deal, before the KAM's part of it.

    Parameters
    ----------
    deals : array
        Size of each deal, in currency.
    fees : Fees
        The fee table (rule S75).

    Returns
    -------
    array
        The fee on each deal, in currency.
    """
    return np.asarray(fees_by_tier(deals, fees).sum(axis=1))


def cliffs(fees: Fees) -> list[Cliff]:
    """Find the deal sizes at which the fee jumps; slice-wise tables have none.

    Parameters
    ----------
    fees : Fees
        The fee table.

    Returns
    -------
    list of Cliff
        From the smallest deal up: where it jumps and by how much, in currency.
    """
    if fees.tier_mode == "marginal":
        return []
    found = []
    for tier, after in pairwise(fees.tiers):
        jump = (after.rate - tier.rate) * after.start
        if not jump:
            continue
        even = after.start
        if jump < 0:
            even = np.inf if after.rate == 0 else even * tier.rate / after.rate
        found.append(Cliff(after.start, jump, float(even)))
    return found


def same_pay(deal: float, rate: float, other_rate: float) -> float:
    """Give the size at which a deal at another rate pays as much as this one.

    Parameters
    ----------
    deal : float
        Size of this deal, in currency.
    rate, other_rate : float
        Shares of the deal.

    Raises
    ------
    UndefinedError
        If the other rate is 0: no size ever pays as much.

    Examples
    --------
    >>> round(same_pay(400_000, 0.15, 0.05), 2)
    1200000.0
    """
    if other_rate <= 0:
        raise UndefinedError("At a rate of 0 no deal, however large, pays anything.")
    return deal * rate / other_rate
