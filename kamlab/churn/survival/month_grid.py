"""Accounts by months: events counted in calendar months, and looked back upon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamlab.company import Company
from kamlab.company.asof import last_full_month

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Grid:
    """The accounts and months of a company, and where a day falls among them.

    Parameters
    ----------
    accounts : Index
        Ids of the accounts.
    months : DatetimeIndex
        First days of the months from the first order on; the last one begins on the
        day after the last full month.
    """

    accounts: pd.Index
    months: pd.DatetimeIndex

    def place(self, days: pd.Series) -> pd.Series:
        """Give the place of the month each day lies in; blank days stay blank."""
        first = self.months[0]
        place = (days.dt.year - first.year) * 12 + days.dt.month - first.month
        return pd.Series(place)

    def count(
        self, account_ids: pd.Series, days: pd.Series, weights: pd.Series | None = None
    ) -> Floats:
        """Count events in each account and month; those outside the grid fall away.

        Parameters
        ----------
        account_ids, days : Series
            One event a row.
        weights : Series, optional
            What each event counts; default 1.

        Returns
        -------
        array of float
            Accounts × months.
        """
        row = self.accounts.get_indexer(pd.Index(account_ids))
        place = self.place(days)
        inside = (row >= 0) & place.between(0, len(self.months) - 1).to_numpy()
        column = place.to_numpy()[inside].astype(int)
        flat = row[inside] * len(self.months) + column
        what = None if weights is None else weights.to_numpy(dtype=float)[inside]
        size = len(self.accounts) * len(self.months)
        counted = np.bincount(flat, what, size).astype(float)
        return counted.reshape(len(self.accounts), len(self.months))


def grid_of(firm: Company, account_ids: pd.Series) -> Grid:
    """Lay out the months of a company, and one more that is still to come.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    account_ids : Series
        The accounts, each once.
    """
    last = pd.Timestamp(last_full_month(firm.cut_off)) + pd.DateOffset(months=1)
    first = pd.Timestamp(firm.first_date).replace(day=1)
    return Grid(pd.Index(account_ids), pd.date_range(min(first, last), last, freq="MS"))


def looked_back(counts: Floats, months: int) -> Floats:
    """Sum the months before each month, itself not among them.

    Parameters
    ----------
    counts : array of float
        Accounts × months.
    months : int
        How many months back.

    Returns
    -------
    array of float
        As large; fewer months are summed where the books begin later.
    """
    total = np.cumsum(np.pad(counts, ((0, 0), (1, 0))), axis=1)
    until = np.arange(counts.shape[1])
    return np.asarray(total[:, until] - total[:, np.maximum(until - months, 0)])
