"""Which KAM an account has when, and when it has none."""

from __future__ import annotations

import numpy as np

from kamlab.simulation.setup import Setup
from kamlab.simulation.shocks import heirs, since
from kamlab.simulation.streams import Flags, Ints


def kam_of(setup: Setup, month: int) -> Ints:
    """Give each account's KAM in a month; a few change hands each January.

    From the month in which a KAM leaves, colleagues of the channel have the accounts.
    """
    kam = _in_january(setup, month)
    if setup.leaver >= 0 and since(month, setup.world.kam_leaves):
        kam = inherited(setup, kam)
    return kam


def _in_january(setup: Setup, month: int) -> Ints:
    traits, people, n_kams = setup.traits, setup.people, setup.world.kams
    kam = traits.kam.copy()
    for year in range(1, month // 12 + 1):
        u = setup.dice.uniforms("handover", 12 * year, len(kam))
        other = (kam + 3) % n_kams  # the next KAM of the same channel, mostly
        same = people.channel[other] == people.channel[kam]
        fixed = np.isin(kam, (people.kam_m, people.kam_w)) | np.isin(
            other, (people.kam_m, people.kam_w)
        )
        moves = (u < setup.world.handover) & (traits.role < 0)
        moves &= traits.arrival < 12 * year
        kam = np.where(moves & same & ~fixed, other, kam)
    return kam


def inherited(setup: Setup, kam: Ints) -> Ints:
    """Give the accounts of the KAM who left to colleagues, in turn."""
    who = heirs(setup.world, setup.people.channel, setup.leaver)
    turn = who[np.arange(len(kam)) % len(who)]
    return np.where(kam == setup.leaver, turn, kam)


def orphaned(setup: Setup, month: int) -> Flags:
    """Say which accounts have nobody they know this month, as their KAM has left."""
    world = setup.world
    if setup.leaver < 0 or not since(month, world.kam_leaves, world.kam_vacancy):
        return np.zeros(len(setup.traits), dtype=bool)
    return orphans(setup)


def orphans(setup: Setup) -> Flags:
    """Say which accounts had the KAM who left on the day before."""
    if setup.leaver < 0:
        return np.zeros(len(setup.traits), dtype=bool)
    left = setup.world.kam_leaves - 1
    there = setup.traits.arrival < left
    mine: Flags = _in_january(setup, left) == setup.leaver
    return there & mine
