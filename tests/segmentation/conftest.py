"""Companies of a few accounts, told by revenue and cost; and the eight by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pytest

import kamlab
from kamlab.company import Company
from kamlab.company.importing import import_recipe
from kamlab.segmentation import KeyAccountsSettings, Worth, key_accounts, worth

ROOT = Path(__file__).resolve().parents[2]
RECIPES = ROOT / "tests" / "recipes"

Amounts = Mapping[str, float | tuple[float, float]]
MakeFirm = Callable[..., Company]
Told = tuple[Worth, pd.DataFrame, KeyAccountsSettings]
Tell = Callable[..., Told]


def made(amounts: Amounts, *, currency: str = "EUR", **tables: object) -> Company:
    """Make a company: revenue by account, or revenue and cost where costs are known."""
    rows = []
    for account, amount in amounts.items():
        net, cost = amount if isinstance(amount, tuple) else (amount, None)
        rows.append((account, pd.Timestamp("2025-06-30"), float(net), cost))
    columns = ["account_id", "order_date", "net_amount", "cost_amount"]
    lines = pd.DataFrame(rows, columns=columns)
    if lines["cost_amount"].isna().all():
        lines = lines.drop(columns="cost_amount")
    frames = {"order_lines": lines} | {
        name: pd.DataFrame(table) for name, table in tables.items()
    }
    return Company.from_tables(frames, name="Few", currency=currency)


def tell(firm: Company, **settings: object) -> Told:
    """Give what the report rests on: worth, the table of accounts, the settings."""
    chosen = KeyAccountsSettings(**settings)
    what = worth(firm, chosen)
    return what, key_accounts(what, chosen), chosen


@pytest.fixture(scope="session", name="make_firm")
def make_firm_fixture() -> MakeFirm:
    return made


@pytest.fixture(scope="session", name="tell")
def tell_fixture() -> Tell:
    return tell


@pytest.fixture(scope="session")
def mini() -> Company:
    return kamlab.load("mini")


@pytest.fixture(scope="session")
def red() -> Company:
    """Two accounts, both of which cost more than they leave."""
    return made({"A": (100, 150), "B": (60, 70)})


@pytest.fixture(scope="session")
def people() -> dict[str, object]:
    """Who looks after A to D; nobody is known for D, and no department for C."""
    return {
        "account_history": {
            "account_id": ["A", "B", "C"],
            "valid_from": pd.to_datetime(["2024-01-01"] * 3),
            "kam_id": ["K1", "K1", "K2"],
            "department_id": ["D1", "D2", None],
        }
    }


_imported: dict[str, Path] = {}


@pytest.fixture
def adventureworks(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Company:
    if "adventureworks" not in _imported:
        out = tmp_path_factory.mktemp("real") / "adventureworks"
        import_recipe(
            RECIPES / "adventureworks.yaml", out, base=shared_data / "adventureworks"
        )
        _imported["adventureworks"] = out
    return kamlab.load(str(_imported["adventureworks"]))
