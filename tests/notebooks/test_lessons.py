"""The lessons run from top to bottom on companies of every kind."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from kamlab.company import locate
from kamlab.running.cells import injected_cell, parameters_cell, parameters_index
from kamlab.simulation import make_world, simulate
from kamlab.simulation.tour import TourSettings

ROOT = Path(__file__).resolve().parents[2]
LESSON = ROOT / "notebooks/01_the_company/1_lesson.ipynb"
SEED = 7
BOOKS = {"accounts", "half_made_by", "month_orders", "life_account", "life_days_silent"}
TRUTH = {"why_hazard", "lever_kept", "lever_mean_kept", "lever_contribution"}
HIDDEN = {
    "What only the truth tells",
    "The lever pulled here",
    "The lever pulled in other companies",
}

Ran = tuple[dict[str, Any], list[Any], str]
Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the lesson in a kernel; give its results, its pictures and its words."""

    def run_one(**given: Any) -> Ran:
        monkeypatch.setenv("KAMLAB_RESULTS", str(tmp_path / "results"))
        notebook = nbformat.read(LESSON, as_version=4)
        at = parameters_index(notebook.cells, LESSON.name) + 1
        given = {"replicates": 5} | given
        cell = nbformat.v4.new_code_cell(injected_cell(given), id="given")
        notebook.cells.insert(at, cell)
        NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
        outputs = [o for c in notebook.cells for o in c.get("outputs", [])]
        assert all("data" in o for o in outputs), outputs
        text = "\n".join(o["data"]["text/plain"] for o in outputs)
        pictures = [o for o in outputs if "image/png" in o["data"]]
        results = json.loads((tmp_path / "results" / "results.json").read_text())
        check_words(text, pictures)
        return results, pictures, text

    return run_one


def check_words(text: str, pictures: list[Any]) -> None:
    for picture in pictures:
        words = picture["metadata"]["image/png"]
        assert re.search(r"\d", words["alt"]) and re.search(r"\d", words["reading"])
    assert not re.search(r"\b(nan|NaN|NaT|None|inf)\b", text)
    assert not re.search(
        r"\b1 (accounts|orders|visits|tickets|days|months|losses)\b", text
    )


def test_its_parameters_are_the_generated_ones() -> None:
    cells = nbformat.read(LESSON, as_version=4).cells
    at = parameters_index(cells, LESSON.name)
    assert cells[at].source == parameters_cell(TourSettings)


def test_mini_has_no_truth_and_says_so(run: Run) -> None:
    results, pictures, text = run(company="mini")
    assert set(results["missing_parts"]) == HIDDEN
    assert set(results["figures"]) >= BOOKS
    assert not set(results["figures"]) & TRUTH
    assert len(pictures) == 3
    assert text.count("Mini Supply carries no truth") == 3
    assert results["finding"].startswith("Of 8 accounts of Mini Supply")


@pytest.mark.slow
def test_polar_tells_every_step(run: Run) -> None:
    if not (locate.files("datasets") / "polar").is_dir():
        pytest.skip("datasets/polar is absent")
    results, pictures, text = run()
    assert results["missing_parts"] == [] and len(pictures) == 6
    assert set(results["figures"]) >= BOOKS | TRUTH
    assert results["tables"] == {"replicates": "tables/replicates.parquet"}
    assert results["figures"]["lever_mean_kept"]["n"] == 5
    assert "not shown" not in text


@pytest.mark.slow
@pytest.mark.parametrize("truth", [True, False])
def test_another_seed(run: Run, tmp_path: Path, truth: bool) -> None:
    folder = tmp_path / "other"
    made = simulate(make_world(seed=SEED, accounts=60, months=24))
    made.company(truth=truth).save(folder)
    results, pictures, _ = run(company=str(folder))
    assert set(results["missing_parts"]) == (set() if truth else HIDDEN)
    assert len(pictures) == (6 if truth else 3)
    accounts = results["figures"]["accounts"]["value"]
    assert 30 < accounts <= 60


@pytest.mark.slow
def test_rules_that_are_gone_and_an_early_cut_off(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    simulate(make_world(seed=SEED, accounts=60, months=24)).company().save(folder)
    (folder / "truth" / "world.csv").unlink()
    results, pictures, text = run(company=str(folder), as_of="2023-05-10")
    assert "world" in text and "not shown" in text
    assert "No account of Polar Supply has fallen silent" in text
    assert "is a planted account that stays whatever happens" in text
    assert set(results["missing_parts"]) == HIDDEN and len(pictures) == 3
