"""The little that must be remembered of every month until the end."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from kamlab.simulation.engine import Month
from kamlab.simulation.streams import Flags, Floats


@dataclass
class Diary:
    """What later tables need of each month; lists over the months.

    Parameters
    ----------
    active : list of array of bool
        Accounts that ordered.
    loyalty : list of array of float
        Part of its purchases each account still made with us.
    champion_left : list of array of bool
        Accounts whose champion left.
    breadth_plus : list of int
        Further contacts by the lever.
    """

    active: list[Flags] = field(default_factory=list)
    loyalty: list[Floats] = field(default_factory=list)
    champion_left: list[Flags] = field(default_factory=list)
    breadth_plus: list[int] = field(default_factory=list)

    def note(self, month: Month) -> None:
        """Note down a month."""
        self.active.append(month.active)
        self.loyalty.append(month.loyalty)
        self.champion_left.append(month.champion_left)
        self.breadth_plus.append(month.breadth_plus)

    def active_matrix(self) -> Flags:
        """Give who ordered, accounts × months."""
        return np.stack(self.active, axis=1)
