"""The lesson runs on every company, and keeps silent about nothing it lacks."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest

from kamlab.company import Company
from kamlab.presentation import Chart, Words
from kamlab.segmentation import KeyAccountsSettings

LESSON = (
    Path(__file__).resolve().parents[2] / "notebooks/02_key_accounts/1_lesson.ipynb"
)


@pytest.fixture(scope="module")
def cells() -> list[Any]:
    return [c for c in nbformat.read(LESSON, 4).cells if c.cell_type == "code"]


@pytest.fixture
def run(cells, monkeypatch: pytest.MonkeyPatch):
    """Run the cells one after the other and give what they showed, by cell."""

    def through(company: str, **changed: object) -> dict[str, list[Any]]:
        names: dict[str, Any] = {"__name__": "lesson"}
        seen: dict[str, list[Any]] = {}
        for cell in cells:
            here = seen.setdefault(cell.id, [])

            def display(thing: Any, here: list[Any] = here, **_: object) -> None:
                here.append(thing)

            monkeypatch.setattr("IPython.display.display", display)
            exec(cell.source, names)
            if cell.id == "parameters":
                names |= {"company": company} | changed
        return seen

    return through


def said(things: list[Any]) -> str:
    return " ".join(thing.text for thing in things if isinstance(thing, Words))


def test_parameters_are_settings_with_their_defaults(cells) -> None:
    (first,) = [c for c in cells if "parameters" in c.metadata.get("tags", [])]
    given: dict[str, Any] = {}
    for line in ast.parse(first.source).body:
        assert isinstance(line, ast.AnnAssign) and line.value is not None
        assert isinstance(line.target, ast.Name)
        given[line.target.id] = ast.literal_eval(line.value)
    assert len(given) <= 8
    assert KeyAccountsSettings(**given) == KeyAccountsSettings()


def test_polar_shows_everything(run) -> None:
    seen = run("polar")
    everything = [thing for things in seen.values() for thing in things]
    assert sum(isinstance(thing, Chart) for thing in everything) == 7
    assert "not shown" not in said(everything)
    for cell in ("criteria", "boundary", "six", "pareto", "sure", "risk", "truth"):
        assert said(seen[cell]).startswith("In words: ")
    assert "= 0.2412; turned over, 4.15 accounts" in said(seen["hand"])
    assert "labels are true" in said(seen["truth"])


def test_mini_says_what_it_is_too_small_for(run) -> None:
    seen = run("mini")
    assert "needs at least 20 accounts; here are 8" in said(seen["sure"])
    assert "Give yearly_loss instead" in said(seen["risk"])
    assert "Labels against the truth: not shown" in said(seen["truth"])
    assert "Account C is key by 3 definitions" in said(seen["six"])


def test_thresholds_reach_the_words(run) -> None:
    seen = run("mini", key_share=0.25, yearly_loss=0.5)
    assert "the chance that was given, 50.0 %" in said(seen["risk"])
    assert "1 by revenue" in said(seen["explore"])


def test_a_bare_list_of_orders_runs_to_the_end(run, tmp_path) -> None:
    days = pd.date_range("2025-01-05", periods=6, freq="30D")
    lines = pd.DataFrame(
        {"account_id": list("ABABAB"), "order_date": days, "net_amount": [5.0] * 6}
    )
    firm = Company.from_tables({"order_lines": lines}, name="Bare", currency="")
    firm.save(tmp_path / "bare")
    seen = run(str(tmp_path / "bare"))
    assert "Six definitions: not shown" in said(seen["six"])
    assert "Dependence over time: not shown" in said(seen["trend"])
    assert "Ask for cost figures first" in said(seen["decision"])
