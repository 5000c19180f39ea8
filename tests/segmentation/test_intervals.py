from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import bootstrap

from kamlab.errors import NotEnoughDataError, UndefinedError
from kamlab.segmentation import concentration, gini, hhi, top_share


@pytest.fixture(scope="module")
def sizes() -> pd.Series:
    return pd.Series(np.random.default_rng(3).lognormal(0, 1, 80))


def test_values_are_those_of_the_plain_functions(sizes) -> None:
    table = concentration(sizes).set_index("figure")
    assert table.loc["hhi", "value"] == hhi(sizes)
    assert table.loc["gini", "value"] == gini(sizes)
    assert table.loc["top20", "value"] == top_share(sizes)
    three = sizes.nlargest(3).sum() / sizes.sum()
    assert table.loc["top_n", "value"] == pytest.approx(three)
    assert table.loc["effective", "value"] == pytest.approx(1 / hhi(sizes))
    assert (table["low"] < table["high"]).all()
    assert set(table["n"]) == {80}


@pytest.mark.parametrize("figure, plain", [("hhi", hhi), ("gini", gini)])
def test_the_interval_is_that_of_scipy(sizes, figure: str, plain) -> None:
    ours = concentration(sizes, draws=4000).set_index("figure").loc[figure]
    theirs = bootstrap(
        (sizes.to_numpy(),),
        lambda drawn: plain(pd.Series(drawn)),
        confidence_level=0.9,
        method="percentile",
        n_resamples=800,
        vectorized=False,
        rng=np.random.default_rng(5),
    ).confidence_interval
    width = ours["high"] - ours["low"]
    assert ours["low"] == pytest.approx(theirs.low, abs=0.15 * width)
    assert ours["high"] == pytest.approx(theirs.high, abs=0.15 * width)


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    """An exponential book has a Gini coefficient of one half."""
    rng, hits = np.random.default_rng(11), 0
    for _ in range(200):
        values = pd.Series(rng.exponential(size=120))
        row = concentration(values, draws=300).set_index("figure").loc["gini"]
        hits += row["low"] <= 0.5 <= row["high"]
    assert 0.80 <= hits / 200 <= 0.97


def test_same_seed_same_interval_whatever_order_and_currency(sizes) -> None:
    first = concentration(sizes, seed=4)
    mixed = concentration(sizes.sample(frac=1, random_state=1) * 7.5, seed=4)
    numbers = ["value", "low", "high"]
    assert first[numbers].to_numpy() == pytest.approx(mixed[numbers].to_numpy())
    other = concentration(sizes, seed=5)
    assert not np.allclose(first["low"], other["low"], rtol=1e-6)


def test_blocks_of_draws_add_up(sizes, monkeypatch) -> None:
    monkeypatch.setattr("kamlab.segmentation.intervals.BLOCK", 80 * 7)
    assert concentration(sizes, draws=50)["low"].notna().all()


def test_too_few_alike_and_negative_accounts(mini, tell) -> None:
    with pytest.raises(NotEnoughDataError, match="at least 20 accounts; here are 8"):
        concentration(tell(mini)[0].table["revenue"])
    with pytest.raises(UndefinedError, match="All accounts are alike"):
        concentration(pd.Series([5.0] * 30))
    with pytest.raises(UndefinedError, match="1 account is negative"):
        concentration(pd.Series([5.0] * 30 + [-1]))
    assert concentration(pd.Series([0.0] * 29 + [1]))["low"].notna().all()
