"""The true effect of an action on each account, from the truth of the simulator."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.churn.what_if.worlds import rules_for, standard_action
from kamlab.company import Company
from kamlab.errors import NotEnoughDataError, RefusedError


def true_effects(
    firm: Company, action: str = "save_call", *, horizon: int = 6
) -> pd.DataFrame:
    """Look up how much an action really lowers each account's chance to leave.

    Parameters
    ----------
    firm : Company
        With truth; the month of its cut-off counts.
    action : str
        ``late_cap``, ``breadth_plus``, ``close_hours``, ``visits_plus`` or
        ``save_call``.
    horizon : int
        Months looked ahead, 1 or more.

    Returns
    -------
    DataFrame
        account_id, hazard and change (of the month, by the action), risk and
        true_effect: chance to decide to leave within the horizon and how much the
        action lowers it, both as if the month went on unchanged:
        risk = 1 − (1 − hazard)^horizon. Accounts that have decided already are left
        out: no action reaches them.

    Raises
    ------
    MissingPartError
        If the company carries no truth.
    RefusedError
        If there is no such action, or the horizon is no whole number above 0.
    NotEnoughDataError
        If no account is left to decide about in that month.
    """
    rules_for(firm)
    standard_action(action)
    if isinstance(horizon, bool) or not isinstance(horizon, int) or horizon < 1:
        raise RefusedError(f"horizon = {horizon!r} cannot be: it must be 1 or more.")
    month = pd.Timestamp(firm.cut_off).replace(day=1)
    months, changes = firm.truth("months"), firm.truth("actions")
    now = months[(months["month"] == month) & ~months["leaving"].astype(bool)]
    if now.empty:
        raise NotEnoughDataError(
            f"No account of {firm.name} is left to decide about in {month:%B %Y}."
        )
    keys = ["account_id", "month"]
    table = now[[*keys, "hazard"]].merge(changes[[*keys, action]], on=keys)
    table = table.rename(columns={action: "change"}).drop(columns="month")
    stays = 1.0 - table["hazard"].to_numpy(float)
    helped = np.clip(stays - table["change"].to_numpy(float), 0.0, 1.0)
    table["risk"] = 1.0 - stays**horizon
    table["true_effect"] = helped**horizon - stays**horizon
    return table.sort_values("account_id", ignore_index=True)
