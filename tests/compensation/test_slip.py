"""The pay slip: worked cases, zeros that say why, and a trace that adds up."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlab.compensation.achieved import Achieved
from kamlab.compensation.curve import Curve
from kamlab.compensation.fees import Fees, Tier
from kamlab.compensation.library import find_plan
from kamlab.compensation.plan import Component, PayPlan
from kamlab.compensation.slip import Slip, pay_slip
from kamlab.compensation.target_pay import TargetPay

THREE = find_plan("three_plans")
MEASURES = ["revenue", "active_accounts", "new_accounts"]
NONE = float("nan")


def year(n: int = 4) -> pd.DataFrame:
    starts = pd.date_range("2025-01-01", periods=n, freq="QS")
    ends = starts + pd.offsets.QuarterEnd(0)
    return pd.DataFrame({"period": starts, "period_end": ends})


def achieved(
    results: list[list[float]],
    quotas: list[list[float]],
    reasons: dict[str, str] | None = None,
    deals: pd.DataFrame | None = None,
) -> Achieved:
    if deals is None:
        deals = pd.DataFrame({"number": [], "deal": [], "before": [], "after": []})
    return Achieved(
        year(len(results)),
        pd.DataFrame(results, columns=MEASURES),
        pd.DataFrame(quotas, columns=MEASURES),
        reasons or {},
        deals,
    )


def pays(base: float, variable: float, n: int = 4) -> TargetPay:
    return TargetPay((base / n,) * n, (variable / n,) * n, "the contract")


def plan(**changes: object) -> PayPlan:
    return THREE.model_copy(update=changes)


def exact(slip: Slip) -> Decimal:
    return sum((Decimal(f"{x:.2f}") for x in slip.trace["amount"]), Decimal(0))


def test_the_worked_exercise() -> None:
    """OTE 120k, 70/30, weights .6/.25/.15, attainment .92/1.05/.50 → 112,944."""
    slip = pay_slip(
        plan(settlement="year"),
        pays(84_000, 36_000, 1),
        achieved([[92.0, 105.0, 50.0]], [[100.0, 100.0, 100.0]]),
    )
    assert (slip.base, slip.variable, slip.total) == (
        Decimal("84000.00"),
        Decimal("28944.00"),
        Decimal("112944.00"),
    )
    assert slip.attainment == pytest.approx(0.6 * 0.92 + 0.25 * 1.05 + 0.15 * 0.5)
    assert slip.trace["payout"].dropna().tolist() == pytest.approx([0.84, 1.2, 0.0])


def test_a_year_settled_at_once_pools_its_periods() -> None:
    results = [[50.0, 1.0, 0.0], [150.0, 3.0, 0.0]]
    quotas = [[100.0, 2.0, NONE], [100.0, 2.0, NONE]]
    once = pay_slip(
        plan(settlement="year"), pays(0, 1000, 2), achieved(results, quotas)
    )
    assert once.variable == Decimal("850.00")  # both at 100 %
    each = pay_slip(THREE, pays(0, 1000, 2), achieved(results, quotas))
    assert each.variable == Decimal("1275.00")  # 0 and then 300 %


def test_every_zero_says_why() -> None:
    slip = pay_slip(
        THREE,
        pays(0, 1000, 2),
        achieved(
            [[50.0, NONE, 3.0], [-20.0, NONE, 0.0]],
            [[100.0, NONE, NONE], [100.0, NONE, 2.0]],
            {"active_accounts": "There are no accounts."},
        ),
    )
    zeros = slip.trace[slip.trace["amount"] == 0]
    assert len(zeros) == len(slip.trace) == 7
    assert zeros["why"].tolist() == [
        "no base salary is agreed: the contract has none",
        "50.00 of 100.00 is 50.0 %, below the threshold of 75.0 %: no pay",
        "nothing is computed: There are no accounts.",
        "no quota for new accounts in this period; that is not 0 %, so nothing is "
        "computed",
        "the result is below 0: nothing is computed from it (−20.00); what it takes "
        "back of earlier sales belongs into the returns",
        "nothing is computed: There are no accounts.",
        "0 of 2 new accounts is 0.0 %, below the threshold of 75.0 %: no pay",
    ]
    assert slip.attainment == pytest.approx((0.6 * 0.15 + 0.15 * 0) / 0.75)
    assert slip.weight_with_quota == pytest.approx(0.75)


def test_without_any_quota_there_is_no_attainment() -> None:
    slip = pay_slip(THREE, pays(800, 200, 1), achieved([[9.0, 9.0, 9.0]], [[NONE] * 3]))
    assert slip.attainment is None
    assert (slip.variable, slip.total) == (Decimal("0.00"), Decimal("800.00"))


def test_a_period_without_target_pay_says_so() -> None:
    slip = pay_slip(THREE, pays(10, 0, 1), achieved([[9.0] * 3], [[9.0] * 3]))
    assert (
        slip.trace["why"].iloc[1].endswith("no variable pay is agreed for this period")
    )


DEALS = pd.DataFrame(
    {
        "number": [0, 0, 0, 1],
        "deal": ["a", "b", "c", "a"],
        "before": [0.0, 0.0, 0.0, 1000.0],
        "after": [1000.0, 19_999.99, 20_000.0, 0.0],
    }
)
PERCENT = find_plan("percent_of_deal").model_copy(
    update={
        "fees": Fees(
            tiers=(
                Tier(start=0, rate=0.15, name="medium deal"),
                Tier(start=20_000, rate=0.05, name="large deal"),
            ),
            kam_share_of_fee=0.1,
        )
    }
)


def test_fees_by_tier_and_a_refund_of_a_closed_period() -> None:
    slip = pay_slip(
        PERCENT, pays(0, 0, 2), achieved([[0.0] * 3] * 2, [[NONE] * 3] * 2, deals=DEALS)
    )
    rows = slip.trace[["part", "amount"]].to_numpy().tolist()[1:]
    assert rows == [
        ["Medium deal", 315.0],  # 10 % of 15 % of 20,999.99
        ["Large deal", 100.0],
        ["Medium deal", 0.0],
        ["Large deal", 0.0],
        ["Changes to earlier deals", -15.0],  # exactly what deal a had been paid
    ]
    assert "2 deals" in slip.trace["why"].iloc[1]
    assert slip.trace["why"].iloc[3] == "no deal reached this tier in the period"
    assert slip.attainment is None
    assert slip.target_variable == 0


money = st.floats(0, 1e6).map(lambda x: round(x, 2))
quota = st.one_of(st.just(NONE), st.floats(1, 1e6))


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.lists(st.floats(-1e5, 2e6), min_size=3, max_size=3),
            st.lists(quota, min_size=3, max_size=3),
        ),
        min_size=1,
        max_size=4,
    ),
    money,
    money,
    st.sampled_from(["period", "year"]),
    st.booleans(),
)
def test_the_trace_sums_to_the_total_to_the_cent(
    rows: list[tuple[list[float], list[float]]],
    base: float,
    variable: float,
    settlement: str,
    capped: bool,
) -> None:
    chosen = plan(settlement=settlement, curve=Curve(capped=capped))
    n = len(rows)
    slip = pay_slip(
        chosen,
        pays(base, variable, n),
        achieved([r for r, _ in rows], [q for _, q in rows]),
    )
    assert exact(slip) == slip.total == slip.base + slip.variable
    assert slip.variable >= 0
    zeros = slip.trace["amount"] == 0
    assert (slip.trace.loc[zeros, "why"].str.len() > 10).all()


@settings(max_examples=30)
@given(st.floats(0, 3), st.floats(0, 2), st.floats(1, 1e6))
def test_more_result_never_means_less_pay(
    reached: float, more: float, target: float
) -> None:
    quotas = [[100.0, 100.0, 100.0]]
    low, high = (
        pay_slip(THREE, pays(0, target, 1), achieved([[100 * r] * 3], quotas)).variable
        for r in (reached, reached + more)
    )
    assert high >= low


@settings(max_examples=30)
@given(
    st.lists(st.floats(0, 60_000).map(lambda x: round(x, 2)), min_size=1, max_size=30)
)
def test_fee_lines_carry_the_remainder(sizes: list[float]) -> None:
    deals = pd.DataFrame(
        {"number": 0, "deal": [str(i) for i in range(len(sizes))], "before": 0.0}
    ).assign(after=sizes)
    slip = pay_slip(
        PERCENT, pays(0, 0, 1), achieved([[0.0] * 3], [[NONE] * 3], deals=deals)
    )
    whole = sum(0.1 * x * (0.15 if x < 20_000 else 0.05) for x in sizes)
    assert float(slip.variable) == pytest.approx(whole, abs=0.0051)
    assert exact(slip) == slip.total


@settings(max_examples=30)
@given(st.floats(0.01, 100), st.lists(st.floats(0, 200), min_size=3, max_size=3))
def test_another_currency_scales_the_pay(rate: float, results: list[float]) -> None:
    quotas = np.array([[100.0, 100.0, 100.0]])
    one = Component(name="Sales", measure="revenue", weight=1.0)
    chosen = plan(components=(one,))
    euros = pay_slip(chosen, pays(800, 200, 1), achieved([results], quotas.tolist()))
    other = pay_slip(
        chosen,
        pays(800 * rate, 200 * rate, 1),
        achieved([[x * rate for x in results]], (quotas * rate).tolist()),
    )
    # a result within rounding of the threshold may fall on its other side
    if abs(results[0] - 75) > 1e-6:
        assert float(other.total) == pytest.approx(
            float(euros.total) * rate, abs=0.01 * (1 + rate)
        )
