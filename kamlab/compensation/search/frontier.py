"""Many plans tried, and the frontier of those that no other beats."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kamlab.compensation.behaviour.checks import checked
from kamlab.compensation.behaviour.respond import Nature
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.scenarios.draws import Draws
from kamlab.compensation.search.space import plan_with
from kamlab.compensation.search.worth import worth
from kamlab.errors import RefusedError, UndefinedError
from kamlab.presentation.formats import thousands
from kamlab.simulation import World

FIGURES = (
    "contribution_after_pay",
    "contribution",
    "pay",
    "pay_p90",
    "pay_risk",
    "lowest",
)


def search_plans(
    tried: pd.DataFrame,
    usual: PayPlan,
    draws: Draws,
    world: World,
    *,
    pay_budget: float,
    floor: float,
    nature: Nature | None = None,
) -> pd.DataFrame:
    """Try plans on the same possible years and mark the frontier.

    Not one answer: of the plans within the budget and above the floor, those are on the
    frontier that no other beats in both contribution after pay and calm of income.

    Parameters
    ----------
    tried : DataFrame
        From :func:`kamlab.compensation.search.candidates`.
    usual : PayPlan
        The plan that efforts are compared with.
    draws : Draws
        Possible years.
    world : World
        The coefficients.
    pay_budget : float
        Base and variable pay of all KAMs that must suffice on average, currency a year.
    floor : float
        Income every KAM must have in nine years out of ten, currency a year.
    nature : Nature, optional
        What KAMs are like.

    Returns
    -------
    DataFrame
        The figures of each plan, what it brings (``FIGURES``), what KAMs do,
        within_budget, above_floor, frontier; best contribution first.

    Raises
    ------
    RefusedError
        If there is nothing to try, or budget or floor is below 0.
    UndefinedError
        If no plan is within the budget and above the floor; the text says how near
        the best came.
    """
    if tried.empty:
        raise RefusedError("There is no plan to try.")
    budget = checked("pay_budget", pay_budget, 0.0)
    least = checked("floor", floor, 0.0)
    rows = []
    for figures in tried.to_dict("records"):
        values = {str(name): float(value) for name, value in figures.items()}
        found = worth(plan_with(values), usual, draws, world, nature)
        rows.append(
            values
            | {name: getattr(found, name) for name in FIGURES}
            | found.incentives.model_dump()
        )
    table = pd.DataFrame(rows)
    table["within_budget"] = table["pay"] <= budget
    table["above_floor"] = table["lowest"] >= least
    fit = (table["within_budget"] & table["above_floor"]).to_numpy(bool)
    if not fit.any():
        currency = draws.team.currency
        raise UndefinedError(
            f"None of {len(table)} plans is within {thousands(budget, currency)} and "
            f"leaves every KAM {thousands(least, currency)}: the cheapest costs "
            f"{thousands(table['pay'].min(), currency)}, the safest leaves "
            f"{thousands(table['lowest'].max(), currency)}."
        )
    best = unbeaten(
        table["contribution_after_pay"].to_numpy(float),
        table["pay_risk"].to_numpy(float),
        fit,
    )
    table["frontier"] = best
    return table.sort_values(
        "contribution_after_pay", ascending=False, kind="stable", ignore_index=True
    )


def unbeaten(
    gain: NDArray[np.float64], risk: NDArray[np.float64], fit: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Mark the plans that no other fitting one beats in both gain and risk.

    Parameters
    ----------
    gain, risk : array
        Of each plan; more gain and less risk are better.
    fit : array of bool
        Plans that may be chosen.
    """
    found = np.zeros(len(gain), dtype=bool)
    best = -np.inf
    for k in np.lexsort((-gain, risk)):
        if fit[k] and gain[k] > best:
            found[k], best = True, gain[k]
    return found
