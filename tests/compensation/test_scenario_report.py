"""The report on pay scenarios runs whole on companies rich and poor."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import kamlab
from kamlab.company import Company
from kamlab.company.locate import files
from kamlab.compensation.library import FOLDER

NOTEBOOK = files("notebooks", "10_pay_behaviour", "3_report.ipynb")
PARTS = 9  # that need KAMs, quotas and pay; the ratchet is worked on paper


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    """Run the cells of the notebook one after the other; give record and words."""

    def cells(**parameters: Any) -> tuple[dict[str, Any], str]:
        out = tmp_path / "out"
        out.mkdir()
        monkeypatch.setenv("KAMLAB_RESULTS", str(out))
        space: dict[str, Any] = {}
        for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), space)
            if "parameters" in cell["metadata"].get("tags", []):
                space |= parameters
        record: dict[str, Any] = json.loads((out / "results.json").read_text("utf-8"))
        return record, capsys.readouterr().out

    return cells


def test_mini_names_what_is_missing_and_ends(run: Any) -> None:
    record, text = run(company="mini")
    assert len(record["missing_parts"]) == PARTS
    assert "No possible years are paid" in record["finding"]
    assert text.count("not shown") == PARTS


def test_order_lines_alone(run: Any, tmp_path: Path) -> None:
    lines = kamlab.load("mini").frame("order_lines")
    lines = lines[["account_id", "order_date", "net_amount"]]
    folder = Company.from_tables({"order_lines": lines}, name="Lines").save(
        tmp_path / "lines"
    )
    record, _ = run(company=str(folder))
    assert "account_history" in record["finding"]
    assert all(f["value"] is None for f in record["figures"].values())


def test_without_truth_the_rest_is_told(run: Any, tmp_path: Path) -> None:
    kamlab.load("polar").save(tmp_path / "blind", truth=False)
    file = tmp_path / "mine.yaml"
    file.write_text((FOLDER / "renewal.yaml").read_text("utf-8"), "utf-8")
    record, text = run(
        company=str(tmp_path / "blind"), plan_b=str(file), n_sims=100, ratchet=0.5
    )
    assert set(record["missing_parts"]) == {
        "The company played under the plans",
        "The frontier",
    }
    values = {name: f["value"] for name, f in record["figures"].items()}
    assert values["cost_p50"] and values["cost_p50_b"]
    assert values["contribution_after_pay"] is None
    assert not re.search(r"\b(nan|NaN|NaT|inf)\b", text)
    assert "In words" in text and "legal advice" in text


@pytest.mark.slow
def test_polar_tells_all_of_it(run: Any) -> None:
    record, text = run(n_sims=100)
    assert record["missing_parts"] == []
    assert all(f["value"] is not None for f in record["figures"].values())
    assert set(record["tables"]) == {
        "winners_and_losers",
        "incomes_a",
        "incomes_b",
        "searched",
    }
    assert "after pay" in record["finding"]
    assert not re.search(r"\b(nan|NaN|NaT|inf|None)\b", text)
