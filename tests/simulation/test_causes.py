"""The causal diagram and the page of the model are those of today."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from kamlab.simulation import Levers, World
from kamlab.simulation.hazard import TERMS
from kamlab.simulation.noise_values import NoiseValues
from kamlab.simulation.shock_values import ShockValues

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/simulator.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def causes() -> ModuleType:
    """The command docs/causes.py, as a module."""
    spec = importlib.util.spec_from_file_location("causes", ROOT / "docs/causes.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_picture_is_the_one_that_is_drawn(causes: ModuleType) -> None:
    """Mend a difference with ``python docs/causes.py``."""
    found = causes.DIGEST.search(causes.PICTURE.read_bytes())
    assert found and found[1].decode() == causes.digest()
    drawn = causes.draw()
    assert causes.DIGEST.search(drawn)[1] == found[1]
    assert drawn == causes.draw()
    assert max(len(drawn), causes.PICTURE.stat().st_size) < 150_000


def test_another_arrow_is_another_picture(
    causes: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = causes.digest()
    monkeypatch.setattr(causes, "ARROWS", causes.ARROWS[1:])
    assert causes.digest() != before


def test_every_arrow_joins_two_boxes_and_signs_agree(causes: ModuleType) -> None:
    ends = {end for start, end, *_ in causes.ARROWS for end in (start, end)}
    assert ends == set(causes.BOXES)
    world = World()
    signs = {start: s for start, end, s, _ in causes.ARROWS if end == "hazard"}
    for box, term in {
        "late": "late",
        "tickets": "ticket",
        "champion": "champion",
        "breadth": "breadth",
        "offer": "offer",
        "visits": "visits",
        "fragility": "fragility",
    }.items():
        value = getattr(world, f"loss_{term}")
        assert signs[box] == ("+" if value > 0 else "-"), box


def test_the_page_holds_the_coefficients_of_today(causes: ModuleType) -> None:
    assert causes.page_as_written(PAGE) == PAGE
    assert len(causes.TERMS) + 1 == len(TERMS)
    assert f"| `loss_late` | {World().loss_late} |" in causes.table(causes.HAZARD)


def test_the_page_names_every_lever_and_no_other() -> None:
    for name in Levers.model_fields:
        if name not in ("save_until",):  # "whom and until when"
            assert f"`{name}`" in PAGE, name


def test_the_page_names_every_event_and_every_fault_of_the_books() -> None:
    for model in (ShockValues, NoiseValues):
        for name in model.model_fields:
            assert f"| `{name}` |" in PAGE, name


def test_the_page_has_two_pages_of_words() -> None:
    prose = [line for line in PAGE.splitlines() if not line.startswith("|")]
    assert 700 <= len(" ".join(prose).split()) <= 1250
