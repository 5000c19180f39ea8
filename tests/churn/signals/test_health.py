from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kamlab.churn.signals import SCALES, SIGNALS, HealthWeights, Scale, health_score
from kamlab.churn.signals.health import hand_weights, scale_words, scaled
from kamlab.errors import RefusedError

TWO = HealthWeights(**dict.fromkeys(SCALES, 0.0) | {"gap_ratio": 0.6, "coverage": 0.2})


def frame_of(**columns: list) -> pd.DataFrame:
    return pd.DataFrame(columns)


def test_by_hand() -> None:
    table = frame_of(
        account_id=list("ABCDE"),
        gap_ratio=[1.0, 2.0, 9.0, np.nan, 0.0],
        coverage=[0.7, 0.45, 0.0, 0.2, np.nan],
    )
    found = health_score(table, TWO)
    # weights 3/4 and 1/4; silence 0, half, all; coverage 0, half, all
    assert found["health"].tolist() == pytest.approx([100.0, 50.0, 0.0, 0.0, 100.0])
    assert found["known"].tolist() == [1.0, 1.0, 1.0, 0.25, 0.75]
    assert found["worry"].tolist() == [
        *(np.nan, "gap_ratio", "gap_ratio", "coverage", np.nan)
    ]


def test_too_little_known_is_no_score() -> None:
    table = frame_of(account_id=["A", "B"], tickets=[3.0, np.nan])
    found = health_score(table)
    assert found["health"].isna().all()
    assert found["known"].tolist() == pytest.approx([0.04, 0.0])


@given(
    st.lists(
        st.tuples(
            *[st.one_of(st.none(), st.floats(-5, 50, allow_nan=False)) for _ in SCALES]
        ),
        min_size=1,
        max_size=20,
    )
)
def test_a_score_lies_within_0_and_100_and_sicker_is_lower(rows) -> None:
    table = pd.DataFrame(rows, columns=list(SCALES), dtype="float64")
    health = health_score(table)["health"]
    assert health.dropna().between(-1e-9, 100 + 1e-9).all()
    worse = table.copy()
    for name, scale in SCALES.items():
        worse[name] += 0.5 * np.sign(scale.sick - scale.healthy)
    assert (health_score(worse)["health"] <= health + 1e-9)[health.notna()].all()


def test_scales_point_where_signals_do() -> None:
    assert set(HealthWeights.model_fields) == set(SCALES)
    for name, scale in SCALES.items():
        assert np.sign(scale.sick - scale.healthy) == SIGNALS[name].direction, name
    assert SCALES["gap_ratio"] == Scale(1.0, 3.0)


def test_scales_in_words() -> None:
    assert scale_words("gap_ratio") == "healthy at 1, sick at 3 or more (times)"
    assert scale_words("coverage") == "healthy at 0.7, sick at 0.2 or less (share)"
    assert "sick at −0.5 or less" in scale_words("products_change")


def test_only_proportions_of_the_weights_matter() -> None:
    doubled = {n: 2 * w for n, w in HealthWeights().model_dump().items()}
    pd.testing.assert_series_equal(
        hand_weights(HealthWeights(**doubled)), hand_weights()
    )
    assert hand_weights().sum() == pytest.approx(1.0)


def test_what_cannot_be_scored_is_said() -> None:
    nothing = HealthWeights(**dict.fromkeys(SCALES, 0.0))
    table = frame_of(account_id=["A"], gap_ratio=["a lot"])
    with pytest.raises(RefusedError, match=r"gap_ratio should hold numbers.*'a lot'"):
        health_score(table)
    with pytest.raises(RefusedError, match=r"All weights .* are 0"):
        health_score(table, nothing)
    with pytest.raises(RefusedError, match="None of the signals"):
        health_score(table[["account_id"]])
    with pytest.raises(ValidationError):
        HealthWeights(gap_ratio=1.5)
    assert scaled(frame_of(gap_ratio=["2", None]), ["gap_ratio"]).iloc[0, 0] == 0.5
