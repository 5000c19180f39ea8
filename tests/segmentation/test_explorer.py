from __future__ import annotations

import builtins
from typing import Any

import pytest

from kamlab.presentation import Chart, Words
from kamlab.segmentation import explore, plot_criteria
from kamlab.segmentation.explorer import with_lines


class Place:
    """Where something was displayed; keeps what stands there now."""

    def __init__(self, thing: Any) -> None:
        self.now = thing

    def update(self, thing: Any) -> None:
        self.now = thing


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Place]:
    places: list[Place] = []

    def display(thing: Any, display_id: bool = False) -> Place:
        places.append(Place(thing))
        return places[-1]

    monkeypatch.setattr("IPython.display.display", display)
    return places


def test_the_picture_is_the_reports_own_and_follows_the_slider(mini, tell, shown):
    what, accounts, chosen = tell(mini)
    explore(what, chosen)
    picture, words, key_line, critical_line = shown
    assert isinstance(picture.now, Chart) and isinstance(words.now, Words)
    assert picture.now == plot_criteria(what, accounts, chosen)
    assert "3 by revenue, 6 by gross margin, 5 by contribution" in words.now.text
    key_line.now.value = 0.15
    assert picture.now == plot_criteria(*tell(mini, key_share=0.15))
    assert "2 by revenue" in words.now.text
    critical_line.now.value = 0.40
    both = tell(mini, key_share=0.15, critical_share=0.40)
    assert picture.now == plot_criteria(*both)


def test_without_widgets_the_picture_stays(mini, tell, shown, monkeypatch) -> None:
    real = builtins.__import__

    def no_widgets(name: str, *more: Any) -> Any:
        if name == "ipywidgets":
            raise ImportError(name)
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", no_widgets)
    what, _, chosen = tell(mini)
    explore(what, chosen)
    assert [type(place.now) for place in shown] == [Chart, Words]


def test_sliders_keep_to_what_the_settings_allow(mini, tell, shown) -> None:
    what, _, chosen = tell(mini, key_band_top=0.20)
    explore(what, chosen)
    key_line, critical_line = shown[2].now, shown[3].now
    assert (key_line.min, key_line.max) == (0.02, pytest.approx(0.19))
    assert (critical_line.min, critical_line.max) == (0.10, 0.50)
    key_line.value = 5.0
    assert key_line.value == key_line.max


def test_nothing_to_draw_is_said(make_firm, tell, shown) -> None:
    what, _, chosen = tell(make_firm({"A": 0}))
    explore(what, chosen)
    assert "no total is above 0" in shown[0].now.text


def test_lines_are_checked_like_any_settings(mini, tell) -> None:
    _, _, chosen = tell(mini)
    assert with_lines(chosen, key_share=0.1 + 0.2 - 0.1).key_share == 0.2
    with pytest.raises(ValueError, match="key_share"):
        with_lines(chosen, key_share=0.9)
