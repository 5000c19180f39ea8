"""Bad results are refused with who, when, what and what to do."""

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
