"""The quota of a KAM for each measure and period; no quota stays no quota."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.compensation.kinds import MONEY
from kamlab.compensation.measured import Measured, share_of_revenue

PLAN_COLUMN = {
    "revenue": "plan_sales",
    "active_accounts": "plan_active",
    "new_accounts": "plan_new",
}


def quota_of(
    quotas: pd.DataFrame,
    kam_id: str,
    periods: pd.DataFrame,
    measure: str,
    found: Measured,
) -> pd.Series:
    """Give a KAM's quota in one measure for each period.

    A quota in gross margin, contribution or cash is the sales quota times what the
    whole company has of it per unit of revenue in these periods.

    Parameters
    ----------
    quotas : DataFrame
        From :func:`kamlab.compensation.periods.quota_rows`.
    kam_id : str
        The KAM.
    periods : DataFrame
        From :func:`kamlab.compensation.periods.pay_periods`.
    measure : str
        What the quota is for.
    found : Measured
        The company's results, for the conversion.

    Returns
    -------
    Series
        One value a period; blank where there is no quota. A quota of 0 is none: no
        share of it can be reached.

    Raises
    ------
    MissingPartError, UndefinedError
        If the sales quota cannot be turned into this measure.
    """
    column = PLAN_COLUMN.get(measure, "plan_sales")
    none = pd.Series(np.nan, index=periods.index)
    if column not in quotas:
        return none
    rows = quotas[quotas["kam_id"] == kam_id].drop_duplicates("period")
    plan = rows.set_index("period")[column]
    values = periods["period"].map(plan).astype(float)
    values = values.where(values > 0)
    if measure in MONEY and measure != "revenue" and values.notna().any():
        values = values * share_of_revenue(found, measure)
    return values
