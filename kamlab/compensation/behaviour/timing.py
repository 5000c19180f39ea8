"""Deals moved across a deadline: the hockey stick a threshold makes, and what it costs.

A dispute, taught as one. Larkin 2014 [E45] found accelerators with deadlines to cost
6 to 8 % of revenue in discounts; Oyer 1998 [E44] saw the spikes in whole industries.
Steenburgh 2008 [E46] found lump-sum bonuses mainly to raise effort, hardly to move
deals. This model moves deals and leaves effort as it is: it shows the first side only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kamlab.compensation.behaviour.checks import checked
from kamlab.compensation.curve import Curve, payout
from kamlab.errors import NotEnoughDataError, RefusedError

Floats = NDArray[np.float64]
PARTS = np.array([0.25, 0.5, 0.75, 1.0])  # of what can be moved
WORTH_WHILE = 0.01  # of a quarter's target pay; for less nobody calls an account


@dataclass(frozen=True)
class Timing:
    """What moving deals does to the books.

    Parameters
    ----------
    by_month : tuple of float
        Share of bookings in the first, second and third month of the quarter.
    last_month_share : float
        The last of these.
    low, high : float
        95 % interval of it, KAM by KAM.
    pulled, pushed : float
        Share of list revenue moved ahead and put off.
    lost : float
        Share of list revenue given away as discounts.
    n : int
        KAM-quarters.
    """

    by_month: tuple[float, float, float]
    last_month_share: float
    low: float
    high: float
    pulled: float
    pushed: float
    lost: float
    n: int


def timing(
    curve: Curve | None,
    *,
    reach: int = 1,
    movable: float = 0.5,
    discount: float = 0.08,
    put_off: bool = False,
    noise_cv: float = 0.2,
    quota_factor: float = 1.0,
    kams: int = 400,
    quarters: int = 12,
    seed: int = 1,
) -> Timing:
    """Let KAMs move deals across the end of a quarter wherever their plan pays for it.

    At the end of each quarter a KAM sees its sales and the next quarter's deals, and
    may pull deals of the next ``reach`` months ahead at a discount. Pay of both
    quarters decides. Under pay in proportion nothing is won by moving. Where deals can
    be put off as easily (``put_off``), KAMs far above or far below also save deals for
    the next quarter: as much is moved out of the last month as into it, and the spike
    hides.

    Parameters
    ----------
    curve : Curve, optional
        The payout curve; None pays in proportion to attainment.
    reach : int
        Months before and after the deadline whose deals can be moved, 0–3.
    movable : float
        Share of these deals that can be moved, 0–1.
    discount : float
        Given for a deal that is pulled ahead, 0–1.
    put_off : bool
        Whether accounts also wait without a loss for the next quarter.
    noise_cv : float
        Spread of a quarter's sales.
    quota_factor : float
        Quota / mean sales.
    kams, quarters : int
        How many, two or more of each.
    seed : int
        Fixes the dice; another curve on the same seed meets the same deals.

    Raises
    ------
    NotEnoughDataError
        If there are fewer than two KAMs or quarters.
    RefusedError
        If a figure is no number or out of its range.
    """
    if kams < 2 or quarters < 2:
        raise NotEnoughDataError(
            f"Moving deals is studied on two KAMs and two quarters or more; there are "
            f"{kams} and {quarters}."
        )
    part = checked("movable", movable, 0, 1)
    off = checked("discount", discount, 0, 1)
    quota = checked("quota_factor", quota_factor, 0, above=True)
    if reach not in (0, 1, 2, 3):
        raise RefusedError(f"reach is {reach}; deals move by 0 to 3 months.")
    spread = np.sqrt(3 * np.log1p(checked("noise_cv", noise_cv, 0, 1) ** 2))
    rng = np.random.default_rng(seed)
    z = rng.standard_normal((kams, quarters, 3))
    listed = np.exp(spread * z - spread**2 / 2) / 3 / quota
    booked, pulled, pushed = _moved(curve, listed, (reach, put_off), part, off)
    return _told(booked[:, :-1], listed[:, :-1], pulled, pushed, off)


def _moved(
    curve: Curve | None,
    listed: Floats,
    how: tuple[int, bool],
    movable: float,
    discount: float,
) -> tuple[Floats, Floats, Floats]:
    """Go from deadline to deadline; give bookings, and what was moved at list price."""
    booked, (reach, put_off) = listed.copy(), how
    kams, quarters, _ = listed.shape
    pulled, pushed = np.zeros((2, kams, quarters - 1))
    first, last = slice(0, reach), slice(3 - reach, 3)
    for q in range(quarters - 1):
        now, then = booked[:, q].sum(axis=1), booked[:, q + 1].sum(axis=1)
        ahead = movable * listed[:, q + 1, first].sum(axis=1)
        behind = movable * listed[:, q, last].sum(axis=1)
        best = _pay(curve, now) + _pay(curve, then) + WORTH_WHILE
        moved = np.zeros((2, kams))
        for f in PARTS:
            ways = [(0, (1 - discount) * f * ahead, -f * ahead, f * ahead)]
            if put_off:
                ways.append((1, -f * behind, f * behind, f * behind))
            for row, here, there, amount in ways:
                gain = _pay(curve, now + here) + _pay(curve, then + there)
                better = gain > best
                best = np.where(better, gain, best)
                moved[:, better] = 0.0
                moved[row, better] = amount[better]
        pulled[:, q], pushed[:, q] = moved
        booked[:, q, 2] += (1 - discount) * moved[0] - moved[1]
        booked[:, q + 1, 0] += moved[1] - moved[0]
    return booked, pulled, pushed


def _pay(curve: Curve | None, attained: Floats) -> Floats:
    return attained if curve is None else payout(attained, curve)


def _told(
    booked: Floats, listed: Floats, pulled: Floats, pushed: Floats, discount: float
) -> Timing:
    """Sum up; the first quarter has nobody who pulled out of it, and still counts."""
    months = booked.sum(axis=(0, 1))
    share = months / months.sum()
    by_kam = booked.sum(axis=1)
    own = by_kam[:, 2] - share[2] * by_kam.sum(axis=1)
    error = 1.96 * np.sqrt(np.sum(own**2)) / months.sum()
    total = listed.sum()
    return Timing(
        by_month=(float(share[0]), float(share[1]), float(share[2])),
        last_month_share=float(share[2]),
        low=float(share[2] - error),
        high=float(share[2] + error),
        pulled=float(pulled.sum() / total),
        pushed=float(pushed.sum() / total),
        lost=float(discount * pulled.sum() / total),
        n=booked.shape[0] * booked.shape[1],
    )
