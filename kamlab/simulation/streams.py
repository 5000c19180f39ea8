"""Random numbers that stay in their place: one stream a mechanism and month."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

Thrown = TypeVar("Thrown")
_BEFORE_START = 1000  # streams of months before the first one need positive keys


class Streams:
    """The dice of one simulated company, one set for each mechanism and month.

    A mechanism always throws its whole block of dice, used or not; so a change in
    one place (a lever, a loss) leaves every other throw as it was.

    Parameters
    ----------
    seed : int
        The company's seed, 0 or more.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._kept: dict[str, tuple[int, Any]] = {}

    def at(self, mechanism: str, month: int = 0) -> np.random.Generator:
        """Give the generator of one mechanism in one month (0 = the first)."""
        words = [self._seed, crc32(mechanism.encode()), month + _BEFORE_START]
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(words)))

    def kept(self, name: str, month: int, throw: Callable[[], Thrown]) -> Thrown:
        """Give what was thrown last under a name, throwing anew in another month.

        Several plays of the same month then share one throw.
        """
        at, thrown = self._kept.get(name, (None, None))
        if at != month:
            thrown = throw()
            self._kept[name] = (month, thrown)
        return cast("Thrown", thrown)

    def uniforms(self, mechanism: str, month: int, *shape: int) -> Floats:
        """Give a block of uniform numbers in [0, 1)."""
        return self.at(mechanism, month).random(shape)

    def normals(self, mechanism: str, month: int, *shape: int) -> Floats:
        """Give a block of standard normal numbers."""
        return self.at(mechanism, month).standard_normal(shape)


def steady(values: Floats) -> Floats:
    """Round to nine decimals, so that no machine's last digit decides anything.

    Exponentials and logarithms may differ in their last bit between processors.
    """
    return np.round(values, 9)


def poisson(uniforms: Floats, mean: Floats, most: int) -> Ints:
    """Turn uniform numbers into Poisson counts, at most ``most``.

    By inversion, so that a larger mean never gives a smaller count on the same
    number: counterfactuals differ by cause, not by luck.
    """
    chance = np.exp(-mean)
    below = steady(chance)
    count = (uniforms >= below).astype(np.int64)
    for k in range(1, most):
        chance = chance * mean / k
        below = below + steady(chance)
        count += uniforms >= below
    return count


def codes(prefix: str, keys: Ints, salt: int, most: int) -> NDArray[np.object_]:
    """Make opaque ids from numbers: unique, and telling nothing about them.

    Parameters
    ----------
    prefix : str
        First letter of the id.
    keys : array of int
        Distinct numbers from 0 to below ``most``.
    salt : int
        Makes the ids of another table or company differ.
    most : int
        How many ids there could be; at most 2**40. Decides their length.

    Returns
    -------
    array of str
        The prefix and four to eight letters and digits.
    """
    bits = next(size for size in (20, 30, 40) if most <= 1 << size)
    mixed = _mix(keys.astype(np.uint64), salt, bits)
    text = np.full(len(keys), "", dtype=object)
    for shift in range(0, bits, 10):
        part = (mixed >> np.uint64(shift)) & np.uint64(0x3FF)
        text = _PAIRS[part.astype(np.int64)] + text
    return np.asarray(prefix + text, dtype=object)


def _mix(keys: NDArray[np.uint64], salt: int, bits: int) -> NDArray[np.uint64]:
    """Shuffle the numbers below 2**bits one to one (four Feistel rounds)."""
    wide = np.uint64(bits // 2)
    mask = (np.uint64(1) << wide) - np.uint64(1)
    left, right = keys >> wide, keys & mask
    for turn in range(4):
        key = np.uint64(crc32(f"{salt}/{turn}".encode()))
        stirred = (right ^ key) * np.uint64(0x9E3779B97F4A7C15)
        left, right = right, left ^ ((stirred >> np.uint64(37)) & mask)
    return (left << wide) | right


_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: read aloud safely
_PAIRS = np.array([a + b for a in _LETTERS for b in _LETTERS], dtype=object)
