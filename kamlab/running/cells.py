"""The two cells that carry parameters: the declared one and the injected one."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from kamlab.company.fields import Value, declared
from kamlab.errors import RefusedError, did_you_mean

INJECTED = "injected-parameters"


def parameters_cell(model: type[BaseModel]) -> str:
    """Write the ``parameters`` cell of a notebook from its settings.

    Parameters
    ----------
    model : type of BaseModel
        The settings of the report.

    Returns
    -------
    str
        One line a field: ``name: type = default  # sentence, range, unit``.

    Examples
    --------
    >>> from pydantic import Field
    >>> class S(BaseModel):
    ...     months: int = Field(12, ge=0, le=120, description="Months that count",
    ...                         json_schema_extra={"unit": "months"})
    >>> parameters_cell(S)
    'months: int = 12  # Months that count, 0 to 120, months'
    """
    lines = []
    for field in declared(model).values():
        note = ", ".join(p for p in (field.sentence, field.range, field.unit) if p)
        if "=" in note or "\n" in note:
            raise ValueError(
                f"The description of setting '{field.name}' holds '=' or a line "
                "break; notebook tools would misread its line."
            )
        line = f"{field.name}: {field.type.__name__} = {field.default!r}"
        lines.append(f"{line}  # {note}" if note else line)
    return "\n".join(lines)


def injected_cell(values: Mapping[str, Value]) -> str:
    """Write the assignments that hand a run's values to its notebook.

    Every value is written as a Python literal on one line, so that it arrives equal.
    """
    return "\n".join(
        ["# values of this run", *(f"{n} = {v!r}" for n, v in values.items())]
    )


def parameters_index(cells: list[dict[str, Any]], where: str) -> int:
    """Find the one code cell tagged ``parameters``.

    Raises
    ------
    RefusedError
        If the notebook has none, or several.
    """
    tagged = [
        index
        for index, cell in enumerate(cells)
        if cell["cell_type"] == "code"
        and "parameters" in cell.get("metadata", {}).get("tags", [])
    ]
    if len(tagged) == 1:
        return tagged[0]
    if not tagged:
        raise RefusedError(
            f"{where} has no cell tagged 'parameters'; tag the cell that holds them."
        )
    numbers = ", ".join(str(index + 1) for index in tagged)
    raise RefusedError(
        f"{where} has {len(tagged)} cells tagged 'parameters' (cells {numbers}); "
        "keep the tag on one of them."
    )


def notebook_defaults(
    source: str, model: type[BaseModel], where: str
) -> dict[str, Value]:
    """Read the values that a notebook's own ``parameters`` cell gives.

    Parameters
    ----------
    source : str
        The text of the cell.
    model : type of BaseModel
        The settings of the report.
    where : str
        Name of the notebook for messages.

    Returns
    -------
    dict of str to value
        By name; fields the cell does not mention are left out.

    Raises
    ------
    RefusedError
        If the cell holds anything but plain values of declared names.
    """
    known = declared(model)
    found: dict[str, Value] = {}
    try:
        lines = ast.parse(source).body
    except SyntaxError as error:
        raise RefusedError(
            f"The parameters cell of {where} is not valid Python "
            f"(line {error.lineno}); put it right in the notebook."
        ) from None
    for line in lines:
        name, value = _assignment(line, where)
        if name not in known:
            raise RefusedError(
                f"The parameters cell of {where} sets '{name}', which its settings "
                f"do not declare{did_you_mean(name, known)}"
            )
        whole = isinstance(value, int) and not isinstance(value, bool)
        found[name] = float(value) if known[name].type is float and whole else value
    return found


def _assignment(line: ast.stmt, where: str) -> tuple[str, Any]:
    """Take ``name: type = literal`` apart."""
    target: ast.expr | None = None
    if isinstance(line, ast.AnnAssign):
        target = line.target
    elif isinstance(line, ast.Assign) and len(line.targets) == 1:
        target = line.targets[0]
    value = line.value if isinstance(line, ast.AnnAssign | ast.Assign) else None
    if value is not None and isinstance(target, ast.Name):
        try:
            return target.id, ast.literal_eval(value)
        except ValueError:
            pass
    raise RefusedError(
        f"Line {line.lineno} of the parameters cell of {where} is more than a plain "
        "value; write 'name: type = value' and compute in a later cell."
    )
