from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, logrank

from kamlab.churn.survival import LogRank, log_rank
from kamlab.errors import NotEnoughDataError, RefusedError

rows = st.lists(
    st.tuples(st.integers(1, 9), st.booleans(), st.sampled_from("ABC")),
    min_size=2,
    max_size=40,
)


def test_freireich(freireich) -> None:
    found = log_rank(*freireich)
    assert isinstance(found, LogRank)
    assert round(found.chi2, 3) == 16.793 and found.freedom == 1
    assert found.p_value == pytest.approx(4.17e-5, rel=1e-3)
    assert found.groups["expected"].round(2).tolist() == [19.25, 10.75]
    assert found.words == (
        "placebo lost 21 accounts where 10.7 would be its share (χ² 16.79, p below "
        "0.001)."
    )


def two(sample):
    return [(t, lost, "A" if name == "A" else "B") for t, lost, name in sample]


def result(sample, **more) -> LogRank:
    times, lost, names = zip(*sample, strict=True)
    try:
        return log_rank(times, lost, names, **more)
    except NotEnoughDataError:
        assume(False)
        raise


@settings(max_examples=40)
@given(rows)
def test_equal_to_scipy_for_two_groups(sample) -> None:
    sample = two(sample)
    found = result(sample)
    parts = [
        CensoredData(
            [t for t, lost, name in sample if name == group and lost],
            right=[t for t, lost, name in sample if name == group and not lost],
        )
        for group in "AB"
    ]
    assert found.chi2 == pytest.approx(logrank(*parts).statistic ** 2, abs=1e-9)


@settings(max_examples=40)
@given(rows)
def test_symmetric_and_adding_up(sample) -> None:
    found = result(sample)
    renamed = {"A": "z", "B": "y", "C": "x"}
    turned = result([(t, lost, renamed[name]) for t, lost, name in sample])
    assert found.chi2 == pytest.approx(turned.chi2, abs=1e-9)
    assert found.groups["expected"].sum() == pytest.approx(found.groups["losses"].sum())
    assert 0 <= found.p_value <= 1 and found.chi2 >= -1e-12


@settings(max_examples=40)
@given(rows)
def test_only_the_order_of_times_counts(sample) -> None:
    stretched = [(t**3, lost, name) for t, lost, name in sample]
    assert result(sample).chi2 == pytest.approx(result(stretched).chi2, abs=1e-9)


def test_late_entry_by_hand() -> None:
    """At 2 A1 of two at risk is lost; B enters at 2 and counts from then on."""
    durations, entry = [2, 4, 3, 5], [0, 0, 2, 0]
    found = log_rank(durations, [True, False, True, False], list("AABB"), entry)
    # at 2: A, A, B2 at risk; at 3: A, B, B2
    assert found.groups["expected"].tolist() == pytest.approx([2 / 3 + 1 / 3, 1.0])
    assert found.chi2 == pytest.approx(0.0)


def test_alike_groups_are_seldom_told_apart(rng) -> None:
    found = [
        log_rank(rng.exponential(1, 80), rng.random(80) < 0.7, np.arange(80) % 3)
        for _ in range(200)
    ]
    assert {one.freedom for one in found} == {2}
    assert 0.02 <= np.mean([one.p_value < 0.05 for one in found]) <= 0.09


def test_few_losses_are_named() -> None:
    found = log_rank([1, 2, 3, 4], [True] * 4, list("AABB"))
    assert "With 4 losses and 0.8 expected in the smallest group" in found.words


@pytest.mark.parametrize(
    ("lost", "group", "error", "said"),
    [
        ([True, True], ["A", "A"], NotEnoughDataError, "one group"),
        ([False, False], ["A", "B"], NotEnoughDataError, "None of 2 accounts"),
        ([True, True], ["A", None], RefusedError, "none blank"),
        ([True, True], ["A"], RefusedError, "a group for each of 2"),
    ],
)
def test_nonsense(lost, group, error, said) -> None:
    with pytest.raises(error, match=said):
        log_rank([1, 2], lost, group)


def test_groups_that_never_meet() -> None:
    with pytest.raises(NotEnoughDataError, match="common stretch"):
        log_rank([1, 2, 8, 9], [True] * 4, list("AABB"), entry=[0, 0, 5, 5])
