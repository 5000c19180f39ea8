from __future__ import annotations

import io

import pytest
from PIL import Image

import kamlab
from kamlab.segmentation import (
    DEFINITIONS,
    definitions_chart,
    plot_definitions,
    six_definitions,
)


@pytest.fixture
def strip(monkeypatch):
    """Draw the strip of a company and look at its one panel."""
    seen = []
    finish = definitions_chart.finish

    def looked_at(figure, **words):
        seen.extend(figure.axes)
        return finish(figure, **words)

    monkeypatch.setattr(definitions_chart, "finish", looked_at)

    def draw(firm, tell, n=14, **settings):
        what, _, chosen = tell(firm, **settings)
        found = six_definitions(firm, what, chosen)
        return plot_definitions(what, found, n), found, seen

    return draw


def test_a_dot_for_every_label_and_a_field_for_every_score(mini, tell, strip) -> None:
    chart, found, (axis,) = strip(mini, tell)
    dots = [text for text in axis.texts if text.get_text() == "●"]
    assert len(dots) == found.table["holds"].sum()
    fields = axis.images[0].get_array()
    assert fields.shape == (8, 6)
    names = [label.get_text() for label in axis.get_xticklabels()]
    assert names == list(DEFINITIONS.values())
    assert "Account C: money now, reference, partner" in chart.alt
    assert "Account C is key by 3 definitions" in chart.reading


def test_what_is_not_known_is_a_cross_not_a_zero(make_firm, tell, strip) -> None:
    accounts = {"account_id": ["A", "B"], "is_reference": [True, False]}
    chart, _, (axis,) = strip(make_firm({"A": 90, "B": 10}, accounts=accounts), tell)
    crosses = [text.get_text() for text in axis.texts].count("×")
    assert crosses == 2 * 4  # potential, partner, teacher, innovator
    assert Image.open(io.BytesIO(chart.png)).size[0] > 500


def test_every_definition_has_its_best_account_in_a_long_list(tell, strip) -> None:
    _, found, (axis,) = strip(kamlab.load("polar"), tell, n=14)
    labels = [label.get_text() for label in axis.get_yticklabels()]
    assert len(labels) == 14
    table = found.table
    for name in DEFINITIONS:
        held = table[table["holds"] & (table["definition"] == name)]
        best = held.sort_values("score", ascending=False, kind="stable").iloc[0]
        assert best["name"][:20] in " ".join(labels)
    assert axis.get_xlabel().endswith("14 of 120 accounts, 2025-01-01 to 2025-12-31")
