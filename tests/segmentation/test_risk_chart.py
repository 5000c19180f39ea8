from __future__ import annotations

import pytest

from kamlab.segmentation import joint_losses, plot_risk, risk_chart


@pytest.fixture
def panels(monkeypatch):
    seen = []
    finish = risk_chart.finish

    def looked_at(figure, **words):
        seen.extend(figure.axes)
        return finish(figure, **words)

    monkeypatch.setattr(risk_chart, "finish", looked_at)
    return seen


def test_bars_hold_all_years(mini, tell, panels) -> None:
    what, _, _ = tell(mini)
    risk = joint_losses(what, 0.1)
    chart = plot_risk(what, risk)
    for axis in panels:
        assert sum(bar.get_height() for bar in axis.patches) == pytest.approx(100)
    # nobody leaves in 0.9 ** 8 of the years: a bar that begins at nothing
    zero = [bar for bar in panels[0].patches if bar.get_x() == pytest.approx(0)]
    assert zero[0].get_height() == pytest.approx(0.9**8 * 100, abs=1.5)
    marks = [text.get_text() for text in panels[0].texts]
    assert marks == ["middle year\n4,000 EUR", "1 year in 10: more\n42 kEUR"]
    assert "one year in ten more than 42 kEUR" in chart.alt
    assert "On average 1,580 EUR of contribution" in chart.reading


def test_nothing_to_lose_and_only_revenue(make_firm, tell, panels) -> None:
    what, _, _ = tell(make_firm({"A": 100}))
    plot_risk(what, joint_losses(what, 0.0, draws=50))
    assert len(panels) == 1
    assert panels[0].get_xlabel() == "thousand EUR in a year, n = 1"


def test_accounts_that_cost_money_when_they_stay(red, tell, panels) -> None:
    what, _, _ = tell(red)
    chart = plot_risk(what, joint_losses(what, 0.5, draws=200))
    assert panels[1].get_xlim()[0] < 0
    assert "−" in chart.reading
