"""Simulate a company: from a world to its tables and its truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from kamlab.company import Company
from kamlab.simulation.columns import join_columns, make_frame
from kamlab.simulation.levers import NEUTRAL, USUAL, Incentives, Levers
from kamlab.simulation.produce import Frames, Part, produce
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
    tables: dict[str, list[Part]] = {}
    truth: dict[str, list[Part]] = {}
    for some, hidden in produce(world, levers, incentives):
        for kept, new in ((tables, some), (truth, hidden)):
            for name, part in new.items():
                kept.setdefault(name, []).append(part)
    return SimulatedCompany(world, _joined(tables), _joined(truth))


def _joined(parts: Mapping[str, list[Part]]) -> Frames:
    """Make a frame of each table, joining the months of those that come in months."""
    frames = {}
    for name, some in parts.items():
        whole = some[0]
        if isinstance(whole, pd.DataFrame):
            frames[name] = whole
        else:
            months = [part for part in some if not isinstance(part, pd.DataFrame)]
            frames[name] = make_frame(name, join_columns(months))
    return frames
