"""A leak on purpose: a column that counts orders after the evening of the forecast."""

from __future__ import annotations

import pandas as pd

from kamlab.churn.model import ModelSettings
from kamlab.churn.model.examine import examine
from kamlab.churn.model.leaks import signal_aucs
from kamlab.company import Company
from kamlab.measures import order_days

LEAK = "orders_around"
DAYS = 90


def with_leak(firm: Company, frame: pd.DataFrame, days: int = DAYS) -> pd.DataFrame:
    """Add a column that looks harmless and knows the future.

    Parameters
    ----------
    firm : Company
        Whose orders are counted.
    frame : DataFrame
        Slices with ``account_id`` and ``cut_off``.
    days : int
        Orders are counted from so many days before the cut-off to as many after.

    Returns
    -------
    DataFrame
        The slices with ``orders_around``: order days around the cut-off.
    """
    orders = order_days(firm)
    wide = pd.Timedelta(days=days)
    counts = []
    for cut_off, part in frame.groupby("cut_off", sort=False):
        day = pd.Timestamp(str(cut_off))
        near = orders[(orders["day"] > day - wide) & (orders["day"] <= day + wide)]
        found = part["account_id"].map(near["account_id"].value_counts())
        counts.append(found.fillna(0.0))
    return frame.assign(**{LEAK: pd.concat(counts).astype("float64")})


def alone(frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Say how well each signal alone tells lost from kept.

    Parameters
    ----------
    frame : DataFrame
        Slices with ``lost``.
    names : list of str
        Columns to try.

    Returns
    -------
    DataFrame
        signal, auc (0.5–1, in whichever direction), best first.
    """
    found = signal_aucs(examine(frame, names, settings=ModelSettings()))
    rows = [(name, value) for name, (value, _) in found.items()]
    return pd.DataFrame(rows, columns=["signal", "auc"])
