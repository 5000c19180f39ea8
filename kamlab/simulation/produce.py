"""Play a company and hand over its tables month by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

import numpy as np
import pandas as pd

from kamlab.errors import RefusedError
from kamlab.simulation.activities import Champions, activities
from kamlab.simulation.books import (
    Books,
    enter,
    rebate_cents,
    service_cents,
    trade_month,
)
from kamlab.simulation.columns import Columns
from kamlab.simulation.contacts import contact_list, contact_tables
from kamlab.simulation.crm_noise import blurred
from kamlab.simulation.diary import Diary
from kamlab.simulation.engine import Replays, run
from kamlab.simulation.ids import Ids
from kamlab.simulation.ledger import account_costs, account_tables, competitor_offers
from kamlab.simulation.levers import Incentives, Levers
from kamlab.simulation.plans import kam_table, quota_tables
from kamlab.simulation.rules import Rules, rules_table
from kamlab.simulation.setup import Setup, prepare
from kamlab.simulation.solve import Solved, solve
from kamlab.simulation.state import start_state
from kamlab.simulation.streams import Flags
from kamlab.simulation.tickets import tickets
from kamlab.simulation.trade import product_tables, trade_tables
from kamlab.simulation.truth import month_truth, truth_tables
from kamlab.simulation.world import World

NEAREST = 10_000  # accounts up to which the nearest id is looked for
Frames = dict[str, pd.DataFrame]
Part = Columns | pd.DataFrame


def produce(
    world: World, levers: Levers, incentives: Incentives
) -> Iterator[tuple[Mapping[str, Part], Mapping[str, Part]]]:
    """Play a company; give the tables and the truth of each month, then the rest.

    Parameters
    ----------
    world : World
        Every coefficient, size and seed.
    levers, incentives : Levers, Incentives
        What is done differently.

    Yields
    ------
    tuple of mappings
        Tables and truth tables: columns of the month's rows, again and again, for what
        happens in months; whole data frames at the end for the rest.

    Raises
    ------
    RefusedError
        If a save call names an unknown account.
    """
    solved, setup = solve(world), prepare(world)
    ids, state, diary = Ids(setup), start_state(setup), Diary()
    books = Books.empty(len(setup.traits), world.months)
    champions = Champions(setup)
    called = find_called(ids, levers)
    replays = Replays(setup, levers, incentives, called)
    for month in run(setup, state, levers, incentives, called=called, actions=True):
        trade = trade_month(setup, month, levers, incentives, solved.scale)
        enter(setup, books, trade)
        diary.note(month)
        replays.play()
        place = champions.places(month)
        tables: Mapping[str, Part] = {
            **trade_tables(setup, ids, trade),
            "tickets": tickets(setup, ids, month),
            "activities": activities(setup, ids, month, place, incentives.care_effort),
            "competitor_offers": competitor_offers(setup, ids, month),
        }
        yield _as_entered(world, tables), month_truth(setup, ids, month)
    contacts = contact_tables(setup, ids, contact_list(setup, diary))
    truth = truth_tables(setup, ids, solved.scale, replays.exits(), state)
    truth["contacts"] = contacts.pop("truth")
    truth["world"] = rules_table(Rules(world, levers, incentives))
    rest = {**_rest(setup, ids, diary, books, solved), **contacts}
    yield {name: blurred(world, name, rest[name]) for name in rest}, truth


def _as_entered(world: World, tables: Mapping[str, Part]) -> Mapping[str, Part]:
    """Give a month's tables with what is missing and wrong in the CRM."""
    if not (world.crm_missing or world.crm_wrong):
        return tables
    frames = {name: blurred(world, name, pd.DataFrame(tables[name])) for name in tables}
    return {
        name: {str(column): values.to_numpy() for column, values in frame.items()}
        for name, frame in frames.items()
    }


def _rest(setup: Setup, ids: Ids, diary: Diary, books: Books, solved: Solved) -> Frames:
    """Make the tables that need the whole time."""
    service = service_cents(setup, solved.level, books.revenue, diary.active_matrix())
    rebates = rebate_cents(setup, books.revenue)
    return {
        **account_tables(setup, ids, solved.scale),
        **product_tables(setup, ids),
        "account_costs": account_costs(setup, ids, service, rebates),
        "kams": kam_table(setup, ids),
        **quota_tables(setup, ids, diary, books.revenue, solved.scale),
    }


def find_called(ids: Ids, levers: Levers) -> Flags:
    """Say which accounts the save calls go to.

    Raises
    ------
    RefusedError
        If the lever names an account the company does not have.
    """
    words = [word.strip() for word in levers.save_call.split(",") if word.strip()]
    if words in ([], ["all"]):
        return np.ones(len(ids.accounts), dtype=bool)
    known = {str(account): place for place, account in enumerate(ids.accounts)}
    for word in words:
        if word not in known:
            near = get_close_matches(word, known, n=1) if len(known) <= NEAREST else []
            hint = f"; did you mean '{near[0]}'?" if near else "."
            raise RefusedError(
                f"A save call names '{word}', but there is no such account{hint}"
            )
    called = np.zeros(len(known), dtype=bool)
    called[[known[word] for word in words]] = True
    return called
