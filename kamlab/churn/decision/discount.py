"""What a discount must bring to pay: volume, risk, and the share of leavers kept."""

from __future__ import annotations

from dataclasses import dataclass

from kamlab.churn.decision.checks import one_number
from kamlab.errors import UndefinedError
from kamlab.presentation import formats as f


@dataclass(frozen=True)
class BreakEven:
    """What must be true for a discount to pay.

    Parameters
    ----------
    discount, margin : float
        Off the price, and margin before it, shares of the price, 0–1.
    risk : float or None
        Chance to lose the account without the discount, 0–1; None where not given.
    volume_needed : float
        How much more must be sold, as a share, to earn the same margin.
    risk_needed : float
        Smallest chance to lose the account at which the discount can pay at all, and
        then only if it keeps it for certain.
    kept_needed : float or None
        Share of the leavers the discount must keep, 0–1 and beyond (beyond 1 it cannot
        pay); None where no risk is given.
    """

    discount: float
    margin: float
    risk: float | None
    volume_needed: float
    risk_needed: float
    kept_needed: float | None

    @property
    def can_pay(self) -> bool | None:
        """Whether any effect on loyalty can pay for it; None where no risk is given."""
        return None if self.kept_needed is None else self.kept_needed <= 1

    def sentence(self) -> str:
        """Say what the discount must bring, in volume and in accounts kept."""
        text = (
            f"{f.share(self.discount, 0)} off at a margin of {f.share(self.margin, 0)} "
            f"must sell {f.share(self.volume_needed, 0)} more to earn the same. As a "
            "means to keep an account it pays from a chance of "
            f"{f.share(self.risk_needed)} to lose it, and there only if it keeps the "
            "account for certain."
        )
        if self.risk is None or self.kept_needed is None:
            return text
        if self.kept_needed > 1:
            return (
                f"{text} At a chance of {f.share(self.risk)} it cannot pay, whatever "
                "it does to loyalty."
            )
        return (
            f"{text} At a chance of {f.share(self.risk)} it must keep at least "
            f"{f.share(self.kept_needed, 0)} of those who would leave."
        )


def discount_break_even(
    discount: float, margin: float, risk: float | None = None
) -> BreakEven:
    """Say what a discount must bring before it pays.

    Parameters
    ----------
    discount : float
        Off the price, 0–1.
    margin : float
        Margin before the discount as a share of the price, 0–1.
    risk : float, optional
        Chance to lose the account over the time the discount runs, 0–1.

    Returns
    -------
    BreakEven
        Volume, risk and share kept at which profit with and without it are equal.

    Raises
    ------
    RefusedError
        If a figure is no number or lies outside 0–1.
    UndefinedError
        If the discount takes the whole margin: no volume and no loyalty pays for it.

    Notes
    -----
    Per unit of revenue an account leaves (1 − p) m without the discount d, and
    (1 − p (1 − k)) (m − d) with it, where k is the share of leavers it keeps. Equal at
    k = d (1 − p) / (p (m − d)); k ≤ 1 asks for p ≥ d / m. Volume: d / (m − d).

    Examples
    --------
    >>> [round(discount_break_even(d, 0.30).volume_needed, 6) for d in (.05, .1, .15)]
    [0.2, 0.5, 1.0]
    """
    off = one_number("discount", discount, 0, 1)
    before = one_number("margin", margin, 0, 1, open_low=True)
    if off >= before:
        raise UndefinedError(
            f"{f.share(off, 0)} off takes the whole margin of {f.share(before, 0)}: no "
            "volume and no loyalty pays for that. Offer less."
        )
    kept = None
    if risk is not None:
        chance = one_number("risk", risk, 0, 1)
        left = chance * (before - off)
        free = 0.0 if off == 0 else float("inf")
        kept = off * (1 - chance) / left if left > 0 else free
    return BreakEven(
        discount=off,
        margin=before,
        risk=risk,
        volume_needed=off / (before - off),
        risk_needed=off / before,
        kept_needed=kept,
    )
