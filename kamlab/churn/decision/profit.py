"""Expected maximum profit: what a churn score is worth in money, and whom to target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kamlab.churn.decision.checks import (
    Flags,
    Floats,
    amounts,
    figures,
    one_number,
    some_of_each,
    yes_no,
)
from kamlab.presentation import formats as f

VALUE, INCENTIVE, CONTACT_COST = 200.0, 10.0, 1.0  # the paper's example, in currency


@dataclass(frozen=True)
class ExpectedProfit:
    """What targeting by a score brings, and how many accounts to target.

    Parameters
    ----------
    value : float
        Expected maximum profit per account of the whole base, in currency.
    share : float
        Share of the accounts to target on average, 0–1 (eta of the paper).
    threshold : float or None
        Lowest score among the accounts targeted, at that share; None: target nobody.
    fixed_value, fixed_share, fixed_threshold : float, float, float or None
        The same where the chance to accept is held at its mean (MPC): one threshold.
    n, lost : int
        Accounts, and how many of them were lost.
    """

    value: float
    share: float
    threshold: float | None
    fixed_value: float
    fixed_share: float
    fixed_threshold: float | None
    n: int
    lost: int

    def sentence(self, currency: str = "") -> str:
        """Say what the score is worth and how many to target."""
        if self.threshold is None:
            return (
                f"By this score it pays to target nobody of {self.n:,} accounts: the "
                "action costs more than it can save."
            )
        return (
            f"Targeting the {f.share(self.share, 0)} with the highest scores (from "
            f"{f.number(self.threshold, 3)} on) is worth "
            f"{f.money(self.value, currency)} per account of the base "
            f"(n = {self.n:,}, {self.lost:,} lost)."
        )


def expected_maximum_profit(
    lost: Any,
    score: Any,
    *,
    value: Any = VALUE,
    incentive: Any = INCENTIVE,
    contact_cost: Any = CONTACT_COST,
    alpha: float = 6.0,
    beta: float = 14.0,
) -> ExpectedProfit:
    """Say in money how good a churn score is, and what share of accounts to target.

    Parameters
    ----------
    lost : array-like
        Whether each account was lost, 1 or 0 (the paper codes a loss 0).
    score : array-like
        Any figure that is higher for accounts more likely to leave. Only the ranking
        counts; accounts with the same score are targeted together.
    value : float or array-like
        What an account that stays is worth, in currency: one for all, or each its own.
    incentive, contact_cost : float or array-like
        What the offer costs where it is accepted, and what asking costs, in currency.
    alpha, beta : float
        The Beta distribution of the chance that an account about to leave accepts;
        its mean is alpha / (alpha + beta), .3 by default.

    Returns
    -------
    ExpectedProfit
        Values per account of the base, not per account contacted.

    Raises
    ------
    RefusedError
        If a figure is no number, a cost is negative or the columns differ in length.
    UndefinedError
        If no account was lost, or every one.

    Notes
    -----
    With chance g to accept, targeting an account about to leave brings
    g (value − incentive) − contact cost; an account that stays anyway accepts and costs
    incentive + contact cost. Per threshold the profit is a line in g, and the best
    threshold for each g is the upper envelope of these lines; with one value for all
    that is the ROC convex hull. Between two corners of the hull the mean over the Beta
    distribution is a difference of regularised incomplete Beta functions.

    References
    ----------
    Verbraken, Verbeke & Baesens (2013), IEEE TKDE 25(5), 961–973, eqs. 5–7 and 12–15.
    Own values per account: Bahnsen, Aouada & Ottersten (2015), Decision Analytics 2:5.

    Examples
    --------
    >>> from kamlab.churn.decision import expected_maximum_profit
    >>> lost = [0, 1, 0, 1, 0, 1, 0, 1]
    >>> score = [0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.8, 0.9]
    >>> round(expected_maximum_profit(lost, score).value, 6)
    23.875593
    """
    gone = yes_no("lost", lost)
    some_of_each(gone)
    ranked = figures("score", score, len(gone))
    a, b = (
        one_number(name, given, open_low=True)
        for name, given in (("alpha", alpha), ("beta", beta))
    )
    worth = figures("value", value, len(gone))
    offer = amounts("incentive", incentive, len(gone))
    asking = amounts("contact_cost", contact_cost, len(gone))
    cuts, gain, cost = _lines(gone, ranked, worth, offer, asking)
    corners, from_g = _envelope(gain, cost)
    mass, mean = _beta_parts(from_g, a, b)
    expected = float(np.sum(gain[corners] * mean - cost[corners] * mass))
    share = float(np.sum(cuts[corners] / len(gone) * mass))
    lines = gain * a / (a + b) - cost
    best = int(np.argmax(lines))
    order = np.sort(ranked)[::-1]
    return ExpectedProfit(
        value=expected,
        share=share,
        threshold=_lowest(order, round(share * len(gone))),
        fixed_value=float(lines[best]),
        fixed_share=float(cuts[best] / len(gone)),
        fixed_threshold=_lowest(order, int(cuts[best])),
        n=len(gone),
        lost=int(gone.sum()),
    )


def _lines(
    gone: Flags, score: Floats, value: Floats, offer: Floats, asking: Floats
) -> tuple[Floats, Floats, Floats]:
    """Give, per threshold, the accounts targeted and the line gain · g − cost.

    Accounts with the same score stay together, so there is a line a distinct score, and
    one for targeting nobody.
    """
    order = np.argsort(-score, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(score[order])), len(score) - 1)
    gain = np.cumsum(np.where(gone, value - offer, 0.0)[order])[ends]
    cost = np.cumsum((asking + np.where(gone, 0.0, offer))[order])[ends]
    n = len(score)
    cuts = np.concatenate([[0.0], ends + 1.0])
    return cuts, np.append(0.0, gain) / n, np.append(0.0, cost) / n


def _envelope(gain: Floats, cost: Floats) -> tuple[list[int], Floats]:
    """Give the lines that are highest somewhere on [0, 1], and from which g on.

    Returns
    -------
    list of int
        Places of the lines, by rising slope.
    array of float
        Where each begins, and at last 1: one entry more.
    """
    kept: list[int] = []
    begins: list[float] = []
    for line in np.lexsort((cost, gain)):
        if kept and gain[line] == gain[kept[-1]]:
            continue  # same slope and dearer: never better
        begin = 0.0
        while kept:
            rise = gain[line] - gain[kept[-1]]
            begin = max((cost[line] - cost[kept[-1]]) / rise, 0.0)
            if begin > begins[-1]:
                break
            kept.pop()
            begins.pop()
            begin = 0.0
        if begin < 1.0:
            kept.append(int(line))
            begins.append(begin)
    return kept, np.append(begins, 1.0)


def _beta_parts(points: Floats, alpha: float, beta: float) -> tuple[Floats, Floats]:
    """Give chance and partial mean of a Beta variable between successive points."""
    from scipy.special import betainc

    mass = np.diff(betainc(alpha, beta, points))
    mean = alpha / (alpha + beta) * np.diff(betainc(alpha + 1.0, beta, points))
    return mass, mean


def _lowest(order: Floats, count: int) -> float | None:
    """Give the lowest of the ``count`` highest scores."""
    return float(order[count - 1]) if count else None
