"""Which plans are tried: a plan with some of its figures moved."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from pydantic import ValidationError

from kamlab.compensation.curve import Curve
from kamlab.compensation.kinds import Measure
from kamlab.compensation.plan import Component, PayPlan
from kamlab.errors import RefusedError, did_you_mean

RANGES: dict[str, tuple[float, float]] = {
    "base_share": (0.5, 0.95),
    "threshold": (0.5, 0.95),
    "threshold_payout": (0.0, 0.8),
    "excellence": (1.1, 1.6),
    "excellence_payout": (1.0, 3.0),
    "margin_weight": (0.0, 1.0),
    "care_weight": (0.0, 0.5),
}
MEANING = {
    "base_share": "base salary as a share of target pay",
    "threshold": "attainment below which nothing is paid",
    "threshold_payout": "share of target paid at the threshold",
    "excellence": "attainment of an excellent year",
    "excellence_payout": "share of target paid at excellence",
    "margin_weight": "of what is paid for money, the part on gross margin, not revenue",
    "care_weight": "part of target pay for active accounts",
}


def candidates(
    n: int, *, seed: int = 1, ranges: Mapping[str, tuple[float, float]] | None = None
) -> pd.DataFrame:
    """Spread plans evenly over the ranges of their figures.

    Parameters
    ----------
    n : int
        How many, 2 to 10,000.
    seed : int
        Fixes which.
    ranges : mapping of str to (float, float), optional
        Narrower ranges by name; default those of ``RANGES``.

    Returns
    -------
    DataFrame
        A row a plan, a column a figure (a scrambled Sobol sequence).

    Raises
    ------
    RefusedError
        If a figure is unknown or a range reversed or outside the usual one.
    """
    from scipy.stats import qmc

    if not 2 <= n <= 10_000:
        raise RefusedError(f"{n} plans cannot be tried; choose 2 to 10,000.")
    wanted = {**RANGES}
    for name, (low, high) in (ranges or {}).items():
        if name not in RANGES:
            raise RefusedError(
                f"There is no figure '{name}' of a plan to move"
                f"{did_you_mean(name, RANGES)}"
            )
        if not RANGES[name][0] <= low <= high <= RANGES[name][1]:
            raise RefusedError(
                f"The range of {name} is {low:g} to {high:g}; it must lie within "
                f"{RANGES[name][0]:g} to {RANGES[name][1]:g}, the smaller figure first."
            )
        wanted[name] = (low, high)
    power = int(np.ceil(np.log2(n)))
    points = qmc.Sobol(len(wanted), rng=np.random.default_rng(seed)).random_base2(power)
    edges = np.array(list(wanted.values()))
    spread = edges[:, 0] + np.diff(edges)[:, 0] * points[:n]
    return pd.DataFrame(spread, columns=list(wanted)).round(4)


def plan_with(figures: Mapping[str, float]) -> PayPlan:
    """Make the plan that has these figures.

    Parameters
    ----------
    figures : mapping of str to float
        Names of ``RANGES``; what is left out has the middle of its range.

    Raises
    ------
    RefusedError
        If a figure is unknown or makes no plan.
    """
    for name in figures:
        if name not in RANGES:
            raise RefusedError(
                f"There is no figure '{name}' of a plan to move"
                f"{did_you_mean(name, RANGES)}"
            )
    f = {k: float(figures.get(k, sum(v) / 2)) for k, v in RANGES.items()}
    money = 1 - f["care_weight"]
    parts: tuple[tuple[str, Measure, float], ...] = (
        ("Revenue", "revenue", money * (1 - f["margin_weight"])),
        ("Gross margin", "gross_margin", money * f["margin_weight"]),
        ("Active accounts", "active_accounts", f["care_weight"]),
    )
    try:
        return PayPlan(
            name="candidate",
            title="plan of the search",
            purpose="A point of the search.",
            used_by="Nobody yet.",
            ote=100_000.0,
            base_share=f["base_share"],
            mix_binds=True,
            curve=Curve(
                threshold=f["threshold"],
                threshold_payout=f["threshold_payout"],
                excellence=f["excellence"],
                excellence_payout=f["excellence_payout"],
            ),
            components=tuple(
                Component(name=name, measure=measure, weight=round(weight, 12))
                for name, measure, weight in parts
                if weight > 1e-9
            ),
        )
    except ValidationError as error:
        said = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        raise RefusedError(f"These figures make no plan: {said}.") from None
