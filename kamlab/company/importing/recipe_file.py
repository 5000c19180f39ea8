"""Read a recipe file as it is written: no guessing, no field twice, kind errors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from kamlab.company.importing.recipe import Recipe, Source
from kamlab.company.importing.rules import Rule, Sign
from kamlab.errors import RefusedError, did_you_mean

LARGEST = 1_000_000
_PLAIN = {
    "missing": "is missing",
    "string_type": "should be one text",
    "dict_type": "should be a list of 'name: value' lines",
    "model_type": "should be a list of 'name: value' lines",
    "list_type": "should be a list",
    "tuple_type": "should be a list",
    "int_type": "should be a whole number",
    "bool_type": "should be true or false",
    "too_short": "should not be empty",
    "string_too_short": "should not be empty",
}


class _Exact(yaml.BaseLoader):
    """Reads every scalar as the text it is: ``NO``, ``0123``, ``1:30`` stay text."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: dict[str, int] = {}
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise RefusedError(f"line {line} has a name that is no plain text.")
            if key.value in seen:
                raise RefusedError(
                    f"'{key.value}' stands twice, in line {seen[key.value]} and in "
                    f"line {line}; keep one."
                )
            seen[key.value] = line
        return super().construct_mapping(node, deep=deep)


def read_recipe(path: str | Path) -> Recipe:
    """Read and check a recipe before any data file is opened.

    Parameters
    ----------
    path : str or Path
        A YAML file; every value is taken as text exactly as written.

    Raises
    ------
    RefusedError
        If the file is missing or no YAML, a field is unknown, missing, doubled or of
        the wrong type; the text says where and names the nearest known word.
    """
    path = Path(path)
    text = _text(path)
    try:
        node = yaml.compose(text, Loader=_Exact)
        data = yaml.load(text, Loader=_Exact)
    except RefusedError as error:
        raise RefusedError(f"Recipe {path.name}: {error}") from None
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "too deep or broken"
        raise RefusedError(
            f"Recipe {path.name}{where} is no sound YAML: {problem}."
        ) from None
    if not isinstance(data, dict):
        raise RefusedError(
            f"Recipe {path.name} is empty or no list of 'name: value' lines; it needs "
            "company, currency and sources."
        )
    try:
        return Recipe.model_validate(data)
    except ValidationError as error:
        raise RefusedError(_sentence(error, path.name, node)) from None


def _text(path: Path) -> str:
    if not path.is_file():
        raise RefusedError(f"There is no recipe {path}; name an existing YAML file.")
    if path.stat().st_size > LARGEST:
        raise RefusedError(f"{path} is over 1 MB: this is no recipe. Is it the data?")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(
            f"Recipe {path.name} is not written in UTF-8; save it as UTF-8."
        ) from None
    except OSError as error:
        raise RefusedError(f"{path} cannot be read: {error.strerror}.") from None


def _sentence(error: ValidationError, name: str, node: Any) -> str:
    """Say the first problem, where it stands, and how many more there are."""
    problems = error.errors(include_url=False)
    first = problems[0]
    # an unknown field often is the cause of a missing one: say it first
    for other in problems:
        if other["type"] == "extra_forbidden":
            first = other
            break
    steps = [step for step in first["loc"] if step != "[key]"]
    place = ".".join(str(step) for step in steps) or "recipe"
    line = _line_of(node, steps)
    message = _PLAIN.get(first["type"], first["msg"].removeprefix("Value error, "))
    if first["type"] == "extra_forbidden":
        message = (
            f"is no field of a recipe{did_you_mean(str(steps[-1]), _fields(steps))}"
        )
    elif first["type"] == "literal_error":
        message = f"is '{first['input']}', not one of {first['ctx']['expected']}"
    elif first["type"] == "string_pattern_mismatch":
        shape = "YYYY-MM-DD" if "last_day" in steps else "three capitals, such as EUR"
        message = f"should be written as {shape}"
    elif first["type"] == "value_error":
        message = f": {message}"
    more = len(problems) - 1
    rest = f" ({more} more problem{'s' * (more > 1)} after it)" if more else ""
    text = f"Recipe {name}, line {line}: {place} {message}{rest}"
    text = text.replace(" : ", ": ").rstrip(".")
    return text if text.endswith("?") else text + "."


def _fields(steps: list[Any]) -> list[str]:
    """List the known fields at the place where an unknown one stands."""
    model: type[BaseModel] = Recipe
    if len(steps) > 2 and steps[0] == "sources":
        model = Source
        if len(steps) > 4 and steps[2] == "columns":
            model = Sign if "sign" in steps[4:-1] else Rule
    return list(model.model_fields)


def _line_of(node: Any, steps: list[Any]) -> int:
    """Find the line of the recipe in which a place stands, as far as it exists."""
    for step in steps:
        found = None
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            found = node.value[step] if step < len(node.value) else None
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(step):
                    found = value
                    if isinstance(value, yaml.ScalarNode):
                        found = key
        if found is None:
            break
        node = found
    return int(node.start_mark.line) + 1
