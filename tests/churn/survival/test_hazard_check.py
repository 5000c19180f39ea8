from __future__ import annotations

import numpy as np
import pytest

from kamlab.churn.survival import hazard_groups
from kamlab.errors import NotEnoughDataError, RefusedError


def test_groups_by_hand() -> None:
    table = hazard_groups(
        [0.4, 0.1, 0.2, 0.3], [True, False, False, True], [0.5, 0.1, 0.1, 0.3], groups=2
    )
    assert table["group"].tolist() == [1, 2] and table["n"].tolist() == [2, 2]
    assert table["predicted"].tolist() == pytest.approx([0.15, 0.35])
    assert table["seen"].tolist() == [0, 1] and table["losses"].tolist() == [0, 2]
    assert table["true"].tolist() == pytest.approx([0.1, 0.4])
    # Wilson's 90 % interval of 0 of 2
    z2 = 1.6448536269514722**2
    assert table["low"][0] == 0 and table["high"][0] == pytest.approx(z2 / (2 + z2))


def test_groups_share_all_rows(rng) -> None:
    predicted = rng.random(103) / 5
    table = hazard_groups(predicted, rng.random(103) < predicted)
    assert table["n"].sum() == 103 and set(table["n"]) == {10, 11}
    assert table["predicted"].is_monotonic_increasing and "true" not in table
    assert np.average(table["predicted"], weights=table["n"]) == pytest.approx(
        predicted.mean()
    )


@pytest.mark.parametrize(
    ("predicted", "lost", "more", "error", "said"),
    [
        ([0.1] * 3, [True], {}, RefusedError, "one outcome"),
        ([0.1] * 3, [True] * 3, {"true": [0.1]}, RefusedError, "one truth"),
        ([0.1, 1.2], [True, False], {"groups": 2}, RefusedError, "between 0 and 1"),
        ([0.1, np.nan], [True, False], {"groups": 2}, RefusedError, "never blank"),
        ([0.1, 0.2], [True, False], {"groups": 1}, RefusedError, "2 to 50"),
        ([0.1, 0.2], [True, False], {}, NotEnoughDataError, "10 groups"),
        ([0.1] * 20, [False] * 20, {}, NotEnoughDataError, "0 losses"),
    ],
)
def test_nonsense(predicted, lost, more, error, said) -> None:
    with pytest.raises(error, match=said):
        hazard_groups(predicted, lost, **more)
