"""Nothing in the books tells what only the truth may tell."""

from __future__ import annotations

from zlib import crc32

import numpy as np
import pandas as pd
import pytest

from kamlab.company.tables import TABLES
from kamlab.simulation import SimulatedCompany, make_world, simulate

SEEDS = range(100, 108)
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ROLES = ("Goliath", "Pillar", "Quiet Star", "Windfall", "KAM M", "Twins", "Beacon")


@pytest.fixture(scope="module")
def companies() -> list[SimulatedCompany]:
    return [simulate(make_world(seed=seed, months=24)) for seed in SEEDS]


def number(code: str) -> float:
    """Read an id's letters and digits as a number."""
    value = 0
    for letter in code[1:]:
        value = 32 * value + LETTERS.index(letter)
    return float(value)


def marks(company: SimulatedCompany) -> pd.DataFrame:
    """Give for each account what should tell nothing about it."""
    t = company.tables
    accounts = t["accounts"].reset_index(names="row").set_index("account_id")
    contacts = t["contacts"].groupby("account_id")["contact_id"]
    orders = t["orders"].groupby("account_id")["order_id"]
    frame = pd.DataFrame(index=accounts.index)
    frame["id"] = [number(code) for code in accounts.index]
    frame["id ends"] = [LETTERS.index(code[-1]) % 2 for code in accounts.index]
    frame["row"] = accounts["row"]
    frame["name length"] = accounts["name"].str.len()
    frame["name hash"] = [crc32(name.encode()) % 1000 for name in accounts["name"]]
    frame["name first"] = accounts["name"].str[0].map(ord)
    frame["in a group"] = accounts["parent_id"].notna()
    frame["contact ids"] = contacts.agg(lambda ids: np.mean([number(x) for x in ids]))
    frame["order ids"] = orders.agg(lambda ids: np.mean([number(x) for x in ids]))
    return frame.rank()


def secrets(company: SimulatedCompany) -> pd.DataFrame:
    """Give for each account what the marks must not tell."""
    truth = company.truth["accounts"].set_index("account_id")
    planted = company.truth["cast"]["account_id"].dropna()
    return pd.DataFrame(
        {
            "lost": truth["lost"].notna(),
            "insolvent": truth["loss_type"] == "insolvent",
            "planted": truth.index.isin(planted),
            "size": truth["size"],
            "fragility": truth["fragility"],
            "silent": truth["silent"],
            "demanding": truth["demanding"],
            "arrives": truth["arrival"].notna(),
        }
    ).rank()


def test_ids_names_and_rows_tell_nothing(companies: list[SimulatedCompany]) -> None:
    seen = pd.concat([marks(company) for company in companies])
    hidden = pd.concat([secrets(company) for company in companies])
    limit = 4 / np.sqrt(len(seen))  # 80 pairs: chance alone stays well inside
    for mark in seen:
        for secret in hidden:
            r = seen[mark].corr(hidden[secret])
            assert abs(r) < limit, (mark, secret, round(r, 3))


def test_the_check_itself_finds_a_telling_mark(
    companies: list[SimulatedCompany],
) -> None:
    hidden = pd.concat([secrets(company) for company in companies])
    noise = np.random.default_rng(1).normal(size=len(hidden))
    telling = pd.Series(hidden["size"] + 60 * noise, hidden.index)
    assert abs(telling.corr(hidden["size"])) > 4 / np.sqrt(len(hidden))


def test_no_latent_column_and_no_role_in_any_book(
    companies: list[SimulatedCompany],
) -> None:
    for company in companies:
        for name, frame in company.tables.items():
            assert tuple(frame.columns) == TABLES[name].names
            for column in frame.select_dtypes(exclude=["number", "datetime", "bool"]):
                words = set(frame[column].dropna().unique())
                assert not words & set(ROLES), (name, column)


def test_ids_of_two_companies_do_not_meet(companies: list[SimulatedCompany]) -> None:
    """An id seen in one company must not tell its place in another."""
    one, two = (set(c.tables["accounts"]["account_id"]) for c in companies[:2])
    assert len(one & two) < 3
    names = [set(c.tables["accounts"]["name"]) for c in companies[:2]]
    assert len(names[0] & names[1]) < 20


def test_rows_are_sorted_by_what_the_books_show(
    companies: list[SimulatedCompany],
) -> None:
    for name, frame in companies[0].tables.items():
        key = TABLES[name].known_from
        dated = key and name not in (
            "accounts",
            "account_history",
            "contacts",
            "contact_history",
            "products",
            "kams",
        )
        column = key if dated else frame.columns[0]
        assert frame[column].is_monotonic_increasing, (name, column)
