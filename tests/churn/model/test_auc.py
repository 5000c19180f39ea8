from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from kamlab.churn.model import auc, auc_difference
from kamlab.churn.model.auc import placements
from kamlab.churn.wilson import Z
from kamlab.errors import UndefinedError

CASES = st.lists(st.tuples(st.booleans(), st.integers(0, 6)), min_size=2, max_size=40)


def both_kinds(cases):
    return 0 < sum(lost for lost, _ in cases) < len(cases)


@given(CASES.filter(both_kinds))
def test_auc_counts_pairs_and_is_scikit_learns(cases) -> None:
    lost, score = (np.array(column) for column in zip(*cases, strict=True))
    gone, kept = score[lost], score[~lost]
    pairs = (gone[:, None] > kept) + 0.5 * (gone[:, None] == kept)
    found = auc(lost, score)
    assert found.value == pytest.approx(pairs.mean(), abs=1e-12)
    assert found.value == pytest.approx(roc_auc_score(lost, score), abs=1e-12)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert placements(lost, score).of_kept.mean() == pytest.approx(found.value)


@given(CASES.filter(both_kinds))
def test_only_the_ranking_counts(cases) -> None:
    lost, score = (np.array(column) for column in zip(*cases, strict=True))
    assert auc(lost, score).value == auc(lost, np.exp(score / 3.0)).value
    assert auc(lost, -score).value == pytest.approx(1 - auc(lost, score).value)


def delong_by_hand(lost, score):
    """Variance as in DeLong et al. 1988, straight from all pairs."""
    gone, kept = score[lost], score[~lost]
    wins = (gone[:, None] > kept) + 0.5 * (gone[:, None] == kept)
    return wins.mean(1).var(ddof=1) / len(gone) + wins.mean(0).var(ddof=1) / len(kept)


def test_interval_is_delongs_on_the_logit_scale(rng) -> None:
    lost = rng.random(80) < 0.3
    score = np.round(rng.normal(size=80) + lost, 1)
    value = auc(lost, score).value
    half = Z * math.sqrt(delong_by_hand(lost, score)) / (value * (1 - value))
    centre = math.log(value / (1 - value))
    expected = [1 / (1 + math.exp(-centre - sign * half)) for sign in (-1, 1)]
    found = auc(lost, score)
    assert [found.low, found.high] == pytest.approx(expected)


def bootstrapped(lost, score, accounts, statistic, rng, draws=250):
    """Standard error by drawing accounts with all their slices."""
    rows = [np.flatnonzero(accounts == a) for a in np.unique(accounts)]
    values = []
    for _ in range(draws):
        drawn = np.concatenate([rows[k] for k in rng.integers(0, len(rows), len(rows))])
        values.append(statistic(lost[drawn], drawn))
    return np.std(values)


def test_several_slices_an_account_widen_the_interval_as_a_bootstrap_does(rng) -> None:
    """Four slices an account with one fate and nearly one score: a quarter is new."""
    accounts = np.repeat(np.arange(120), 4)
    lost = np.repeat(rng.random(120) < 0.35, 4)
    score = np.repeat(rng.normal(size=120), 4) + lost + 0.1 * rng.normal(size=480)
    wide, narrow = auc(lost, score, accounts), auc(lost, score)
    spread = bootstrapped(
        lost, score, accounts, lambda y, d: roc_auc_score(y, score[d]), rng
    )
    half = (wide.high - wide.low) / 2 / Z
    assert half == pytest.approx(spread, rel=0.15)
    assert wide.high - wide.low > 1.6 * (narrow.high - narrow.low)


def test_difference_knows_that_both_saw_the_same_accounts(rng) -> None:
    accounts = np.repeat(np.arange(150), 2)
    lost = rng.random(300) < 0.4
    shared = rng.normal(size=300) + lost
    one, two = shared + 0.2 * rng.normal(size=300), shared + 0.2 * rng.normal(size=300)
    found = auc_difference(lost, one, two, accounts)
    assert found.value == pytest.approx(auc(lost, one).value - auc(lost, two).value)
    spread = bootstrapped(
        lost,
        one,
        accounts,
        lambda y, d: roc_auc_score(y, one[d]) - roc_auc_score(y, two[d]),
        rng,
    )
    assert (found.high - found.low) / 2 / Z == pytest.approx(spread, rel=0.2)
    apart = auc(lost, one)
    assert found.high - found.low < 0.5 * (apart.high - apart.low)


def test_a_perfect_score_is_not_certain() -> None:
    found = auc(np.array([True] * 5 + [False] * 20), np.arange(25)[::-1])
    assert found.value == 1 and found.high == 1
    assert found.low == pytest.approx(5 / (5 + Z * Z))  # Wilson, 5 of 5


def test_interval_covers_the_truth_as_often_as_it_says() -> None:
    """Scores N(1, 1) against N(0, 1): the true AUC is Φ(1/√2) = .7602."""
    rng, hits = np.random.default_rng(5), 0
    for _ in range(300):
        lost = np.arange(150) < 40
        found = auc(lost, rng.normal(size=150) + lost)
        hits += found.low <= 0.7602 <= found.high
    assert 0.85 <= hits / 300 <= 0.95


@pytest.mark.parametrize("lost", [[True, True], [False, False]])
def test_one_kind_alone_has_no_auc(lost) -> None:
    with pytest.raises(UndefinedError, match="AUC compares lost accounts with kept"):
        auc(np.array(lost), np.array([0.1, 0.2]))
