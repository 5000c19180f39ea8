"""Companies to measure: the eight by hand, the bundled one, and any few lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import pytest

import kamlab
from kamlab.company import Company
from kamlab.company.tables import TABLES
from kamlab.measures import (
    contribution,
    coverage,
    current_state,
    erosion,
    gross_margin,
    group_of,
    loss_confirmed_on,
    order_days,
    period_of,
    receivables,
    revenue,
    rhythm,
    share,
)

Line = tuple[str, str, float]
MakeFirm = Callable[..., Company]
DAYS = {c.name for t in TABLES.values() for c in t.columns if c.kind == "date"}


@pytest.fixture(scope="session")
def mini() -> Company:
    """The eight accounts by hand; cut off on 2025-12-31."""
    return kamlab.load("mini").as_of("2025-12-31")


@pytest.fixture(scope="session")
def polar() -> Company:
    """The bundled company, all its tables say."""
    return kamlab.load("polar")


@pytest.fixture(scope="session")
def make_firm() -> MakeFirm:
    """A function from a few lines, and other tables as columns, to a company."""
    return _make_firm


def _make_firm(
    lines: Sequence[Line] | pd.DataFrame, **tables: dict[str, object]
) -> Company:
    if not isinstance(lines, pd.DataFrame):
        columns = ["account_id", "order_date", "net_amount"]
        lines = pd.DataFrame(list(lines), columns=columns)
    frames = {"order_lines": lines} | {n: pd.DataFrame(c) for n, c in tables.items()}
    for frame in frames.values():
        for column in set(frame) & DAYS:
            frame[column] = pd.to_datetime(frame[column], format="%Y-%m-%d")
    return Company.from_tables(frames, name="Few Lines")


@pytest.fixture(scope="session")
def all_measures() -> Callable[[Company], dict[str, pd.DataFrame]]:
    """A function that takes every measure of a company as of its cut-off."""
    return _all_measures


def _all_measures(firm: Company) -> dict[str, pd.DataFrame]:
    year, quarter = period_of(firm, 12), period_of(firm, 3)
    found = {
        "revenue": revenue(firm, year),
        "gross_margin": gross_margin(firm, year),
        "contribution": contribution(firm, year).table,
        "contribution of a quarter": contribution(firm, quarter).table,
        "contribution of all time": contribution(firm, period_of(firm, 0)).table,
        "coverage": coverage(firm),
        "current_state": current_state(firm),
        "erosion": erosion(firm),
        "group_of": group_of(firm).to_frame(),
        "order_days": order_days(firm),
        "receivables": receivables(firm, quarter),
        "rhythm": rhythm(firm),
    }
    confirmed = loss_confirmed_on(found["rhythm"], 2.2)
    found["loss_confirmed_on"] = confirmed.to_frame("confirmed_on")
    found["share"] = share(found["contribution"]["contribution"]).to_frame("share")
    return found
