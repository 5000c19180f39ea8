from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from kamlab.errors import MissingPartError
from kamlab.measures import months_before, period_of, receivables
from kamlab.measures.evenings import Evenings
from kamlab.measures.owed import disputes, overdue

LINES = [("A", "2025-01-01", 1.0), ("A", "2025-12-31", 1.0)]


def made(*rows: tuple) -> dict[str, list]:
    names = ["issued", "due", "paid", "amount", "disputed"]
    table = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    table["invoice_id"] = [f"I{i}" for i in range(len(rows))]
    table["account_id"] = ["A"] * len(rows)
    return table


def test_overdue_tonight_and_three_months_ago(make_firm) -> None:
    rows = made(
        ("2025-08-01", "2025-09-01", None, 100.0, False),  # late on both evenings
        ("2025-09-01", "2025-10-01", "2025-11-01", 300.0, True),  # owed then only
        ("2025-12-01", "2025-12-31", None, 100.0, True),  # due tonight: not late
    )
    evenings = Evenings(make_firm(LINES, invoices=rows))
    row = overdue(evenings).iloc[0]
    assert row["overdue_share"] == 0.5
    assert row["overdue_share_before"] == 0.25
    assert disputes(evenings)["disputes"].tolist() == [2]


@pytest.mark.parametrize(
    ("rows", "share"),
    [
        ([("2025-10-01", "2025-11-01", "2025-10-20", 100.0, False)], 0.0),
        # more is overdue than is owed: a credit note not due yet
        (
            [
                ("2025-10-01", "2025-11-01", None, 100.0, False),
                ("2025-12-01", "2026-02-01", None, -60.0, False),
            ],
            np.nan,
        ),
        ([("2025-10-01", None, None, 100.0, False)], 0.0),  # no due day: never late
    ],
)
def test_where_nothing_or_too_much_is_overdue(make_firm, rows, share) -> None:
    table = overdue(Evenings(make_firm(LINES, invoices=made(*rows))))
    np.testing.assert_array_equal(table["overdue_share"], [share])
    assert table["overdue_share_before"].isna().all()  # no invoice yet


def test_the_share_is_that_of_receivables(polar) -> None:
    days = [date(2024, 8, 15), date(2025, 6, 30)]
    table = overdue(Evenings(polar, days))
    for day in days:
        for name, then in (
            ("overdue_share", day),
            ("overdue_share_before", months_before(day, 3)),
        ):
            firm = polar.as_of(then)
            alone = receivables(firm, period_of(firm, 3)).set_index("account_id")
            wanted = alone["overdue_share"].mask(alone["overdue"] == 0, 0.0)
            wanted = wanted.where(wanted.between(0, 1))
            found = table[table["cut_off"] == pd.Timestamp(day)]
            found = found.set_index("account_id")[name].reindex(wanted.index)
            pd.testing.assert_series_equal(found, wanted, check_names=False)


def test_invoices_without_a_payment_day_are_refused(make_firm) -> None:
    rows = made(("2025-10-01", "2025-11-01", None, 100.0, False))
    del rows["paid"], rows["disputed"]
    evenings = Evenings(make_firm(LINES, invoices=rows))
    with pytest.raises(MissingPartError, match="no column paid"):
        overdue(evenings)
    with pytest.raises(MissingPartError, match="no column disputed"):
        disputes(evenings)
