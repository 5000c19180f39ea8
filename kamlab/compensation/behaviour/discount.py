"""Price authority: which discount a KAM chooses, by what is paid for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kamlab.compensation.behaviour.checks import checked, one_of

BASES = ("revenue", "collected_cash", "gross_margin")


@dataclass(frozen=True)
class Discount:
    """The discount a KAM chooses and what it does to revenue and margin.

    Parameters
    ----------
    discount : float
        Chosen, share of the list price.
    best : float
        The one that leaves most gross margin.
    revenue, margin : float
        At the chosen discount, of what is sold at list price = 1.
    margin_lost : float
        Share of the best margin that is lost.
    """

    discount: float
    best: float
    revenue: float
    margin: float
    margin_lost: float


def sold_at(
    discount: float | NDArray[np.float64], elasticity: float
) -> NDArray[np.float64]:
    """Give the units sold at a discount, where 1 are sold at list price.

    Parameters
    ----------
    discount : float or array
        Share of the list price.
    elasticity : float
        Per cent more units for one per cent off.
    """
    left = 1.0 - np.asarray(discount, dtype=np.float64)
    return np.asarray(left**-elasticity)


def chosen_discount(
    *,
    basis: str = "revenue",
    elasticity: float = 4.0,
    unit_cost: float = 0.7,
    limit: float = 0.2,
) -> Discount:
    """Give the discount a KAM chooses when paid on revenue or on gross margin.

    Paid on revenue, a KAM sells cheap: with an elasticity above 1 the discount goes to
    the limit. Paid on margin, KAM and company want the same price (Weinberg 1975; in
    general not optimal, Srinivasan 1981 [E43]). Best price: cost × ε / (ε − 1).

    Parameters
    ----------
    basis : str
        revenue, collected_cash or gross_margin.
    elasticity : float
        Per cent more units for one per cent off, 0–20.
    unit_cost : float
        Cost of a unit as a share of its list price, 0–1.
    limit : float
        Largest discount the KAM may give, below 1.

    Raises
    ------
    RefusedError
        If the basis is unknown or a figure out of its range.

    Examples
    --------
    >>> pay = chosen_discount()
    >>> round(pay.discount, 4), round(pay.best, 4), round(pay.margin_lost, 3)
    (0.2, 0.0667, 0.206)
    """
    one_of("basis", basis, BASES)
    e = checked("elasticity", elasticity, 0.0, 20.0)
    cost = checked("unit_cost", unit_cost, 0.0, 1.0)
    most = checked("limit", limit, 0.0, 0.99)
    best = min(max(1 - cost * e / (e - 1), 0.0), most) if e > 1 else 0.0
    chosen = best if basis == "gross_margin" else (most if e > 1 else 0.0)
    units, top = float(sold_at(chosen, e)), float(sold_at(best, e))
    margin, most_margin = (1 - chosen - cost) * units, (1 - best - cost) * top
    lost = 1 - margin / most_margin if most_margin > 0 else 0.0
    return Discount(chosen, best, (1 - chosen) * units, margin, lost)
