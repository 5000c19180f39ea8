"""The rules a company was played by, kept with its truth to play it again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd
from pydantic import ValidationError

from kamlab.company import Company
from kamlab.company.settings import Settings
from kamlab.errors import MissingPartError
from kamlab.simulation.levers import NEUTRAL, USUAL, Incentives, Levers
from kamlab.simulation.world import World

S = TypeVar("S", bound=Settings)


@dataclass(frozen=True)
class Rules:
    """What decides a simulated company: the same rules make the same company.

    Parameters
    ----------
    world : World
        Every coefficient, size and seed.
    levers : Levers
        What the company did differently.
    incentives : Incentives
        What the KAMs did differently.
    """

    world: World
    levers: Levers = NEUTRAL
    incentives: Incentives = USUAL


def rules_table(rules: Rules) -> pd.DataFrame:
    """Write down the rules of a company, a row a value.

    Parameters
    ----------
    rules : Rules
        World, levers and incentives.

    Returns
    -------
    DataFrame
        name, kind (world, lever, incentive), value (text), unit, meaning: the truth
        table ``world``.
    """
    parts = {
        "world": rules.world,
        "lever": rules.levers,
        "incentive": rules.incentives,
    }
    rows = [
        (name, kind, _text(value), *_words(type(model), name))
        for kind, model in parts.items()
        for name, value in model.model_dump().items()
    ]
    columns = ["name", "kind", "value", "unit", "meaning"]
    return pd.DataFrame(rows, columns=columns)


def rules_of(firm: Company) -> Rules:
    """Read the rules a simulated company was played by.

    Parameters
    ----------
    firm : Company
        With truth.

    Returns
    -------
    Rules
        ``simulate`` makes the same company of them again.

    Raises
    ------
    MissingPartError
        If the company carries no truth, or its truth does not hold the rules.
    """
    table = firm.truth("world")
    return Rules(
        _model(World, table, "world", firm),
        _model(Levers, table, "lever", firm),
        _model(Incentives, table, "incentive", firm),
    )


def _text(value: Any) -> str:
    """Write a value; words stay as they are, the rest as it is in JSON."""
    return value if isinstance(value, str) else json.dumps(value)


def _words(model: type[Settings], name: str) -> tuple[str, str]:
    """Give unit and sentence of a value."""
    field = model.model_fields[name]
    extra = field.json_schema_extra
    unit = extra.get("unit", "") if isinstance(extra, dict) else ""
    return str(unit), f"{field.description}."


def _model(model: type[S], table: pd.DataFrame, kind: str, firm: Company) -> S:
    """Make one model of its rows."""
    rows = table[table["kind"] == kind]
    pairs = zip(rows["name"].astype(str), rows["value"].fillna(""), strict=True)
    try:
        values = {name: _value(model, name, str(text)) for name, text in pairs}
        return model(**values)
    except (KeyError, ValueError, ValidationError):
        raise MissingPartError(
            f"The rules in truth/world of {firm.name} are not those of this version "
            "of KamLab; simulate the company again to play it under other levers."
        ) from None


def _value(model: type[Settings], name: str, text: str) -> Any:
    """Read one value again."""
    return text if model.model_fields[name].annotation is str else json.loads(text)
