"""The world of a simulated company: every coefficient, its unit and its range."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from kamlab.company.settings import Settings
from kamlab.errors import RefusedError, did_you_mean
from kamlab.simulation.company_values import CompanyValues
from kamlab.simulation.loss_values import LossValues
from kamlab.simulation.money_values import MoneyValues
from kamlab.simulation.noise_values import NoiseValues
from kamlab.simulation.scenario import read_scenario
from kamlab.simulation.service_values import ServiceValues
from kamlab.simulation.shock_values import ShockValues


class World(
    NoiseValues, ShockValues, MoneyValues, ServiceValues, LossValues, CompanyValues
):
    """All that decides how a simulated company behaves: one world, one company."""

    @property
    def start(self) -> str:
        """The first day, as text."""
        return f"{self.start_year}-01-01"


def make_world(
    file: str | Path | None = None,
    *,
    scenario: str = "",
    level: str = "",
    **values: Any,
) -> World:
    """Make a world: its defaults, a scenario, a file of values, values by name.

    Parameters
    ----------
    file : str or Path, optional
        A YAML file ``name: value`` a line; goes before the scenario.
    scenario : str
        Name of a scenario pack, see :func:`kamlab.simulation.scenario_names`.
    level : str
        ``easy``, ``normal`` (the default) or ``hard``; without a scenario, of the
        stable one.
    **values
        Values that go before those of the file.

    Raises
    ------
    RefusedError
        If a name is unknown (the nearest one is named), a value is of the wrong kind
        or outside its range, the file cannot be read, or there is no such scenario or
        level.

    Examples
    --------
    >>> make_world(loss_late=3.0).loss_late
    3.0
    """
    given = {**(read_world(Path(file)) if file else {}), **values}
    if scenario or level:
        pack = read_scenario(scenario or "stable")
        months = given.get("months", World.model_fields["months"].default)
        fits = isinstance(months, int)  # else refused below
        given = {**pack.values(level or "normal", months if fits else 0), **given}
    for name in given:
        if name not in World.model_fields:
            raise RefusedError(
                f"A world has no value '{name}'{did_you_mean(name, World.model_fields)}"
            )
    try:
        return World(**given)
    except ValidationError as error:
        raise RefusedError(explain(error, World)) from None


def explain(error: ValidationError, model: type[Settings]) -> str:
    """Say in one sentence which value is wrong and what it may be."""
    first = error.errors()[0]
    name = str(first["loc"][0])
    schema = model.model_json_schema()["properties"][name]
    low, high = schema.get("minimum"), schema.get("maximum")
    span = f" from {low:,} to {high:,}" if low is not None and high is not None else ""
    kinds = {
        "integer": "a whole number",
        "number": "a number",
        "boolean": "true or false",
    }
    kind = kinds.get(schema["type"], "text")
    unit = f" ({schema['unit']})" if schema.get("unit") else ""
    return f"{name} = {first['input']!r} cannot be: it must be {kind}{span}{unit}."


def read_world(file: Path) -> dict[str, Any]:
    """Read a YAML file of world values.

    Raises
    ------
    RefusedError
        If it cannot be read or holds something else.
    """
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise RefusedError(f"{file} cannot be read: {error.strerror}.") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise RefusedError(
            f"{file} is not a YAML file; write one 'name: value' a line."
        ) from None
    if not isinstance(content or {}, dict):
        raise RefusedError(f"{file} holds no 'name: value' lines.")
    return {str(name): value for name, value in (content or {}).items()}
