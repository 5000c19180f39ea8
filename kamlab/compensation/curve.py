"""The payout curve: what share of the target pay an attainment earns."""

from __future__ import annotations

from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import Field, model_validator

from kamlab.company import Settings
from kamlab.compensation.kinds import Payout, Ratio
from kamlab.compensation.pieces import Pieces


class Curve(Settings):
    """A payout curve through three points; the default pays 75 %→50 %, 150 %→300 %."""

    threshold: Ratio = Field(0.75, description="Attainment below which nothing is paid")
    threshold_payout: Payout = Field(
        0.50, description="Share of target paid at the threshold"
    )
    excellence: Ratio = Field(1.50, description="Attainment of an excellent year")
    excellence_payout: Payout = Field(
        3.00, description="Share of target paid at excellence"
    )
    capped: bool = Field(
        False, description="Whether pay stops growing above excellence"
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.threshold < 1 < self.excellence:
            raise ValueError(
                f"the threshold ({self.threshold:g}) must lie below 1 and excellence "
                f"({self.excellence:g}) above 1; 1 is the quota"
            )
        return self

    @cached_property
    def pieces(self) -> Pieces:
        """The curve as straight pieces over the attainment."""
        below = (1 - self.threshold_payout) / (1 - self.threshold)
        above = (self.excellence_payout - 1) / (self.excellence - 1)
        return Pieces(
            (self.threshold, 1.0, self.excellence),
            (self.threshold_payout, 1.0, self.excellence_payout),
            (below, above, 0.0 if self.capped else above),
        )


def payout(attainment: ArrayLike, curve: Curve) -> NDArray[np.float64]:
    """Give the share of target pay that an attainment earns.

    Straight lines through (threshold, threshold_payout), (1, 1) and (excellence,
    excellence_payout); 0 below the threshold; above excellence the slope goes on
    unless the plan is capped. Where there is no attainment there is no payout (blank).

    Parameters
    ----------
    attainment : array of float
        Result / quota, 1 = quota reached.
    curve : Curve
        The plan's curve.

    Returns
    -------
    array of float
        Share of target pay, 1 = full.

    Examples
    --------
    >>> payout([0.92, 1.05, 0.50], Curve()).round(3).tolist()
    [0.84, 1.2, 0.0]
    """
    a = np.asarray(attainment, dtype=np.float64)
    below = (1 - curve.threshold_payout) / (1 - curve.threshold)
    above = (curve.excellence_payout - 1) / (curve.excellence - 1)
    counted = np.minimum(a, curve.excellence) if curve.capped else a
    paid = 1 + np.where(counted < 1, below, above) * (counted - 1)
    return np.where(a < curve.threshold, 0.0, paid)
