"""Whether forecast hazards come true: account-months in tenths, forecast and seen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kamlab.errors import NotEnoughDataError, RefusedError
from kamlab.presentation import formats as f


def hazard_groups(
    predicted: Any, lost: Any, true: Any = None, groups: int = 10
) -> pd.DataFrame:
    """Sort account-months by forecast hazard and hold each tenth against what happened.

    Parameters
    ----------
    predicted : array-like of float
        Forecast chance of a loss in each account-month, 0–1.
    lost : array-like of bool
        Whether it was lost then.
    true : array-like of float, optional
        The true hazard, where a simulated company tells it.
    groups : int
        How many groups of about one size, 2–50.

    Returns
    -------
    DataFrame
        One row a group, lowest forecast first: group, n, predicted (mean), losses,
        seen (share lost), low, high (90 % interval of it), and true (mean) where
        given.

    Raises
    ------
    RefusedError
        If lengths differ, a forecast is blank or outside 0–1, or the groups are no
        number in 2–50.
    NotEnoughDataError
        If there are fewer account-months than groups, or nobody was lost.
    """
    from scipy.stats import binomtest

    frame = pd.DataFrame({"predicted": np.asarray(predicted, dtype=float)})
    if len(frame) != len(lost) or (true is not None and len(true) != len(frame)):
        raise RefusedError("Give one forecast, one outcome and one truth each row.")
    frame["lost"] = np.asarray(lost, dtype=bool)
    if not frame["predicted"].between(0, 1).all():
        raise RefusedError("A forecast is a chance between 0 and 1, never blank.")
    if not 2 <= groups <= 50:
        raise RefusedError(f"The number of groups is 2 to 50, not {groups}.")
    if len(frame) < groups or not frame["lost"].any():
        raise NotEnoughDataError(
            f"{f.plural(len(frame), 'account-month')} with "
            f"{f.plural(int(frame['lost'].sum()), 'loss', 'losses')} cannot be put "
            f"into {groups} groups; it needs {groups} rows and a loss."
        )
    if true is not None:
        frame["true"] = np.asarray(true, dtype=float)
    order = frame.sort_values("predicted", kind="stable")
    place = np.arange(len(order)) * groups // len(order)
    means = order.groupby(place)
    table = means.agg(
        n=("lost", "size"),
        predicted=("predicted", "mean"),
        losses=("lost", "sum"),
        seen=("lost", "mean"),
    )
    sure = [
        binomtest(int(k), int(n)).proportion_ci(0.90, method="wilson")
        for k, n in zip(table["losses"], table["n"], strict=True)
    ]
    table["low"], table["high"] = [s.low for s in sure], [s.high for s in sure]
    if true is not None:
        table["true"] = means["true"].mean()
    table.insert(0, "group", range(1, len(table) + 1))
    return table.reset_index(drop=True)
