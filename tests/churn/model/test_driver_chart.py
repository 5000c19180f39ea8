from __future__ import annotations

import pandas as pd
import pytest

from kamlab.churn.model import driver_chart, fit_model, plot_drivers
from kamlab.errors import MissingPartError


@pytest.fixture(scope="module")
def model(book):
    return fit_model(book, ["late", "contacts", "noise"], "logit", {"contacts": 1})


@pytest.fixture
def axes(monkeypatch: pytest.MonkeyPatch):
    """The panels of the pictures a test draws."""
    seen = []
    finish = driver_chart.finish

    def looked_at(figure, **words):
        seen.extend(figure.axes)
        return finish(figure, **words)

    monkeypatch.setattr(driver_chart, "finish", looked_at)
    return seen


def test_bars_are_weights_and_diamonds_the_truth(model, axes) -> None:
    truth = pd.DataFrame({"feature": ["late", "contacts"], "per_unit": [3.0, -0.5]})
    chart = plot_drivers(model, truth=truth)
    weights = model.weights().set_index("feature")
    labels = [label.get_text() for label in axes[0].get_yticklabels()]
    assert labels == weights.index.tolist()
    widths = {round(bar.get_y() + 0.3): bar.get_width() for bar in axes[0].patches}
    assert [widths[k] for k in range(3)] == pytest.approx(weights["weight"].tolist())
    diamonds = next(line for line in axes[0].lines if line.get_marker() == "D")
    true = dict(zip(diamonds.get_ydata(), diamonds.get_xdata(), strict=True))
    assert true[labels.index("late")] == pytest.approx(3 * weights["sd"]["late"])
    assert "noise" not in [labels[int(k)] for k in true]
    assert f"(truth {3 * weights['sd']['late']:+.2f})" in chart.alt


def test_a_weight_against_expectation_is_hatched_and_told(model, axes) -> None:
    chart = plot_drivers(model)
    (hatched,) = [bar for bar in axes[0].patches if bar.get_hatch()]
    assert hatched.get_width() == pytest.approx(
        model.weights().set_index("feature")["weight"]["contacts"]
    )
    assert "1 signal against expectation: no cause" in chart.reading


def test_only_the_strongest_are_drawn(model, axes) -> None:
    plot_drivers(model, most=1)
    assert len(axes[0].patches) == 1


def test_a_truth_without_its_columns_is_refused(model) -> None:
    with pytest.raises(MissingPartError, match="lack the column per_unit"):
        plot_drivers(model, truth=pd.DataFrame({"feature": ["late"]}))
