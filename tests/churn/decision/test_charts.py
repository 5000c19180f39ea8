from __future__ import annotations

import pandas as pd
import pytest

from kamlab.churn.decision import (
    plot_profit_curve,
    plot_quadrants,
    profit_curve,
    profit_sentence,
)
from kamlab.errors import RefusedError
from kamlab.presentation import Chart

TABLE = pd.DataFrame(
    {
        "probability": [0.6, 0.3, 0.1],
        "effect": [0.05, 0.20, 0.05],
        "true_effect": [0.05, 0.20, 0.05],
        "value": [20_000, 30_000, 90_000],
        "cost": 2000.0,
    }
)


def test_the_profit_curve_tells_the_largest_figure() -> None:
    chart = plot_profit_curve(profit_curve(TABLE), "EUR")
    assert isinstance(chart, Chart) and chart.png.startswith(b"\x89PNG")
    assert "Most gained by the action first brings most: 6,500 EUR" in chart.reading
    assert "if the truth were known 6,500 EUR at 2 accounts" in chart.alt
    assert plot_profit_curve(profit_curve(TABLE), "EUR").png == chart.png


def test_where_nothing_pays_the_sentence_says_so() -> None:
    dear = TABLE.assign(cost=10_000.0)
    assert "pays at no account" in profit_sentence(profit_curve(dear))
    plot_profit_curve(profit_curve(dear))
    wrong = TABLE.assign(effect=-0.1, true_effect=[-0.5, 0.1, -0.5])
    assert "No rule brings anything" in profit_sentence(profit_curve(wrong))
    alone = profit_curve(TABLE, rules=())
    assert profit_sentence(alone) == "6,500 could be reached if the truth were known."
    plot_profit_curve(alone)


def test_quadrants_name_the_most_persuadable() -> None:
    chart = plot_quadrants([0.6, 0.3, 0.1], TABLE["effect"], names=list("PQR"))
    assert "largest effect is 20 percentage points" in chart.alt
    assert "3 persuadable" in chart.reading
    plot_quadrants([], [])
    with pytest.raises(RefusedError):
        plot_quadrants([0.6], [0.1, 0.2])
