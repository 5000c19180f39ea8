"""Times until a loss as they come in: checked, so that no figure rests on nonsense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamlab.errors import NotEnoughDataError, RefusedError
from kamlab.presentation import formats as f

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

FEW_LOSSES = 10


@dataclass(frozen=True)
class Times:
    """Accounts with the time each was followed, and whether it was then lost.

    Parameters
    ----------
    durations : array of float
        Time from the start of each relation to its loss, or to the last day on which
        a loss would show.
    lost : array of bool
        Whether the time ended with a loss.
    entry : array of float
        Time at which each account came under observation, 0 from the start.
    """

    durations: Floats
    lost: Flags
    entry: Floats

    @property
    def late_entry(self) -> bool:
        """Whether some accounts came under observation after their start."""
        return bool((self.entry > 0).any())


def checked_times(durations: Any, lost: Any, entry: Any = None) -> Times:
    """Check times until a loss before anything is computed from them.

    Parameters
    ----------
    durations, lost, entry : array-like
        As in :class:`Times`, one value an account; no entry means 0.

    Raises
    ------
    RefusedError
        If the lengths differ, a time is no number, blank or below 0, a flag is
        neither true nor false, or an account enters after its end.
    NotEnoughDataError
        If there is no account.
    """
    times = _numbers(durations, "durations")
    flags = _flags(lost)
    start = np.zeros(len(times)) if entry is None else _numbers(entry, "entry")
    if not len(times) == len(flags) == len(start):
        raise RefusedError(
            f"There are {len(times)} durations, {len(flags)} flags of loss and "
            f"{len(start)} entries; give one of each an account."
        )
    if not len(times):
        raise NotEnoughDataError("There is no account, so nothing can be followed.")
    bad = (start >= times) & (start > 0)
    if bad.any():
        raise RefusedError(
            f"{f.plural(int(bad.sum()), 'account')} came under observation at or after "
            "the end of the time followed; leave them out."
        )
    return Times(times, flags, start)


def _numbers(values: Any, name: str) -> Floats:
    series = pd.Series(values)
    if len(series) and not pd.api.types.is_numeric_dtype(series.dtype):
        raise RefusedError(
            f"The {name} hold text where numbers should be; give times as numbers."
        )
    array = series.to_numpy(dtype=float, na_value=np.nan)
    if not np.isfinite(array).all():
        blank = int((~np.isfinite(array)).sum())
        raise RefusedError(
            f"{blank} of {len(array)} values of {name} are blank or endless; leave "
            "those accounts out."
        )
    if (array < 0).any():
        raise RefusedError(f"The {name} go below 0; a time cannot.")
    return array


def _flags(values: Any) -> Flags:
    series = pd.Series(values)
    if not series.isin([True, False]).all():
        odd = series[~series.isin([True, False])].iloc[0]
        raise RefusedError(
            f"Whether an account was lost must be true or false; found '{odd}'."
        )
    return np.asarray(series, dtype=bool)


def at_risk_at(times: Times, moments: Sequence[float] | Floats) -> NDArray[np.int64]:
    """Count the accounts still followed just before each moment.

    An account counts after its entry and up to the end of its own time; one followed
    from its start counts from 0.

    Parameters
    ----------
    times : Times
        The accounts.
    moments : array of float
        The moments, in the unit of the durations.

    Returns
    -------
    array of int
        One count a moment.
    """
    at = np.asarray(moments, dtype=float)
    ends = np.sort(times.durations)
    starts = np.sort(times.entry[times.entry > 0])
    not_yet_ended = len(ends) - np.searchsorted(ends, at, side="left")
    not_yet_there = len(starts) - np.searchsorted(starts, at, side="left")
    return np.asarray(not_yet_ended - not_yet_there, dtype=np.int64)
