"""Tables for people: plain headings, units, at most so many rows, all text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
        right = [column.kind in _RIGHT for column in self.columns.values()]
        names = ["kamlab-table"] + [
            f"kamlab-right-{place}"
            for place, column in enumerate(self.columns.values(), start=1)
            if column.kind in _RIGHT
        ]
        caption = f'<p class="kamlab-caption">{escape(self._caption())}</p>'
        html = f'<div class="{" ".join(names)}">{caption}{_html(words, right)}</div>'
        return {"text/html": html, "text/plain": str(self)}


def _html(words: pd.DataFrame, right: Sequence[bool]) -> str:
    """Write rows of words; JupyterLab would set every cell to the right by itself."""

    def row(tag: str, cells: Iterable[str]) -> str:
        sides = ("right" if figures else "left" for figures in right)
        return "\n".join(
            f'<{tag} style="text-align: {side}">{escape(text)}</{tag}>'
            for side, text in zip(sides, cells, strict=True)
        )

    head = f"<thead><tr>{row('th', words.columns)}</tr></thead>"
    rows = "\n".join(f"<tr>{row('td', cells)}</tr>" for cells in words.to_numpy())
    return f"<table>\n{head}\n<tbody>\n{rows}\n</tbody>\n</table>"
