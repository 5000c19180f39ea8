"""The days and months of a simulation, counted from its first day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kamlab.simulation.streams import Floats, Ints
from kamlab.simulation.world import World

# Share of a usual month by channel: hospitals slow down in summer, pharmacies peak in
# winter, distributors stock up in spring and autumn. Each row has mean 1.
SEASON = np.array(
    [
        [1.03, 1.02, 1.06, 1.02, 1.03, 1.00, 0.84, 0.82, 1.03, 1.07, 1.07, 1.01],
        [1.14, 1.10, 1.05, 0.98, 0.92, 0.86, 0.84, 0.86, 0.97, 1.06, 1.10, 1.12],
        [0.90, 0.95, 1.10, 1.10, 1.05, 0.96, 0.88, 0.90, 1.10, 1.10, 1.02, 0.94],
    ]
)


@dataclass(frozen=True)
class Calendar:
    """First day of every month, in days since the start; one more than months."""

    first: Ints
    origin: np.datetime64

    @property
    def end(self) -> int:
        """The day after the last one."""
        return int(self.first[-1])

    def length(self, month: int) -> int:
        """How many days a month has."""
        return int(self.first[month + 1] - self.first[month])

    def dates(self, days: Ints) -> NDArray[np.datetime64]:
        """Turn days since the start into dates."""
        return self.origin + days.astype("timedelta64[D]")

    def dates_or_blank(self, days: Ints) -> NDArray[np.datetime64]:
        """Turn days into dates; days after the last one are not known yet: blank."""
        dates = self.dates(days)
        dates[days >= self.end] = np.datetime64("NaT")
        return dates

    def month_dates(self, months: Ints) -> NDArray[np.datetime64]:
        """Turn month numbers into their first days."""
        return self.dates(self.first[months])


def make_calendar(world: World) -> Calendar:
    """Make the calendar of a world."""
    months = pd.period_range(world.start, periods=world.months + 13, freq="M")
    days = months.to_timestamp().to_numpy().astype("datetime64[D]")
    origin = days[0]
    first = (days - origin).astype(np.int64)
    return Calendar(first[: world.months + 1], origin)


def season(world: World, channel: Ints, month: int) -> Floats:
    """Give the seasonal factor of each account in a month (0 = a January)."""
    factors: Floats = 1.0 + world.season_strength * (SEASON[channel, month % 12] - 1.0)
    return factors
