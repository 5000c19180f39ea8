from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kamlab.errors import MissingPartError
from kamlab.measures.assortment import assortment
from kamlab.measures.evenings import Evenings


def lines(*rows: tuple) -> pd.DataFrame:
    columns = ["account_id", "order_date", "net_amount", "sku"]
    return pd.DataFrame(list(rows), columns=columns)


def test_products_are_counted_once_a_window(make_firm) -> None:
    firm = make_firm(
        lines(
            ("A", "2025-06-30", 1.0, "S9"),  # too long ago
            ("A", "2025-07-01", 1.0, "S1"),
            ("A", "2025-09-30", 1.0, "S2"),
            ("A", "2025-10-01", 1.0, "S2"),  # of both windows
            ("A", "2025-12-31", 1.0, "S3"),
            ("A", "2025-12-31", 2.0, "S3"),
            ("A", "2025-12-31", -5.0, "S4"),  # only sent back
            ("A", "2025-12-31", 5.0, None),
        )
    )
    row = assortment(Evenings(firm)).iloc[0]
    assert (row["products_now"], row["products_before"]) == (2, 2)


def test_several_evenings_are_each_as_alone(polar) -> None:
    days = [date(2024, 4, 30), date(2025, 6, 30)]
    table = assortment(Evenings(polar, days))
    for day in days:
        alone = assortment(Evenings(polar.as_of(day)))
        then = table[table["cut_off"] == pd.Timestamp(day)].reset_index(drop=True)
        pd.testing.assert_frame_equal(then, alone)
    lines = polar.as_of(days[1]).order_lines
    recent = lines[lines["order_date"] > "2025-03-31"]
    orders = polar.as_of(days[1]).orders
    dropped = orders.loc[orders["status"].isin(["cancelled", "refused"]), "order_id"]
    recent = recent[~recent["order_id"].isin(dropped) & (recent["net_amount"] >= 0)]
    wanted = recent.groupby("account_id")["sku"].nunique()
    found = alone.set_index("account_id")["products_now"]
    assert found[found > 0].to_dict() == wanted.to_dict()


def test_without_products_there_is_no_breadth(make_firm) -> None:
    firm = make_firm([("A", "2025-12-31", 1.0)])
    with pytest.raises(MissingPartError, match="no column sku"):
        assortment(Evenings(firm))
