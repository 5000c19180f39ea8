"""The lesson on the mechanics of pay runs on companies rich and poor."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import kamlab
from kamlab.company import Company
from kamlab.compensation.practice_settings import PayPracticeSettings
from kamlab.running.cells import injected_cell, parameters_cell, parameters_index

ROOT = Path(__file__).resolve().parents[2]
LESSON = ROOT / "notebooks/09_pay_mechanics/1_lesson.ipynb"
Run = Callable[..., tuple[dict[str, Any], list[Any], str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the lesson in a kernel; give its results, its pictures and its words."""

    def run_one(**given: Any) -> tuple[dict[str, Any], list[Any], str]:
        monkeypatch.setenv("KAMLAB_RESULTS", str(tmp_path / "results"))
        notebook = nbformat.read(LESSON, as_version=4)
        at = parameters_index(notebook.cells, LESSON.name) + 1
        cell = nbformat.v4.new_code_cell(injected_cell(given), id="given")
        notebook.cells.insert(at, cell)
        NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
        outputs = [o for c in notebook.cells for o in c.get("outputs", [])]
        assert all("data" in o for o in outputs), outputs
        text = "\n".join(o["data"]["text/plain"] for o in outputs)
        pictures = [o for o in outputs if "image/png" in o["data"]]
        results = json.loads((tmp_path / "results" / "results.json").read_text())
        assert not re.search(r"\b(nan|NaN|NaT|None|inf)\b", text)
        return results, pictures, text

    return run_one


def test_its_parameters_are_the_generated_ones() -> None:
    cells = nbformat.read(LESSON, as_version=4).cells
    at = parameters_index(cells, LESSON.name)
    assert cells[at].source == parameters_cell(PayPracticeSettings)


def test_mini(run: Run) -> None:
    results, pictures, text = run(company="mini")
    assert not results["missing_parts"]
    assert results["figures"]["total"]["value"] == 113_700.0
    assert "112,944.00 EUR" in text
    assert "does not tell what KAM K1" in text
    assert len(pictures) == 7


def test_order_lines_alone(run: Run, tmp_path: Path) -> None:
    lines = kamlab.load("mini").frame("order_lines")
    lines = lines[["account_id", "order_date", "net_amount"]]
    firm = Company.from_tables({"order_lines": lines}, name="Lines")
    results, pictures, text = run(company=str(firm.save(tmp_path / "firm")))
    assert "The slip of the year" in results["missing_parts"]
    assert results["finding"].startswith("No pay slip is shown")
    assert "112,944.00 EUR" in text  # what needs no company stays
    assert len(pictures) == 3


@pytest.mark.slow
@pytest.mark.parametrize("plan", ["three_plans", "portfolio", "hunter_accelerator"])
def test_polar(run: Run, plan: str) -> None:
    results, _, text = run(plan=plan, ote=90_000.0, base_share=0.5)
    assert results["figures"]["total"]["value"] > 0
    assert ("Sales alone" in text) == (plan == "three_plans")
