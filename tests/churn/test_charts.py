from __future__ import annotations

import io

import pandas as pd
import pytest
from PIL import Image

from kamlab.churn import (
    EarlyWarningSettings,
    Hits,
    Rate,
    account_status,
    at_stake,
    charts,
    plot_hits,
    plot_lead_times,
    plot_rhythm,
    watch_list,
    worth_of_accounts,
)

SETTINGS = EarlyWarningSettings()


@pytest.fixture
def axes(monkeypatch: pytest.MonkeyPatch):
    """The panels of the pictures a test draws."""
    seen = []
    finish = charts.finish

    def looked_at(figure, **words):
        seen.extend(figure.axes)
        return finish(figure, **words)

    monkeypatch.setattr(charts, "finish", looked_at)
    return seen


def rhythm_of(firm, **settings):
    chosen = EarlyWarningSettings(**settings)
    status = account_status(firm, chosen)
    values, _, _ = worth_of_accounts(firm, chosen)
    watched = watch_list(firm, at_stake(status, values, None), chosen)
    return plot_rhythm(firm, status, watched)


def test_rhythm_draws_orders_silence_and_the_day_of_loss(three, axes) -> None:
    """On 2025-02-28: S silent 90 days of 93, L 59; both eroding rules apart."""
    chart = rhythm_of(three.as_of("2025-02-28"), partial_drop=0.9)
    axis = axes[0]
    labels = [label.get_text() for label in axis.get_yticklabels()]
    assert labels == ["S", "L"]
    assert [bar.get_width() for bar in axis.patches] == [90, 59]
    named = axis.get_legend_handles_labels()[1]
    assert set(named) == {"an order", "silence since", "if still silent here: lost"}
    lost = next(line for line in axis.lines if line.get_marker() == "D")
    days = [str(day.date()) for day in pd.to_datetime(lost.get_xdata(), unit="D")]
    assert days == ["2025-03-03", "2025-04-03"]
    assert "the longest is 90 days" in chart.alt
    assert chart.reading == (
        "S has been silent longest: 90 days, and it usually orders every 31 days."
    )
    assert "2025-02-28" in axis.get_xlabel() and "n = 2" in axis.get_title(loc="left")


def test_the_key_names_the_diamond_wherever_it_first_stands(make_firm, axes) -> None:
    """The first account would be lost too far ahead to be drawn, the second not."""
    half_years = ["2023-02-27", "2023-08-26", "2024-02-22", "2024-08-20"]
    monthly = [str(d.date()) for d in pd.date_range("2024-01-16", "2025-06-09")[::30]]
    firm = make_firm(
        {"A": half_years, "B": monthly[:-1], "K": [*monthly, "2025-06-30"]}
    )
    rhythm_of(firm)
    labels = [label.get_text() for label in axes[0].get_yticklabels()]
    assert labels == ["A", "B"]
    lost = next(line for line in axes[0].lines if line.get_marker() == "D")
    assert list(lost.get_ydata()) == [1]
    assert "if still silent here: lost" in axes[0].get_legend_handles_labels()[1]


def test_rhythm_without_a_rhythm(make_firm) -> None:
    days = ["2024-05-10", "2024-06-10", "2024-08-01"]
    firm = make_firm({"A": days, "K": ["2024-01-01", "2025-06-30"]})
    chart = rhythm_of(firm)
    assert chart.reading == (
        "A has been silent longest: 333 days, with too few orders to know its rhythm."
    )


def test_rhythm_of_many_with_long_names(make_firm, axes) -> None:
    days = [str(d.date()) for d in pd.date_range("2024-06-01", "2025-04-30")[::30]]
    ids = [f"A{i:02}" for i in range(30)]
    accounts = {"account_id": ids, "name": ["An account of many words\n$x$ " * 5] * 30}
    firm = make_firm(
        dict.fromkeys(ids, days) | {"K": ["2025-06-30"]}, accounts=accounts
    )
    chart = rhythm_of(firm, top_n=50)
    labels = [label.get_text() for label in axes[0].get_yticklabels()]
    assert len(labels) == 10 and max(map(len, labels)) <= 26
    width, height = Image.open(io.BytesIO(chart.png)).size
    assert 500 < width < 1100 and 200 < height < 900


def found(precision: Rate, base: Rate) -> Hits:
    return Hits(precision, Rate(None, 0), base, 12)


def test_hits_draw_value_interval_and_n(axes) -> None:
    chart = plot_hits(
        found(Rate(0.4, 20, 0.3, 0.6), Rate(0.1, 300, 0.08, 0.13)), SETTINGS
    )
    axis = axes[0]
    assert [round(bar.get_width(), 9) for bar in axis.patches] == [40, 10]
    assert [list(line.get_xdata()) for line in axis.lines] == [[30, 60], [8, 13]]
    words = [text.get_text() for text in axis.texts]
    assert words == ["40.0 %  (n = 20)", "10.0 %  (n = 300)"]
    assert "6 months (12 cut-offs pooled; line: 90 % interval)" in axis.get_xlabel()
    assert "40.0 %" in chart.alt and "40.0 %" in chart.reading


def test_hits_never_show_more_than_all(axes) -> None:
    plot_hits(found(Rate(1.0, 9, 0.7, 1.0), Rate(0.9, 30, 0.8, 1.0)), SETTINGS)
    assert max(axes[0].get_xticks()) <= 100


def test_hits_of_an_empty_list(axes) -> None:
    chart = plot_hits(found(Rate(None, 0), Rate(0.02, 30, 0.0, 0.1)), SETTINGS)
    assert axes[0].texts[0].get_text() == "nobody  (n = 0)"
    assert "2.0 %" in chart.alt and "2.0 %" in chart.reading


def test_lead_times(axes) -> None:
    leads = pd.DataFrame({"lead_days": [10.0, 21.0, 65.0, None]})
    chart = plot_lead_times(leads)
    assert [bar.get_height() for bar in axes[0].patches] == [0, 1, 1, 0, 0, 0, 1]
    assert axes[0].get_title(loc="left").endswith("(n = 3 losses)")
    assert axes[0].texts[0].get_text() == "half at least 21 days"
    assert "the longest 65" in chart.alt and "65" in chart.reading


def test_one_lead_time(axes) -> None:
    chart = plot_lead_times(pd.DataFrame({"lead_days": [300.0]}))
    assert axes[0].texts[0].get_horizontalalignment() == "right"  # stays inside
    assert "before 1 loss;" in chart.alt and "300 days" in chart.reading
