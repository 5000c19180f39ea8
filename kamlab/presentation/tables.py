"""Tables for people: plain headings, units, at most so many rows, all text escaped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from kamlab.presentation.formats import FORMATS


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
    kind: str = "text"


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

    def _words(self) -> pd.DataFrame:
        head = self.frame.head(self.rows)
        return pd.DataFrame(
            {
                column.heading: [FORMATS[column.kind](value) for value in head[name]]
                for name, column in self.columns.items()
            },
            dtype="object",
        )

    def _caption(self) -> str:
        left_out = len(self.frame) - self.rows
        return self.caption + (
            f" The first {self.rows} of {len(self.frame):,} rows."
            if left_out > 0
            else ""
        )

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> dict[str, str]:
        words = self._words()
        figures = [c.heading for c in self.columns.values() if c.kind in _RIGHT]
        body = words.to_html(escape=True, index=False, border=0, justify="left")
        places = [
            f"kamlab-right-{i + 1}" for i, name in enumerate(words) if name in figures
        ]
        html = (
            f'<div class="kamlab-table {" ".join(places)}">'
            f"<p class='kamlab-caption'>{escape(self._caption())}</p>{body}</div>"
        )
        plain = f"{self._caption()}\n{words.to_string(index=False)}"
        return {"text/html": html, "text/plain": plain}


_RIGHT = ("money", "share", "number")
