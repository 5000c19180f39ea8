"""The tables about people at the accounts: contacts, activities, tickets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kamlab.simulation.engine import NEVER, Month, Setup
from kamlab.simulation.hazard import TICKETS, VISITS
from kamlab.simulation.ids import FURTHER, HIDDEN, SUCCESSOR, Ids
from kamlab.simulation.ledger import kam_of
from kamlab.simulation.streams import Flags, Floats, Ints, poisson

FUNCTIONS = ("director", "HR", "finance", "technical", "purchasing", "user")
STEREOTYPE = (
    "exclusivity",
    "references",
    "numbers",
    "numbers",
    "numbers",
    "references",
)
ROLES = (
    "decider",
    "approver",
    "influencer",
    "buyer",
    "user",
    "gatekeeper",
    "initiator",
)
PLACES = 128
CALLS = 8
LOGGED_BY_M = 0.25  # KAM M writes down one visit in four
TOPICS = ("invoice", "wrong goods", "product quality", "price", "documents")


def contact_list(setup: Setup, months: Sequence[Month]) -> pd.DataFrame:
    """List every contact: account, place, and the days it joined, was met and left."""
    traits, calendar = setup.traits, setup.calendar
    end, n = calendar.end, len(traits)
    u = setup.dice.uniforms("contacts", 0, n, PLACES, 4)
    rows: list[tuple[Ints, Ints, Ints, Ints]] = []  # account, place, joined, met
    for first, number in ((0, traits.breadth), (HIDDEN, traits.hidden)):
        account, place = np.nonzero(np.arange(HIDDEN)[None, :] < number[:, None])
        joined = traits.since[account]
        met = joined if first == 0 else np.full(len(account), end)
        rows.append((account, place + first, joined, met))
    left = np.full((n, PLACES), NEVER)
    generation = np.zeros(n, dtype=np.int64)
    plus = 0
    for month in months:
        start = int(calendar.first[month.number])
        gone = np.flatnonzero(month.champion_left)
        place = np.where(generation[gone] == 0, 0, SUCCESSOR + generation[gone] - 1)
        day = (calendar.length(month.number) * u[gone, place, 0]).astype(np.int64)
        left[gone, place] = start + day
        generation[gone] += 1
        joined = start + 31 + (28 * u[gone, place, 1]).astype(np.int64)
        met = _month_start(setup, month.number + setup.world.successor_months)
        late = np.maximum(joined, met)
        rows.append((gone, SUCCESSOR + generation[gone] - 1, joined, late))
        for extra in range(plus, month.breadth_plus):
            everyone = np.arange(n)
            day_of = np.maximum(start, traits.since[everyone])
            rows.append(
                (everyone, np.full(len(everyone), FURTHER + extra), day_of, day_of)
            )
        plus = max(plus, month.breadth_plus)
    account, place, joined, met = (
        np.concatenate(part) for part in zip(*rows, strict=True)
    )
    frame = pd.DataFrame(
        {"account": account, "place": place, "joined": joined, "met": met}
    )
    frame["left"] = left[account, place]
    return frame[frame["joined"] < end].reset_index(drop=True)


def _month_start(setup: Setup, month: int) -> int:
    """Give the first day of a month, or the end where the month lies beyond."""
    return int(setup.calendar.first[min(month, setup.world.months)])


def contact_tables(
    setup: Setup, ids: Ids, contacts: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Make the tables contacts and contact_history, and the truth about contacts."""
    account, place = contacts["account"].to_numpy(), contacts["place"].to_numpy()
    n = len(setup.traits)
    u = setup.dice.uniforms("contact traits", 0, n, PLACES, 6)[account, place]
    calendar = setup.calendar
    ids_ = ids.contacts(account, place)
    champion = (place == 0) | ((place >= SUCCESSOR) & (place < FURTHER))
    function = np.where(
        champion, (4 * u[:, 0] ** 2).astype(int), (6 * u[:, 0]).astype(int)
    )
    main = pd.DataFrame(
        {
            "contact_id": ids_,
            "account_id": ids.accounts[account],
            "function": np.array(FUNCTIONS, dtype=object)[function],
            "joined": calendar.dates(contacts["joined"].to_numpy()),
            "left": calendar.dates_or_blank(contacts["left"].to_numpy()),
        }
    )
    preference = np.where(
        u[:, 1] < 0.4,
        (3 * u[:, 2]).astype(int),
        -1,
    )
    kinds = np.array(["exclusivity", "references", "numbers"], dtype=object)
    usual = np.array(STEREOTYPE, dtype=object)[function]
    truth = pd.DataFrame(
        {
            "contact_id": ids_,
            "account_id": ids.accounts[account],
            "preference": np.where(preference < 0, usual, kinds[preference]),
        }
    )
    return {
        "contacts": main.sort_values("contact_id", ignore_index=True),
        "contact_history": _contact_history(setup, contacts, ids_, champion, u),
        "truth": truth.sort_values("contact_id", ignore_index=True),
    }


def _contact_history(
    setup: Setup, contacts: pd.DataFrame, ids_: np.ndarray, champion: Flags, u: Floats
) -> pd.DataFrame:
    """Make a row when a contact joins, and one when it comes to know the KAM."""
    joined, met = contacts["joined"].to_numpy(), contacts["met"].to_numpy()
    role = np.where(champion, 0, 1 + (6 * u[:, 3]).astype(int))
    influence = np.where(champion, 0.5 + 0.4 * u[:, 4], 0.1 + 0.4 * u[:, 4])
    attitude = np.clip(np.rint(-1.4 + 3.6 * u[:, 5]), -2, 2).astype(np.int64)
    at_once = met <= joined
    base = pd.DataFrame(
        {
            "contact_id": ids_,
            "valid_from": setup.calendar.dates(joined),
            "role": np.array(ROLES, dtype=object)[role],
            "influence": np.round(influence, 2),
            "attitude": np.where(champion, np.maximum(attitude, 0), attitude),
            "known_by_kam": at_once | (u[:, 3] < 0.7),
            "knows_kam": at_once,
        }
    )
    later = ~at_once & (met < setup.calendar.end)
    change = base[later].assign(
        valid_from=setup.calendar.dates(met[later]), known_by_kam=True, knows_kam=True
    )
    history = pd.concat([base, change])
    return history.sort_values(["contact_id", "valid_from"], ignore_index=True)


def tickets(setup: Setup, ids: Ids, months: Sequence[Month]) -> pd.DataFrame:
    """Make the table of tickets."""
    parts = []
    n, calendar = len(setup.traits), setup.calendar
    for month in months:
        u = setup.dice.uniforms("ticket details", month.number, n, 2 * TICKETS, 5)
        out = month.outcome
        slots = np.arange(TICKETS)[None, :]
        harm = slots < np.minimum(out.tickets, TICKETS)[:, None]
        harmless = slots < np.minimum(out.harmless, TICKETS)[:, None]
        there = np.hstack([harm, harmless]) & month.active[:, None]
        a, s = np.nonzero(there)
        d, hours = u[a, s], out.hours[a, s]
        first = int(calendar.first[month.number])
        opened = first + (calendar.length(month.number) * d[:, 0]).astype(np.int64)
        days = (hours / 24).astype(np.int64)
        closed = opened + days
        reply = np.minimum(opened + (3 * d[:, 1] ** 2).astype(np.int64), closed)
        late = (month.now.late_now[a] > 0) & (s < TICKETS) & (d[:, 2] < 0.75)
        topic = np.array(TOPICS, dtype=object)[(5 * d[:, 3]).astype(np.int64)]
        again = (d[:, 4] < 0.08).astype(object)
        again[closed >= calendar.end] = None
        severity = 1 + (d[:, 2] > 0.55).astype(np.int64) + (d[:, 2] > 0.88)
        parts.append(
            pd.DataFrame(
                {
                    "ticket_id": ids.by_month("T", a, month.number, s, 2 * TICKETS),
                    "account_id": ids.accounts[a],
                    "opened": calendar.dates(opened),
                    "first_reply": calendar.dates_or_blank(reply),
                    "closed": calendar.dates_or_blank(closed),
                    "severity": severity,
                    "topic": np.where(late, "late delivery", topic),
                    "reopened": again,
                }
            )
        )
    table = pd.concat(parts)
    return table.sort_values(["opened", "ticket_id"], ignore_index=True)


def champion_places(setup: Setup, months: Sequence[Month]) -> list[Ints]:
    """Give, month by month, the place of each account's champion; -1 while there is none."""
    n = len(setup.traits)
    generation, since = np.zeros(n, dtype=np.int64), np.full(n, NEVER)
    places = []
    for month in months:
        since = since + 1
        since[month.champion_left] = 0
        generation[month.champion_left] += 1
        place = np.where(generation == 0, 0, SUCCESSOR + generation - 1)
        alone = since < setup.world.successor_months
        places.append(np.where(alone, -1, place))
    return places


def activities(
    setup: Setup, ids: Ids, months: Sequence[Month], care: float
) -> pd.DataFrame:
    """Make the table of visits, calls, reviews, events and trainings."""
    champions = champion_places(setup, months)
    parts = [
        part
        for month in months
        for part in (
            _visits(setup, ids, month, champions[month.number]),
            _calls(setup, ids, month, champions[month.number], care),
            _rounds_of_m(setup, ids, month, champions[month.number]),
        )
    ]
    table = pd.concat(parts)
    return table.sort_values(["date", "activity_id"], ignore_index=True)


def _rows(
    setup: Setup,
    ids: Ids,
    month: Month,
    prefix_slot: Ints,
    account: Ints,
    contact: Ints,
    day: Ints,
    rest: dict[str, np.ndarray],
) -> pd.DataFrame:
    kam = kam_of(setup, month.number)[account]
    met = ids.contacts(account, np.maximum(contact, 0))
    met[contact < 0] = None
    return pd.DataFrame(
        {
            "activity_id": ids.by_month("V", account, month.number, prefix_slot, 64),
            "account_id": ids.accounts[account],
            "contact_id": met,
            "kam_id": ids.kams[kam],
            "date": setup.calendar.dates(day),
            **rest,
        }
    )


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
    return np.maximum(day, setup.traits.since[account])


def _visits(setup: Setup, ids: Ids, month: Month, champion: Ints) -> pd.DataFrame:
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
) -> pd.DataFrame:
    n = len(setup.traits)
    number_u = setup.dice.uniforms("calls", month.number, n)
    u = setup.dice.uniforms("call details", month.number, n, CALLS, 5)
    mean = np.full(n, setup.world.calls_mean * care)
    there = np.arange(CALLS)[None, :] < poisson(number_u, mean, CALLS)[:, None]
    mine = setup.traits.kam == setup.people.kam_m
    there &= (month.active & ~mine)[:, None]
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


def _rounds_of_m(setup: Setup, ids: Ids, month: Month, champion: Ints) -> pd.DataFrame:
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
