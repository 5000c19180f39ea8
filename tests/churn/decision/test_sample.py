from __future__ import annotations

import numpy as np
import pytest

from kamlab.churn.decision import accounts_needed, sample_sentence
from kamlab.errors import RefusedError


def test_a_value_of_the_tables() -> None:
    """10 % against 5 %, power .8, two-sided 5 %: 435 an arm (Fleiss, without its
    correction)."""
    assert accounts_needed(0.10, 0.05, power=0.8, level=0.95) == 435


def test_so_many_accounts_find_the_effect_as_often_as_promised(rng) -> None:
    n = accounts_needed(0.3, 0.1)
    lost = rng.binomial(n, [[0.3], [0.2]], size=(2, 4000)) / n
    both = lost.mean(axis=0)
    z = (lost[0] - lost[1]) / np.sqrt(2 * both * (1 - both) / n)
    assert (np.abs(z) > 1.645).mean() == pytest.approx(0.8, abs=0.03)


def test_forty_accounts_are_too_few() -> None:
    assert "40 accounts cannot show" in sample_sentence(40, 0.10, 0.05)
    assert "are enough" in sample_sentence(5000, 0.10, 0.05)


def test_bad_input_is_named() -> None:
    with pytest.raises(RefusedError, match=r"only 10.0 %"):
        accounts_needed(0.1, 0.2)
    with pytest.raises(RefusedError, match="risk = 2 cannot be"):
        accounts_needed(2, 0.2)
