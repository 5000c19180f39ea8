"""The moments beside those of other books, and the table the data card shows."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

import kamlab
from kamlab.company import Company
from kamlab.simulation.beside import (
    MOMENTS,
    book_moments,
    columns_of,
    many_column,
    moments_table,
    one_column,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def command() -> ModuleType:
    """The command docs/moments.py, as a module."""
    spec = importlib.util.spec_from_file_location("moments", ROOT / "docs/moments.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_golden_figures_of_mini() -> None:
    found = book_moments(kamlab.load("mini"))
    assert found["accounts"] == 8 and found["keys"] == 3
    assert found["effective"] == pytest.approx(4.15, abs=0.005)
    assert found["largest"] == pytest.approx(0.42)
    assert found["margin"] == pytest.approx(
        (4.2 + 5.4 + 4.2 + 3.6 + 3.15 + 2.5 + 0.8 + 0.45) / 100
    )
    assert found["whale_margin"] == 1 and found["below_cost"] == 0


def test_a_rhythm_by_hand() -> None:
    """A orders every ten days, B after 1, 3, 1, 3 and 2 days, C once, on a Sunday."""
    days = [pd.Timestamp("2023-01-02") + pd.Timedelta(days=10 * i) for i in range(71)]
    b = pd.to_datetime([f"2024-07-{d:02}" for d in (1, 2, 5, 6, 9, 11)])
    rows = [("A", d) for d in days] + [("B", d) for d in b]
    rows.append(("C", pd.Timestamp("2024-06-02")))
    lines = pd.DataFrame(rows, columns=["account_id", "order_date"])
    firm = Company.from_tables({"order_lines": lines.assign(net_amount=1.0)}, name="R")
    found = book_moments(firm, 0)
    assert found["gap"] == pytest.approx((10 + 2) / 2)
    assert found["own_spread"] == pytest.approx((0 + 1 / 2) / 2)
    assert found["once"] == pytest.approx(1 / 3)
    sundays = sum(d.day_of_week >= 5 for d in [*days, *b]) + 1
    assert found["weekend"] == pytest.approx(sundays / len(rows))
    # of the buyers up to 2024-06-02, half a year before the end, A alone came back
    assert found["silent"] == pytest.approx(1 / 2)
    assert found["margin"] is None and found["whale"] is None


def test_too_short_a_history_leaves_a_dash() -> None:
    lines = pd.DataFrame(
        {
            "account_id": ["A", "A"],
            "order_date": pd.to_datetime(["2024-01-01", "2024-01-05"]),
            "net_amount": [1.0, 1.0],
            "cost_amount": [2.0, 2.0],
        }
    )
    found = book_moments(Company.from_tables({"order_lines": lines}, name="Short"))
    assert found["gap"] is None and found["silent"] is None
    assert found["whale_margin"] is None and found["below_cost"] == 1
    assert one_column(found)["gap"] == "–"


def test_the_table_is_read_as_it_is_written() -> None:
    found = book_moments(kamlab.load("mini"))
    more = {**found, "accounts": 12.0, "whale": None}
    columns = {
        "one": one_column(found),
        "some": one_column(found, ["gap"]),
        "many": many_column([found, more]),
    }
    assert columns["many"]["accounts"] == "10 (8 to 12)"
    assert columns["some"]["accounts"] == "–" != columns["some"]["gap"]
    assert columns_of(moments_table(columns)) == columns
    assert set(columns["one"]) == set(MOMENTS)


@pytest.mark.slow
def test_the_data_card_shows_the_simulated_moments_of_today(
    command: ModuleType,
) -> None:
    """Mend a difference with ``python docs/moments.py FOLDER``."""
    shown = columns_of(command.committed())
    for title, column in command.simulated().items():
        assert shown[title] == column


@pytest.mark.slow
def test_the_data_card_shows_the_moments_of_the_other_books(
    command: ModuleType, shared_data: Path
) -> None:
    shown = columns_of(command.committed())
    found = command.others(shared_data)
    for title, column in found.items():
        assert shown[title] == column
    whole = found["AdventureWorks, whole"]
    assert whole["accounts"] == "635" and whole["top20"] == "66.7 %"
    assert whole["whale_margin"] == "5.62"


def test_the_card_says_what_the_table_says(command: ModuleType) -> None:
    """The sentences below the table, held against its cells."""
    shown = columns_of(command.committed())
    polar, discs = shown["`polar`"], shown["CDNOW"]
    assert 0.2 < float(polar["own_spread"]) < 0.3
    assert 0.8 < float(discs["own_spread"]) < 1.2
    assert float(discs["once"].rstrip(" %")) > 50
    assert polar["below_cost"] == "0.0 %"
    assert 90 <= float(shown["AdventureWorks, whole"]["gap"]) <= 92
    for title in ("AdventureWorks, 12 months", "AdventureWorks, whole"):
        assert float(shown[title]["below_cost"].rstrip(" %")) > 50
    assert shown["AdventureWorks, 12 months"]["margin"].startswith("−")
    assert shown["AdventureWorks, 12 months"]["whale_margin"] == "–"
