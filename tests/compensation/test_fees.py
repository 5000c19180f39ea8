"""Fee tables: worked cases of both readings, cliffs, and deals cut in two."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kamlab.compensation.fees import Fees, Tier, cliffs, fee, fees_by_tier, same_pay
from kamlab.errors import UndefinedError


def table(mode: str, *rows: tuple[float, float]) -> Fees:
    tiers = tuple(Tier(start=start, rate=rate) for start, rate in rows)
    return Fees(tiers=tiers, tier_mode=mode)


MARGINAL = table("marginal", (0, 0.01), (1000, 0.02), (3000, 0.03), (8000, 0.05))
WHOLE = table("whole", (0, 0.01), (10_000, 0.02), (50_000, 0.03), (100_000, 0.04))
FEES = table("whole", (0, 0.15), (400_000, 0.05))


def test_slice_by_slice_each_transaction_on_its_own() -> None:
    paid = fee([200, 300, 1500, 1200, 2000, 4500], MARGINAL)
    assert paid.round(2).tolist() == [2, 3, 20, 14, 30, 95]
    assert paid.sum() == pytest.approx(164)


@pytest.mark.parametrize(
    "deal, expected",
    [(15_000, 300), (60_000, 1800), (10_000, 200), (9_999.99, 99.9999)],
)
def test_one_rate_on_the_whole_deal(deal: float, expected: float) -> None:
    assert fee([deal], WHOLE)[0] == pytest.approx(expected)


def test_tier_by_tier() -> None:
    assert fees_by_tier([4500], MARGINAL).round(2).tolist() == [[10, 40, 45, 0]]
    assert fees_by_tier([60_000], WHOLE).round(2).tolist() == [[0, 0, 1800, 0]]


def test_a_five_per_cent_deal_overtakes_a_fifteen_per_cent_deal_at_three_times() -> (
    None
):
    assert same_pay(400_000, 0.15, 0.05) == pytest.approx(1_200_000)
    (cliff,) = cliffs(FEES)
    assert (cliff.at, cliff.jump) == (400_000, pytest.approx(-40_000))
    assert cliff.even_at == pytest.approx(1_200_000)


def test_no_size_overtakes_at_a_rate_of_nothing() -> None:
    with pytest.raises(UndefinedError, match="rate of 0"):
        same_pay(400_000, 0.15, 0.0)
    (cliff,) = cliffs(table("whole", (0, 0.1), (500, 0.0)))
    assert math.isinf(cliff.even_at)


def test_slices_have_no_cliff_and_rising_rates_jump_up() -> None:
    assert cliffs(MARGINAL) == []
    assert [c.jump for c in cliffs(WHOLE)] == pytest.approx([100, 500, 1000])


deals = st.floats(0, 1e6).map(lambda x: round(x, 2))
marginals = st.lists(st.floats(0, 0.3), min_size=4, max_size=4).map(
    lambda rates: table(
        "marginal", *zip([0.0, 1000.0, 3000.0, 8000.0], rates, strict=True)
    )
)


@given(marginals, deals, deals)
def test_splitting_changes_nothing_on_a_running_total(
    fees: Fees, first: float, second: float
) -> None:
    whole = fee([first + second], fees)[0]
    before, after = fee([first, first + second], fees)
    assert before + (after - before) == pytest.approx(whole, abs=1e-6)


@given(marginals, deals, st.floats(0, 1e5))
def test_more_deal_is_never_less_fee_slice_by_slice(
    fees: Fees, deal: float, more: float
) -> None:
    low, high = fee([deal, deal + more], fees)
    assert high >= low - 1e-6


@given(st.lists(deals, max_size=8), st.floats(0, 1e6), st.floats(0, 1e5))
def test_less_fee_for_more_deal_only_where_the_table_was_flagged(
    sizes: list[float], deal: float, more: float
) -> None:
    flagged = [c for c in cliffs(FEES) if c.jump < 0]
    low, high = fee([deal, deal + more], FEES)
    if high < low - 1e-6:
        assert any(deal < c.at <= deal + more < c.even_at for c in flagged)


@given(deals, st.floats(0.01, 100))
def test_another_currency_scales_fees(deal: float, rate: float) -> None:
    scaled = table("marginal", *((t.start * rate, t.rate) for t in MARGINAL.tiers))
    assert fee([deal * rate], scaled)[0] == pytest.approx(
        fee([deal], MARGINAL)[0] * rate, rel=1e-9, abs=1e-9
    )


@given(deals)
def test_a_refund_takes_back_what_the_deal_earned(deal: float) -> None:
    assert np.isclose(fee([-deal], WHOLE)[0], -fee([deal], WHOLE)[0])


@pytest.mark.parametrize(
    "rows, message",
    [
        ([{"from": 10, "rate": 0.1}], "gap below it"),
        ([{"from": 0, "to": 9, "rate": 0.1}], "gap above it"),
        (
            [{"from": 0, "to": 900, "rate": 0.1}, {"from": 1000, "rate": 0.1}],
            "no rate from 900.00 to 1,000.00",
        ),
        (
            [{"from": 0, "to": 1100, "rate": 0.1}, {"from": 1000, "rate": 0.1}],
            "overlap",
        ),
        ([{"from": 0, "rate": 0.1}, {"from": 0, "rate": 0.2}], "overlap"),
        ([{"from": 0, "rate": 12}], "Did you mean 0.12, that is 12 %"),
        ([], "at least 1 item"),
    ],
)
def test_wrong_tables_are_refused(rows: list[dict[str, float]], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Fees(tiers=tuple(Tier(**row) for row in rows))


def test_a_large_deal_begins_with_the_last_tier() -> None:
    assert FEES.large_deal_from == 400_000
