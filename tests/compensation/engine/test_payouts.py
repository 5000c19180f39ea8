"""The engine on arrays: worked cases, shapes, blocks and refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kamlab.compensation.engine import Periods, Returned, base_pay, payouts
from kamlab.compensation.library import find_plan
from kamlab.compensation.plan import Component, PayPlan
from kamlab.compensation.rates import Rates
from kamlab.errors import RefusedError

THREE = find_plan("three_plans")
YEAR = Periods(((2025, 12),), (12.0,))


def plan(**fields: Any) -> PayPlan:
    """A plan of one component on revenue; fields change it."""
    given: dict[str, Any] = {
        "name": "x",
        "title": "test plan",
        "purpose": "to be tested",
        "used_by": "nobody",
        "ote": 12_000.0,
        "base_share": 0.5,
        "components": (Component(name="Sales", measure="revenue", weight=1.0),),
    }
    return PayPlan(**(given | fields))


def table(mode: str, *rows: tuple[float, float]) -> Rates:
    word = "pays" if mode in ("interpolated", "lump") else "rate"
    return Rates.model_validate_json(
        str([{"from": start, word: value} for start, value in rows])
        .replace("'", '"')
        .join([f'{{"mode": "{mode}", "tiers": ', "}"])
    )


def on_result(mode: str, *rows: tuple[float, float], **more: Any) -> PayPlan:
    part = Component(
        name="Sales", measure="revenue", paid_on="result", rates=table(mode, *rows)
    )
    return plan(components=(part,), **more)


def paid(of: PayPlan, *revenue: float, **more: Any) -> list[float]:
    answer: list[float] = payouts(of, {"revenue": [revenue], **more})[0].tolist()
    return answer


def test_the_worked_exercise() -> None:
    results = {
        name: np.array([[value]])
        for name, value in {
            "revenue": 92.0,
            "active_accounts": 105.0,
            "new_accounts": 50.0,
            "quota_revenue": 100.0,
            "quota_active_accounts": 100.0,
            "quota_new_accounts": 100.0,
        }.items()
    }
    assert payouts(THREE, results, periods=YEAR).tolist() == [[28_944.0]]
    assert base_pay(THREE, results, periods=YEAR).tolist() == [[84_000.0]]


def test_slices() -> None:
    rows = ((0.0, 0.01), (1000.0, 0.02), (3000.0, 0.03), (8000.0, 0.05))
    amounts = paid(on_result("marginal", *rows), 200, 300, 1500, 1200, 2000, 4500)
    assert amounts == [2, 3, 20, 14, 30, 95]
    assert sum(amounts) == 164
    assert paid(on_result("marginal", (0.0, 0.01), (1000.0, 0.02)), 2500) == [40]


def test_one_rate_for_all() -> None:
    rows = ((0.0, 0.01), (10_000.0, 0.02), (50_000.0, 0.03), (100_000.0, 0.04))
    of = on_result("whole", *rows)
    assert paid(of, 15_000, 60_000) == [300, 1800]
    assert paid(of, 9_999.99, 10_000, -5) == [100.0, 200.0, 0.0]


def test_scenarios_kams_and_periods(rng: np.random.Generator) -> None:
    revenue = rng.uniform(0, 200, (3, 500, 4, 12))
    quota = np.full((4, 1), 100.0)
    answer = payouts(plan(), {"revenue": revenue, "quota_revenue": quota}, threads=2)
    assert answer.shape == revenue.shape
    one = payouts(
        plan(), {"revenue": revenue[1, 77], "quota_revenue": quota}, threads=1
    )
    assert (answer[1, 77] == one).all()
    totals = payouts(plan(), {"revenue": revenue, "quota_revenue": quota}, totals=True)
    assert np.allclose(totals, answer.sum(axis=-1), atol=1e-6)


def test_a_quarter_is_paid_in_its_last_month() -> None:
    of = plan(settlement="quarter")
    answer = paid(of, *[100.0] * 7, quota_revenue=np.full((1, 7), 100.0))
    assert answer == [0, 0, 1500, 0, 0, 1500, 500]


def test_no_quota_and_a_quota_of_nothing_pay_nothing() -> None:
    assert paid(plan(), 100, 100, quota_revenue=[[np.nan, 0.0]]) == [0, 0]


def test_a_draw_that_is_recovered() -> None:
    of = on_result("flat", (0.0, 1.0), draw={"amount": 1000.0, "recoverable": True})
    assert paid(of, 500, 700, 400) == [1000, 1000, 1000]
    assert paid(of, 500, 700, 400, 2000, 3000) == [1000, 1000, 1000, 1000, 2600]


def test_a_return_takes_back_what_was_paid() -> None:
    of = on_result("marginal", (0.0, 0.01), (1000.0, 0.02))
    back = Returned("revenue", of=0, when=2, amount=np.array([2500.0]))
    answer = payouts(of, {"revenue": [[2500.0, 100.0, 500.0]]}, returns=[back])
    assert answer.tolist() == [[40.0, 1.0, 5.0 - 40.0]]


def test_what_is_missing_is_said() -> None:
    with pytest.raises(RefusedError, match=r"no column 'revenue'.*'Sales'"):
        payouts(plan(), {"revenues": [[1.0]]})
    with pytest.raises(RefusedError, match="do not fit together"):
        payouts(plan(), {"revenue": [[1.0, 2.0]], "quota_revenue": [[1.0, 2.0, 3.0]]})
    with pytest.raises(RefusedError, match="holds no numbers"):
        payouts(plan(), {"revenue": [["1", "2"]]})
    with pytest.raises(RefusedError, match="settles every month"):
        payouts(
            plan(settlement="month"),
            {"revenue": [[1.0]]},
            periods=Periods(((2025, 3),), (3.0,)),
        )
