"""The report notebook runs whole on companies rich and poor."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import kamlab
from kamlab.company import Company
from kamlab.company.locate import files
from kamlab.compensation.library import FOLDER

from .conftest import lines

NOTEBOOK = files("notebooks", "09_pay_mechanics", "3_report.ipynb")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run the cells of the notebook one after the other, as the kernel would."""

    def cells(**parameters: Any) -> dict[str, Any]:
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
        record["frames"] = {
            name: pd.read_parquet(out / path) for name, path in record["tables"].items()
        }
        return record

    return cells


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A company that has nothing but order lines."""
    table = lines(
        ("A", "2025-01-02", 1.0, "O1", 0.5), ("A", "2025-12-31", 1.0, "O2", 0.5)
    )
    table = table[["account_id", "order_date", "net_amount"]]
    firm = Company.from_tables({"order_lines": table}, name="Lines")
    return firm.save(tmp_path / "firm")


def value(record: dict[str, Any], name: str) -> Any:
    return record["figures"][name]["value"]


@pytest.mark.parametrize(
    "company, plan",
    [
        ("mini", "three_plans"),
        ("polar", "three_plans"),
        ("mini", "percent_of_deal"),
        pytest.param("polar", "percent_of_deal", marks=pytest.mark.slow),
        pytest.param("polar", "key_account_80_20", marks=pytest.mark.slow),
    ],
)
def test_the_trace_sums_to_the_total(run: Any, company: str, plan: str) -> None:
    record = run(company=company, plan=plan)
    total = value(record, "total")
    assert round(record["frames"]["trace"]["amount"].sum(), 2) == total
    assert value(record, "base") + value(record, "variable") == pytest.approx(total)
    assert (value(record, "attainment") is None) == (plan == "percent_of_deal")
    assert f"{total:,.2f}" in record["finding"]
    assert record["frames"]["bases"]["variable"].notna().all()


def test_polar_pays_what_its_pay_table_says(run: Any) -> None:
    """Sales alone under the default curve are what the simulated firm has paid."""
    record = run()
    pay = kamlab.load("polar").frame("pay")
    mine = pay["kam_id"] == value(record, "kam_id")
    pay = pay[mine & (pay["period"].dt.year == value(record, "year"))]
    assert value(record, "base") == pytest.approx(pay["base"].sum())
    assert value(record, "paid_in_books") == pytest.approx(pay["paid"].sum())
    assert f"The books show {pay['paid'].sum():,.2f} EUR" in record["finding"]
    trace = record["frames"]["trace"]
    sales = trace.loc[trace["part"] == "Sales", "payout"].to_numpy()
    expected = pay["target_variable"].to_numpy() * sales
    assert pay["paid"].to_numpy() == pytest.approx(expected, abs=0.05)


def test_order_lines_alone_end_with_a_notice(run: Any, bare: Path) -> None:
    record = run(company=str(bare))
    assert record["finding"].startswith("No pay slip is shown: Lines has no table")
    assert {"base", "variable", "total", "attainment"} <= set(record["figures"])
    assert value(record, "total") is None
    assert "The pay slip" in record["missing_parts"]


def test_a_plan_of_ones_own_and_no_bases(run: Any, tmp_path: Path) -> None:
    text = (FOLDER / "percent_of_deal.yaml").read_text("utf-8")
    mine = tmp_path / "mine.yaml"
    mine.write_text(text.replace("tier_mode: whole", "tier_mode: marginal"), "utf-8")
    record = run(company="mini", plan=str(mine), compare_bases=False)
    assert set(record["frames"]) == {"trace", "team"}


def command(*words: object) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "kamlab", *map(str, words)]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def test_the_command_makes_a_page_of_it(tmp_path: Path, bare: Path) -> None:
    out = tmp_path / "page"
    done = command("run", "pay_slip", "--company", bare, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "No KAM stands on it" in (out / "report.html").read_text("utf-8")


def test_a_misspelt_plan_is_refused_before_a_kernel_starts(tmp_path: Path) -> None:
    out = tmp_path / "page"
    done = command("run", "pay_slip", "-p", "plan=tree_plans", "--out", out)
    assert done.returncode == 2
    assert "did you mean 'three_plans'" in done.stderr


def test_the_page_names_only_plans_and_pages_that_exist() -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    text = "".join("".join(cell["source"]) for cell in cells)
    last = "".join(cells[-1]["source"])
    pages = re.findall(r"`([\w/]+\.ipynb)`", last)
    plans = re.findall(r"`([a-z_0-9]+)`", last.partition("**Next:**")[2])
    assert pages and all(files("notebooks", page).is_file() for page in pages)
    assert {*plans} - {"plan"} <= {path.stem for path in FOLDER.glob("*.yaml")}
    assert len(plans) > 1
    # what a plan's table holds differs from plan to plan
    assert "are in the table" not in text
