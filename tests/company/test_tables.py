from __future__ import annotations

import pytest

from kamlab.company.columns import SQL_TYPE, Table
from kamlab.company.tables import TABLES
from kamlab.company.truth import TRUTH

ALL = [*TABLES.values(), *TRUTH.values()]


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_a_declaration_holds_together(table: Table):
    names = table.names
    assert len({name.lower() for name in names}) == len(names)
    assert set(table.key) <= set(names)
    days = {c.name for c in table.columns if c.kind == "date"}
    assert table.known_from in {"", *days}
    assert not (table.month_end and not table.known_from)
    for column in table.columns:
        assert column.kind in SQL_TYPE
        assert {column.known_from, *column.or_from} <= {"", *days}
        assert column.meaning.endswith(".")
        assert bool(column.choices) == (column.kind == "choice")
        assert column.before in ("", *column.choices)
        figure = column.kind in ("money", "share", "number", "integer")
        assert bool(column.unit) == figure, f"{column.name}: a figure has a unit"


def test_order_lines_alone_make_a_company():
    assert TABLES["order_lines"].required == ("account_id", "order_date", "net_amount")


def test_no_private_fact_of_a_contact_is_kept():
    names = {*TABLES["contacts"].names, *TABLES["contact_history"].names}
    assert not names & {"name", "birthday", "family", "health", "religion", "email"}


def test_observed_tables_show_no_truth():
    observed = {name for table in TABLES.values() for name in table.names}
    telling = {
        "hazard",
        "cast",
        "loss_month",
        "loss_type",
        "fragility",
        "skill",
        "stage",
    }
    assert not observed & telling
