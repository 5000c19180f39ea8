"""Companies for the pay slip: mini, and a small one whose every cent is known."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import kamlab
from kamlab.company import Company
from kamlab.compensation.case import PayCase
from kamlab.compensation.settings import PaySlipSettings

MakeFirm = Callable[..., Company]


@pytest.fixture(scope="session")
def mini() -> Company:
    return kamlab.load("mini")


def case_of(firm: Company, **settings: object) -> PayCase:
    """A case on a company at hand."""
    return PayCase(firm, PaySlipSettings(**settings))


def days(texts: list[str]) -> pd.Series:
    return pd.Series(pd.to_datetime(texts).astype("datetime64[us]"))


def lines(*rows: tuple[object, ...]) -> pd.DataFrame:
    """Order lines: account, day, amount, order, cost."""
    names = ["account_id", "order_date", "net_amount", "order_id", "cost_amount"]
    frame = pd.DataFrame(rows, columns=names)
    return frame.assign(order_date=days(list(frame["order_date"])))


def history(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    """Who held which account: account, first day, KAM."""
    frame = pd.DataFrame(rows, columns=["account_id", "valid_from", "kam_id"])
    return frame.assign(valid_from=days(list(frame["valid_from"])))


@pytest.fixture
def handed_over() -> Company:
    """Account A goes from K1 to K2 on 2025-02-15; B is nobody's; C is K1's."""
    return Company.from_tables(
        {
            "order_lines": lines(
                ("A", "2024-06-01", 10.0, "O0", 5.0),
                ("A", "2025-02-14", 100.0, "O1", 60.0),
                ("A", "2025-02-15", 200.0, "O2", 100.0),
                ("B", "2025-03-01", 50.0, "O3", 20.0),
                ("C", "2025-05-01", 400.0, "O4", 300.0),
                ("C", "2025-07-10", -100.0, "O4", -75.0),
                ("C", "2025-12-31", 30.0, "O5", 20.0),
            ),
            "account_history": history(
                ("A", "2024-01-01", "K1"),
                ("A", "2025-02-15", "K2"),
                ("C", "2025-01-01", "K1"),
            ),
            "invoices": pd.DataFrame(
                {
                    "invoice_id": ["I1", "I2", "I4"],
                    "order_id": ["O1", "O2", "O4"],
                    "account_id": ["A", "A", "C"],
                    "issued": days(["2025-02-20", "2025-02-20", "2025-05-05"]),
                    "amount": [100.0, 200.0, 300.0],
                    "paid": days(["2025-04-02", "2025-03-30", "2025-08-01"]),
                }
            ),
        },
        name="Handed",
    )
