"""Invented books whose truth is known, and the real one of every paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.btyd import purchase_histories
from kamlab.company import Company

Book = tuple[np.ndarray, np.ndarray, np.ndarray]

_READ: dict[str, Company] = {}


@pytest.fixture
def cdnow(shared_data: Path) -> Company:
    """The raw log of 2,357 accounts, January 1997 to June 1998, read once."""
    if "cdnow" not in _READ:
        names = ["master", "account_id", "day", "units", "net_amount"]
        log = pd.read_csv(
            shared_data / "cdnow" / "CDNOW_sample.txt",
            sep=r"\s+",
            header=None,
            names=names,
            dtype=str,
        )
        lines = pd.DataFrame(
            {
                "account_id": log["account_id"],
                "order_date": pd.to_datetime(log["day"]),
                "net_amount": log["net_amount"].astype(float),
            }
        )
        _READ["cdnow"] = Company.from_tables({"order_lines": lines}, name="CDNOW")
    return _READ["cdnow"]


@pytest.fixture
def cdnow_histories(cdnow: Company) -> pd.DataFrame:
    """The 39 weeks that the papers fit to."""
    return purchase_histories(cdnow, as_of="1997-09-30")


@pytest.fixture
def cdnow_book(cdnow_histories: pd.DataFrame) -> Book:
    """The same as (frequency, recency, age)."""
    columns = ("frequency", "recency", "age")
    one, two, three = (cdnow_histories[name].to_numpy(float) for name in columns)
    return one, two, three


Bought = Callable[..., Book]


@pytest.fixture(scope="session")
def bought() -> Bought:
    """A function that draws a book, the model and its parameters being known."""
    return draw


def draw(
    model: str, place: tuple[float, float, float, float], accounts: int, seed: int
) -> Book:
    """Draw purchases one by one, in whole days, over one year and a half."""
    rng = np.random.default_rng(seed)
    age = rng.integers(180, 540, accounts).astype(float)
    rate = rng.gamma(place[0], 1 / place[1], accounts)
    if model == "pareto_nbd":
        chance = np.zeros(accounts)
        ends = rng.exponential(1 / rng.gamma(place[2], 1 / place[3], accounts))
    else:
        chance = rng.beta(place[2], place[3], accounts)
        ends = np.full(accounts, np.inf)
    active = np.ones(accounts, dtype=bool)
    if model == "mbg_nbd":
        active = rng.random(accounts) >= chance
    x, last, now = np.zeros(accounts), np.zeros(accounts), np.zeros(accounts)
    while active.any():
        now = now + rng.exponential(1 / rate)
        active &= (now < age) & (now < ends)
        x[active] += 1
        last[active] = now[active]
        active &= rng.random(accounts) >= chance
    return x, last, age
