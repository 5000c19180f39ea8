"""When the events of a world begin and end, and whom they concern."""

from __future__ import annotations

import numpy as np

from kamlab.simulation import cast
from kamlab.simulation.streams import Flags, Floats, Ints
from kamlab.simulation.traits import Traits
from kamlab.simulation.world import World


def since(month: int, begins: int, months: int = 10_000) -> bool:
    """Tell whether an event that begins in a month (1 = the first) goes on."""
    return begins > 0 and begins - 1 <= month < begins - 1 + months


def in_crisis(world: World, month: int) -> bool:
    """Tell whether the service crisis goes on in a month (0 = the first)."""
    return since(month, world.crisis_begins, world.crisis_months)


def late_chances(world: World, month: int) -> Floats:
    """Give the chance of each warehouse to deliver late, before any lever."""
    rates = np.array([world.late_1, world.late_2, world.late_3])
    if in_crisis(world, month):
        rates = np.minimum(rates + world.crisis_late, 1.0)
    return rates


def slowness(world: World, month: int) -> float:
    """Give how many times longer than usual a ticket takes."""
    return world.crisis_hours if in_crisis(world, month) else 1.0


def offer_chance(world: World, month: int) -> float:
    """Give the chance that a competitor makes an offer to an account."""
    at_war = since(month, world.war_begins)
    return world.offer_rate + (world.war_offers if at_war else 0.0)


def usual_gap(world: World, month: int) -> float:
    """Give how much cheaper the competition is on average, before it is cut at 0."""
    return world.gap_mean + (world.war_gap if since(month, world.war_begins) else 0.0)


def pillar(world: World, traits: Traits) -> Flags:
    """Say which account leaves when a pillar does: the larger one, else the largest."""
    hit = np.zeros(len(traits), dtype=bool)
    if 0 < world.pillar_leaves <= world.months:
        pillars = traits.role == cast.PILLAR_1
        if not pillars.any():
            there = np.where(traits.arrival < 0, traits.size, 0.0)
            pillars = np.arange(len(traits)) == int(np.argmax(there))
        hit = pillars
    return hit


def leaver(world: World, traits: Traits) -> int:
    """Say which KAM leaves: the one with the most sales and no part in the cast."""
    if not 0 < world.kam_leaves <= world.months:
        return -1
    start = traits.arrival < 0
    sums = np.bincount(traits.kam, traits.size * start, minlength=world.kams)
    sums[np.unique(traits.kam[traits.role >= 0])] = -1.0
    if (sums < 0).all():  # every KAM has a part: KAMs M and W stay at least
        sums = np.bincount(traits.kam, traits.size * start, minlength=world.kams)
        sums[1:3] = -1.0
    return int(np.argmax(sums))


def heirs(world: World, channel: Ints, gone: int) -> Ints:
    """Give the KAMs who share the accounts of one who left: the same channel's."""
    others = np.arange(world.kams)
    others = others[(others != gone) & ~(world.cast & np.isin(others, (1, 2)))]
    same = others[channel[others] == channel[gone]]
    found: Ints = same if len(same) else others
    return found
