from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kamlab.errors import UndefinedError
from kamlab.measures import contribution, period_of, share

cents = st.integers(0, 10**11).map(lambda amount: amount / 100)


def test_mini_by_hand(mini) -> None:
    table = contribution(mini, period_of(mini, 12)).table.set_index("account_id")
    shares = {
        name: share(table[name]) for name in ("revenue", "gross_margin", "contribution")
    }
    # revenue: 42,000 / 100,000; gross margin: 4,200 / 24,300;
    # contribution: 1,200 / 15,800 and −800 / 15,800
    assert shares["revenue"]["A"] == 0.42
    assert shares["gross_margin"]["A"] == pytest.approx(4_200 / 24_300)
    assert shares["contribution"]["A"] == pytest.approx(1_200 / 15_800)
    assert shares["contribution"]["G"] == pytest.approx(-800 / 15_800)
    # exercises 2.1 and 2.2: above 10 % by each criterion, above 20 % by contribution
    over = {name: "".join(s.index[s > 0.10]) for name, s in shares.items()}
    assert over == {
        "revenue": "ABC",
        "gross_margin": "ABCDEF",
        "contribution": "BCDEF",
    }
    best = shares["contribution"]
    assert "".join(best.index[best > 0.20]) == "BCD"


def test_within_a_scope(mini) -> None:
    values = pd.Series([30.0, 10.0, 60.0, -10.0, 5.0], name="contribution")
    scope = pd.Series(["K1", "K1", "K2", "K3", None])
    shares = share(values, scope)
    assert shares.tolist()[:3] == [0.75, 0.25, 1.0]
    assert pd.isna(shares[3])  # K3's total is below 0: undefined, not a number
    assert shares[4] == 1.0  # accounts nobody looks after are a scope of their own
    assert shares.name == "contribution"


@pytest.mark.parametrize(
    "values",
    [
        [0.0, 0.0],
        [5.0, -5.0],
        [5.0, -8.0],
        [0.1, 0.2, -0.3],  # leaves a crumb above 0 in floats
        [1e12 + 0.1, -1e12, -0.1],
        [],
    ],
)
def test_a_total_not_above_nought_is_undefined(values) -> None:
    with pytest.raises(UndefinedError, match=r"contribution is .*, not above 0"):
        share(pd.Series(values, dtype="float64", name="contribution"))


def test_a_small_but_real_total_is_defined() -> None:
    assert share(pd.Series([1e9, -1e9 + 0.01])).sum() == pytest.approx(1.0)


def test_the_message_has_a_proper_minus() -> None:
    with pytest.raises(UndefinedError, match=r"total of the figures is −3, not"):
        share(pd.Series([5.0, -8.0]))


def test_only_when_no_scope_is_defined_it_is_an_error() -> None:
    values, scope = pd.Series([-1.0, -2.0]), pd.Series(["K1", "K2"])
    with pytest.raises(UndefinedError):
        share(values, scope)


@given(st.lists(cents, min_size=1, max_size=40))
def test_shares_of_what_is_not_negative_add_up_to_one(amounts) -> None:
    assume(sum(amounts) > 0)
    shares = share(pd.Series(amounts))
    assert shares.sum() == pytest.approx(1.0)
    assert shares.between(0, 1).all()


@settings(max_examples=40)
@given(st.lists(cents, min_size=2, max_size=20), st.sampled_from([0.01, 1.1, 25.0]))
def test_another_currency_gives_the_same_shares(amounts, rate) -> None:
    assume(sum(amounts) > 0)
    values = pd.Series(amounts)
    pd.testing.assert_series_equal(share(values * rate), share(values))


@settings(max_examples=40)
@given(st.lists(cents, min_size=2, max_size=20), st.randoms())
def test_neither_order_nor_input_is_touched(amounts, random) -> None:
    assume(sum(amounts) > 0)
    values = pd.Series(amounts)
    before = values.copy()
    order = list(values.index)
    random.shuffle(order)
    shuffled = share(values[order])
    pd.testing.assert_series_equal(values, before)
    pd.testing.assert_series_equal(shuffled.sort_index(), share(values))
