"""A survival curve: what it says at a time, of the median life, of what is left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kamlab.churn.survival.times import FEW_LOSSES, Times, at_risk_at
from kamlab.errors import UndefinedError
from kamlab.presentation import formats as f


@dataclass(frozen=True)
class Median:
    """The time after which half of the accounts are lost, with its interval.

    Parameters
    ----------
    value, low, high : float or None
        In the unit of the durations; None where the curve, or the bound of its
        interval, never falls to one half within the time followed.
    """

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class SurvivalCurve:
    """A Kaplan–Meier curve with its interval and the number at risk.

    Parameters
    ----------
    table : DataFrame
        One row a time at which an account was lost or left observation: time, at_risk
        (accounts followed just before it), losses, survival (0–1), low, high (log-log
        interval; blank before the first loss, where it has no meaning).
    times : Times
        The accounts behind it.
    level : float
        Confidence of the interval, 0–1.
    start : float
        Age from which it is told; survival is given that an account reached it.
    unit : str
        Unit of the times.
    definition : str
        What counts as a loss.
    """

    table: pd.DataFrame
    times: Times
    level: float
    start: float = 0.0
    unit: str = "month"
    definition: str = ""

    @property
    def n(self) -> int:
        """How many accounts are behind it."""
        return len(self.times.durations)

    @property
    def losses(self) -> int:
        """How many of them were lost."""
        return int(self.times.lost.sum())

    @property
    def last(self) -> float:
        """The last time the curve can tell anything of."""
        return float(self.table["time"].iloc[-1])

    def at(self, time: float) -> float:
        """Give the share still there at a time.

        Parameters
        ----------
        time : float
            In the unit of the durations.

        Raises
        ------
        UndefinedError
            If it lies before the start of the curve, or after the last account left
            observation while some were still there.
        """
        if not self.start <= time:
            raise UndefinedError(
                f"The curve begins at {self._span(self.start)}; it says "
                f"nothing of {f.number(time, 1)}."
            )
        end = float(self.table["survival"].iloc[-1])
        if time > self.last and end > 0:
            raise UndefinedError(
                f"No account was followed longer than {self._span(self.last)}; "
                f"nothing is known of {f.number(time, 1)}."
            )
        place = int(np.searchsorted(self.table["time"], time, side="right"))
        return float(self.table["survival"].iloc[place - 1]) if place else 1.0

    def at_risk(self, time: float) -> int:
        """Count the accounts followed just before a time."""
        return int(at_risk_at(self.times, [time])[0])

    @property
    def median(self) -> Median:
        """The median life with its interval (Brookmeyer & Crowley 1982)."""
        found = [self._half(name) for name in ("survival", "low", "high")]
        return Median(*found)

    def _half(self, column: str) -> float | None:
        # rounded, for a product of shares may miss one half by a hair
        reached = self.table["time"][self.table[column].round(12) <= 0.5]
        return float(reached.iloc[0]) if len(reached) else None

    def risk_within(self, age: float, horizon: float) -> float:
        """Give the chance that an account alive at an age is lost within a horizon.

        Parameters
        ----------
        age, horizon : float
            In the unit of the durations.

        Returns
        -------
        float
            0–1.

        Raises
        ------
        UndefinedError
            If nobody is left at that age, or the horizon reaches beyond the curve.
        """
        return 1 - self.at(age + horizon) / self._alive(age)

    def remaining_life(self, age: float, horizon: float) -> float:
        """Give the time an account of an age can be expected to stay yet.

        The restricted mean: the area under the curve from the age on, counted up to
        the horizon, so that nothing is assumed beyond it.

        Parameters
        ----------
        age, horizon : float
            In the unit of the durations.

        Returns
        -------
        float
            Between 0 and the horizon.

        Raises
        ------
        UndefinedError
            If nobody is left at that age, or the horizon reaches beyond the curve.
        """
        alive = self._alive(age)
        self.at(age + horizon)  # refuses a horizon beyond the curve
        inside = self.table["time"].between(age, age + horizon, inclusive="neither")
        steps = np.unique([age, *self.table["time"][inside], age + horizon])
        heights = np.array([self.at(step) for step in steps[:-1]])
        return float(np.sum(heights * np.diff(steps)) / alive)

    def _alive(self, age: float) -> float:
        alive = self.at(age)
        if alive <= 0:
            raise UndefinedError(
                f"No account was left at {self._span(age)}, so nothing "
                "can be said of one that is."
            )
        return alive

    def _span(self, time: float) -> str:
        return f"{f.number(time, 1)} {self.unit}{'' if time == 1 else 's'}"

    @property
    def caution(self) -> str:
        """What to beware of, empty where there are enough losses."""
        if self.losses >= FEW_LOSSES:
            return ""
        return (
            f"Only {f.plural(self.losses, 'loss', 'losses')}: read the interval, not "
            f"the line; {FEW_LOSSES} losses would be a start."
        )

    @property
    def words(self) -> str:
        """Say how long half of the accounts stay, or how many stayed to the end."""
        median, n = self.median, f"{self.n:,} accounts, {self.losses:,} lost"
        if median.value is not None:
            reach = (
                f"{f.number(median.low or 0, 1)} to {f.number(median.high, 1)}"
                if median.high is not None
                else f"{f.number(median.low or 0, 1)} or more"
            )
            said = f"Half are lost after {self._span(median.value)}"
            inside = f" ({f.share(self.level, 0)} interval {reach})"
        else:
            row = self.table.iloc[-1]
            left = f.share(row["survival"])
            said = f"After {self._span(self.last)} {left} are still there"
            inside = (
                f" ({f.share(self.level, 0)} interval {f.share(row['low'])} to "
                f"{f.share(row['high'])})"
            )
        parts = [f"{said}{inside}; {n}.", self.definition, self.caution]
        return " ".join(part for part in parts if part)
