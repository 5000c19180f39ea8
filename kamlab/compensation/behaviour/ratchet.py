"""The ratchet: a good year raises the next quota, so a good year costs."""

from __future__ import annotations

from collections.abc import Sequence

from kamlab.compensation.behaviour.checks import checked


def ratchet(quota: float, sales: Sequence[float], share: float) -> list[float]:
    """Give the quotas that follow when each moves part of the way to the last result.

    Parameters
    ----------
    quota : float
        The first quota, above 0.
    sales : sequence of float
        What is sold in each period.
    share : float
        Part of the difference that goes into the next quota, 0–1.

    Returns
    -------
    list of float
        The quota after each period.

    Raises
    ------
    RefusedError
        If a figure is no number or out of its range.

    Examples
    --------
    >>> ratchet(100, [130, 130, 130], 0.5)
    [115.0, 122.5, 126.25]
    """
    now, part = checked("quota", quota, 0.0, above=True), checked("share", share, 0, 1)
    quotas = []
    for sold in sales:
        now += part * (checked("sales", sold) - now)
        quotas.append(now)
    return quotas


def slope_left(share: float, patience: float, periods: int | None = None) -> float:
    """Give how much of a plan's slope is left once the KAM foresees the ratchet.

    One more euro sold now raises the next quota by ``share``, the one after by
    share × (1 − share), and so on, and each of them is one euro less above quota. With
    patience δ there remain (1 − δ) / (1 − δ (1 − λ)) of the slope for ever, more when
    few periods are left. (After Weitzman 1980, Bell Journal of Economics 11(1).)

    Parameters
    ----------
    share : float
        Part of the difference that goes into the next quota, 0–1.
    patience : float
        What a euro in the next period is worth today, 0–1.
    periods : int, optional
        Periods still to come; default for ever.

    Raises
    ------
    RefusedError
        If a figure is no number or out of its range.

    Examples
    --------
    >>> round(slope_left(0.5, 0.9), 4), slope_left(0.0, 0.9), slope_left(0.5, 0.9, 0)
    (0.1818, 1.0, 1.0)
    """
    part = checked("share", share, 0.0, 1.0)
    delta = checked("patience", patience, 0.0, 1.0)
    if part == 0:
        return 1.0
    kept = delta * (1 - part)
    if periods is None:
        return (1 - delta) / (1 - kept)
    n = int(checked("periods", periods, 0.0, 1000.0))
    return 1.0 - part * sum(delta * kept**j for j in range(n))
