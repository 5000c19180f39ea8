"""The books of all KAMs as the coming year sees them: what is expected, who leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kamlab.compensation.engine import Periods
from kamlab.errors import NotEnoughDataError, RefusedError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Accounts:
    """The accounts of all books, KAM after KAM.

    Parameters
    ----------
    account_id : array of str
        Their ids.
    kam : array of int
        Place of each account's KAM, in rising order.
    part : array of float
        Its part of what the KAM's book is expected to sell, 0–1; sums to 1 a KAM.
    loss : array of float
        Chance to leave within the year, 0–1.
    """

    account_id: NDArray[np.object_]
    kam: Ints
    part: Floats
    loss: Floats


@dataclass(frozen=True)
class Territories:
    """All KAMs and their books, for one year of pay.

    Parameters
    ----------
    kam_ids : tuple of str
        The KAMs, two or more.
    periods : Periods
        The periods of the year.
    expected : array (KAMs, periods)
        Revenue expected if every account stays, in currency.
    quota : array (KAMs, periods)
        Sales quotas; NaN where there is none.
    base, target : array (KAMs, periods)
        Base salary and target variable pay, in currency.
    ratios : mapping of str to array (KAMs,)
        What each further measure is per unit of revenue, such as gross_margin.
    other_quotas : mapping of str to array (KAMs, periods)
        Quotas in measures that are no money, such as active_accounts.
    accounts : Accounts, optional
        The accounts; without them nobody leaves.
    deals : tuple of array, optional
        The sizes of each KAM's deals of a year, for plans that pay by deal.
    active, new : array (KAMs,)
        Active accounts today, and new ones expected in a year.
    potential, book : array (KAMs,)
        Estimated potential of the territory, and what the book sold before, a year.
    currency : str
        Of every amount.
    notes : tuple of str
        What had to be assumed, in sentences.

    Raises
    ------
    NotEnoughDataError
        If there are fewer than two KAMs.
    RefusedError
        If shapes do not fit, or an expected revenue or a quota is not above 0.
    """

    kam_ids: tuple[str, ...]
    periods: Periods
    expected: Floats
    quota: Floats
    base: Floats
    target: Floats
    ratios: Mapping[str, Floats] = field(default_factory=dict)
    other_quotas: Mapping[str, Floats] = field(default_factory=dict)
    accounts: Accounts | None = None
    deals: tuple[Floats, ...] | None = None
    active: Floats | None = None
    new: Floats | None = None
    potential: Floats | None = None
    book: Floats | None = None
    currency: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        n, shape = len(self.kam_ids), (len(self.kam_ids), len(self.periods))
        if n < 2:
            raise NotEnoughDataError(
                f"Possible years are compared between KAMs; there is {n}, and two or "
                "more are needed."
            )
        for name in ("expected", "quota", "base", "target"):
            if np.shape(getattr(self, name)) != shape:
                raise RefusedError(
                    f"'{name}' has the shape {np.shape(getattr(self, name))}; it needs "
                    f"a row a KAM and a column a period, {shape}."
                )
        if not (self.expected >= 0).all() or not (self.expected.sum(axis=1) > 0).all():
            raise RefusedError("Every KAM needs an expected revenue above 0.")
        if (self.quota <= 0).any():
            raise RefusedError(
                "A quota is 0 or below; no share of it can be reached. Leave it blank "
                "where there is no quota."
            )
        if (self.base < 0).any() or (self.target < 0).any():
            raise RefusedError("Base salary and target pay cannot be below 0.")

    def with_quota(self, quota: ArrayLike) -> Territories:
        """Give the same books under other quotas.

        Parameters
        ----------
        quota : array (KAMs, periods)
            In currency.
        """
        return replace(self, quota=np.asarray(quota, dtype=np.float64))


def alike(
    kams: int,
    periods: int = 1,
    *,
    revenue: float = 1_000_000.0,
    target: float = 30_000.0,
    base: float = 70_000.0,
    quota_factor: float = 1.0,
) -> Territories:
    """Give KAMs who are all alike, to study a plan without a company.

    Parameters
    ----------
    kams, periods : int
        How many KAMs, and periods in the year (1 to 12, a divisor of 12).
    revenue, target, base : float
        Of a year and KAM, in currency.
    quota_factor : float
        Quota / expected revenue.

    Raises
    ------
    NotEnoughDataError
        If there are fewer than two KAMs.
    RefusedError
        If the year cannot be cut into so many periods.
    """
    if periods < 1 or 12 % periods:
        raise RefusedError(f"A year cannot be cut into {periods} equal periods.")
    length = 12 // periods
    cut = Periods(
        tuple((2026, length * (k + 1)) for k in range(periods)),
        (float(length),) * periods,
    )
    full = np.full((max(kams, 0), periods), 1.0 / periods)
    return Territories(
        kam_ids=tuple(f"KAM {k + 1}" for k in range(kams)),
        periods=cut,
        expected=full * revenue,
        quota=full * revenue * quota_factor,
        base=full * base,
        target=full * target,
    )
