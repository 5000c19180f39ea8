"""The tables of contacts, and how the champion is followed by another."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.simulation.diary import Diary
from kamlab.simulation.handover import orphans
from kamlab.simulation.ids import CONTACT_SLOTS, FURTHER, HIDDEN, SUCCESSOR, Ids
from kamlab.simulation.setup import NEVER, Setup
from kamlab.simulation.streams import Flags, Floats, Ints

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


def contact_list(setup: Setup, diary: Diary) -> pd.DataFrame:
    """List every contact: account, place, and the days it joined, was met and left."""
    traits, calendar = setup.traits, setup.calendar
    end, n = calendar.end, len(traits)
    u = setup.dice.uniforms("contacts", 0, n, CONTACT_SLOTS, 2)
    rows: list[tuple[Ints, Ints, Ints, Ints]] = []  # account, place, joined, met
    for first, number in ((0, traits.breadth), (HIDDEN, traits.hidden)):
        account, place = np.nonzero(np.arange(HIDDEN)[None, :] < number[:, None])
        joined = traits.since[account]
        met = joined if first == 0 else np.full(len(account), end)
        rows.append((account, place + first, joined, met))
    left = np.full((n, CONTACT_SLOTS), NEVER)
    generation = np.zeros(n, dtype=np.int64)
    plus = 0
    for month, champion_left in enumerate(diary.champion_left):
        start = int(calendar.first[month])
        gone = np.flatnonzero(champion_left)
        place = np.where(generation[gone] == 0, 0, SUCCESSOR + generation[gone] - 1)
        days = (calendar.length(month) * u[gone, place, 0]).astype(np.int64)
        left[gone, place] = start + days
        generation[gone] += 1
        joined = start + 31 + (28 * u[gone, place, 1]).astype(np.int64)
        known = _month_start(setup, month + setup.world.successor_months)
        rows.append(
            (gone, SUCCESSOR + generation[gone] - 1, joined, np.maximum(joined, known))
        )
        for extra in range(plus, diary.breadth_plus[month]):
            day_of = np.maximum(start, traits.since)
            rows.append((np.arange(n), np.full(n, FURTHER + extra), day_of, day_of))
        plus = max(plus, diary.breadth_plus[month])
    account, place, joined, met = (
        np.concatenate(part) for part in zip(*rows, strict=True)
    )
    frame = pd.DataFrame(
        {"account": account, "place": place, "joined": joined, "met": met}
    )
    frame["left"] = left[account, place]
    _forget(setup, frame)
    return frame[frame["joined"] < end].reset_index(drop=True)


def _forget(setup: Setup, frame: pd.DataFrame) -> None:
    """Note who knows nobody here while a KAM's accounts wait for colleagues.

    Contacts won by a lever know the company, not the KAM; they stay.
    """
    frame["lost"] = frame["found"] = setup.calendar.end
    if setup.leaver < 0:
        return
    lost = _month_start(setup, setup.world.kam_leaves - 1)
    found = _month_start(setup, setup.world.kam_leaves - 1 + setup.world.kam_vacancy)
    alone = orphans(setup)[frame["account"]] & (frame["place"] < FURTHER)
    knew = alone & (frame["met"] < lost) & (frame["left"] > lost)
    frame.loc[knew, "lost"] = lost
    frame.loc[knew & (frame["left"] > found), "found"] = found
    meets = alone & frame["met"].between(lost, found, inclusive="left")
    frame.loc[meets, "met"] = found


def _month_start(setup: Setup, month: int) -> int:
    """Give the first day of a month, or the end where the month lies beyond."""
    return int(setup.calendar.first[min(month, setup.world.months)])


def contact_tables(
    setup: Setup, ids: Ids, contacts: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Make the tables contacts and contact_history, and the truth about contacts."""
    account, place = contacts["account"].to_numpy(), contacts["place"].to_numpy()
    n = len(setup.traits)
    u = setup.dice.uniforms("contact traits", 0, n, CONTACT_SLOTS, 6)[account, place]
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
    parts = [base, change]
    for day, knows in (("lost", False), ("found", True)):
        when = contacts[day].to_numpy()
        there = when < setup.calendar.end
        dates = setup.calendar.dates(when[there])
        parts.append(
            base[there].assign(valid_from=dates, known_by_kam=knows, knows_kam=knows)
        )
    history = pd.concat(parts)
    return history.sort_values(["contact_id", "valid_from"], ignore_index=True)
