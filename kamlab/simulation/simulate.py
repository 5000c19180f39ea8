"""Simulate a company: from a world to its tables and its truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from kamlab.company import Company
from kamlab.simulation.levers import NEUTRAL, USUAL, Incentives, Levers
from kamlab.simulation.produce import Frames, produce
from kamlab.simulation.world import World

SORTED_BY = {
    "order_lines": ["order_date", "order_id", "sku", "net_amount"],
    "orders": ["order_date", "order_id"],
    "invoices": ["issued", "invoice_id"],
    "returns": ["return_date", "account_id", "sku", "amount"],
    "tickets": ["opened", "ticket_id"],
}


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
    tables: dict[str, list[pd.DataFrame]] = {}
    truth: dict[str, list[pd.DataFrame]] = {}
    for some, hidden in produce(world, levers, incentives):
        for kept, new in ((tables, some), (truth, hidden)):
            for name, frame in new.items():
                kept.setdefault(name, []).append(frame)
    return SimulatedCompany(world, _joined(tables), _joined(truth))


def _joined(parts: Mapping[str, list[pd.DataFrame]]) -> Frames:
    """Join the months and sort what reaches from one month into the next."""
    frames = {}
    for name, months in parts.items():
        frame = months[0] if len(months) == 1 else pd.concat(months, ignore_index=True)
        if name in SORTED_BY:
            frame = frame.sort_values(SORTED_BY[name], ignore_index=True)
        frames[name] = frame
    return frames
