"""Read a pay plan file: nothing guessed, no field twice, kind errors."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from kamlab.compensation import rules
from kamlab.compensation.curve import Curve
from kamlab.compensation.fees import Fees, Tier
from kamlab.compensation.plan import Component, Evidence, PayPlan
from kamlab.compensation.rates import Rates, Step
from kamlab.errors import RefusedError, did_you_mean

LARGEST = 1_000_000
_INSIDE: dict[str, type[BaseModel]] = {
    "cap": rules.Cap,
    "clawback": rules.Clawback,
    "draw": rules.Draw,
    "gates": rules.Gate,
    "hand_over": rules.HandOver,
    "pools": rules.Pool,
    "ramp": rules.Ramp,
    "rates": Rates,
    "spiffs": rules.Spiff,
    "windfall": rules.Windfall,
    "components": Component,
    "curve": Curve,
    "evidence": Evidence,
    "fees": Fees,
    "tiers": Tier,
}
_PLAIN = {
    "missing": "is missing",
    "string_type": "should be a text",
    "string_too_short": "should not be empty",
    "bool_type": "should be true or false",
    "float_type": "should be a number such as 0.12",
    "tuple_type": "should be a list",
    "model_type": "should be a list of 'name: value' lines",
    "model_attributes_type": "should be a list of 'name: value' lines",
    "finite_number": "should be a finite number",
    "too_short": "should not be empty",
}


class _Once(yaml.SafeLoader):
    """Refuses a field that stands twice; plain YAML would silently keep the last."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[object] = set()
        for key, _ in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise RefusedError(f"'{key.value}' stands twice (line {line})")
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def read_plan(path: str | Path) -> PayPlan:
    """Read and check a pay plan file.

    Parameters
    ----------
    path : str or Path
        A YAML file with the fields of :class:`kamlab.compensation.plan.PayPlan`.

    Returns
    -------
    PayPlan
        The plan, checked whole.

    Raises
    ------
    RefusedError
        If the file is missing or no YAML, or a field is unknown, doubled, missing or
        wrong; the text says where and names the nearest known field.
    """
    path = Path(path).expanduser()
    try:
        data = yaml.load(_text(path), Loader=_Once)
    except RefusedError as error:
        raise RefusedError(f"Plan {path.name}: {error}; keep one.") from None
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "too deep or broken"
        raise RefusedError(
            f"Plan {path.name}{where} is no sound YAML: {problem}."
        ) from None
    if not isinstance(data, dict):
        raise RefusedError(
            f"Plan {path.name} is empty or no list of 'name: value' lines; start from "
            "one of the plans that come with KamLab."
        )
    try:
        # as JSON, because strict models take a list for a tuple only from there
        return PayPlan.model_validate_json(json.dumps(data, default=str))
    except ValidationError as error:
        raise RefusedError(_sentence(error, path.name)) from None


def _text(path: Path) -> str:
    if not path.is_file():
        raise RefusedError(f"There is no plan file {path}; check the path.")
    if path.stat().st_size > LARGEST:
        raise RefusedError(f"{path} is over 1 MB: this is no pay plan.")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(
            f"Plan {path.name} is not written in UTF-8; save it as UTF-8."
        ) from None
    except OSError as error:
        raise RefusedError(f"{path} cannot be read: {error.strerror}.") from None


def _sentence(error: ValidationError, name: str) -> str:
    """Say the first problem, where it stands, and how many more there are."""
    problems = error.errors(include_url=False)
    # a misspelt field is often why another is missing: say it first
    first = next((p for p in problems if p["type"] == "extra_forbidden"), problems[0])
    steps = list(first["loc"])
    place = ".".join(str(s + 1) if isinstance(s, int) else str(s) for s in steps)
    message = _PLAIN.get(first["type"], first["msg"].removeprefix("Value error, "))
    if first["type"] == "extra_forbidden":
        message = f"is no field of a pay plan{did_you_mean(str(steps[-1]), _at(steps))}"
    elif first["type"] == "literal_error":
        message = f"is {first['input']!r}, not one of {first['ctx']['expected']}"
    elif first["type"] == "value_error":
        message = f": {message}" if place else message
    elif "input" in first and isinstance(first["input"], str | int | float):
        message = f"{message}, not {first['input']!r}"
    rest = f" ({len(problems) - 1} more after it)" if len(problems) > 1 else ""
    text = f"Plan {name}: {place} {message}".replace(" : ", ": ").replace(":  ", ": ")
    return text.rstrip("?.") + (text[-1] if text[-1] == "?" else ".") + rest


def _at(steps: Iterable[object]) -> list[str]:
    """Name the known fields at the place where an unknown one stands."""
    model: type[BaseModel] = PayPlan
    for step in list(steps)[:-1]:
        # the rows of a rate table and those of the fees are called alike
        inner = Step if model is Rates and step == "tiers" else None
        model = inner or _INSIDE.get(str(step), model)
    return [field.alias or name for name, field in model.model_fields.items()]
