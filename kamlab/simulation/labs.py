"""Large companies on demand, kept in the user's cache folder."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from pathlib import Path

from kamlab import __version__
from kamlab.company import Company, load
from kamlab.errors import RefusedError
from kamlab.simulation.levers import NEUTRAL, Levers
from kamlab.simulation.simulate import simulate
from kamlab.simulation.world import World, make_world

SKILL_GAIN = 0.1  # of the 40 KAMs: enough to be told from luck in 12 quarters
NAMED = re.compile(r"(?P<kind>lab|team)(-(?P<seed>\d{1,9}))?(?P<dice>-randomised)?")
LAB_SIGMA = 1.683  # a lognormal book of which a fifth makes four fifths, in the limit


def lab_world(seed: int) -> World:
    """Give the world of :func:`lab`: 2,400 ordinary accounts, no cast.

    Raises
    ------
    RefusedError
        If the seed is no whole number of 0 or more.
    """
    return make_world(
        seed=seed,
        name=f"Lab {seed}",
        accounts=2400,
        kams=200,
        cast=False,
        size_sigma=LAB_SIGMA,
    )


def team_world(seed: int) -> World:
    """Give the world of :func:`team`: 40 KAMs with 12 accounts each, no cast.

    Here skill sells: a KAM one spread above the middle sells a tenth more.

    Raises
    ------
    RefusedError
        If the seed is no whole number of 0 or more.
    """
    return make_world(
        seed=seed,
        name=f"Team {seed}",
        accounts=480,
        kams=40,
        cast=False,
        skill_gain=SKILL_GAIN,
    )


def lab(seed: int, *, randomised_visits: bool = False) -> Company:
    """Give a company of 2,400 accounts, large enough to find effects again.

    Parameters
    ----------
    seed : int
        Another seed, another company.
    randomised_visits : bool
        Whether visits follow the dice, as in an experiment, instead of the KAM's
        sense of danger.

    Returns
    -------
    Company
        With truth. Made once (some seconds) and then read from the cache.
    """
    return cached(lab_world(seed), Levers(randomised_visits=randomised_visits))


def team(seed: int) -> Company:
    """Give a company of 40 KAMs over 12 quarters, to study pay.

    Parameters
    ----------
    seed : int
        Another seed, another replicate.

    Returns
    -------
    Company
        With truth. Made once and then read from the cache.
    """
    return cached(team_world(seed), NEUTRAL)


def on_demand(name: str) -> Path:
    """Give the folder of a company that is named by what it is, such as ``lab-7``.

    Parameters
    ----------
    name : str
        ``lab`` or ``team``, ``-`` and a seed (1 without), ``-randomised`` for visits
        by the dice.

    Returns
    -------
    Path
        In the cache; made first where need be, which takes some seconds.

    Raises
    ------
    RefusedError
        If the name is none of these.
    """
    found = NAMED.fullmatch(name)
    if not found:
        raise RefusedError(
            f"'{name}' names no company made on demand; write lab-7 or team-7, with "
            "any seed, and -randomised behind it for visits by the dice."
        )
    world = (lab_world if found["kind"] == "lab" else team_world)(
        int(found["seed"] or 1)
    )
    return cached_folder(world, Levers(randomised_visits=bool(found["dice"])))


def cached(world: World, levers: Levers = NEUTRAL) -> Company:
    """Give the company of a world from the cache, making it first where need be."""
    return load(cached_folder(world, levers))


def cached_folder(world: World, levers: Levers = NEUTRAL) -> Path:
    """Give the folder of a world's company, making it first where need be."""
    folder = cache_folder() / _name(world, levers)
    if not (folder / "company.json").is_file():
        folder.parent.mkdir(parents=True, exist_ok=True)
        simulate(world, levers).company().save(folder)
    return folder


def cache_folder() -> Path:
    """Give the folder of made companies; ``KAMLAB_CACHE`` names another one."""
    if named := os.environ.get("KAMLAB_CACHE"):
        return Path(named)
    if sys.platform == "win32":
        home = Path(os.environ.get("LOCALAPPDATA", Path.home()))
    elif sys.platform == "darwin":
        home = Path.home() / "Library" / "Caches"
    else:
        home = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return home / "kamlab"


def _name(world: World, levers: Levers) -> str:
    """Name a company by its world, its levers and the code that makes it."""
    digest = hashlib.sha256(__version__.encode())
    digest.update(world.model_dump_json().encode())
    digest.update(levers.model_dump_json().encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:24]
