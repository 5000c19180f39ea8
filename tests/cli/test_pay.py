"""``kamlab pay``: statements from a plan and a table, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from kamlab.cli import main
from kamlab.compensation.library import FOLDER

RESULTS = """kam_id,period,revenue,quota_revenue,active_accounts,quota_active_accounts,\
new_accounts,quota_new_accounts
007,2025-01-01,92,100,105,100,50,100
007,2025-02-01,112,100,105,100,50,100
=1+1,2025-01-01,92,,105,100,50,100
"""


def told(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    out, err = capsys.readouterr()
    return ended.value.code, out, err


@pytest.fixture
def results(tmp_path: Path) -> Path:
    path = tmp_path / "results.csv"
    path.write_text(RESULTS, encoding="utf-8")
    return path


def test_a_statement_for_each_kam(capsys, results: Path, tmp_path: Path) -> None:
    out = tmp_path / "pay"
    code, said, _ = told(
        capsys, "pay", "three_plans", results, "--out", out, "--currency", "EUR"
    )
    assert code == 0
    assert "2 KAMs are paid" in said
    assert "KAM =1+1 has no quota for Sales" in said
    names = {path.name for path in out.iterdir()}
    assert names == {
        "index.html",
        "pay.json",
        "statement_001_007.html",
        "statement_002__1_1.html",
        "statements.csv",
        "steps.csv",
    }
    steps = pd.read_csv(out / "steps.csv", dtype={"kam_id": str})
    table = pd.read_csv(out / "statements.csv", dtype={"kam_id": str})
    assert set(table["kam_id"]) == {"007", "'=1+1"}  # nothing a spreadsheet would run
    assert steps["amount"].sum() == pytest.approx(table["total"].sum())
    total = json.loads((out / "pay.json").read_text())["total"]
    assert total == pytest.approx(table["total"].sum())
    page = (out / "statement_001_007.html").read_text("utf-8")
    assert "92.00 EUR of 100.00 EUR is 92.0 %" in page
    assert "legal advice" in page and "<script" not in page
    assert 'href="statement_002__1_1.html"' in (out / "index.html").read_text("utf-8")


def test_it_replaces_its_own_folder_only(capsys, results: Path, tmp_path: Path) -> None:
    out = tmp_path / "pay"
    out.mkdir()
    (out / "mine.txt").write_text("keep")
    code, _, err = told(capsys, "pay", "three_plans", results, "--out", out)
    assert code == 2 and "no statements of KamLab" in err
    assert [path.name for path in out.iterdir()] == ["mine.txt"]
    (out / "mine.txt").unlink()
    for _ in range(2):
        assert told(capsys, "pay", "three_plans", results, "--out", out)[0] == 0
    assert {path.name for path in tmp_path.iterdir()} == {"pay", "results.csv"}


@pytest.mark.parametrize(
    "old, new, message",
    [
        ("revenue,quota", "turnover,quota", "no column 'revenue', which 'Sales'"),
        (
            "112",
            "1.120,5",
            "KAM 007, period 2025-02-01: revenue '1.120,5' is no number",
        ),
        ("112", "", "revenue is blank; write 0"),
        ("2025-02-01", "2025-01-01", "stands twice in the results"),
        ("2025-02-01", "February", "'February' is no day"),
        ("007,2025-02", ",2025-02", "Row 2 of the results names no KAM"),
        ("2025-02-01", "2025-02-03", "does not begin on the first of a month"),
        ("2025-02-01", "2025-06-01", "add a column period_end"),
        (",quota_revenue", ",qouta_revenue", "did you mean 'qouta_revenue'?"),
    ],
)
def test_bad_results_pay_nothing(
    capsys, results: Path, tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = RESULTS.replace(old, new, 1)
    if old == "112":
        text = text.replace(f",{new},", f',"{new}",')
    results.write_text(text, encoding="utf-8")
    out = tmp_path / "pay"
    code, _, err = told(capsys, "pay", "three_plans", results, "--out", out)
    assert code == 2
    assert message in err
    assert err.count("\n") == 1
    assert not out.exists()


def test_bad_files(capsys, results: Path, tmp_path: Path) -> None:
    out = tmp_path / "pay"
    for plan, table, message in (
        ("tree_plans", results, "did you mean 'three_plans'"),
        ("three_plans", tmp_path / "none.csv", "There is no file"),
        ("percent_of_deal", results, "give the deals"),
    ):
        code, _, err = told(capsys, "pay", plan, table, "--out", out)
        assert (code, message in err) == (2, True), err
    (tmp_path / "latin.csv").write_bytes("kam_id,Prämie".encode("latin-1"))
    code, _, err = told(
        capsys, "pay", "three_plans", tmp_path / "latin.csv", "--out", out
    )
    assert code == 2 and "UTF-8" in err
    (tmp_path / "empty.csv").write_text("")
    code, _, err = told(
        capsys, "pay", "three_plans", tmp_path / "empty.csv", "--out", out
    )
    assert code == 2 and "cannot be read as CSV" in err


def test_a_plan_of_ones_own_with_deals_and_returns(
    capsys, results: Path, tmp_path: Path
) -> None:
    deals = tmp_path / "deals.csv"
    deals.write_text(
        "kam_id,period,deal,amount\n007,2025-01-15,D1,1000\n007,2025-02-10,D1,-1000\n"
    )
    plan = tmp_path / "mine.yaml"
    plan.write_text((FOLDER / "percent_of_deal.yaml").read_text("utf-8"), "utf-8")
    out = tmp_path / "pay"
    code, _, err = told(capsys, "pay", plan, results, "--out", out, "--deals", deals)
    assert code == 0, err
    table = pd.read_csv(out / "statements.csv", dtype={"kam_id": str})
    mine = table[table["kam_id"] == "007"]
    assert mine["variable"].tolist() == [45.0, -45.0]
    sold = tmp_path / "returns.csv"
    sold.write_text("kam_id,period,of_period,amount\n007,2025-02-03,2025-01-05,20\n")
    code, _, err = told(
        capsys, "pay", "three_plans", results, "--out", out, "--returns", sold
    )
    assert code == 0, err
    steps = pd.read_csv(out / "steps.csv")
    back = steps[steps["part"] == "Taken back"]
    assert back["amount"].tolist() == [-1512.0]  # 72 of 100 is below the threshold
