"""Bad results are refused with who, when, what and what to do."""

# ruff: noqa: E501 (a case a line)

from __future__ import annotations

import pandas as pd
import pytest

from kamlab.compensation import find_plan, pay
from kamlab.errors import RefusedError

from .conftest import a_plan, a_year

GOOD = {"revenue": [92.0, 105.0], "quota_revenue": [100.0, 100.0]}


@pytest.mark.parametrize(
    "change, message",
    [
        ({"revenue": ["92", "twelve"]}, "KAM K1, period 2025-02-01: revenue 'twelve'"),
        (
            {"revenue": [92.0, None]},
            "revenue is blank; write 0 where there was nothing",
        ),
        ({"revenue": [92.0, float("inf")]}, "revenue 'inf' is no number"),
        ({"quota_revenue": ["100", "x"]}, "quota_revenue 'x' is no number"),
        ({"kam_id": ["K1", ""]}, "Row 2 of the results names no KAM"),
        ({"period": ["2025-01-01", "2025-01-01"]}, "stands twice in the results"),
        ({"period": ["2025-01-01", "soon"]}, "period 'soon' is no day"),
        ({"hired": ["2024-01-01", "2024-02-01"]}, "two days of hiring"),
        ({"period_end": ["2025-02-10", "2025-02-28"]}, "overlaps the next"),
    ],
)
def test_bad_values(change: dict[str, list[object]], message: str) -> None:
    table = a_year(**GOOD).assign(**change)
    with pytest.raises(RefusedError, match=message):
        pay(a_plan(), table)


def test_a_missing_measure_meets_the_nearest_column() -> None:
    with pytest.raises(RefusedError, match="no column 'revenue', which 'Sales' of the"):
        pay(a_plan(), a_year(revenues=[1.0]))
    with pytest.raises(RefusedError, match="did you mean 'revenues'"):
        pay(a_plan(), a_year(revenues=[1.0]))
    with pytest.raises(RefusedError, match="hold no row"):
        pay(a_plan(), pd.DataFrame({"kam_id": [], "period": []}))


def test_a_percentage_where_a_share_is_meant_is_asked_about() -> None:
    plan = find_plan("paid_when_paid")
    table = a_year(collected_cash=[1.0, 1.0], overdue_share=[12.0, 0.1], **GOOD)
    with pytest.raises(RefusedError, match=r"Did you mean 0.12, that is 12 %\?"):
        pay(plan, table)


@pytest.mark.parametrize(
    "days, message",
    [
        (["2025-01-01", "2025-05-01", "2025-07-01", "2025-10-01"], "2025-05-01 of KAM K1 does not fit: the others begin 3 months apart"),
        (["2025-01-01", "2025-05-01"], "from 2025-01-01 and from 2025-05-01 begin 4 months apart"),
        (["2025-01-01", "2025-04-01", "2026-07-01", "2026-10-01"], "jump from 2025-04-01 to 2026-07-01"),
        (["2025-01-01", "2025-03-01", "2025-05-01"], "2 months apart, which is no month, quarter or year"),
    ],
)  # fmt: skip
def test_no_length_of_a_period_is_guessed(days: list[str], message: str) -> None:
    """One wrong first day must not change the pay of everybody."""
    mine = pd.DataFrame({"kam_id": "K1", "period": days})
    table = mine.assign(revenue=92.0, quota_revenue=100.0)
    with pytest.raises(RefusedError, match=message) as told:
        pay(a_plan(), table)
    assert "add a column period_end" in str(told.value)


def test_one_wrong_day_among_many_is_named() -> None:
    quarters = ["2025-01-01", "2025-04-01", "2025-07-01", "2025-10-01"]
    table = pd.DataFrame({"kam_id": ["K1"] * 4 + ["K2"] * 4, "period": quarters * 2})
    table = table.assign(revenue=92.0, quota_revenue=100.0)
    assert set(pay(a_plan(), table).table["base"]) == {1500.0}
    wrong = table.assign(period=["2025-01-01", "2025-05-01", *quarters[2:], *quarters])
    with pytest.raises(RefusedError, match="2025-05-01 of KAM K1 does not fit"):
        pay(a_plan(), wrong)
    hole = pay(a_plan(), table.drop(index=1))
    assert hole.notes == ("KAM K1 has no row for 2025-04-01; nothing is paid there.",)
    months = a_year(revenue=[1.0] * 12, quota_revenue=[1.0] * 12, kam_id=["K3"] * 12)
    months["period"] = months["period"].astype(str)
    with pytest.raises(RefusedError, match="of KAM K1 begin at least 3 months apart"):
        pay(a_plan(), pd.concat([table, months]))


def test_a_single_period_is_paid_as_a_month_and_says_so() -> None:
    paid = pay(a_plan(), a_year(revenue=[1.0], quota_revenue=[1.0]))
    assert paid.table["base"].tolist() == [500.0]
    assert "name no period_end: they are paid as one month" in paid.notes[0]


@pytest.mark.parametrize("near", ["qouta_revenue", "revenue_quota", "Quota_revenue"])
def test_a_missing_quota_meets_the_nearest_column(near: str) -> None:
    table = a_year(**GOOD).rename(columns={"quota_revenue": near})
    with pytest.raises(RefusedError, match=f"'quota_revenue', .* mean '{near}'"):
        pay(a_plan(), table)
    fine = a_year(revenue=[1.0], revenues=[1.0], quota_revenues=[1.0])
    assert "no quota" in " ".join(pay(a_plan(), fine).notes)


def test_periods_of_any_length() -> None:
    quarters = pd.DataFrame(
        {"kam_id": "K1", "period": ["2025-01-01", "2025-04-01"], **GOOD}
    )
    assert pay(a_plan(), quarters).table["base"].tolist() == [1500.0, 1500.0]
    odd = quarters.assign(
        period=["2024-12-29", "2025-03-29"], period_end=["2025-03-28", "2025-06-28"]
    )
    labels = pay(a_plan(settlement="quarter"), odd).table["period"].tolist()
    assert labels == ["2024-12-29 to 2025-03-28", "2025-03-29 to 2025-06-28"]
    with pytest.raises(RefusedError, match="settles every month, but the results"):
        pay(a_plan(settlement="month"), quarters)
