"""The year of every KAM: one case each, bases side by side, ranks."""

from __future__ import annotations

import pandas as pd
import pytest

import kamlab
from kamlab.compensation import PayCase, PaySlipSettings
from kamlab.compensation.team_year import cases, ranks, team_bases, team_slips
from kamlab.errors import MissingPartError, NotEnoughDataError

from .conftest import lines

MINI = PaySlipSettings(company="mini")


def test_every_kam_has_the_slip_of_a_case_alone(mini: kamlab.Company) -> None:
    found = cases(mini, MINI)
    assert [case.kam_id for case in found] == ["K1", "K2"]
    for case in found:
        alone = PayCase(mini, MINI.model_copy(update={"kam_id": case.kam_id}))
        assert case.slip.total == alone.slip.total


def test_the_parts_of_all_slips(mini: kamlab.Company) -> None:
    table = team_slips(mini, MINI)
    sums = table.groupby("kam_id")["amount"].sum()
    for case in cases(mini, MINI):
        assert sums[case.kam_id] == pytest.approx(float(case.slip.variable))
    no_quota = table["attainment"].isna()
    assert table.loc[no_quota, "payout"].isna().all()
    assert no_quota.sum() == 1  # K1 has no quota for new accounts


def test_revenue_is_the_slip_itself(mini: kamlab.Company) -> None:
    table = team_bases(mini, MINI).set_index("kam_id")
    for case in cases(mini, MINI):
        paid = table.loc[case.kam_id, "revenue"]
        assert paid == pytest.approx(float(case.slip.variable))


def test_equal_pay_shares_the_better_rank() -> None:
    years = pd.DataFrame(
        {"kam_id": list("ABC"), "revenue": [5.0, 5.0, 1.0], "cash": [0.0, 2.0, 1.0]}
    )
    table = ranks(years)
    assert table["revenue"].tolist() == [1, 1, 3]
    assert table["cash"].tolist() == [3, 1, 2]
    assert table["moved"].tolist() == [2, 0, 1]


def test_without_quotas_no_basis_can_be_compared(mini: kamlab.Company) -> None:
    tables = {name: mini.frame(name) for name in mini.tables if name != "quotas"}
    lean = kamlab.Company.from_tables(tables, name="Lean")
    with pytest.raises(MissingPartError, match="no sales quota"):
        team_bases(lean, MINI)


def test_one_basis_alone_cannot_be_compared(mini: kamlab.Company) -> None:
    tables = {name: mini.frame(name) for name in mini.tables if name != "invoices"}
    tables["order_lines"] = tables["order_lines"].drop(columns="cost_amount")
    lean = kamlab.Company.from_tables(tables, name="Lean")
    with pytest.raises(NotEnoughDataError, match="Two bases are needed"):
        team_bases(lean, MINI)


def test_nobody_sold_anything_is_said(handed_over: kamlab.Company) -> None:
    """In 2024 only an account without a KAM bought."""
    sold = lines(
        ("B", "2024-06-01", 10.0, "O1", 5.0), ("A", "2025-06-01", 10.0, "O2", 5.0)
    )
    held = handed_over.frame("account_history")
    tables = {"order_lines": sold, "account_history": held}
    lean = kamlab.Company.from_tables(tables, name="Lean")
    with pytest.raises(NotEnoughDataError, match="sold anything or had a quota"):
        team_bases(lean, PaySlipSettings(year=2024))
