"""The payout curve of a plan, and what one more euro pays along it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from kamlab.compensation.engine import Periods, payouts
from kamlab.compensation.plan import PayPlan
from kamlab.errors import RefusedError


def payout_curve(
    plan: PayPlan,
    row: Mapping[str, float],
    measure: str,
    amounts: Sequence[float],
    *,
    months: int = 1,
    step: float = 100.0,
) -> pd.DataFrame:
    """Give what a plan pays as one result grows, all its rules included.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    row : mapping of str to float
        One KAM's results and quotas for one settlement; what stands in it under
        ``measure`` is replaced.
    measure : str
        The result that grows.
    amounts : sequence of float
        Its values.
    months : int
        The length of the settlement.
    step : float
        Over how much more result the slope is taken; pay is to the cent, so a step of
        100 tells it to four decimals.

    Returns
    -------
    DataFrame
        result, variable (currency), slope: pay for one more unit of the result, over
        the next ``step`` of it.

    Raises
    ------
    RefusedError
        If the plan does not pay for the measure, or a column is missing.
    """
    if measure not in {part.measure for part in plan.parts}:
        raise RefusedError(f"The {plan.title} does not pay for {measure}.")
    values = np.asarray(amounts, dtype=np.float64)
    periods = Periods(((2025, 12),), (float(months),))

    def paid(at: np.ndarray) -> np.ndarray:
        columns = {name: np.full((1, 1), value) for name, value in row.items()}
        columns[measure] = at[:, None, None]
        return payouts(plan, columns, periods=periods)[:, 0, 0]

    now = paid(values)
    slope = np.round((paid(values + step) - now) / step, 6)
    return pd.DataFrame({"result": values, "variable": now, "slope": slope})
