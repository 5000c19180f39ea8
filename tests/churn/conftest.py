"""A company of three accounts whose whole history is worked out by hand.

All order at the end of a month. K never stops. L stops after 2024-12-31. S is silent
from 2024-11-30 to 2025-03-15 and comes back. The median gap of each is 31 days, so
silence makes a loss after 93 days: L's is confirmed on 2025-04-03.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pandas as pd
import pytest

import kamlab
from kamlab.churn import EarlyWarningSettings
from kamlab.company import Company

MakeFirm = Callable[..., Company]


def month_ends(first: str, last: str) -> list[str]:
    return [str(day.date()) for day in pd.date_range(first, last, freq="ME")]


def made(
    orders: Mapping[str, Iterable[str]],
    amount: float | Mapping[str, float] = 100.0,
    /,
    *,
    currency: str = "EUR",
    **tables: object,
) -> Company:
    """Make a company: the days on which each account ordered, one amount an order."""
    rows = [
        (
            account,
            pd.Timestamp(day),
            amount[account] if isinstance(amount, Mapping) else amount,
        )
        for account, days in orders.items()
        for day in days
    ]
    lines = pd.DataFrame(rows, columns=["account_id", "order_date", "net_amount"])
    frames = {"order_lines": lines} | {n: pd.DataFrame(t) for n, t in tables.items()}
    return Company.from_tables(frames, name="Three", currency=currency)


@pytest.fixture(scope="session", name="make_firm")
def make_firm_fixture() -> MakeFirm:
    return made


@pytest.fixture(scope="session")
def orders() -> dict[str, list[str]]:
    return {
        "K": month_ends("2023-12-31", "2025-06-30"),
        "L": month_ends("2023-12-31", "2024-12-31"),
        "S": [
            *month_ends("2023-12-31", "2024-11-30"),
            "2025-03-15",
            *month_ends("2025-04-30", "2025-06-30"),
        ],
    }


@pytest.fixture(scope="session")
def three(orders: dict[str, list[str]]) -> Company:
    return made(orders, {"K": 100.0, "L": 70.0, "S": 50.0})


@pytest.fixture(scope="session")
def by_hand() -> EarlyWarningSettings:
    """Four cut-offs, 2024-12-31 to 2025-03-31, three months ahead each."""
    return EarlyWarningSettings(horizon=3, cutoffs=4, partial_drop=0.9)


@pytest.fixture(scope="session")
def mini() -> Company:
    return kamlab.load("mini")
