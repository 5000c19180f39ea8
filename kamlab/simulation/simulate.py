"""Simulate a company: from a world to its tables and its truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kamlab.company import Company
from kamlab.errors import RefusedError, did_you_mean
from kamlab.simulation.engine import Month, State, prepare, run
from kamlab.simulation.ids import Ids
from kamlab.simulation.ledger import account_costs, account_tables, competitor_offers
from kamlab.simulation.levers import NEUTRAL, USUAL, Incentives, Levers, in_month
from kamlab.simulation.money import (
    Books,
    bill,
    enter,
    rebate_cents,
    service_cents,
    solve,
)
from kamlab.simulation.plans import kam_table, quota_tables
from kamlab.simulation.relations import (
    activities,
    contact_list,
    contact_tables,
    tickets,
)
from kamlab.simulation.sales import sell
from kamlab.simulation.streams import Flags
from kamlab.simulation.trade import Event, product_tables, trade_tables
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
    ids = Ids(setup)
    called = _called(ids, levers)
    months: list[Month] = []
    state: State | None = None
    for month, state in run(setup, levers, incentives, called=called, actions=True):
        months.append(month)
    assert state is not None
    books = Books.empty(len(setup.traits), world.months)
    events: list[Event] = []
    for month in months:
        prices = in_month(levers, month.number).prices
        sales = sell(setup, month, incentives, prices, solved.scale)
        payments = bill(setup, month, state.exit)
        enter(setup, books, month, sales, payments)
        events.append((month, sales, payments))
    active = np.stack([month.active for month in months], axis=1)
    service = service_cents(setup, solved.level, books.revenue, active)
    rebates = rebate_cents(setup, books.revenue)
    contacts = contact_tables(setup, ids, contact_list(setup, months))
    tables = {
        **trade_tables(setup, ids, events),
        **account_tables(setup, ids),
        "contacts": contacts["contacts"],
        "contact_history": contacts["contact_history"],
        **product_tables(setup, ids),
        "tickets": tickets(setup, ids, months),
        "activities": activities(setup, ids, months, incentives.care_effort),
        "account_costs": account_costs(setup, ids, service, rebates),
        "competitor_offers": competitor_offers(setup, ids, months),
        "kams": kam_table(setup, ids),
        **quota_tables(setup, ids, months, books.revenue, solved.scale),
    }
    truth = truth_tables(setup, ids, months, state, incentives, solved.scale)
    truth["contacts"] = contacts["truth"]
    return SimulatedCompany(world, tables, truth)


def _called(ids: Ids, levers: Levers) -> Flags:
    """Say which accounts get save calls.

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
            raise RefusedError(
                f"The save call names an unknown account '{word}'"
                f"{did_you_mean(word, known) if len(known) < 500 else ''}"
            )
    called = np.zeros(len(known), dtype=bool)
    called[[known[word] for word in words]] = True
    return called
