"""Possible years, drawn once and used for every plan: common random numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kamlab.compensation.scenarios.quota_level import log_spread
from kamlab.compensation.scenarios.settings import DrawSettings
from kamlab.compensation.scenarios.territories import Territories

Floats = NDArray[np.float64]
BLOCK = 100_000  # results of a block: its arrays stay in the processor's cache


@dataclass(frozen=True)
class Block:
    """Some of the possible years.

    Parameters
    ----------
    first : int
        Number of the first of them.
    revenue : array (scenarios, KAMs, periods)
        What each KAM sells, in currency.
    kept : array (scenarios, KAMs, periods), optional
        Accounts that are still there, as a share of those of today.
    """

    first: int
    revenue: Floats
    kept: Floats | None = field(default=None)


@dataclass(frozen=True)
class Draws:
    """Possible years of the KAMs; every plan is paid on the same ones.

    Result = expected × market (all KAMs, whole year) × skill (one KAM, whole year) ×
    luck (one period) × what the accounts that left would have bought. The three factors
    are lognormal with mean 1; over a year their variances add up to ``noise_cv``
    (on the log scale, periods taken as equally large).

    Parameters
    ----------
    team : Territories
        The KAMs and their books.
    settings : DrawSettings
        How many, how wild, what is shared.
    """

    team: Territories
    settings: DrawSettings = field(default_factory=DrawSettings)

    def __len__(self) -> int:
        return self.settings.n_sims

    @property
    def rows(self) -> int:
        """Scenarios of a block."""
        return max(1, BLOCK // self.team.expected.size)

    @property
    def firsts(self) -> range:
        """The number of the first scenario of each block."""
        return range(0, len(self), self.rows)

    def blocks(self) -> Iterator[Block]:
        """Draw the possible years block by block, in bounded memory.

        Yields
        ------
        Block
            The next scenarios.
        """
        for first in self.firsts:
            yield self.block(first)

    def block(self, first: int) -> Block:
        """Draw one block; it is the same whenever and for whichever plan it is drawn.

        Parameters
        ----------
        first : int
            Number of its first scenario, one of ``firsts``.
        """
        words = [self.settings.seed, first // self.rows]
        rng = np.random.Generator(np.random.SFC64(np.random.SeedSequence(words)))
        # the whole block is drawn even where its end is cut off: a longer run begins
        # with the same years
        return self._block(rng, first, min(self.rows, len(self) - first))

    def _block(self, rng: np.random.Generator, first: int, n: int) -> Block:
        kams, periods = self.team.expected.shape
        s, variance = self.settings, log_spread(self.settings.noise_cv) ** 2
        market = s.market_share * variance
        skill = s.skill_share * variance
        luck = max(1 - s.market_share - s.skill_share, 0.0) * variance * periods
        z = rng.standard_normal((self.rows, kams, periods))[:n]
        shared = math.sqrt(market) * rng.standard_normal((self.rows, 1, 1))[:n]
        own = math.sqrt(skill) * rng.standard_normal((self.rows, kams, 1))[:n]
        z *= math.sqrt(luck)
        z += shared + (own - variance_half(market, skill, luck))
        np.exp(z, out=z)
        kept = None
        if s.losses and self.team.accounts is not None:
            left, kept = self._losses(rng, n)
            z *= left
        z *= self.team.expected
        return Block(first, z, kept)

    def _losses(self, rng: np.random.Generator, n: int) -> tuple[Floats, Floats]:
        """Draw who leaves when; give what is left of the book and of its accounts.

        An account leaves at an exponential time with its yearly chance; few do, so only
        those who do are entered.
        """
        accounts = self.team.accounts
        assert accounts is not None
        kams, periods = self.team.expected.shape
        rate = -np.log1p(-np.minimum(accounts.loss, 1 - 1e-12))
        when = rng.standard_exponential((self.rows, len(rate)))[:n]
        row, who = np.nonzero(when < rate)
        period = (when[row, who] / rate[who] * periods).astype(np.int64)
        cell = (row * kams + accounts.kam[who]) * periods + period
        shape, size = (n, kams, periods), n * kams * periods
        count = np.bincount(accounts.kam, minlength=kams)
        each = 1.0 / np.maximum(count, 1)[accounts.kam[who]]
        gone = [
            np.bincount(cell, weights, minlength=size).reshape(shape).cumsum(axis=-1)
            for weights in (accounts.part[who], each)
        ]
        return np.maximum(1 - gone[0], 0.0), np.maximum(1 - gone[1], 0.0)


def variance_half(*parts: float) -> float:
    """Give what keeps the mean of a lognormal product at 1."""
    return sum(parts) / 2
