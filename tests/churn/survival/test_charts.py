from __future__ import annotations

import io

import pandas as pd
import pytest
from PIL import Image

from kamlab.churn import charts as strips
from kamlab.churn.definitions import LossDefinition
from kamlab.churn.survival import (
    charts,
    kaplan_meier,
    lifetimes,
    plot_order_strips,
    plot_survival,
)
from kamlab.errors import NotEnoughDataError, RefusedError


@pytest.fixture
def axes(monkeypatch: pytest.MonkeyPatch):
    """The panels of the pictures a test draws."""
    seen = []
    finish = charts.finish

    def looked_at(figure, **words):
        seen.extend(figure.axes)
        return finish(figure, **words)

    monkeypatch.setattr(charts, "finish", looked_at)
    monkeypatch.setattr(strips, "finish", looked_at)
    return seen


def test_curve_interval_and_those_at_risk(freireich, axes) -> None:
    weeks, lost, _ = freireich
    curve = kaplan_meier(weeks[:21], lost[:21], unit="week")
    chart = plot_survival(curve)
    axis = axes[0]
    (line,) = (x for x in axis.lines if len(x.get_xdata()) > 2)
    assert line.get_ydata()[1] == pytest.approx(600 / 7)
    labels = [label.get_text() for label in axis.get_xticklabels()]
    assert labels == ["0\n21", "6\n21", "12\n12", "18\n9", "24\n5", "30\n4"]
    assert axis.get_xlabel() == "weeks since the start; below: accounts at risk"
    assert axis.get_title(loc="left") == "How long accounts stay (n = 21, 9 lost)"
    assert "half gone: 23 weeks" in [text.get_text() for text in axis.texts]
    assert chart.reading == curve.words and "n = 21" in chart.alt
    width, height = Image.open(io.BytesIO(chart.png)).size
    assert 500 < width < 1100 and 200 < height < 900


def test_groups_are_told_apart_by_more_than_colour(freireich, axes) -> None:
    weeks, lost, _ = freireich
    chart = plot_survival(
        {
            "new": kaplan_meier(weeks[:21], lost[:21]),
            "old": kaplan_meier(weeks[21:], lost[21:]),
        }
    )
    axis = axes[0]
    lines = [x for x in axis.lines if len(x.get_xdata()) > 2]
    assert [line.get_linestyle() for line in lines] == ["-", "--"]
    assert axis.get_xticklabels()[2].get_text() == "12\n12\n6"
    assert "in turn new; old" in axis.get_xlabel()
    assert chart.reading.startswith("new: Half are lost") and "old: " in chart.reading


def test_a_late_start(polar, axes) -> None:
    curve = lifetimes(polar).curve(start=24)
    plot_survival(curve)
    labels = [label.get_text() for label in axes[0].get_xticklabels()]
    assert labels[0].startswith("36\n") and all("\n" in label for label in labels)


def test_too_many_curves() -> None:
    curve = kaplan_meier([1, 2], [True, False])
    for named in ({}, {str(i): curve for i in range(5)}):
        with pytest.raises(RefusedError, match="told apart"):
            plot_survival(named)


def test_strips_mark_the_gap(three, axes) -> None:
    """On 2025-02-28 L is silent 59 days and S 90, with a usual gap of 31."""
    at = three.as_of("2025-02-28")
    chart = plot_order_strips(at, ["S", "L", "K"])
    axis = axes[0]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["S", "L", "K"]
    assert [bar.get_width() for bar in axis.patches] == [90, 59, 0]
    beside = [text.get_text() for text in axis.texts]
    assert beside == ["2.9 ×", "1.9 ×", "0.0 ×", "silence in\nusual gaps"]
    lost = next(line for line in axis.lines if line.get_marker() == "D")
    days = [str(day.date()) for day in pd.to_datetime(lost.get_xdata(), unit="D")]
    assert days[0] == "2025-03-03"
    assert chart.reading.startswith("S has been silent longest: 90 days")
    plot_order_strips(at, ["S"], LossDefinition(gap_k=4.0))
    later = next(line for line in axes[1].lines if line.get_marker() == "D")
    assert str(pd.to_datetime(later.get_xdata()[0], unit="D").date()) == "2025-04-03"


def test_strips_without_a_rhythm(make_firm, axes) -> None:
    firm = make_firm({"A": ["2025-05-10", "2025-06-10"], "K": ["2025-06-30"]})
    plot_order_strips(firm, ["A"])
    assert axes[0].texts[0].get_text() == "–"


def test_strips_of_nobody(three, make_firm) -> None:
    with pytest.raises(RefusedError, match="1 to 20"):
        plot_order_strips(three, [])
    with pytest.raises(RefusedError, match="Z has no order up to 2025-06-30"):
        plot_order_strips(three, ["K", "Z"])
    with pytest.raises(NotEnoughDataError, match="no orders"):
        plot_order_strips(make_firm({"A": ["2025-01-01"]}, -5.0), ["A"])
