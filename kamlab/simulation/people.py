"""KAMs, their territories and their books."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kamlab.company.tables import CHANNELS
from kamlab.simulation import cast
from kamlab.simulation.streams import Flags, Floats, Ints, Streams
from kamlab.simulation.world import World

REGIONS = ("North", "South", "East", "West", "Centre", "Coast", "Lakes", "Highlands")


@dataclass(frozen=True)
class People:
    """The KAMs: arrays over them, and which KAM each account has.

    Parameters
    ----------
    channel : array of int
        Channel of each KAM.
    region : array of int
        Region of each KAM.
    group_b : array of bool
        Whether the KAM is of group B, which has the territories of lower potential.
    skill, risk_aversion : array of float
        Latent; skill does not differ between the groups.
    hired : array of int
        First day at work, in days before the first day of the simulation.
    kam_m, kam_w : int
        The KAM of few logged visits and the one with the windfall; -1 without a cast.
    """

    channel: Ints
    region: Ints
    group_b: Flags
    skill: Floats
    risk_aversion: Floats
    hired: Ints
    kam_m: int
    kam_w: int


def draw_people(world: World, dice: Streams) -> People:
    """Draw the KAMs; each channel has its share of them."""
    n = world.kams
    channel = np.arange(n) % len(CHANNELS)
    u = dice.uniforms("kams", 0, n, 4)
    group_b = np.zeros(n, dtype=bool)
    group_b[np.argsort(u[:, 0], kind="stable")[: n // 2]] = True
    return People(
        channel=channel,
        region=(np.arange(n) // len(CHANNELS) + (10 * u[0, 1]).astype(int))
        % len(REGIONS),
        group_b=group_b,
        skill=np.round(dice.normals("kam skill", 0, n), 6),
        risk_aversion=np.round(0.5 + 2.5 * u[:, 2], 6),
        hired=(200 + 4000 * u[:, 3]).astype(np.int64),
        kam_m=1 if world.cast else -1,
        kam_w=2 if world.cast else -1,
    )


def cast_books() -> NDArray[np.int64]:
    """Say which KAM each cast account has; KAM k looks after channel k modulo 3.

    Goliath and Dept-Key share a channel but not a KAM; the pillars are elsewhere; KAM M
    (number 1) has five accounts that stay, KAM W (number 2) the windfall.
    """
    book = np.full(len(cast.ROLES), -1, dtype=np.int64)
    book[cast.GOLIATH], book[cast.DEPT_KEY], book[cast.QUIET_STAR] = 0, 3, 6
    book[cast.PILLAR_1], book[cast.PILLAR_2] = 4, 5
    book[list(cast.WITH_KAM_M)] = 1
    book[cast.WINDFALL] = 2
    book[[cast.TWIN_FEW, cast.TWIN_MANY]] = 8
    return book


def deal_books(people: People, channel: Ints, size: Floats, fixed: Ints) -> Ints:
    """Deal the accounts of each channel to its KAMs, the larger ones to group A first.

    Parameters
    ----------
    people : People
        The KAMs.
    channel : array of int
        Channel of each account.
    size : array of float
        Size as it looks when territories are cut (with error).
    fixed : array of int
        KAM of the accounts that are placed already, -1 for the others.

    Returns
    -------
    array of int
        The KAM of each account.
    """
    book = fixed.copy()
    for c in range(len(CHANNELS)):
        kams = np.flatnonzero(people.channel == c)
        kams = kams[np.argsort(people.group_b[kams], kind="stable")]
        mine = channel == c
        room = np.bincount(book[mine & (book >= 0)], minlength=len(people.channel))[
            kams
        ]
        places = -(-int(mine.sum()) // len(kams))  # rounded up
        rounds = np.repeat(np.arange(places), len(kams))
        turn = np.tile(np.arange(len(kams)), places)
        free = rounds >= room[turn]  # who has accounts already waits for a round
        queue = kams[turn[free]]
        waiting = np.flatnonzero(mine & (book < 0))
        order = waiting[np.argsort(-size[waiting], kind="stable")]
        if len(queue) < len(order):
            queue = np.concatenate([queue, np.tile(kams, len(order))])
        book[order] = queue[: len(order)]
    return book
