from __future__ import annotations

import pandas as pd
import pytest

from kamlab.churn import plot_stake, ranked_stake
from kamlab.errors import NotEnoughDataError


def stake(*rows: tuple[str, float | None, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["account_id", "probability", "value"])
    return frame.astype({"probability": "float64"})


def test_ranked_by_the_product_and_drawn(three) -> None:
    ranked = ranked_stake(
        three, stake(("K", 0.1, 5000.0), ("S", 0.9, 100.0), ("L", None, 9.0))
    )
    assert ranked["account"].tolist() == ["K", "S"]
    chart = plot_stake(ranked, "EUR")
    assert "the largest 500 EUR" in chart.alt
    assert "The likeliest loss is S (90 %)" in chart.reading.replace("90.0", "90")


def test_accounts_that_cost_more_than_they_leave_are_drawn(three) -> None:
    ranked = ranked_stake(three, stake(("K", 0.5, -100.0), ("S", 0.5, -300.0)))
    assert plot_stake(ranked).png


def test_without_a_chance_there_is_nothing_to_rank(three) -> None:
    with pytest.raises(NotEnoughDataError, match="no chance of a loss"):
        ranked_stake(three, stake(("K", None, 1.0)))
