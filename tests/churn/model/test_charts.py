from __future__ import annotations

import numpy as np
import pytest

from kamlab.churn.model import (
    auc,
    back_test,
    calibration_table,
    charts,
    plot_calibration,
    plot_roc,
)
from kamlab.errors import NotEnoughDataError

FEATURES = ["late", "contacts", "noise"]


@pytest.fixture(scope="module")
def tried(book):
    return back_test(book, FEATURES, horizon=3)


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


def test_calibration_draws_points_intervals_and_counts(tried, axes) -> None:
    chart = plot_calibration(tried)
    table = calibration_table(tried.lost, tried.score, tried.accounts)
    points = next(line for line in axes[0].lines if line.get_marker() == "o")
    np.testing.assert_allclose(points.get_ydata(), table["observed"] * 100)
    ends = [segment[:, 1] for segment in axes[0].collections[0].get_segments()]
    np.testing.assert_allclose(ends, table[["low", "high"]] * 100)
    heights = [bar.get_height() for bar in axes[1].patches]
    assert heights == [*table["n"], *table["lost"]]
    assert f"n = {len(tried.lost):,} slices" in axes[0].get_title(loc="left")
    assert "Calibration slope" in chart.reading and "Furthest off" in chart.reading


def test_roc_draws_model_and_baseline_with_their_auc(tried, axes) -> None:
    chart = plot_roc(tried)
    curves = [line for line in axes[0].lines if len(line.get_xdata()) > 2]
    for line, name in zip(curves, ("score", "baseline"), strict=True):
        area = np.trapezoid(line.get_ydata(), line.get_xdata()) / 1e4
        score = tried.scores[name].to_numpy()
        assert area == pytest.approx(auc(tried.lost, score).value)
    words = [text.get_text() for text in axes[0].get_legend().get_texts()]
    assert words[0].startswith("model:\nAUC 0.") and words[1].startswith(
        "gap ratio alone"
    )
    assert "of pairs the lost account was scored above" in chart.reading


def test_the_baseline_alone_is_one_curve(book, axes) -> None:
    chart = plot_roc(back_test(book, ["gap_ratio"], "recency", horizon=3))
    assert len([line for line in axes[0].lines if len(line.get_xdata()) > 2]) == 1
    assert " by " not in chart.reading


def test_one_kind_has_no_curve(tried) -> None:
    from dataclasses import replace

    with pytest.raises(NotEnoughDataError, match="needs lost and kept accounts"):
        plot_roc(replace(tried, scores=tried.scores.assign(lost=False)))
