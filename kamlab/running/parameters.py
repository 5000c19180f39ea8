"""Parameters of a report: declared once as settings, checked before anything runs."""

from __future__ import annotations

import keyword
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from kamlab.company.fields import Declared, Value, declared, explained, shown
from kamlab.errors import RefusedError, did_you_mean

_INT = re.compile(r"[+-]?[0-9]+")
_FLOAT = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_BOOL = {"true": True, "yes": True, "false": False, "no": False}


def split_pairs(pairs: Sequence[str]) -> dict[str, str]:
    """Split what was typed after ``-p`` into names and texts.

    Parameters
    ----------
    pairs : sequence of str
        Each ``name=value``; the value may hold further ``=``.

    Returns
    -------
    dict of str to str
        The text of each value, unchanged.

    Raises
    ------
    RefusedError
        If a pair has no ``=`` or a name comes twice.

    Examples
    --------
    >>> split_pairs(["account_id=00123", "note=a=b"])
    {'account_id': '00123', 'note': 'a=b'}
    """
    texts: dict[str, str] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        name = name.strip()
        if not equals or not name:
            raise RefusedError(
                f"-p {shown(pair)} is not understood; write it as -p name=value."
            )
        if name in texts:
            raise RefusedError(
                f"Parameter {shown(name)} was given twice; give it once."
            )
        texts[name] = text
    return texts


def read_texts(model: type[BaseModel], texts: Mapping[str, str]) -> dict[str, Value]:
    """Turn typed texts into values, as the settings declare each of them.

    The field decides, nothing is guessed: a text field keeps ``00123`` and ``NO`` as
    they are, a number is written with a point, and yes/no fields read ``true``,
    ``yes``, ``false`` and ``no`` in any case (not ``1`` or ``0``).

    Parameters
    ----------
    model : type of BaseModel
        The settings of the report.
    texts : mapping of str to str
        What was typed, by name.

    Returns
    -------
    dict of str to value
        Typed, not yet checked against the ranges (see ``checked``).

    Raises
    ------
    RefusedError
        If a name is not declared or a text is not of the declared type.
    """
    fields = known_fields(model, texts)
    return {name: _read(fields[name], text) for name, text in texts.items()}


def checked(model: type[BaseModel], values: Mapping[str, Any]) -> dict[str, Value]:
    """Check values against the settings and add the defaults of the others.

    Parameters
    ----------
    model : type of BaseModel
        The settings of the report.
    values : mapping of str to value
        Given values by name; JSON-like types only.

    Returns
    -------
    dict of str to value
        Every field of the model, in its order.

    Raises
    ------
    RefusedError
        If a name is unknown, or a value is of the wrong type, out of range, not
        finite, or a text that cannot be stored.
    """
    fields = known_fields(model, values)
    for name, value in values.items():
        _refuse_unstorable(fields[name], value)
    try:
        settings = model(**values)
    except ValidationError as error:
        raise RefusedError(explained(model, error)) from None
    return {name: getattr(settings, name) for name in fields}


def known_fields(
    model: type[BaseModel], names: Mapping[str, object]
) -> dict[str, Declared]:
    """Give the declared fields, after making sure that every name is one of them.

    Raises
    ------
    RefusedError
        For an unknown name, with the nearest one that exists.
    """
    fields = declared(model)
    for name in names:
        if name in fields:
            continue
        if not name.isidentifier() or keyword.iskeyword(name):
            raise RefusedError(
                f"{shown(name)} cannot be the name of a parameter"
                f"{did_you_mean(name, fields)}"
            )
        raise RefusedError(f"Unknown parameter '{name}'{did_you_mean(name, fields)}")
    return fields


def _read(field: Declared, text: str) -> Value:
    """Read one text as the type of its field."""
    if field.choices:
        for choice in field.choices:
            if text == str(choice):
                return choice
        raise RefusedError(
            f"Parameter '{field.name}' must be {field.range}, not {shown(text)}"
            f"{did_you_mean(text, [str(c) for c in field.choices])}"
        )
    if field.type is str:
        return text
    bare = text.strip()
    if field.type is bool and bare.lower() in _BOOL:
        return _BOOL[bare.lower()]
    # Python refuses to read whole numbers of more than 4300 digits
    if field.type is int and _INT.fullmatch(bare) and len(bare) < 4000:
        return int(bare)
    if field.type is float and _FLOAT.fullmatch(bare):
        return float(bare)
    raise RefusedError(
        f"Parameter '{field.name}' must be {field.wanted}, not {shown(text)}."
    )


def _refuse_unstorable(field: Declared, value: object) -> None:
    """Stop what a notebook or a JSON file cannot hold."""
    if isinstance(value, float) and not math.isfinite(value):
        raise RefusedError(
            f"Parameter '{field.name}' must be {field.wanted}, not {value}."
        )
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise RefusedError(
                f"Parameter '{field.name}' holds a broken character (half of a "
                "surrogate pair); type the text again in UTF-8."
            ) from None
