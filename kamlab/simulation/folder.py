"""Simulate a company straight into a folder, the same bytes on every machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kamlab.simulation.large import LARGE, simulate_large
from kamlab.simulation.simulate import simulate
from kamlab.simulation.world import World, make_world, read_world

POLAR = World()


def simulate_to_folder(
    folder: str | Path,
    *,
    accounts: int = POLAR.accounts,
    months: int = POLAR.months,
    seed: int = POLAR.seed,
    world_file: str | Path | None = None,
    scenario: str = "",
    level: str = "",
    truth: bool = True,
) -> Path:
    """Write a simulated company to a folder; the defaults give ``polar`` again.

    Parameters
    ----------
    folder : str or Path
        A folder that is not there yet, or one that holds a company (it is replaced).
    accounts : int
        Accounts over the whole time, 20 to 1,000,000.
    months : int
        Months, 12 or more.
    seed : int
        Another seed, another company.
    world_file : str or Path, optional
        YAML file of other world values; what is asked for by name goes before it.
    scenario, level : str
        A scenario pack and its level, see :func:`kamlab.simulation.make_world`.
    truth : bool
        Whether to write the truth tables.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    RefusedError
        If a value, scenario or level is unknown or out of its range, or the folder
        cannot be written.
    """
    given: dict[str, Any] = read_world(Path(world_file)) if world_file else {}
    asked = {"accounts": accounts, "months": months, "seed": seed}
    for name, value in asked.items():
        if name not in given or value != getattr(POLAR, name):
            given[name] = value
    world = make_world(scenario=scenario, level=level, **given)
    if world.accounts * world.months >= LARGE:
        return simulate_large(world, folder, truth=truth)
    return simulate(world).company(truth=truth).save(folder, truth=truth)
