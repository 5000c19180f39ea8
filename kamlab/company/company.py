"""The company: its tables, what was known when, and whether a part is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import pandas as pd

from kamlab.company.asof import as_known, parse_day
from kamlab.company.database import collect, connect
from kamlab.company.door import frames_hash, materialise, take_frames
from kamlab.company.problems import as_frame, find_problems, refuse_errors
from kamlab.company.tables import TABLES
from kamlab.company.truth import TRUTH
from kamlab.errors import MissingPartError, RefusedError, did_you_mean


class Company:
    """One company and its books: accounts, orders, people, money.

    Get one with ``kamlab.load("polar")`` or ``kamlab.load(folder)``, or from data
    frames with :meth:`from_tables`. Tables come as data frames: ``firm.order_lines``
    or ``firm.frame("order_lines")``; each call gives a copy.

    Parameters
    ----------
    name : str
        Name shown in reports.
    currency : str
        Three-letter code of every amount; empty where it is not stated.
    expressions : mapping of str to ibis.Table
        The tables (internal; use ``load`` or ``from_tables``).
    cut_off : date, optional
        Last day known, where the tables are cut off; default the whole company.
    first_date : date, optional
        Day of the first order, where it is known already.
    truth : mapping of str to ibis.Table, optional
        The truth tables of a simulated company.
    fingerprint : str
        Hash of the tables' content.
    problems : DataFrame, optional
        What was odd at the door.

    Attributes
    ----------
    name, currency : str
        As in ``company.json``; the currency is empty where it is not stated.
    first_date, last_date : date
        Days of the first and of the last order.
    cut_off : date
        Last day known. A company that is not cut off holds all its tables say, and
        its cut-off is the day of its last order.
    """

    def __init__(
        self,
        name: str,
        currency: str,
        expressions: Mapping[str, Any],
        *,
        cut_off: date | None = None,
        first_date: date | None = None,
        truth: Mapping[str, Any] | None = None,
        fingerprint: str = "",
        problems: pd.DataFrame | None = None,
    ) -> None:
        self.name = name
        self.currency = currency
        self._expressions = dict(expressions)
        self._truth = dict(truth or {})
        self._fingerprint = fingerprint
        self._problems = as_frame([]) if problems is None else problems
        self._is_cut = cut_off is not None
        self.first_date: date = first_date or self._order_day("min")
        self.cut_off: date = cut_off or self.last_date

    @classmethod
    def from_tables(
        cls,
        tables: Mapping[str, pd.DataFrame],
        *,
        name: str,
        currency: str = "EUR",
        truth: Mapping[str, pd.DataFrame] | None = None,
    ) -> Self:
        """Make a company from data frames, checked at the door.

        Parameters
        ----------
        tables : mapping of str to DataFrame
            At least ``order_lines``; names and columns as in the data dictionary.
        name : str
            Name of the company.
        currency : str
            Three-letter code of every amount.
        truth : mapping of str to DataFrame, optional
            Truth tables of a simulated company.

        Raises
        ------
        RefusedError
            If a table or column is unknown, missing or holds values of another kind.
        """
        connection = connect()
        raw = take_frames(connection, tables, TABLES)
        hidden = take_frames(connection, truth or {}, TRUTH, "truth_raw_")
        problems = find_problems(connection, raw)
        refuse_errors(problems, name)
        refuse_errors(find_problems(connection, hidden, TRUTH), f"{name}, truth")
        return cls(
            name,
            currency,
            materialise(connection, raw, TABLES),
            truth=materialise(connection, hidden, TRUTH, "truth_"),
            fingerprint=frames_hash({**tables, **_prefixed(truth)}, name, currency),
            problems=problems,
        )

    def __repr__(self) -> str:
        """Say in a line which company this is and up to when."""
        return f"<Company {self.name}, {len(self.tables)} tables, as of {self.cut_off}>"

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name in TABLES:
            return self.frame(name)
        raise AttributeError(f"a company has no '{name}'{did_you_mean(name, TABLES)}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.tables]

    @cached_property
    def last_date(self) -> date:
        """Day of the last order."""
        return self._order_day("max")

    def _order_day(self, which: str) -> date:
        days = self._expressions["order_lines"].order_date
        return pd.Timestamp(getattr(days, which)().to_pandas()).date()

    @property
    def tables(self) -> list[str]:
        """The names of the tables this company has."""
        return [name for name in TABLES if name in self._expressions]

    @property
    def has_truth(self) -> bool:
        """Whether this company is simulated and carries its truth."""
        return bool(self._truth)

    def has(self, table: str, *columns: str) -> bool:
        """Tell whether the company has a table, and in it these columns."""
        return table in self._expressions and set(columns) <= set(
            self._expressions[table].columns
        )

    def require(self, table: str, *columns: str) -> None:
        """Make sure a table and its columns are there.

        Raises
        ------
        MissingPartError
            Naming what this company lacks.
        """
        if table not in self._expressions:
            raise MissingPartError(f"{self.name} has no table {table}.")
        missing = [c for c in columns if c not in self._expressions[table].columns]
        if missing:
            raise MissingPartError(
                f"{self.name}: the table {table} has no column {', '.join(missing)}."
            )

    def expression(self, table: str, *columns: str) -> Any:
        """Give a table as an Ibis expression, for ``company`` and ``measures`` only."""
        self.require(table, *columns)
        return self._expressions[table]

    def frame(self, table: str) -> pd.DataFrame:
        """Give one table as a data frame.

        Accounts are derived from the order lines where the company has no such table.

        Raises
        ------
        MissingPartError
            If the company has no such table.
        """
        if table == "accounts" and not self.has("accounts"):
            lines = self.expression("order_lines")
            found = lines.group_by("account_id").agg(since=lines.order_date.min())
            accounts = collect(found.order_by("account_id"))
            return accounts.assign(name=accounts["account_id"])
        return collect(self.expression(table))

    def truth(self, table: str) -> pd.DataFrame:
        """Give one truth table of a simulated company.

        Raises
        ------
        MissingPartError
            If this company carries no truth, or no such truth table.
        """
        return collect(self.truth_expression(table))

    def truth_expression(self, table: str) -> Any:
        """Give a truth table as an Ibis expression, for ``company`` only."""
        if table not in self._truth:
            raise MissingPartError(
                f"{self.name} carries no truth."
                if not self._truth
                else f"There is no truth table '{table}'"
                f"{did_you_mean(table, self._truth)}"
            )
        return self._truth[table]

    @property
    def truth_tables(self) -> list[str]:
        """The names of the truth tables, none for a real company."""
        return list(self._truth)

    def as_of(self, day: date | str) -> Company:
        """Give the company as it was known on the evening of a day.

        Rows whose event came later are gone, and values that became known later (a
        ticket's closing day, an invoice's payment) are blank.

        Parameters
        ----------
        day : date or str
            The cut-off; ``""`` is the day of the last order, or the cut-off of a
            company that has one already.

        Raises
        ------
        RefusedError
            If the text is no day, lies before the first order, or after an earlier
            cut-off of the same company.
        """
        cut_off = parse_day(day) if day else self.cut_off
        if cut_off < self.first_date:
            raise RefusedError(
                f"{self.name} has no orders up to {cut_off}; its first order is of "
                f"{self.first_date}. Choose a later cut-off."
            )
        if self._is_cut and cut_off > self.cut_off:
            raise RefusedError(
                f"This is {self.name} as of {self.cut_off}; it cannot tell what was "
                f"known on {cut_off}. Load it again."
            )
        known = {
            name: as_known(expression, TABLES[name], cut_off)
            for name, expression in self._expressions.items()
        }
        return Company(
            self.name,
            self.currency,
            known,
            cut_off=cut_off,
            first_date=self.first_date,
            truth=self._truth,
            fingerprint=self._fingerprint,
            problems=self._problems,
        )

    def fingerprint(self) -> str:
        """Give the hash of the content this company was loaded with.

        Returns
        -------
        str
            SHA-256 over all its tables, truth and card; the same wherever the folder
            lies. A cut-off does not change it.
        """
        return self._fingerprint

    def save(self, folder: str | Path, *, truth: bool = True) -> Path:
        """Write the company to a folder, whole or not at all.

        CSV up to 200,000 rows a table, else Parquet, with a card ``company.json``.

        Parameters
        ----------
        folder : str or Path
            A folder that is not there yet, or one that holds a company only (it is
            replaced).
        truth : bool
            Whether to write the truth tables of a simulated company.

        Raises
        ------
        RefusedError
            If the folder holds something else, or cannot be written.
        """
        from kamlab.company.saving import save

        return save(self, folder, truth=truth)

    def validate(self) -> pd.DataFrame:
        """List what was odd in the company's tables when it came in.

        Returns
        -------
        DataFrame
            table, column, level, problem, rows, examples, what_to_do; empty where
            nothing was odd. Errors cannot be among it: they would have stopped the
            loading (``kamlab.company.check_folder`` lists them).
        """
        return self._problems.copy()


def _prefixed(truth: Mapping[str, pd.DataFrame] | None) -> dict[str, pd.DataFrame]:
    return {f"truth/{name}": frame for name, frame in (truth or {}).items()}
