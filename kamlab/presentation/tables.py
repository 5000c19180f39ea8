"""Tables for people: plain headings, units, at most so many rows, all text escaped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

import pandas as pd

from kamlab.presentation.formats import FORMATS

Kind = Literal["money", "share", "number", "day", "text", "yes_no"]
_RIGHT = ("money", "share", "number")


@dataclass(frozen=True)
class Column:
    """How one column of a table is shown.

    Parameters
    ----------
    heading : str
        Words in the head, with the unit.
    kind : str
        One of ``money``, ``share``, ``number``, ``day``, ``text``, ``yes_no``.
    """

    heading: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """A table as it is shown; every text in it is escaped.

    Parameters
    ----------
    frame : DataFrame
        The values.
    columns : mapping of str to Column
        Which columns are shown, in order, and how.
    caption : str
        What the table tells, with n and period.
    rows : int
        The most rows shown; the caption says how many there are.
    """

    frame: pd.DataFrame
    columns: Mapping[str, Column]
    caption: str
    rows: int = 15

    def __str__(self) -> str:
        return f"{self._caption()}\n{self._words().to_string(index=False)}"

    def _words(self) -> pd.DataFrame:
        head = self.frame.head(self.rows)
        cells = [
            [FORMATS[column.kind](value) for value in head[name]]
            for name, column in self.columns.items()
        ]
        words = pd.DataFrame(dict(enumerate(cells)), dtype="object")
        # set afterwards, for two columns may share a heading
        return words.set_axis([c.heading for c in self.columns.values()], axis=1)

    def _caption(self) -> str:
        if len(self.frame) <= self.rows:
            return self.caption
        rows = f"{len(self.frame):,} rows"
        return f"{self.caption} The first {self.rows} of {rows}."

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> dict[str, str]:
        words = self._words()
        body = words.to_html(escape=True, index=False, border=0, justify="left")
        names = ["kamlab-table"] + [
            f"kamlab-right-{place}"
            for place, column in enumerate(self.columns.values(), start=1)
            if column.kind in _RIGHT
        ]
        caption = f'<p class="kamlab-caption">{escape(self._caption())}</p>'
        html = f'<div class="{" ".join(names)}">{caption}{body}</div>'
        return {"text/html": html, "text/plain": str(self)}
