"""What stands behind one component's pay in one settlement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamlab.compensation.engine.parts import PartInputs
from kamlab.compensation.pieces import Pieces
from kamlab.compensation.plan import Component


@dataclass(frozen=True)
class Cell:
    """One component, one KAM, one settlement.

    Parameters
    ----------
    part : Component
        The component.
    pieces : Pieces
        Its rates.
    result, quota : float
        In the unit of the measure; a blank quota is none.
    stake : float
        What the table's value is multiplied with, in currency.
    kept : float
        The share of the pay that gates leave.
    limit : float
        The attainment that counts at most.
    withheld : float
        What the windfall rule keeps, in currency.
    paid_before : float
        Under a true-up, what earlier settlements of the year paid; else 0.
    cents : int
        What is paid, in cents.
    reason : str
        Why the measure is not known; empty where it is.
    """

    part: Component
    pieces: Pieces
    result: float
    quota: float
    stake: float
    kept: float
    limit: float
    withheld: float
    paid_before: float
    cents: int
    reason: str = ""

    @property
    def by_quota(self) -> bool:
        """Whether the result is held against a quota."""
        return self.part.paid_on != "result"

    @property
    def known(self) -> bool:
        """Whether there is a quota above 0, or none is asked for."""
        return not self.by_quota or self.quota > 0

    @property
    def attainment(self) -> float:
        """Result / quota; blank where there is none."""
        if not self.by_quota or not self.quota > 0:
            return np.nan
        return round(self.result / self.quota, 9)

    @property
    def counted(self) -> float:
        """The attainment or amount that the table is read at."""
        return min(self.attainment if self.by_quota else self.result, self.limit)

    @property
    def value(self) -> float:
        """What the table says, before gates."""
        return float(self.pieces.at(self.counted)) if self.known else np.nan


def cell_of(
    part: Component,
    pieces: Pieces,
    given: PartInputs,
    kam: int,
    g: int,
    cents: int,
    paid_before: float,
    reason: str = "",
) -> Cell:
    """Pick one cell out of the arrays of a component."""

    def one(values: np.ndarray | None, default: float) -> float:
        if values is None:
            return default
        rows, runs = values.shape[1:]
        return float(values[0, kam if rows > 1 else 0, g if runs > 1 else 0])

    cell = Cell(
        part,
        pieces,
        one(given.result, 0.0),
        one(given.quota, np.nan) if part.paid_on != "result" else np.nan,
        one(given.stake, 0.0),
        one(given.kept, 1.0),
        one(given.limit, np.inf),
        0.0,
        paid_before,
        cents,
        reason,
    )
    if given.largest is None or given.most is None or not cell.known:
        return cell
    return _with_windfall(cell, one(given.largest, 0.0), one(given.most, np.inf))


def _with_windfall(cell: Cell, largest: float, most: float) -> Cell:
    from dataclasses import replace

    without = cell.result - largest
    if cell.by_quota:
        without = min(without / cell.quota, cell.limit)
    due = (cell.value - float(cell.pieces.at(without))) * cell.stake
    return replace(cell, withheld=max(0.0, due - most))
