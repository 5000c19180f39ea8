"""The table of activities: visits, calls, reviews, events, trainings."""

from __future__ import annotations

import numpy as np

from kamlab.simulation.columns import Columns, join_columns
from kamlab.simulation.engine import Month
from kamlab.simulation.handover import kam_of
from kamlab.simulation.hazard import VISITS
from kamlab.simulation.ids import HIDDEN, SUCCESSOR, Ids
from kamlab.simulation.setup import NEVER, Setup
from kamlab.simulation.streams import Floats, Ints, poisson

CALLS = 8  # a month at most
LOGGED_BY_M = 0.25  # KAM M writes down one visit in four


class Champions:
    """Follows who is the champion at each account, month by month."""

    def __init__(self, setup: Setup) -> None:
        self._patience = setup.world.successor_months
        self._generation = np.zeros(len(setup.traits), dtype=np.int64)
        self._since = np.full(len(setup.traits), NEVER)

    def places(self, month: Month) -> Ints:
        """Give the place of each champion among the contacts, -1 while there is none.

        To be called for every month in turn.
        """
        self._since = self._since + 1
        self._since[month.champion_left] = 0
        self._generation[month.champion_left] += 1
        later = SUCCESSOR + self._generation - 1
        place = np.where(self._generation == 0, 0, later)
        return np.where(self._since < self._patience, -1, place)


def activities(
    setup: Setup, ids: Ids, month: Month, champion: Ints, care: float
) -> Columns:
    """Make one month of the table of visits, calls, reviews, events and trainings.

    Parameters
    ----------
    setup : Setup
        The company before its first month.
    ids : Ids
        Its ids.
    month : Month
        The month.
    champion : array of int
        From :meth:`Champions.places`.
    care : float
        Effort of the KAMs for relations, 1 for the usual one.
    """
    parts = [
        _visits(setup, ids, month, champion),
        _calls(setup, ids, month, champion, care),
        _rounds_of_m(setup, ids, month, champion),
    ]
    return join_columns(parts)


def _rows(
    setup: Setup,
    ids: Ids,
    month: Month,
    prefix_slot: Ints,
    account: Ints,
    contact: Ints,
    day: Ints,
    rest: dict[str, np.ndarray],
) -> Columns:
    kam = kam_of(setup, month.number)[account]
    met = ids.contacts(account, np.maximum(contact, 0))
    met[contact < 0] = None
    return {
        "activity_id": ids.by_month("V", account, month.number, prefix_slot, 64),
        "account_id": ids.accounts[account],
        "contact_id": met,
        "kam_id": ids.kams[kam],
        "date": setup.calendar.dates(day),
        **rest,
    }


def _whom(setup: Setup, account: Ints, u: Floats, champion: Ints) -> Ints:
    """Choose the contact met, the champion more often; -1 where nobody is there."""
    breadth = setup.traits.breadth[account]
    pick = (u * u * breadth).astype(np.int64)
    lead = champion[account]
    other = np.where(breadth > 1, 1, -1)
    return np.where(pick > 0, pick, np.where(lead >= 0, lead, other))


def _days(setup: Setup, month: Month, account: Ints, u: Floats) -> Ints:
    """Spread activities over the month, after the relation began."""
    first = setup.calendar.first[month.number]
    day = first + (setup.calendar.length(month.number) * u).astype(np.int64)
    after: Ints = np.maximum(day, setup.traits.since[account])
    return after


def _visits(setup: Setup, ids: Ids, month: Month, champion: Ints) -> Columns:
    n = len(setup.traits)
    u = setup.dice.uniforms("visit details", month.number, n, VISITS, 6)
    there = np.arange(VISITS)[None, :] < month.outcome.visits[:, None]
    mine = setup.traits.kam == setup.people.kam_m
    there &= month.active[:, None] & (~mine[:, None] | (u[..., 5] < LOGGED_BY_M))
    a, s = np.nonzero(there)
    d = u[a, s]
    rest = {
        "kind": np.full(len(a), "visit", dtype=object),
        "planned": d[:, 2] < 0.6,
        "minutes": 45.0 + 15 * np.floor(6 * d[:, 3]),
        "informal": d[:, 4] < 0.1,
    }
    day = _days(setup, month, a, d[:, 0])
    return _rows(setup, ids, month, s, a, _whom(setup, a, d[:, 1], champion), day, rest)


def _calls(
    setup: Setup, ids: Ids, month: Month, champion: Ints, care: float
) -> Columns:
    n = len(setup.traits)
    number_u = setup.dice.uniforms("calls", month.number, n)
    u = setup.dice.uniforms("call details", month.number, n, CALLS, 5)
    mean = np.full(n, setup.world.calls_mean * care)
    there = np.arange(CALLS)[None, :] < poisson(number_u, mean, CALLS)[:, None]
    mine = setup.traits.kam == setup.people.kam_m
    there &= (month.active & ~mine & ~month.now.orphan)[:, None]
    a, s = np.nonzero(there)
    d = u[a, s]
    kinds = np.array(["call", "review", "event", "training"], dtype=object)
    length = np.array([0.0, 90.0, 180.0, 240.0])
    kind = np.searchsorted([0.85, 0.93, 0.97], d[:, 2], side="right")
    short = 5.0 + 5 * np.floor(6 * d[:, 3])
    rest = {
        "kind": kinds[kind],
        "planned": (d[:, 4] < 0.4) | (kind > 0),
        "minutes": np.where(kind == 0, short, length[kind]),
        "informal": (kind == 2) & (d[:, 4] < 0.5),
    }
    day = _days(setup, month, a, d[:, 0])
    whom = _whom(setup, a, d[:, 1], champion)
    return _rows(setup, ids, month, VISITS + s, a, whom, day, rest)


def _rounds_of_m(setup: Setup, ids: Ids, month: Month, champion: Ints) -> Columns:
    """KAM M keeps in touch with everyone every other month, mostly informally."""
    n = len(setup.traits)
    u = setup.dice.uniforms("rounds", month.number, n, HIDDEN, 3)
    mine = (setup.traits.kam == setup.people.kam_m) & month.active
    slots = np.arange(HIDDEN)[None, :]
    turn = (slots + month.number) % 2 == 0
    there = mine[:, None] & turn & (slots < setup.traits.breadth[:, None])
    a, s = np.nonzero(there)
    d = u[a, s]
    whom = np.where(s == 0, champion[a], s)
    event = d[:, 1] < 0.3
    rest = {
        "kind": np.where(event, "event", "call").astype(object),
        "planned": np.zeros(len(a), dtype=bool),
        "minutes": np.where(event, 120.0, 5.0 + 5 * np.floor(4 * d[:, 2])),
        "informal": np.ones(len(a), dtype=bool),
    }
    day = _days(setup, month, a, d[:, 0])
    return _rows(setup, ids, month, 32 + s, a, whom, day, rest)
