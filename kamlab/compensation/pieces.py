"""A line of straight pieces with jumps: what every rate table and curve comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pieces:
    """Straight pieces, each from its own start up to the next; 0 below the first.

    Parameters
    ----------
    starts : tuple of float
        Where each piece begins, rising.
    values : tuple of float
        What is paid where it begins.
    slopes : tuple of float
        What one more unit pays on it.
    slack : float
        How far below a start still counts as reached: noise of binary arithmetic.
    """

    starts: tuple[float, ...]
    values: tuple[float, ...]
    slopes: tuple[float, ...]
    slack: float = 5e-10

    @cached_property
    def jumps(self) -> tuple[float, ...]:
        """What is paid at each start over what was paid just below it."""
        below = [0.0]
        for k in range(1, len(self.starts)):
            length = self.starts[k] - self.starts[k - 1]
            below.append(self.values[k - 1] + self.slopes[k - 1] * length)
        return tuple(
            _quiet(value - before)
            for value, before in zip(self.values, below, strict=True)
        )

    @cached_property
    def bends(self) -> tuple[float, ...]:
        """The change of slope at each start."""
        steps = np.diff(np.array([0.0, *self.slopes]))
        return tuple(_quiet(float(step)) for step in steps)

    def at(self, where: ArrayLike) -> Floats:
        """Give what is paid at some places.

        Parameters
        ----------
        where : array of float
            Attainments or amounts, as the table counts.

        Returns
        -------
        array of float
            As many; in the unit of the values.
        """
        x = np.asarray(where, dtype=np.float64)
        out, spare = np.empty_like(x), np.empty_like(x)
        self.into(x, out, spare, np.empty(x.shape, dtype=bool))
        return out

    def into(self, x: Any, out: Any, spare: Any, flags: Any) -> None:
        """Write what is paid at ``x`` into ``out``; no array is made on the way.

        Σ bend · max(x, start) less a constant, plus Σ jump · (x ≥ start).
        """
        out.fill(
            -sum(b * start for b, start in zip(self.bends, self.starts, strict=True))
        )
        for start, bend in zip(self.starts, self.bends, strict=True):
            if bend:
                np.maximum(x, start, out=spare)
                np.multiply(spare, bend, out=spare)
                np.add(out, spare, out=out)
        for start, jump in zip(self.starts, self.jumps, strict=True):
            if jump:
                np.greater_equal(x, start - self.slack, out=flags)
                np.multiply(flags, jump, out=spare)
                np.add(out, spare, out=out)

    def slope_at(self, where: ArrayLike) -> Floats:
        """Give what one more unit pays at some places; a jump is no slope.

        Parameters
        ----------
        where : array of float
            Attainments or amounts.

        Returns
        -------
        array of float
            The slope of the piece each lies on, 0 below the first.
        """
        x = np.asarray(where, dtype=np.float64)
        piece = np.searchsorted(np.array(self.starts) - self.slack, x, side="right")
        return np.array([0.0, *self.slopes])[piece]


def through(points: Sequence[tuple[float, float]], slack: float = 5e-10) -> Pieces:
    """Join points by straight lines; level beyond the last, 0 below the first."""
    starts = tuple(x for x, _ in points)
    values = tuple(y for _, y in points)
    slopes = [
        (values[k + 1] - values[k]) / (starts[k + 1] - starts[k])
        for k in range(len(points) - 1)
    ]
    return Pieces(starts, values, (*slopes, 0.0), slack)


def _quiet(value: float) -> float:
    """Cut what is only noise of the arithmetic, so that it is no jump and no bend."""
    return 0.0 if abs(value) < 1e-12 else value
