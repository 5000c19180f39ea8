from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
import yaml

import kamlab
from kamlab.company.importing import ImportReport, import_recipe

RECIPES = Path(__file__).parents[2] / "recipes"


def imported(name: str, data: Path, out: Path) -> ImportReport:
    return import_recipe(RECIPES / f"{name}.yaml", out, base=data)


def test_cdnow_comes_in_whole(shared_data: Path, tmp_path: Path) -> None:
    report = imported("cdnow", shared_data / "cdnow", tmp_path / "out")
    lines = report.tables["order_lines"]
    assert (lines.rows_read, lines.rows_imported, lines.rows_rejected) == (
        6919,
        6919,
        0,
    )
    assert not report.has_rejects
    raw = (shared_data / "cdnow" / "CDNOW_sample.txt").read_text().splitlines()
    dollars = sum(Decimal(line.split()[4]) for line in raw)
    assert lines.sums["net_amount"].imported == dollars
    firm = kamlab.load(tmp_path / "out")
    assert firm.order_lines["account_id"].nunique() == 2357
    assert firm.order_lines["account_id"].iloc[0] == "0001"
    assert firm.validate().empty


def test_adventureworks_gives_the_reference_figures(
    shared_data: Path, tmp_path: Path
) -> None:
    report = imported(
        "adventureworks", shared_data / "adventureworks", tmp_path / "out"
    )
    lines = report.tables["order_lines"]
    assert lines.rows_imported == lines.rows_read == 60855
    assert lines.sums["net_amount"].imported == Decimal("80450596.9823")
    assert lines.sums["cost_amount"].imported == Decimal("79980114.3790")
    firm = kamlab.load(tmp_path / "out")
    assert firm.validate().empty
    assert firm.order_lines["account_id"].nunique() == 635
    assert firm.frame("order_lines")["net_amount"].sum() == pytest.approx(80450596.9823)
    assert report.tables["kams"].rows_imported == 17
    assert report.tables["quotas"].rows_imported == 163


def test_adventureworks_history_says_who_sold(
    shared_data: Path, tmp_path: Path
) -> None:
    report = imported(
        "adventureworks", shared_data / "adventureworks", tmp_path / "out"
    )
    history = report.tables["account_history"]
    # 3 resellers bought of two people on one day: which one looks after them is open
    assert history.rows_rejected == 3
    assert history.rows_read + history.rows_merged == 60855
    firm = kamlab.load(tmp_path / "out")
    frame = firm.account_history.sort_values(["account_id", "valid_from"])
    before = frame.groupby("account_id")["kam_id"].shift()
    assert not (frame["kam_id"] == before).any()
    assert frame["account_id"].nunique() == 635
    assert set(frame["kam_id"]) <= set(firm.kams["kam_id"])


def test_people_of_both_adventureworks_files_pair_by_their_quotas(
    shared_data: Path,
) -> None:
    folder = shared_data / "adventureworks"
    fact = pd.read_parquet(folder / "FactSalesQuota.parquet").sort_values("Date")
    history = pd.read_csv(
        folder / "SalesPersonQuotaHistory.csv", sep="\t", header=None
    ).sort_values(1)
    by_key = {
        str(key): tuple(map(float, group["SalesAmountQuota"]))
        for key, group in fact.groupby("EmployeeKey")
    }
    by_id = {tuple(group[2]): str(key) for key, group in history.groupby(0)}
    assert len(by_id) == len(by_key) == 17
    recipe = yaml.safe_load((RECIPES / "adventureworks.yaml").read_text())
    pairs = recipe["sources"][3]["columns"]["kam_id"]["values"]
    assert pairs == {key: by_id[quotas] for key, quotas in by_key.items()}


def test_datev_sign_comma_and_day_without_year(
    shared_data: Path, tmp_path: Path
) -> None:
    report = imported("datev", shared_data / "datev", tmp_path / "out")
    assert report.tables["order_lines"].rows_rejected == 1  # the bank's own posting
    firm = kamlab.load(tmp_path / "out")
    lines = firm.order_lines
    assert lines["account_id"].tolist() == ["10000"]
    assert lines["order_date"].dt.strftime("%Y-%m-%d").tolist() == ["2018-02-22"]
    assert lines["net_amount"].tolist() == [5950.0]
    sums = report.tables["order_lines"].sums["net_amount"]
    assert sums.rejected == Decimal("-24.95")  # H is negative
    text = (tmp_path / "out" / "accounts.csv").read_text(encoding="utf-8")
    assert "sabine@" not in text  # no column of ours takes an address
    told = json.loads((tmp_path / "out" / "import_report.json").read_text())
    assert "E-Mail" in told["sources"][1]["columns_not_used"]


def test_rejects_file_has_a_row_for_each_reject(
    shared_data: Path, tmp_path: Path
) -> None:
    imported("datev", shared_data / "datev", tmp_path / "out")
    with (tmp_path / "out" / "rejects.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["file"], row["line"], row["column"]) for row in rows] == [
        ("EXTF_Buchungsstapel.csv", "3", "account_id")
    ]
    assert rows[0]["value"] == "1200"
