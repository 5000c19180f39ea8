"""The recipe: which files make a company, and what stands where in them."""

from __future__ import annotations

import codecs
from typing import Annotated, Literal

from pydantic import Field, model_validator

from kamlab.company.columns import Column, Table
from kamlab.company.importing.dates import is_day
from kamlab.company.importing.rules import (
    Count,
    Filled,
    Rule,
    Strict,
    Switch,
    Words,
    Writing,
)
from kamlab.company.tables import TABLES
from kamlab.errors import did_you_mean

FIGURES = ("money", "share", "number", "integer")
TEXT_FORMATS = ("csv", "tsv", "blanks")
_TEXT_ONLY = ("encoding", "trust_encoding", "delimiter", "quote")
_FLAGS = ("true", "false")


class Source(Writing):
    """One file and the table it fills."""

    table: Filled
    file: Filled
    format: Literal["csv", "tsv", "blanks", "parquet", "xlsx"]
    columns: Annotated[dict[str, Rule], Field(min_length=1)]
    names: Annotated[Words, Field(min_length=1)] | None = None
    skip_lines: Count = 0
    encoding: Filled = "utf-8"
    trust_encoding: Switch = False
    delimiter: Filled = ","
    quote: Filled = '"'
    sheet: Filled | None = None
    merge_repeats: Switch = False

    @model_validator(mode="after")
    def _fits_format(self) -> Source:
        given = self.model_fields_set
        if self.format == "parquet":
            refuse = {*_TEXT_ONLY, "names", "skip_lines", "sheet"}
        elif self.format == "xlsx":
            refuse = set(_TEXT_ONLY)
        else:
            refuse = {"sheet"} | ({"delimiter"} if self.format != "csv" else set())
            refuse |= {"quote"} if self.format == "blanks" else set()
        odd = sorted(given & refuse)
        if odd:
            raise ValueError(f"{odd[0]} has no meaning for the format {self.format}")
        if len(self.delimiter) != 1 or self.delimiter in "\r\n\"'":
            raise ValueError("the delimiter is one character, such as ';'")
        if self.quote != "none" and (
            len(self.quote) != 1 or self.quote == self.delimiter
        ):
            raise ValueError("quote is one character, or none")
        if self.names and len(set(self.names)) < len(self.names):
            raise ValueError("names holds a name twice")
        return self

    @model_validator(mode="after")
    def _known_encoding(self) -> Source:
        try:
            "".encode(self.encoding)  # refuses codecs that are none of text
            name = codecs.lookup(self.encoding).name
        except (LookupError, UnicodeError):
            name = ""
        if name.startswith(("idna", "punycode", "raw", "unicode", "undefined")):
            name = ""
        if not name:
            raise ValueError(
                f"there is no text encoding '{self.encoding}'; such are utf-8, "
                "utf-16, cp1252, cp1251, latin-1"
            )
        return self

    @model_validator(mode="after")
    def _fits_table(self) -> Source:
        table = self.declared
        for name, rule in self.columns.items():
            if name not in table.names:
                raise ValueError(
                    f"the table {table.name} has no column '{name}'"
                    f"{did_you_mean(name, table.names)}"
                )
            self._check_rule(table.column(name), rule)
        missing = [name for name in table.required if name not in self.columns]
        if missing:
            raise ValueError(f"the table {table.name} needs {', '.join(missing)}")
        if self.merge_repeats and not table.key:
            raise ValueError(
                f"merge_repeats has no meaning for {table.name}: its rows have no key"
            )
        return self

    def _check_rule(self, column: Column, rule: Rule) -> None:
        where = f"columns.{column.name}: "
        figure_options = rule.sign or rule.negate or rule.percent
        if (figure_options or rule.round_to is not None) and column.kind not in FIGURES:
            raise ValueError(f"{where}sign, negate, percent, round_to are for figures")
        words = (
            column.choices
            if column.kind == "choice"
            else _FLAGS * (column.kind == "flag")
        )
        for word in (rule.values or {}).values():
            if words and word not in words:
                raise ValueError(f"{where}'{word}'{did_you_mean(word, words)}")
        self._check_writing(column, rule, where)

    def _check_writing(self, column: Column, rule: Rule, where: str) -> None:
        """Refuse a way of writing that is left open; nothing is guessed."""
        full = rule.within(self)
        if column.kind == "date" and rule.constant is not None:
            if not is_day(rule.constant):
                raise ValueError(f"{where}write the constant day as YYYY-MM-DD")
        elif column.kind == "date" and (
            full.date_format is not None or self.format in TEXT_FORMATS
        ):
            try:
                full.date_form()
            except ValueError as error:
                raise ValueError(f"{where}{error}") from None
        if full.decimal and full.decimal == full.thousands:
            raise ValueError(f"{where}decimal and thousands are the same mark")
        if (
            column.kind in FIGURES
            and self.format in TEXT_FORMATS
            and rule.constant is None
            and full.decimal is None
        ):
            raise ValueError(
                f"{where}say decimal: '.' or ',' (for this column or the whole file)"
            )

    @property
    def declared(self) -> Table:
        """The declaration of the table this file fills.

        Raises
        ------
        ValueError
            If a company has no such table.
        """
        if self.table not in TABLES:
            raise ValueError(
                f"a company has no table '{self.table}'"
                f"{did_you_mean(self.table, TABLES)}"
            )
        return TABLES[self.table]

    @property
    def needed(self) -> tuple[str, ...]:
        """The source columns the recipe reads, each once."""
        used = (name for rule in self.columns.values() for name in rule.sources)
        return tuple(dict.fromkeys(used))


class Recipe(Strict):
    """How a company is made from somebody's files."""

    company: Filled
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    base: str = ""
    last_day: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    sources: Annotated[list[Source], Field(min_length=1)]

    @model_validator(mode="after")
    def _has_lines(self) -> Recipe:
        if all(source.table != "order_lines" for source in self.sources):
            raise ValueError(
                "no source fills order_lines, the one table a company must have"
            )
        if self.last_day and not is_day(self.last_day):
            raise ValueError(f"last_day {self.last_day} is no day of the calendar")
        return self
