from __future__ import annotations

import pandas as pd
import pytest

from kamlab.segmentation import dependence_over_time, plot_trend, trend_chart


@pytest.fixture
def panels(monkeypatch):
    seen = []
    finish = trend_chart.finish

    def looked_at(figure, **words):
        seen.extend(figure.axes)
        return finish(figure, **words)

    monkeypatch.setattr(trend_chart, "finish", looked_at)
    return seen


def test_lines_are_the_table(mini, tell, panels) -> None:
    _, _, chosen = tell(mini)
    trend = dependence_over_time(mini, chosen)
    chart = plot_trend(trend, chosen)
    three, one = (line.get_ydata() for line in panels[0].lines[:3:2])
    assert list(three) == pytest.approx((trend["top_n"] * 100).tolist())
    assert list(one) == pytest.approx((trend["largest"] * 100).tolist())
    index = panels[1].lines[0].get_ydata()
    assert list(index) == pytest.approx(trend["hhi"].tolist())
    assert "from 48.3 % to 42.0 % of revenue" in chart.alt
    assert "fell from 48.3 % to 42.0 %" in chart.reading
    assert panels[0].get_xlabel() == "cut-off; each looks back 12 months, 4–8 accounts"


def test_the_line_of_critical_keeps_clear_of_the_largest(mini, tell, panels) -> None:
    _, _, chosen = tell(mini)
    trend = dependence_over_time(mini, chosen)
    plot_trend(trend, chosen)
    (words,) = [t for t in panels[0].texts if t.get_text().startswith("critical")]
    assert words.get_va() == "top"  # the largest runs above it


def test_what_is_undefined_is_said(mini, tell, panels) -> None:
    _, _, chosen = tell(mini)
    trend = dependence_over_time(mini, chosen)
    columns = ["hhi", "effective", "largest", "top_n"]
    blank = trend.assign(**dict.fromkeys(columns, float("nan")))
    chart = plot_trend(blank, chosen)
    assert [t.get_text() for t in panels[1].texts] == ["undefined"]
    assert "undefined" in chart.reading
    assert pd.isna(blank["hhi"]).all()
