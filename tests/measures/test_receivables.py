from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kamlab.errors import MissingPartError
from kamlab.measures import Period, period_of, receivables

LINES = [("A", "2025-01-02", 1.0), ("A", "2025-03-31", 1.0)]


def invoices(*rows: tuple) -> dict[str, list]:
    columns = ["account_id", "issued", "due", "amount", "paid"]
    frame = pd.DataFrame(list(rows), columns=columns)
    frame["invoice_id"] = [f"I{i}" for i in range(len(frame))]
    return frame.to_dict("list")


def row_of(firm, account: str = "A") -> dict:
    table = receivables(firm, period_of(firm, 3))
    return table.set_index("account_id").loc[account].to_dict()


def test_days_of_sales_of_exercise_3_4(make_firm) -> None:
    # receivables 450, sales of the quarter 1,350, 90 days: 450 / 1,350 × 90 = 30
    firm = make_firm(
        LINES,
        invoices=invoices(
            ("A", "2025-01-10", "2025-02-09", 900.0, "2025-02-20"),
            ("A", "2025-03-10", "2025-04-09", 450.0, None),
        ),
    )
    assert period_of(firm, 3).days == 90
    row = row_of(firm)
    assert (row["receivables"], row["credit_sales"], row["dso"]) == (450, 1_350, 30)
    assert row["overdue_share"] == 0.0


def test_mini_by_hand(mini) -> None:
    table = receivables(mini, period_of(mini, 12)).set_index("account_id")
    # A: 3,500 due 11 December, 3,500 due in January; invoiced 12 × 3,500
    a = table.loc["A"]
    assert (a["receivables"], a["overdue"], a["overdue_share"]) == (7_000, 3_500, 0.5)
    assert a["dso"] == pytest.approx(7_000 / 42_000 * 365)
    # D has paid all; G's disputed invoice of June; H's of November
    assert table["receivables"].tolist() == [7_000, 3_000, 1_000, 0, 700, 500, 800, 1e3]
    assert table["overdue"].tolist() == [3_500, 0, 0, 0, 0, 0, 800, 1_000]
    assert pd.isna(table.loc["D", "overdue_share"])
    # C's order of 31 December is not invoiced yet
    assert table.loc["C", "credit_sales"] == 11_000


@pytest.mark.parametrize(
    ("due", "overdue"),
    [("2025-03-30", 5.0), ("2025-03-31", 0.0), ("2025-04-01", 0.0), (None, 0.0)],
)
def test_overdue_from_the_day_after_the_due_day(make_firm, due, overdue) -> None:
    rows = invoices(("A", "2025-03-01", due, 5.0, None))
    assert row_of(make_firm(LINES, invoices=rows))["overdue"] == overdue


@pytest.mark.parametrize(
    ("issued", "paid", "owed"),
    [
        ("2025-03-01", None, 5.0),
        ("2025-03-01", "2025-04-01", 5.0),  # paid after the cut-off
        ("2025-03-01", "2025-03-31", 0.0),
        ("2025-03-31", None, 5.0),
        ("2020-01-01", None, 5.0),  # old debts are owed still
        ("2025-04-01", None, None),  # not yet issued: no row
    ],
)
def test_owed_is_what_is_issued_and_not_paid(make_firm, issued, paid, owed) -> None:
    firm = make_firm(LINES, invoices=invoices(("A", issued, issued, 5.0, paid)))
    for known in (firm, firm.as_of("2025-03-31")):
        table = receivables(known, period_of(known, 3))
        assert table["receivables"].tolist() == ([] if owed is None else [owed])


def test_credit_sales_are_those_invoiced_in_the_period(make_firm) -> None:
    days = ["2024-12-31", "2025-01-01", "2025-03-31"]
    rows = [("A", day, day, 10.0**i, day) for i, day in enumerate(days)]
    table = receivables(
        make_firm(LINES, invoices=invoices(*rows)),
        Period(date(2024, 12, 31), date(2025, 3, 31)),
    )
    assert table["credit_sales"].tolist() == [110.0]


def test_no_sales_or_no_debt_leave_a_blank(make_firm) -> None:
    firm = make_firm(
        LINES,
        invoices=invoices(
            ("A", "2024-01-01", "2024-01-31", 5.0, None),
            ("B", "2024-01-01", "2024-01-31", 5.0, "2024-01-31"),
            ("C", "2025-02-01", "2025-02-28", -5.0, None),
        ),
    )
    table = receivables(firm, period_of(firm, 3)).set_index("account_id")
    assert table["dso"].isna().all()
    assert table["overdue_share"].isna().tolist() == [False, True, True]
    assert table["receivables"].tolist() == [5.0, 0.0, -5.0]


def test_without_invoices_the_missing_table_is_named(make_firm) -> None:
    firm = make_firm(LINES)
    with pytest.raises(MissingPartError, match="no table invoices"):
        receivables(firm, period_of(firm, 3))
