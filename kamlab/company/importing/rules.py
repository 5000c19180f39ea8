"""How one column of ours is made: from which source column, and how it is written."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from kamlab.company.importing.dates import DateForm
from kamlab.company.importing.numbers import NumberForm

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


def _whole(value: object) -> object:
    """Read a count; YAML's own guessing is off, so it arrives as text."""
    if isinstance(value, str) and re.fullmatch(r"\d{1,6}", value):
        return int(value)
    return value


def _switch(value: object) -> object:
    """Read a switch: the words true and false, nothing that merely looks like them."""
    return (
        {"true": True, "false": False}.get(value, value)
        if (isinstance(value, str))
        else value
    )


def _words(value: object) -> object:
    """Let a single word stand for a list of one."""
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


Count = Annotated[int, BeforeValidator(_whole)]
Switch = Annotated[bool, BeforeValidator(_switch)]
Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
Filled = Annotated[str, Field(min_length=1)]


class Strict(BaseModel):
    """A part of a recipe: frozen, typed, and without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Sign(Strict):
    """A source column whose word gives the figure its sign, such as S/H or D/C."""

    column: Filled
    positive: Annotated[Words, Field(min_length=1)]
    negative: Annotated[Words, Field(min_length=1)]

    @model_validator(mode="after")
    def _no_word_twice(self) -> Sign:
        both = set(self.positive) & set(self.negative)
        if both:
            raise ValueError(f"{sorted(both)} stand under positive and negative")
        return self


class Writing(Strict):
    """How days and figures are written; said for a file or for one column."""

    date_format: str | None = None
    year: str | None = None
    century: str | None = None
    pad_to: Count | None = None
    decimal: Literal[".", ","] | None = None
    thousands: Literal["", ".", ",", "'", "’", "blank"] | None = None
    negative: Literal["minus", "trailing minus", "brackets"] | None = None
    ignore: Words | None = None
    blanks: Words | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Writing:
        if self.decimal and self.decimal == self.thousands:
            raise ValueError("decimal and thousands are the same mark")
        return self

    def number_form(self, percent: bool) -> NumberForm:
        """How figures are written here (a decimal mark must have been said)."""
        return NumberForm(
            decimal=self.decimal or ".",
            thousands=self.thousands or "",
            negative=self.negative or "minus",
            ignore=self.ignore or (),
            percent=percent,
        )

    def date_form(self) -> DateForm:
        """How days are written here.

        Raises
        ------
        ValueError
            If the format is missing, unknown, or leaves the year open.
        """
        return DateForm(
            self.date_format or "",
            year=self.year or "",
            century=self.century or "",
            pad_to=self.pad_to or 0,
        )


class Rule(Writing):
    """Where one column of ours comes from, and how it is read."""

    column: Filled | None = None
    constant: str | None = None
    template: Filled | None = None
    values: dict[str, str] | None = None
    sign: Sign | None = None
    negate: Switch = False
    percent: Switch = False
    round_to: Annotated[Count, Field(le=12)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        return {"column": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_origin(self) -> Rule:
        given = [self.column, self.constant, self.template]
        if sum(origin is not None for origin in given) != 1:
            raise ValueError("say exactly one of column, constant, template")
        if self.template is not None and not self.sources:
            raise ValueError("the template names no {source column}")
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        """The source columns this rule reads."""
        if self.column is not None:
            own: tuple[str, ...] = (self.column,)
        else:
            own = tuple(PLACEHOLDER.findall(self.template or ""))
        return own + ((self.sign.column,) if self.sign else ())

    def within(self, file: Writing) -> Rule:
        """Give this rule with what it leaves open taken from the file's own writing."""
        gaps = {
            name: getattr(file, name)
            for name in Writing.model_fields
            if getattr(self, name) is None
        }
        return self.model_copy(update=gaps)
