from __future__ import annotations

import pytest

from kamlab.company.columns import SQL_TYPE
from kamlab.company.tables import ORDERS


def test_a_table_knows_its_columns():
    assert ORDERS.names[:2] == ("order_id", "account_id")
    assert ORDERS.required == ("order_id", "account_id", "order_date")
    assert ORDERS.column("delivered").sql_type == SQL_TYPE["date"]
    with pytest.raises(KeyError):
        ORDERS.column("nothing")
