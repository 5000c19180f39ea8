"""Scenario packs: what happens to a company, at three levels of difficulty."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kamlab.errors import RefusedError, did_you_mean

FOLDER = Path(__file__).parent / "scenarios"
LEVELS = ("easy", "normal", "hard")
_COMMON = "levels"


@dataclass(frozen=True)
class Scenario:
    """A pack of world values with a story.

    Parameters
    ----------
    name : str
        Its name, as in ``--scenario``.
    title, story : str
        What happens, for a trainer.
    events : dict of str to float
        When an event begins, as a share of all months.
    levels : dict of str to dict
        World values by level, those of every scenario included.
    """

    name: str
    title: str
    story: str
    events: dict[str, float]
    levels: dict[str, dict[str, Any]]

    def values(self, level: str, months: int) -> dict[str, Any]:
        """Give the world values of a level.

        Parameters
        ----------
        level : str
            ``easy``, ``normal`` or ``hard``.
        months : int
            Length of the simulation, over which the events are placed.

        Raises
        ------
        RefusedError
            If there is no such level.
        """
        if level not in LEVELS:
            raise RefusedError(
                f"There is no level '{level}'{did_you_mean(level, LEVELS)}"
            )
        begins = {
            name: max(round(when * months), 2) for name, when in self.events.items()
        }
        return {**begins, **self.levels[level]}


def scenario_names() -> list[str]:
    """Name the scenarios there are, in the order of the alphabet.

    Returns
    -------
    list of str
        Names for :func:`read_scenario` and ``kamlab simulate --scenario``.
    """
    return sorted(p.stem for p in FOLDER.glob("*.yaml") if p.stem != _COMMON)


@cache
def read_scenario(name: str) -> Scenario:
    """Read a scenario pack.

    Parameters
    ----------
    name : str
        One of :func:`scenario_names`.

    Raises
    ------
    RefusedError
        If there is no such scenario.
    """
    if name not in scenario_names():
        near = did_you_mean(name, scenario_names())
        raise RefusedError(f"There is no scenario '{name}'{near}")
    common, pack = _read(_COMMON), _read(name)
    own = pack.get("levels", {})
    return Scenario(
        name=name,
        title=pack["title"],
        story=pack["story"],
        events=pack.get("events", {}),
        levels={level: {**common[level], **own.get(level, {})} for level in LEVELS},
    )


def _read(name: str) -> dict[str, Any]:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content
