"""How a table and a column are declared: type, unit, meaning, and when it is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "id", "text", "choice", "date", "money", "share", "number", "integer", "flag"
]

SQL_TYPE: dict[Kind, str] = {
    "id": "VARCHAR",
    "text": "VARCHAR",
    "choice": "VARCHAR",
    "date": "DATE",
    "money": "DECIMAL(18,4)",  # exact sums; real ERP lines carry up to four decimals
    "share": "DOUBLE",
    "number": "DOUBLE",
    "integer": "BIGINT",
    "flag": "BOOLEAN",
}


@dataclass(frozen=True)
class Column:
    """One column of a company table.

    Parameters
    ----------
    name : str
        Name in the file's header.
    kind : str
        What it holds; decides the type in the database (see ``SQL_TYPE``).
    meaning : str
        One sentence for the data dictionary.
    unit : str
        Unit of a figure, empty for text.
    required : bool
        Whether the table is useless without it.
    known_from : str
        Column whose date makes this value known; empty means the row's own date. A
        value whose date is blank is not known yet.
    or_from : tuple of str
        Columns whose date counts where that of ``known_from`` is blank or missing.
    before : str
        What the value reads before it is known, and where it is blank.
    choices : tuple of str
        The allowed words of a ``choice``.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    required: bool = False
    known_from: str = ""
    before: str = ""
    choices: tuple[str, ...] = ()
    or_from: tuple[str, ...] = ()

    @property
    def sql_type(self) -> str:
        """The column's type in the database."""
        return SQL_TYPE[self.kind]


@dataclass(frozen=True)
class Table:
    """One table of a company: its columns, what a row is, and when a row is known.

    Parameters
    ----------
    name : str
        Name of the table and of its file.
    row : str
        What one row stands for, in words.
    columns : tuple of Column
        In the order they are written.
    known_from : str
        Column whose date makes the row known; empty for tables without dates.
    month_end : bool
        Whether ``known_from`` holds a month that is known only on its last day.
    key : tuple of str
        Columns that name a row; no two rows may share them.
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    known_from: str = ""
    month_end: bool = False
    key: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the columns that must be there."""
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column:
        """Give the declaration of one column by its name.

        Raises
        ------
        KeyError
            If the table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
