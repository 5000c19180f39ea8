"""The class file: who learns, on which company, which modules, in which order."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from kamlab.errors import RefusedError, did_you_mean

MOST_LEARNERS = 200
DAY = 24 * 60


class ClassFile(BaseModel):
    """What a trainer writes into CLASS.yml."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str = Field(min_length=1, max_length=80, description="What it is called")
    learners: list[str] = Field(
        min_length=1,
        max_length=MOST_LEARNERS,
        description="One name a learner",
    )
    seed: int = Field(
        0, ge=0, le=2**31 - 1, description="Another seed, other companies"
    )
    scenario: str | dict[str, Any] = Field(
        "polar",
        description="polar, a scenario such as price_war, a YAML file of world values "
        "beside this one, or the values",
    )
    level: Literal["", "easy", "normal", "hard"] = Field(
        "", description="How hard the scenario is"
    )
    modules: list[str] = Field(min_length=1, description="Numbers or names of modules")
    start: str = Field("", description="When the day begins, such as 09:00")
    minutes: int = Field(
        0, ge=0, le=7 * DAY, description="What the agenda must come to"
    )
    agenda: list[dict[str, int]] = Field(
        default_factory=list, description="name: minutes, one an item"
    )

    @field_validator("learners", mode="before")
    @classmethod
    def _counted(cls, learners: Any) -> Any:
        if type(learners) is int and 0 < learners <= MOST_LEARNERS:
            return [f"Learner {place:02d}" for place in range(1, learners + 1)]
        return learners

    @field_validator("learners", mode="after")
    @classmethod
    def _have_names(cls, names: list[str]) -> list[str]:
        for place, name in enumerate(names, start=1):
            if not name.strip():
                raise ValueError(f"learner {place} has no name")
        return names

    @field_validator("modules", mode="before")
    @classmethod
    def _as_text(cls, modules: Any) -> Any:
        if isinstance(modules, list):
            return [str(m) if type(m) is int else m for m in modules]
        return modules

    @field_validator("start", mode="before")
    @classmethod
    def _a_time(cls, value: Any) -> Any:
        if type(value) is int:  # YAML reads 09:30 without quotes as minutes
            value = f"{value // 60:02d}:{value % 60:02d}"
        if isinstance(value, str) and value:
            hours, colon, minutes = value.partition(":")
            if not (colon and hours.isdigit() and minutes.isdigit()):
                raise ValueError("write a time such as 09:00")
            if int(hours) > 23 or int(minutes) > 59:
                raise ValueError("write a time such as 09:00")
        return value

    @field_validator("agenda", mode="before")
    @classmethod
    def _one_a_line(cls, items: Any) -> Any:
        for place, item in enumerate(items if isinstance(items, list) else [], 1):
            if not isinstance(item, dict) or len(item) != 1:
                raise ValueError(f"item {place} must be one 'name: minutes'")
            if not all(type(m) is int and 0 < m <= DAY for m in item.values()):
                raise ValueError(f"item {place} needs whole minutes, 1 to {DAY}")
        return items


def read_class(path: Path) -> ClassFile:
    """Read a class file.

    Parameters
    ----------
    path : Path
        A YAML file.

    Raises
    ------
    RefusedError
        If it cannot be read, or says something that cannot be.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise RefusedError(f"{path} cannot be read: {error.strerror}.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f", line {line + 1}," if line is not None else ""
        raise RefusedError(
            f"{path}{where} is no YAML; write 'name: value' lines."
        ) from None
    if not isinstance(content, dict):
        raise RefusedError(
            f"{path} must say name, learners and modules, each as 'name: value'."
        )
    for word in content:
        if word not in ClassFile.model_fields:
            raise RefusedError(
                f"{path}: a class has no '{word}'"
                f"{did_you_mean(str(word), ClassFile.model_fields)}"
            )
    try:
        return ClassFile(**content)
    except ValidationError as error:
        raise RefusedError(f"{path}: {_sentence(error)}") from None


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    where = str(first["loc"][0])
    if where == "learners" and len(first["loc"]) == 2:
        place = int(first["loc"][1]) + 1
        return f"learner {place} is no text; put the name in quotes."
    sentence = ClassFile.model_fields[where].description or where
    if first["type"] == "missing":
        return f"{where} is missing ({sentence})."
    message = first["msg"].removeprefix("Value error, ")
    return f"{where} cannot be as it is: {message} ({sentence})."
