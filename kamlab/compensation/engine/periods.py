"""Which periods the results come in, and which of them settle at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kamlab.errors import RefusedError

Settlement = Literal["period", "month", "quarter", "year"]
_LENGTH = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Periods:
    """The periods of the results, in order.

    Parameters
    ----------
    ends : tuple of (int, int)
        Year and month in which each ends.
    months : tuple of float
        The length of each.
    """

    ends: tuple[tuple[int, int], ...]
    months: tuple[float, ...]

    @classmethod
    def monthly(cls, count: int, first: str = "2025-01") -> Periods:
        """Give so many months in a row.

        Parameters
        ----------
        count : int
            How many.
        first : str
            The first one, YYYY-MM.
        """
        days = pd.period_range(first, periods=count, freq="M")
        return cls(tuple((day.year, day.month) for day in days), (1.0,) * count)

    def __len__(self) -> int:
        return len(self.ends)

    def groups(self, settlement: Settlement) -> Groups:
        """Give what settles at once.

        Raises
        ------
        RefusedError
            If a period is longer than what should settle at once.
        """
        if settlement == "period":
            keys: list[object] = list(range(len(self)))
        else:
            length = _LENGTH[settlement]
            longest = max(self.months)
            if longest > length:
                raise RefusedError(
                    f"The plan settles every {settlement}, but the results come in "
                    f"periods of {longest:g} months; give them month by month, or "
                    "settle each period."
                )
            keys = [(year, (month - 1) // length) for year, month in self.ends]
        starts = [k for k, key in enumerate(keys) if not k or key != keys[k - 1]]
        return Groups(self, tuple(starts))


@dataclass(frozen=True)
class Groups:
    """Runs of periods, each settled at once.

    Parameters
    ----------
    periods : Periods
        All periods.
    starts : tuple of int
        The place of the first period of each run.
    """

    periods: Periods
    starts: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def lasts(self) -> NDArray[np.int64]:
        """The place of the last period of each run: there it is paid."""
        return np.array([*self.starts[1:], len(self.periods)]) - 1

    @cached_property
    def years(self) -> NDArray[np.int64]:
        """The calendar year of each run."""
        return np.array([self.periods.ends[k][0] for k in self.lasts])

    @property
    def single(self) -> bool:
        """Whether every period settles on its own."""
        return len(self.starts) == len(self.periods)

    def of(self, period: int) -> int:
        """Give the number of the run a period belongs to."""
        return int(np.searchsorted(self.starts, period, side="right")) - 1

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Add up the periods (last axis) of each run."""
        if self.single:
            return values
        return np.add.reduceat(values, np.array(self.starts), axis=-1)

    def so_far(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Add up the runs (last axis) of each year so far."""
        out = values.copy()
        for g in range(1, len(self)):
            if self.years[g] == self.years[g - 1]:
                out[..., g] += out[..., g - 1]
        return out

    def steps(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Take running totals of a year apart again; the reverse of ``so_far``."""
        out = values.copy()
        for g in range(1, len(self)):
            if self.years[g] == self.years[g - 1]:
                out[..., g] -= values[..., g - 1]
        return out

    def measure(self, values: NDArray[np.float64], over: str) -> NDArray[np.float64]:
        """Give the last value, the mean or the sum of each run."""
        if self.single:
            return values
        if over == "last":
            return values[..., self.lasts]
        sums = self.sums(values)
        return (
            sums if over == "sum" else sums / np.diff([*self.starts, len(self.periods)])
        )
