"""All that is drawn before the first month: the same under every lever."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamlab.simulation import cast
from kamlab.simulation.calendar import Calendar, make_calendar
from kamlab.simulation.people import People
from kamlab.simulation.shocks import leaver, pillar
from kamlab.simulation.streams import Ints, Streams
from kamlab.simulation.traits import Traits, draw_traits
from kamlab.simulation.world import World

NEVER = 1_000_000  # a month that does not come


@dataclass(frozen=True)
class Setup:
    """One company before its first month.

    Parameters
    ----------
    world : World
        Its coefficients and its seed.
    dice : Streams
        Its random numbers.
    traits : Traits
        Its accounts as they really are.
    people : People
        Its KAMs.
    calendar : Calendar
        Its months.
    onset : array of int
        Month in which an account's money begins to run out; NEVER for most.
    shock : array of int
        Month in which an event makes an account leave; NEVER for most.
    leaver : int
        The KAM who leaves, -1 for none.
    """

    world: World
    dice: Streams
    traits: Traits
    people: People
    calendar: Calendar
    onset: Ints
    shock: Ints
    leaver: int


def prepare(world: World) -> Setup:
    """Draw all that is there before the first month."""
    dice = Streams(world.seed)
    traits, people = draw_traits(world, dice)
    calendar = make_calendar(world)
    days = dice.uniforms("arrivals", 0, len(traits))
    arrived = calendar.first[np.maximum(traits.arrival, 0)]
    arrived = arrived + (10 * days).astype(np.int64)
    traits.since = np.where(traits.arrival >= 0, arrived, traits.since)
    onset = _onsets(world, traits, dice)
    gone = pillar(world, traits)
    traits.silent[gone] = False  # a pillar that goes gives no sign
    onset[gone] = NEVER
    shock = np.where(gone, world.pillar_leaves - 1, NEVER)
    left = leaver(world, traits)
    return Setup(world, dice, traits, people, calendar, onset, shock, left)


def _onsets(world: World, traits: Traits, dice: Streams) -> Ints:
    """Draw the month in which each account's money begins to run out, if ever."""
    onset = np.full(len(traits), NEVER)
    for month in range(world.months - 1, -world.insolvency_lead - 1, -1):
        hit = dice.uniforms("insolvency", month, len(traits)) < world.insolvency / 12
        onset[hit & (traits.arrival <= month)] = month
    onset[traits.lives] = NEVER
    onset[traits.role == cast.INSOLVENT_SOON] = world.months - cast.ONSET_MONTHS
    return onset
