"""Moral hazard with two outcomes: what it takes to make hard work worth while."""

from __future__ import annotations

from dataclasses import dataclass

from kamlab.compensation.behaviour.checks import checked
from kamlab.errors import UndefinedError


@dataclass(frozen=True)
class TwoWages:
    """Pay for a good and for a bad outcome, and what it costs on average.

    Parameters
    ----------
    good, bad : float
        Pay after each outcome.
    expected : float
        Mean pay at the chance that is true when the KAM works hard.
    """

    good: float
    bad: float
    expected: float


def two_outcome_pay(
    *,
    effort_cost: float,
    hard: float,
    easy: float,
    reservation: float,
    believed: float | None = None,
) -> TwoWages:
    """Give the least pay that makes a KAM stay and work hard.

    Both conditions bind: hard work is worth its cost, and the job is as good as the
    next one. A KAM who doubts that hard work helps must be promised a wider gap, which
    costs the company more. (Teaching example; no risk aversion, pay may fall below 0.)

    Parameters
    ----------
    effort_cost : float
        What hard work costs the KAM, 0 or more.
    hard, easy : float
        Chance of the good outcome with and without hard work, 0–1.
    reservation : float
        What the KAM is worth elsewhere.
    believed : float, optional
        What the KAM thinks ``hard`` is; default the truth.

    Raises
    ------
    RefusedError
        If a chance lies outside 0–1 or a figure is no number.
    UndefinedError
        If hard work does not raise the chance: then no pay brings it about.

    Examples
    --------
    >>> pay = two_outcome_pay(effort_cost=2, hard=0.8, easy=0.4, reservation=10)
    >>> round(pay.good, 6), round(pay.bad, 6), round(pay.expected, 6)
    (13.0, 8.0, 12.0)
    """
    cost = checked("effort_cost", effort_cost, 0.0)
    kept = checked("reservation", reservation)
    true = checked("hard", hard, 0.0, 1.0)
    low = checked("easy", easy, 0.0, 1.0)
    seen = true if believed is None else checked("believed", believed, 0.0, 1.0)
    if seen <= low:
        raise UndefinedError(
            f"Hard work would bring the good outcome with {seen:g} and easy work with "
            f"{low:g}: no pay makes hard work worth its cost."
        )
    gap = cost / (seen - low)
    bad = kept + cost - seen * gap
    return TwoWages(bad + gap, bad, bad + true * gap)
