from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from kamlab.churn.survival import kaplan_meier
from kamlab.churn.survival.kaplan_meier import safe_start
from kamlab.churn.survival.times import at_risk_at, checked_times
from kamlab.errors import NotEnoughDataError, RefusedError, UndefinedError

# few distinct times, so that ties are common
samples = st.lists(
    st.tuples(st.integers(1, 12), st.booleans()), min_size=1, max_size=40
).filter(lambda rows: any(lost for _, lost in rows))


def test_freireich(freireich) -> None:
    weeks, lost, _ = freireich
    curve = kaplan_meier(weeks[:21], lost[:21], level=0.95)
    told = {time: round(curve.at(time), 4) for time in (6, 10, 23)}
    assert told == {6: 0.8571, 10: 0.7529, 23: 0.4482}
    table = curve.table.set_index("time")
    assert table.loc[[6, 7, 10, 13, 16, 22, 23], "at_risk"].tolist() == [
        21, 17, 15, 12, 11, 7, 6,
    ]  # fmt: skip
    # R, survfit(conf.type = "log-log"): 0.620 to 0.952 at 6, median 23 (13, NA)
    assert table.loc[6, ["low", "high"]].round(3).tolist() == [0.620, 0.952]
    assert (curve.median.value, curve.median.low, curve.median.high) == (23, 13, None)


def test_freireich_placebo_ends_at_nothing(freireich) -> None:
    weeks, lost, _ = freireich
    curve = kaplan_meier(weeks[21:], lost[21:], level=0.95)
    assert (curve.median.value, curve.median.low, curve.median.high) == (8, 4, 11)
    last = curve.table.iloc[-1]
    assert (last["survival"], last["low"]) == (0, 0)
    assert last["high"] == curve.table["high"].iloc[-2]  # no bound of its own at 0
    assert curve.at(100) == 0


def test_before_the_first_loss_the_interval_is_blank() -> None:
    table = kaplan_meier([1, 2, 3, 4], [False, True, False, True]).table
    assert table["survival"].iloc[0] == 1
    assert table[["low", "high"]].iloc[0].isna().all()
    assert table[["low", "high"]].iloc[1:].notna().all(axis=None)


@settings(max_examples=40)
@given(samples)
def test_late_entry_at_nothing_equals_scipy(rows) -> None:
    """Our own product with entries just after 0 against SciPy's curve and interval."""
    times, lost = zip(*rows, strict=True)
    scipys = kaplan_meier(times, lost).table
    ours = kaplan_meier(times, lost, entry=[1e-9] * len(rows)).table
    assert np.allclose(scipys, ours, rtol=1e-9, equal_nan=True)
    sample = CensoredData(
        [t for t, is_lost in rows if is_lost],
        right=[t for t, is_lost in rows if not is_lost],
    )
    assert np.allclose(ecdf(sample).sf.evaluate(scipys["time"]), scipys["survival"])


@settings(max_examples=40)
@given(samples)
def test_the_curve_falls_inside_its_interval(rows) -> None:
    times, lost = zip(*rows, strict=True)
    table = kaplan_meier(times, lost).table
    survival = table["survival"].to_numpy()
    assert (np.diff(np.concatenate([[1.0], survival])) <= 1e-12).all()
    assert ((survival >= 0) & (survival <= 1)).all()
    known = table.dropna()
    assert (known["low"] <= known["survival"] + 1e-12).all()
    assert (known["survival"] <= known["high"] + 1e-12).all()


@settings(max_examples=40)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=40))
def test_without_censoring_it_is_one_less_the_ecdf(times) -> None:
    curve = kaplan_meier(times, [True] * len(times))
    for time in range(1, 31):
        assert curve.at(time) == pytest.approx(np.mean(np.array(times) > time))


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9), st.booleans()),
                min_size=1, max_size=30), st.integers(1, 18))  # fmt: skip
def test_at_risk_by_brute_force(rows, moment) -> None:
    entry = [start for start, _, _ in rows]
    ends = [start + length for start, length, _ in rows]
    times = checked_times(ends, [lost for _, _, lost in rows], entry)
    by_hand = sum(
        (start < moment or start == 0) and end >= moment
        for start, end in zip(entry, ends, strict=True)
    )
    assert at_risk_at(times, [moment])[0] == by_hand


def test_late_entry_by_hand() -> None:
    """B enters at 2 and leaves at 5; at 1 only A and C are at risk."""
    table = kaplan_meier([1, 5, 4], [True, True, True], entry=[0, 2, 0]).table
    assert table["at_risk"].tolist() == [2, 2, 1]
    assert table["survival"].tolist() == pytest.approx([0.5, 0.25, 0])


def test_ignoring_late_entry_would_flatter(rng) -> None:
    """Lives of exponential length, seen only where they reach the books: mean 10."""
    life, entry = rng.exponential(10, 20_000), rng.uniform(0, 20, 20_000)
    seen = life > entry
    curve = kaplan_meier(life[seen], seen[seen], entry[seen], start=0.5)
    naive = kaplan_meier(life[seen], seen[seen])
    assert curve.at(10.5) == pytest.approx(np.exp(-1), abs=0.03)
    assert naive.at(10.5) > 0.5


def test_a_curve_that_would_stick_at_nothing_is_refused() -> None:
    durations, entry = [1, *[9.0] * 12, 10], [0, *[2.0] * 12, 3]
    with pytest.raises(UndefinedError, match=r"start=1\.00"):
        kaplan_meier(durations, [True] * 14, entry)
    curve = kaplan_meier(durations, [True] * 14, entry, start=1)
    assert curve.n == 13 and curve.at(9) == pytest.approx(1 / 13)
    times = checked_times(durations, [True] * 14, entry)
    assert safe_start(times) == 1
    assert safe_start(checked_times([1, 2], [True, True])) == 0


def test_no_loss_is_told_with_n_and_need() -> None:
    with pytest.raises(NotEnoughDataError, match=r"None of 3 accounts was lost.*10"):
        kaplan_meier([1, 2, 3], [False] * 3)


def test_a_start_beyond_everybody() -> None:
    with pytest.raises(NotEnoughDataError, match="beyond 5"):
        kaplan_meier([1, 2, 3], [True] * 3, start=5)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_lies_between_0_and_1(level) -> None:
    with pytest.raises(RefusedError, match="between 0 and 1"):
        kaplan_meier([1, 2], [True, False], level=level)


def test_interval_covers_the_truth(rng) -> None:
    """Of many samples about nine in ten 90 % intervals hold the true share."""
    inside = 0
    for _ in range(300):
        life, cut = rng.exponential(10, 60), rng.uniform(5, 25, 60)
        curve = kaplan_meier(np.minimum(life, cut), life <= cut)
        row = curve.table[curve.table["time"] <= 8].iloc[-1]
        inside += row["low"] <= np.exp(-0.8) <= row["high"]
    assert 0.85 <= inside / 300 <= 0.95
