"""What a settings model declares, field by field: for help, docs and notebooks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

Value = str | int | float | bool

_KIND: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}


@dataclass(frozen=True)
class Declared:
    """One parameter as its settings declare it.

    Parameters
    ----------
    name : str
        Name in the notebook and after ``-p``.
    type : type
        str, int, float or bool.
    default : str, int, float or bool
        Its value when nothing is given.
    range : str
        Allowed values in words, empty where every value of the type is allowed.
    unit : str
        Unit, empty for texts.
    sentence : str
        What it means.
    choices : tuple
        The allowed values where they are few and fixed.
    """

    name: str
    type: type
    default: Value
    range: str
    unit: str
    sentence: str
    choices: tuple[Value, ...] = ()

    @property
    def kind(self) -> str:
        """The type in plain words, empty where the choices say it."""
        return "" if self.choices else _KIND[self.type]

    @property
    def wanted(self) -> str:
        """What it accepts, such as "a number, 0 to 1, share"."""
        return ", ".join(part for part in (self.kind, self.range, self.unit) if part)


def declared(model: type[BaseModel]) -> dict[str, Declared]:
    """List the parameters that a settings model declares.

    Parameters
    ----------
    model : type of BaseModel
        Settings with text, number and yes/no fields.

    Returns
    -------
    dict of str to Declared
        By name, in the order of the model.

    Raises
    ------
    TypeError
        If a field is of another type, or has no default.
    """
    return {name: _one(name, info) for name, info in model.model_fields.items()}


def explained(model: type[BaseModel], error: ValidationError) -> str:
    """Say the first problem of some values in plain words, with range and unit.

    Parameters
    ----------
    model : type of BaseModel
        The settings that refused the values.
    error : ValidationError
        What pydantic says of them.

    Returns
    -------
    str
        The parameter, what it must be, what was given and what it means.
    """
    first = error.errors()[0]
    if not first["loc"]:
        return f"These parameters do not go together: {_reason(first)}."
    field = declared(model)[str(first["loc"][0])]
    said = f"Parameter '{field.name}' must be {field.wanted}"
    if first["type"] == "value_error":
        return f"{said}: {_reason(first)}."
    meaning = f" ({field.sentence})" if field.sentence else ""
    return f"{said}, not {shown(first['input'])}{meaning}."


def shown(value: object) -> str:
    """Quote what was given, cut short, with broken characters made visible.

    Examples
    --------
    >>> shown(0.5), shown("a" * 70)[-6:]
    ("'0.5'", "aa...'")
    """
    text = f"{value:g}" if isinstance(value, float) else str(value)
    cut = text if len(text) <= 60 else text[:57] + "..."
    return ascii(cut) if not cut.isprintable() else f"'{cut}'"


def _reason(problem: Mapping[str, Any]) -> str:
    """Take pydantic's prefix off the message of a validator of ours."""
    return str(problem["msg"]).removeprefix("Value error, ").rstrip(".")


def _one(name: str, info: FieldInfo) -> Declared:
    choices: tuple[Value, ...] = ()
    kind: Any = info.annotation
    if get_origin(kind) is Literal:
        choices = get_args(kind)
        kind = type(choices[0])
    if kind not in _KIND or info.is_required():
        raise TypeError(
            f"Setting '{name}' must be a str, int, float, bool or Literal with a "
            f"default; it is {info.annotation!r}."
        )
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    return Declared(
        name=name,
        type=kind,
        default=info.get_default(call_default_factory=False),
        range=_range(info, choices),
        unit=str(extra.get("unit", "")),
        sentence=(info.description or "").rstrip("."),
        choices=choices,
    )


def _range(info: FieldInfo, choices: tuple[Value, ...]) -> str:
    """Put the bounds of a field in words, such as "0 to 120"."""
    if choices:
        return "one of " + ", ".join(str(choice) for choice in choices)
    bound: dict[str, Any] = {}
    for rule in info.metadata:
        for key in ("ge", "gt", "le", "lt", "min_length", "max_length"):
            if getattr(rule, key, None) is not None:
                bound[key] = getattr(rule, key)
    if "ge" in bound and "le" in bound:
        return f"{bound['ge']:g} to {bound['le']:g}"
    words = {
        "ge": "at least",
        "gt": "above",
        "le": "at most",
        "lt": "below",
    }
    parts = [f"{words[key]} {bound[key]:g}" for key in words if key in bound]
    if "min_length" in bound:
        parts.append(f"at least {bound['min_length']} characters")
    if "max_length" in bound:
        parts.append(f"at most {bound['max_length']} characters")
    return " and ".join(parts)
