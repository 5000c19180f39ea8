"""Quotas by measure: no quota stays no quota."""

from __future__ import annotations

import pandas as pd
import pytest

from kamlab.company import Company
from kamlab.compensation.measured import Measured, measured
from kamlab.compensation.periods import pay_periods, quota_rows
from kamlab.compensation.quota import quota_of
from kamlab.errors import MissingPartError


@pytest.fixture
def found(mini: Company) -> Measured:
    return measured(mini, pay_periods(quota_rows(mini), "K1", 2025))


def ask(firm: Company, found: Measured, measure: str, kam_id: str = "K1") -> pd.Series:
    quotas = quota_rows(firm)
    periods = pay_periods(quotas, kam_id, 2025)
    return quota_of(quotas, kam_id, periods, measure, found)


def test_a_quota_of_zero_is_none(mini: Company, found: Measured) -> None:
    assert ask(mini, found, "revenue").tolist() == [15_000] * 4
    assert ask(mini, found, "active_accounts").tolist() == [4] * 4
    assert ask(mini, found, "new_accounts").isna().all()
    assert ask(mini, found, "new_accounts", "K2").tolist() == [1] * 4


def test_a_kam_without_quotas_has_none(mini: Company, found: Measured) -> None:
    assert ask(mini, found, "revenue", "K9").isna().all()
    assert ask(mini, found, "gross_margin", "K9").isna().all()


def test_a_margin_quota_is_the_sales_quota_at_the_companys_margin(
    mini: Company, found: Measured
) -> None:
    # 24,300 of 100,000 in the year
    assert ask(mini, found, "gross_margin").tolist() == pytest.approx([3_645] * 4)


def test_a_measure_the_company_lacks_has_a_reason(
    mini: Company, found: Measured
) -> None:
    bare = Measured(
        found.table, found.lines, found.held, {"collected_cash": "none!"}, ()
    )
    with pytest.raises(MissingPartError, match="none!"):
        ask(mini, bare, "collected_cash")
