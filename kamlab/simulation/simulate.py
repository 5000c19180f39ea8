"""Simulate a company: from a world to its tables and its truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kamlab.company import Company
from kamlab.errors import RefusedError, did_you_mean
from kamlab.simulation.activities import activities
from kamlab.simulation.books import (
    Books,
    enter,
    rebate_cents,
    service_cents,
    trade_month,
)
from kamlab.simulation.contacts import contact_list, contact_tables
from kamlab.simulation.engine import run
from kamlab.simulation.ids import Ids
from kamlab.simulation.ledger import account_costs, account_tables, competitor_offers
from kamlab.simulation.levers import NEUTRAL, USUAL, Incentives, Levers
from kamlab.simulation.plans import kam_table, quota_tables
from kamlab.simulation.setup import prepare
from kamlab.simulation.solve import solve
from kamlab.simulation.state import start_state
from kamlab.simulation.streams import Flags
from kamlab.simulation.tickets import tickets
from kamlab.simulation.trade import product_tables, trade_tables
from kamlab.simulation.truth import truth_tables
from kamlab.simulation.world import World


@dataclass(frozen=True)
class SimulatedCompany:
    """A simulated company: what its books show, and the truth apart from it.

    Parameters
    ----------
    world : World
        The world it lives in.
    tables : dict of str to DataFrame
        The observed tables, as declared in ``kamlab.company.tables``.
    truth : dict of str to DataFrame
        The truth tables, as declared in ``kamlab.company.truth``.
    """

    world: World
    tables: dict[str, pd.DataFrame]
    truth: dict[str, pd.DataFrame]

    def company(self, *, truth: bool = True) -> Company:
        """Give it as a company to work with, with or without its truth."""
        return Company.from_tables(
            self.tables,
            name=self.world.name,
            currency=self.world.currency,
            truth=self.truth if truth else None,
        )


def simulate(
    world: World, levers: Levers = NEUTRAL, incentives: Incentives = USUAL
) -> SimulatedCompany:
    """Play a company from its first month to its last.

    The same world gives the same company on every machine. With other levers or
    incentives everything stays equal up to each account's first changed month.

    Parameters
    ----------
    world : World
        Every coefficient, size and seed.
    levers : Levers
        What the company does differently.
    incentives : Incentives
        What the KAMs do differently.

    Raises
    ------
    RefusedError
        If a save call names an unknown account.
    """
    solved, setup = solve(world), prepare(world)
    ids, state = Ids(setup), start_state(setup)
    called = find_called(ids, levers)
    played = run(setup, state, levers, incentives, called=called, actions=True)
    months = list(played)
    books = Books.empty(len(setup.traits), world.months)
    trades = []
    for month in months:
        trades.append(trade_month(setup, month, levers, incentives, solved.scale))
        enter(setup, books, trades[-1])
    active = np.stack([month.active for month in months], axis=1)
    service = service_cents(setup, solved.level, books.revenue, active)
    rebates = rebate_cents(setup, books.revenue)
    contacts = contact_tables(setup, ids, contact_list(setup, months))
    truth = truth_tables(setup, ids, months, state, incentives, solved.scale)
    truth["contacts"] = contacts.pop("truth")
    tables = {
        **trade_tables(setup, ids, trades),
        **account_tables(setup, ids, solved.scale),
        **contacts,
        **product_tables(setup, ids),
        "tickets": tickets(setup, ids, months),
        "activities": activities(setup, ids, months, incentives.care_effort),
        "account_costs": account_costs(setup, ids, service, rebates),
        "competitor_offers": competitor_offers(setup, ids, months),
        "kams": kam_table(setup, ids),
        **quota_tables(setup, ids, months, books.revenue, solved.scale),
    }
    return SimulatedCompany(world, tables, truth)


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
            near = did_you_mean(word, known) if len(known) <= 20 else ""
            raise RefusedError(
                f"A save call names '{word}', but there is no such account{near}"
            )
    called = np.zeros(len(known), dtype=bool)
    called[[known[word] for word in words]] = True
    return called
