"""What a report found: figures and tables by name, gathered by the runner."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamlab.errors import MissingPartError, NotEnoughDataError, UndefinedError
from kamlab.presentation.formats import day
from kamlab.presentation.show import notice, show

if TYPE_CHECKING:
    from kamlab.company import Company

FOLDER = "KAMLAB_RESULTS"


@dataclass(frozen=True)
class Figure:
    """One figure of a report with all that is needed to defend it.

    Parameters
    ----------
    value : float, int, str or None
        The figure; None where it is undefined.
    unit : str
        Its unit: a currency, ``share`` (0–1), ``accounts``, ``days`` …
    n : int
        How many accounts, cases or rows it rests on.
    low, high : float, optional
        Interval (90 %) where one makes sense.
    """

    value: float | int | str | None
    unit: str
    n: int
    low: float | None = None
    high: float | None = None


class Results:
    """The record of one report; kept on disk while a runner gathers it.

    Parameters
    ----------
    report : str
        Name of the report.
    firm : Company, optional
        The company it runs on; its name, currency and cut-off head the page.
    """

    def __init__(self, report: str, firm: Company | None = None) -> None:
        self.report = report
        self.about: dict[str, str] = {}
        if firm is not None:
            self.about = {
                "company": firm.name,
                "currency": firm.currency,
                "cut_off": str(firm.cut_off),
            }
        self.figures: dict[str, Figure] = {}
        self.tables: dict[str, pd.DataFrame] = {}
        self.missing_parts: list[str] = []
        self.sentence = ""

    def figure(
        self,
        name: str,
        value: float | int | str | None,
        unit: str,
        n: int,
        low: float | None = None,
        high: float | None = None,
    ) -> None:
        """Record one figure under its name; see :class:`Figure`."""
        self.add({name: Figure(value, unit, n, low, high)})

    def add(self, figures: dict[str, Figure]) -> None:
        """Record several figures at once."""
        self.figures |= figures
        self._keep()

    def table(self, name: str, frame: pd.DataFrame) -> None:
        """Record one table under its name."""
        folder = _folder()
        if folder:
            tables = folder / "tables"
            tables.mkdir(parents=True, exist_ok=True)
            part = tables / f"{name}.parquet.part"
            frame.to_parquet(part, index=False)
            part.replace(tables / f"{name}.parquet")
        self.tables[name] = frame.copy()
        self._keep()

    def missing(self, *parts: str) -> None:
        """Record parts the company could not give; each is named once."""
        for part in parts:
            if part not in self.missing_parts:
                self.missing_parts.append(part)
        self._keep()

    def finding(self, sentence: str) -> None:
        """Record the one sentence that sums the report up; the gallery shows it."""
        self.sentence = sentence
        self._keep()

    @contextmanager
    def part(self, title: str) -> Iterator[None]:
        """Run one part of a report; where its data are missing, say so and go on.

        Parameters
        ----------
        title : str
            What the part is about, as the reader knows it.
        """
        try:
            yield
        except (MissingPartError, UndefinedError, NotEnoughDataError) as reason:
            self.missing(title)
            show(notice(f"{title}: not shown. {reason}"))

    def as_dict(self) -> dict[str, Any]:
        """Give the record as it stands in ``results.json``, without parameters."""
        figures = {name: asdict(figure) for name, figure in self.figures.items()}
        for figure in figures.values():
            for key, value in figure.items():
                figure[key] = _plain(value)
        return {
            "report": self.report,
            "about": dict(self.about),
            "figures": figures,
            "tables": {name: f"tables/{name}.parquet" for name in self.tables},
            "missing_parts": list(self.missing_parts),
            "finding": self.sentence,
        }

    def _keep(self) -> None:
        folder = _folder()
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            part = folder / "results.json.part"
            text = json.dumps(self.as_dict(), indent=2, ensure_ascii=False)
            # half a surrogate pair in a name is written as JSON's own \uXXXX
            part.write_text(
                text + "\n", encoding="utf-8", errors="backslashreplace", newline="\n"
            )
            part.replace(folder / "results.json")


def _folder() -> Path | None:
    name = os.environ.get(FOLDER)
    return Path(name) if name else None


def _plain(value: Any) -> Any:
    """Turn a figure into what JSON can hold; blank and not-a-number become null."""
    if value is pd.NA or value is pd.NaT:
        return None
    if hasattr(value, "item"):  # a numpy scalar
        value = value.item()
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return day(value) if isinstance(value, date) else value
