"""Fixtures shared by all rooms: a tiny company, random ones, real data, a seed."""

# ruff: noqa: E501, T201 (tables as text; the seed is shown where a test fails)

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import settings

from kamlab.company import Company
from kamlab.company.columns import Column, Table
from kamlab.company.tables import TABLES

ROOT = Path(__file__).resolve().parent.parent
SEED = int(os.environ.get("KAMLAB_TEST_SEED", "20250131"))

# the same examples on every machine; no time limit, for machines differ
settings.register_profile("seeded", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("seeded")

TINY = {
    "order_lines": """
account_id,order_date,net_amount,order_id,sku,quantity,list_amount,cost_amount,price_column
A,2024-01-10,100.00,O1,S1,10,100.00,60.00,0
A,2024-02-10,90.00,O2,S1,10,100.00,60.00,1
B,2024-02-20,300.00,O3,S2,3,300.00,150.00,0
A,2024-03-11,90.00,O4,S1,10,100.00,60.00,1
B,2024-03-25,-50.00,O3,S2,-0.5,-50.00,-25.00,0
C,2024-03-31,20.00,O5,S1,2,20.00,12.00,
""",
    "orders": """
order_id,account_id,order_date,promised,delivered,warehouse,status,status_date
O1,A,2024-01-10,2024-01-15,2024-01-15,W1,delivered,2024-01-15
O2,A,2024-02-10,2024-02-15,2024-02-20,W1,delivered,2024-02-20
O3,B,2024-02-20,2024-02-25,2024-03-05,W2,delivered,
O4,A,2024-03-11,2024-03-16,,W2,cancelled,2024-03-14
O5,C,2024-03-31,2024-04-05,,W1,open,
""",
    "accounts": """
account_id,parent_id,name,channel,region,industry,since,credit_limit,terms_days,is_reference,contract_end,wallet_low,wallet_estimate,wallet_high
A,,Alder Clinic,hospital,North,health care,2023-05-01,1000.00,30,true,2024-12-31,500.00,800.00,1200.00
B,A,Birch Trade,distributor,South,wholesale,2023-06-01,2000.00,14,false,,900.00,1000.00,1500.00
C,,"Cedar, ""Old"" Chain",pharmacy chain,North,retail,2024-03-30,,,,,,,
""",
    "account_history": """
account_id,valid_from,kam_id,department_id,price_column,innovator,openness,competence
A,2023-05-01,K1,D1,0,3,4,2
A,2024-02-01,K2,D1,1,3,4,3
B,2023-06-01,K1,D2,0,1,2,5
C,2024-03-30,K2,D1,,,,
""",
    "contacts": """
contact_id,account_id,function,joined,left
P1,A,director,2023-05-01,2024-03-01
P2,A,purchasing,2024-02-15,
P3,B,user,2023-06-01,
""",
    "contact_history": """
contact_id,valid_from,role,influence,attitude,known_by_kam,knows_kam
P1,2023-05-01,decider,0.6,1,true,true
P1,2024-02-01,decider,0.6,-1,true,false
P2,2024-02-15,buyer,0.4,0,false,false
P3,2023-06-01,user,1,2,true,true
""",
    "products": """
sku,line,launched,unit_cost,list_price
S1,gloves,2023-01-01,6.00,10.00
S2,beds,2024-02-01,50.00,100.00
""",
    "price_list": """
sku,price_column,discount
S1,0,0
S1,1,0.1
S2,0,0
""",
    "invoices": """
invoice_id,order_id,account_id,issued,due,amount,paid,disputed
I1,O1,A,2024-01-15,2024-02-14,100.00,2024-02-20,false
I2,O2,A,2024-02-20,2024-03-21,90.00,,false
I3,O3,B,2024-03-05,2024-03-19,300.00,2024-03-30,true
""",
    "returns": """
account_id,return_date,sku,quantity,amount,reason
B,2024-03-25,S2,0.5,50.00,damage
""",
    "tickets": """
ticket_id,account_id,opened,first_reply,closed,severity,topic,reopened
T1,A,2024-02-21,2024-02-22,2024-03-02,2,late delivery,true
T2,B,2024-03-20,2024-03-21,,3,damage,
""",
    "activities": """
activity_id,account_id,contact_id,kam_id,date,kind,planned,minutes,informal
V1,A,P1,K1,2024-01-20,visit,true,60,false
V2,B,P3,K1,2024-03-01,call,false,15,
""",
    "account_costs": """
account_id,month,kind,amount
A,2024-02-01,service,10.00
A,2024-03-01,service,12.00
B,2024-03-01,rebate,5.00
""",
    "competitor_offers": """
account_id,month,competitor,price_gap
A,2024-03-01,X1,0.05
""",
    "kams": """
kam_id,channel,region,hired,hours_month,manager_id,group
K1,hospital,North,2022-01-01,130,M1,A
K2,distributor,South,2024-01-15,130,M1,B
""",
    "quotas": """
kam_id,period,period_end,plan_sales,plan_active,plan_new,potential_estimate
K1,2024-01-01,2024-03-31,500.00,2,1,900.00
K2,2024-01-01,2024-03-31,100.00,1,0,300.00
""",
    "pay": """
kam_id,period,period_end,base,target_variable,paid,adjustments
K1,2024-01-01,2024-03-31,9000.00,1000.00,800.00,-20.00
""",
}


def _typed(text: str, table: Table) -> pd.DataFrame:
    frame = pd.read_csv(
        io.StringIO(text.strip()), dtype=str, keep_default_na=False, na_values=[""]
    )
    for column in table.columns:
        values = frame[column.name]
        if column.kind == "date":
            frame[column.name] = pd.to_datetime(values)
        elif column.kind in ("money", "share", "number", "integer"):
            frame[column.name] = pd.to_numeric(values)
        elif column.kind == "flag":
            frame[column.name] = values.map({"true": True, "false": False}).astype(
                "boolean"
            )
    return frame


def _tiny_tables() -> dict[str, pd.DataFrame]:
    return {name: _typed(text, TABLES[name]) for name, text in TINY.items()}


@pytest.fixture
def tiny_tables() -> dict[str, pd.DataFrame]:
    """Every table of a company of three accounts, as fresh frames to change."""
    return _tiny_tables()


@pytest.fixture(scope="session")
def tiny() -> Company:
    """The same as a company, which nobody can change; last order 2024-03-31."""
    return Company.from_tables(_tiny_tables(), name="Tiny")


@pytest.fixture
def rng() -> np.random.Generator:
    """A seeded stream of random numbers; a failing test shows the seed."""
    print(f"KAMLAB_TEST_SEED={SEED}")
    return np.random.default_rng(SEED)


@pytest.fixture
def shared_data() -> Path:
    """The folder of real data, beside the project or where the variable says."""
    named = os.environ.get("KAMLAB_SHARED_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no real data: {folder} is absent (set KAMLAB_SHARED_DATA)")
    return folder


WORDS = (
    "Nord", "=1+1", "+49 30", "-5", "@home", "\tx", "a\nb", "a\rb", "a\r\nb", ",",
    'said "no"', "NA", "None", "null", "nan", "007", " x ", "'", "''", "true", "1e5",
    "<script>alert(1)</script>", "Ünïcode 株式会社", "🙂👩‍👩‍👧", "\u202etxt.exe",
    "123456789012345678901234", "2024-01-01", ";", "\\", "\u2028", "x" * 10_000,
)  # fmt: skip

RandomTables = Callable[..., dict[str, pd.DataFrame]]


@pytest.fixture(scope="session")
def random_tables() -> RandomTables:
    """A function from a seed to the tables of a small company with odd words in it.

    Five of its tables or six, and always those named; all days lie in 75 days of 2024.
    """
    return _random_tables


def _random_tables(seed: int, *names: str) -> dict[str, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    ids = [str(word) for word in rng.choice(WORDS, 5, replace=False)]
    others = rng.choice(list(TABLES), 5, replace=False)
    return {
        name: _random_table(table, ids, rng)
        for name, table in TABLES.items()
        if name in ("order_lines", *others, *names)
    }


def _random_table(
    table: Table, ids: list[str], rng: np.random.Generator
) -> pd.DataFrame:
    rows = int(rng.integers(1, 12))
    kept = [c for c in table.columns if c.required or rng.random() < 0.85]
    columns = {}
    for column in kept:
        blank = 0.0 if column.required else 0.25
        values = [
            None if rng.random() < blank else _random_value(column, ids, rng)
            for _ in range(rows)
        ]
        columns[column.name] = values
    frame = pd.DataFrame(
        {name: pd.Series(v, dtype=object) for name, v in columns.items()}
    )
    if table.key == (table.columns[0].name,):
        frame[table.key[0]] = [f"{i}{rng.choice(WORDS)}" for i in range(rows)]
    elif table.key:
        frame = frame.drop_duplicates(list(table.key), ignore_index=True)
    return frame


def _random_value(column: Column, ids: list[str], rng: np.random.Generator) -> object:
    match column.kind:
        case "id":
            return str(rng.choice(ids))
        case "text":
            return str(rng.choice(WORDS))
        case "choice":
            return str(rng.choice(column.choices))
        case "date":
            day = pd.Timestamp("2024-01-01") + pd.Timedelta(days=int(rng.integers(75)))
            month = column.name in ("month", "period")
            return day.replace(day=1).date() if month else day.date()
        case "money":
            return float(rng.integers(-(10**8), 10**11) / 10 ** rng.integers(2, 5))
        case "share":
            return round(float(rng.random()), 6)
        case "number":
            return round(float(rng.normal(0, 100)), int(rng.integers(0, 7)))
        case "integer":
            return int(rng.integers(-2, 10**6))
        case "flag":
            return bool(rng.random() < 0.5)
