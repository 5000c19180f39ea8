"""What happens to a settlement after its parts are summed: caps, floors, draws.

Every amount here is a whole number of cents, held as a float, so that sums are exact.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kamlab.compensation.engine.periods import Groups
from kamlab.compensation.rules import Cap

Floats = NDArray[np.float64]


def round_cents(amounts: Floats) -> Floats:
    """Turn amounts of currency into whole cents, in place, a half to the even cent.

    What lies beyond the seventh decimal is noise and is cut first; the same steps as
    :func:`kamlab.compensation.money.cents`.
    """
    np.multiply(amounts, 1e7, out=amounts)
    np.rint(amounts, out=amounts)
    np.divide(amounts, 1e5, out=amounts)
    return np.asarray(np.rint(amounts, out=amounts))


def whole_cents(amounts: Floats) -> Floats:
    """Turn amounts into whole cents in a new array."""
    return round_cents(np.array(amounts, dtype=np.float64))


def capped(earned: Floats, target: Floats, cap: Cap, groups: Groups) -> Floats:
    """Give what a cap takes off, settlement by settlement (cents, 0 or below).

    Over a year the running total is held against the target so far. So a settlement
    does not depend on months still to come, what a clawback takes makes room again,
    and the year's sum does not depend on the order of its months.
    """
    if cap.per == "settlement":
        most = whole_cents(cap.times * target)
        return np.minimum(earned, most) - earned
    most = whole_cents(cap.times * groups.so_far(target))
    kept = groups.steps(np.minimum(groups.so_far(earned), most))
    return np.asarray(kept - earned)


def drawn(earned: Floats, advance: Floats, recoverable: bool) -> tuple[Floats, Floats]:
    """Run the ledger of a draw over the settlements.

    Parameters
    ----------
    earned : array (…, settlements)
        Cents.
    advance : array (…, settlements)
        Cents; 0 where the KAM was not employed.
    recoverable : bool
        Whether what was advanced is kept back from later pay above the advance.

    Returns
    -------
    tuple of array
        What is added to each settlement (below 0: kept back), and the balance owed
        after it. Σ paid = Σ earned + last balance, if recoverable.
    """
    added, balance = np.zeros_like(earned), np.zeros_like(earned)
    owed = np.zeros(earned.shape[:-1])
    for g in range(earned.shape[-1]):
        now = earned[..., g]
        paid = np.maximum(advance[..., g], now - owed)
        added[..., g] = paid - now
        owed = owed + paid - now if recoverable else owed
        balance[..., g] = owed
    return added, balance
