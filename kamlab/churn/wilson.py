"""How sure a share is: Wilson's interval."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

SURE = 0.90
Z = NormalDist().inv_cdf(0.5 + SURE / 2)
Floats = NDArray[np.float64]


def wilson(
    share: float | Floats,
    n: float | NDArray[np.int64] | Floats,
    sure: float = SURE,
) -> tuple[Floats, Floats]:
    """Give the interval of a share that n independent cases show.

    Parameters
    ----------
    share : float or ndarray
        Shares, 0–1.
    n : int or ndarray
        Cases, at least 1.
    sure : float
        How sure the interval is, 0–1.

    Returns
    -------
    tuple of ndarray
        Low and high end, 0–1.

    References
    ----------
    Wilson 1927, J. American Statistical Association 22, 209–212.
    """
    z = NormalDist().inv_cdf(0.5 + sure / 2)
    share, n = np.asarray(share, dtype=float), np.asarray(n, dtype=float)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    spread = share * (1 - share) / n + z * z / (4 * n * n)
    half = z / (1 + z * z / n) * np.sqrt(spread)
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)
