"""A fit held against what came: week by week, and account by account."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from kamlab.churn.btyd.model import Btyd
from kamlab.churn.btyd.purchases import Unit, days_of, purchase_histories
from kamlab.company import Company
from kamlab.errors import NotEnoughDataError, RefusedError
from kamlab.measures import order_days


def tracking(
    fit: Btyd, firm: Company, *, periods: int, unit: Unit = "week"
) -> pd.DataFrame:
    """Give repeat purchases so far, week by week, beside those the fit expected.

    Parameters
    ----------
    fit : Btyd
        With parameters in the same unit.
    firm : Company
        Accounts enter with their first order.
    periods : int
        Weeks (or days) from the first order of all.
    unit : {"day", "week"}
        Length of a period.

    Returns
    -------
    DataFrame
        period (1 is the first), actual, expected: repeat purchases from the beginning
        to the end of the period.

    Raises
    ------
    RefusedError
        If the periods are none or go beyond the cut-off.

    References
    ----------
    Fader & Hardie 2005, A Note on Implementing the Pareto/NBD Model in MATLAB
    (note 8), page 8.
    """
    length = days_of(unit)
    days = order_days(firm)
    start = days["day"].min()
    seen = (pd.Timestamp(firm.cut_off) - start).days + 1
    if not 1 <= periods <= seen / length:
        raise RefusedError(
            f"periods is {periods}; {firm.name} has whole periods of a {unit} from 1 "
            f"to {seen // length}."
        )
    first = days.groupby("account_id")["day"].min()
    entered, accounts = np.unique((first - start).dt.days, return_counts=True)
    bought = np.bincount((days["day"] - start).dt.days, minlength=periods * length)
    news = np.bincount(entered, accounts, minlength=len(bought))
    repeats = np.cumsum(bought - news)
    ends = length * np.arange(1, periods + 1)
    expected = [
        fit.expected_new((end - entered[entered < end]) / length)
        @ accounts[entered < end]
        for end in ends
    ]
    return pd.DataFrame(
        {
            "period": np.arange(1, periods + 1),
            "actual": repeats[ends - 1].astype(int),
            "expected": np.array(expected, dtype=float),
        }
    )


def held_out(
    fit: Btyd, firm: Company, cut_off: date | str, *, unit: Unit = "week"
) -> pd.DataFrame:
    """Give what each account bought after a cut-off, beside what the fit expected.

    Parameters
    ----------
    fit : Btyd
        Fitted to the histories as of that cut-off, in the same unit.
    firm : Company
        As of a later day; the time in between is held out.
    cut_off : date or str
        The earlier evening.
    unit : {"day", "week"}
        Unit of the fit.

    Returns
    -------
    DataFrame
        account_id, p_alive (0-1, at the cut-off), expected, actual (purchase days after
        it), at_old_rate (the plain baseline: frequency / age goes on for ever).

    Raises
    ------
    NotEnoughDataError
        If no day is held out.
    """
    early = firm.as_of(cut_off)
    after = (firm.cut_off - early.cut_off).days
    if after < 1:
        raise NotEnoughDataError(
            f"No day is held out: the cut-off {early.cut_off} is the last day of "
            f"{firm.name}. Choose an earlier one."
        )
    table = purchase_histories(early, unit=unit)
    history = (table["frequency"], table["recency"], table["age"])
    days = order_days(firm)
    later = days[days["day"] > pd.Timestamp(early.cut_off)]
    counts = later["account_id"].value_counts()
    length = after / days_of(unit)
    pace = table["frequency"] / table["age"].where(table["age"] > 0)
    return pd.DataFrame(
        {
            "account_id": table["account_id"],
            "p_alive": fit.p_alive(*history),
            "expected": fit.expected_purchases(length, *history),
            "actual": table["account_id"].map(counts).fillna(0).astype(int),
            "at_old_rate": pace.fillna(0.0) * length,
        }
    )
