"""One line of a pay slip's trace, and the trace as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Line:
    """One step of a pay slip.

    Parameters
    ----------
    period : str
        Its first and last day.
    part : str
        Base salary, the component, or the fee tier.
    amount : Decimal
        What it adds to the pay, in currency.
    why : str
        How it came about, or why it is zero.
    result, quota : float
        In the unit of the measure; blank where there is none.
    attainment, payout : float
        As shares of quota and of target pay; blank where there is no quota.
    at_target : float
        Pay of this component and period with the target met, in currency.
    """

    period: str
    part: str
    amount: Decimal
    why: str
    result: float = np.nan
    quota: float = np.nan
    attainment: float = np.nan
    payout: float = np.nan
    at_target: float = np.nan


def as_table(lines: Sequence[Line]) -> pd.DataFrame:
    """Give the lines as a table, numbered from 1.

    Returns
    -------
    DataFrame
        step, period, part, result, quota, attainment, payout, at_target, amount
        (currency, two decimals), why.
    """
    columns = [
        "period",
        "part",
        "result",
        "quota",
        "attainment",
        "payout",
        "at_target",
    ]
    table = pd.DataFrame([{name: getattr(x, name) for name in columns} for x in lines])
    table.insert(0, "step", np.arange(1, len(lines) + 1))
    table["amount"] = [float(line.amount) for line in lines]
    table["why"] = [line.why for line in lines]
    return table
