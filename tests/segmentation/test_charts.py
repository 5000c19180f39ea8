from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from matplotlib.axes import Axes
from PIL import Image

from kamlab.errors import UndefinedError
from kamlab.segmentation import charts, lose_each, plot_criteria, plot_stress


@pytest.fixture
def axes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Axes]]:
    """The panels of the pictures a test draws, to look at what stands in them."""
    seen: list[Axes] = []
    finish = charts.finish

    def looked_at(figure, **words):
        seen.extend(figure.axes)
        return finish(figure, **words)

    monkeypatch.setattr(charts, "finish", looked_at)
    return seen


def texts(axis: Axes) -> list[str]:
    return [text.get_text() for text in axis.texts]


def test_criteria_draw_a_bar_for_every_share(mini, tell, axes) -> None:
    worth, table, chosen = tell(mini)
    plot_criteria(worth, table, chosen)
    widths = sorted(round(bar.get_width(), 6) for bar in axes[0].patches)
    columns = ["share_revenue", "share_gross_margin", "share_contribution"]
    assert widths == sorted((table[columns] * 100).round(6).to_numpy().ravel())
    assert texts(axes[0]) == ["critical 20 %", "key 10 %"]
    assert axes[0].get_xlabel().startswith("% of the company, 8 active accounts, 2025")


def test_the_largest_share_is_in_alt_and_reading(mini, make_firm, tell) -> None:
    chart = plot_criteria(*tell(mini))
    assert "42.0 %" in chart.alt and "42.0 %" in chart.reading
    # the largest bar is contribution, of an account that is small by revenue
    firm = make_firm({"A": (90, 85), "B": (10, 3)})
    chart = plot_criteria(*tell(firm))
    assert "the longest is A with 90.0 % of revenue" in chart.alt
    firm = make_firm({"A": (60, 59), "B": (40, 20)})
    chart = plot_criteria(*tell(firm))
    assert "the longest is B with 95.2 % of gross margin" in chart.alt
    assert "95.2 %" in chart.reading


def test_lines_follow_the_settings(mini, tell, axes) -> None:
    plot_criteria(*tell(mini, key_share=0.05, critical_share=0.33))
    assert texts(axes[0]) == ["critical 33 %", "key 5 %"]
    plot_criteria(*tell(mini, mode="absolute"))
    assert texts(axes[1]) == ["critical 20 %"]
    plot_criteria(*tell(mini, key_share=0.20))
    assert texts(axes[2]) == ["key, critical 20 %"]
    plot_criteria(*tell(mini, level="manager"))
    assert axes[3].get_xlabel().startswith("% of its KAM's book, 8")


def test_labels_of_near_lines_stand_apart(mini, tell, axes) -> None:
    plot_criteria(*tell(mini, key_share=0.18))
    sides = {t.get_text(): t.get_horizontalalignment() for t in axes[0].texts}
    assert sides == {"critical 20 %": "left", "key 18 %": "right"}


def test_a_criterion_without_shares_is_named_and_takes_no_room(red, tell, axes):
    chart = plot_criteria(*tell(red))
    names = [text.get_text() for text in axes[0].get_legend().get_texts()]
    assert names == ["revenue", "gross margin: undefined", "contribution: undefined"]
    assert "A 62.5 % of revenue, an undefined share of gross margin" in chart.alt
    assert sum(bar.get_width() > 0 for bar in axes[0].patches) == 2


def test_nothing_to_draw(make_firm, tell) -> None:
    with pytest.raises(UndefinedError, match="no total is above 0"):
        plot_criteria(*tell(make_firm({"A": 0})))


@pytest.mark.parametrize("n", [1, 30])
def test_one_account_and_many_with_long_names(make_firm, tell, axes, n: int) -> None:
    ids = [f"A{i:02}" for i in range(n)]
    accounts = {"account_id": ids, "name": ["Very long name & Sons $5\n" * 9] * n}
    firm = make_firm(dict.fromkeys(ids, (100, 40)), accounts=accounts)
    worth, table, chosen = tell(firm)
    for chart in (
        plot_criteria(worth, table, chosen),
        plot_stress(worth, lose_each(worth)),
    ):
        width, height = Image.open(io.BytesIO(chart.png)).size
        assert 500 < width < 1100 and 100 < height < 900
    labels = [label.get_text() for label in axes[0].get_yticklabels()]
    assert len(labels) == min(n, 8)
    assert max(map(len, labels)) <= 26


def test_stress_draws_revenue_beside_what_counts(mini, tell, axes) -> None:
    worth, _, _ = tell(mini)
    losses = lose_each(worth)
    chart = plot_stress(worth, losses)
    for axis, name in zip(axes, ("revenue", "contribution"), strict=True):
        widths = [bar.get_width() * 1000 for bar in axis.patches]
        assert widths == pytest.approx(losses[f"lost_{name}"].tolist())
        assert axis.get_xlabel().startswith("thousand EUR, 2025-01-01")
    assert texts(axes[1])[:2] == ["4.4", "3.3"]
    assert "42 kEUR of revenue" in chart.alt and "42 kEUR" in chart.reading
    assert "4,400 EUR of contribution" in chart.alt and "4,400 EUR" in chart.reading


def test_stress_follows_the_criterion(mini, make_firm, tell, axes) -> None:
    worth, _, _ = tell(mini, criterion="gross_margin")
    plot_stress(worth, lose_each(worth))
    assert axes[1].get_title(loc="left") == "Gross margin that goes"
    worth, _, _ = tell(make_firm({"A": 5}, currency=""))
    plot_stress(worth, lose_each(worth))
    assert len(axes) == 3
    assert axes[2].get_xlabel().startswith("thousand, 2024-07-01")
