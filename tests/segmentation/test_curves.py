from __future__ import annotations

import pytest

from kamlab.errors import MissingPartError, UndefinedError
from kamlab.segmentation import curves, plot_pareto, plot_whale


@pytest.fixture
def axes(monkeypatch: pytest.MonkeyPatch):
    """The panels of the pictures a test draws."""
    seen = []
    finish = curves.finish

    def looked_at(figure, **words):
        seen.extend(figure.axes)
        return finish(figure, **words)

    monkeypatch.setattr(curves, "finish", looked_at)
    return seen


def test_pareto_of_mini(mini, tell, axes) -> None:
    chart = plot_pareto(tell(mini)[0])
    line = axes[0].lines[0]
    assert line.get_xdata().tolist() == [0, 12.5, 25, 37.5, 50, 62.5, 75, 87.5, 100]
    assert line.get_ydata() == pytest.approx([0, 42, 60, 72, 81, 88, 93, 97, 100])
    assert "the largest 2 reach 60.0 %" in chart.alt and "60.0 %" in chart.reading
    assert "8 active accounts" in axes[0].get_xlabel()
    assert axes[0].get_ylabel() == "% of revenue"


def test_the_words_of_the_point_stay_in_the_picture(make_firm, tell, axes) -> None:
    plot_pareto(tell(make_firm({"A": 100}))[0])
    words = next(t for t in axes[0].texts if t.get_text().startswith("largest 1"))
    assert words.get_horizontalalignment() == "right"
    assert 0 < words.xyann[0] <= 100 and 0 < words.xyann[1] < 100


def test_pareto_without_revenue(make_firm, tell) -> None:
    with pytest.raises(UndefinedError):
        plot_pareto(tell(make_firm({"A": 0}))[0])


def test_exercise_3_3_whale_of_mini(mini, tell, axes) -> None:
    chart = plot_whale(tell(mini)[0])
    assert "peaks at 108.9 % after 6" in chart.alt
    assert chart.reading == (
        "The best 6 accounts earn 108.9 % of the total contribution; the 2 below zero "
        "take the rest back."
    )
    assert axes[0].get_title(loc="left") == "2 accounts of 8 cost more than they leave"
    assert max(axes[0].lines[0].get_ydata()) == pytest.approx(17_200 / 158)


def test_whale_of_adventureworks(adventureworks, tell) -> None:
    """Gross margin: no other cost is known. Peak 561.88 % at reseller 300 of 635."""
    told = tell(adventureworks, period_months=0)[0]
    curve = curves.cumulative(told.table["gross_margin"])["cumulative_share"]
    assert curve.max() == pytest.approx(5.6188, abs=5e-5)
    assert curve.to_numpy().argmax() + 1 == 300
    chart = plot_whale(told)
    assert "561.9 % after 300" in chart.alt and "561.9 %" in chart.reading
    assert "the 335 below zero" in chart.reading


@pytest.mark.parametrize(
    "amounts, title, reading",
    [
        (
            {"A": (9, 5), "B": (9, 6)},
            "None of 2 accounts costs more than it leaves",
            "The best 2 accounts earn 100.0 % of the total contribution; none is below "
            "zero and takes anything back.",
        ),
        (
            {"A": (9, 5), "B": (9, 10)},
            "1 account of 2 costs more than it leaves",
            "The best account earns 133.3 % of the total contribution; the 1 below "
            "zero takes the rest back.",
        ),
        (
            {"A": 90, "B": -30},
            "1 account of 2 was credited more than billed",
            "The best account earns 150.0 % of the total revenue; the 1 below zero "
            "takes the rest back.",
        ),
    ],
)
def test_whale_in_words(make_firm, tell, axes, amounts, title, reading) -> None:
    assert plot_whale(tell(make_firm(amounts))[0]).reading == reading
    assert axes[0].get_title(loc="left") == title


def test_whale_needs_costs_or_something_negative(make_firm, tell) -> None:
    with pytest.raises(MissingPartError, match="cost_amount"):
        plot_whale(tell(make_firm({"A": 90, "B": 30}))[0])


def test_whale_in_the_red(red, tell) -> None:
    with pytest.raises(UndefinedError, match="not above 0"):
        plot_whale(tell(red)[0])


def test_alt_and_reading_hold_the_highest_point(make_firm, tell) -> None:
    chart = plot_whale(tell(make_firm({"A": (100, 10), "B": (50, 90)}))[0])
    assert "180.0 %" in chart.alt and "180.0 %" in chart.reading
