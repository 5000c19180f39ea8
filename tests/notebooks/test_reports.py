"""The reports run from end to end, in a kernel, on companies of every kind."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kamlab.company import Company, locate
from kamlab.company.importing import import_recipe
from kamlab.errors import RefusedError
from kamlab.running.catalogue import find_report
from kamlab.running.job import Outcome, plan_job
from kamlab.running.several import Workshop

RECIPES = Path(__file__).resolve().parents[1] / "recipes"
FIGURES = {
    "key_accounts": {
        "accounts", "revenue_total", "hhi_revenue", "effective_accounts_revenue",
        "gini_revenue", "top20_share_revenue", "key_count_revenue",
        "key_count_gross_margin", "key_count_contribution", "largest_share_revenue",
    },
    "early_warning": {
        "accounts", "active_accounts", "watch_count", "value_at_risk",
        "precision_at_top", "losses_in_history", "save_calls", "save_cost",
        "save_saving", "save_net",
    },
    "churn_model": {
        "auc", "brier", "calibration_slope", "events", "top_decile_lift",
        "profit_per_account", "saved_contribution",
    },
    "pay_slip": {"base", "variable", "total", "attainment"},
}  # fmt: skip
TABLES = {
    "key_accounts": "accounts",
    "early_warning": "watch_list",
    "churn_model": "counted",
    "pay_slip": "trace",
}
BOTH = ("key_accounts", "early_warning", "churn_model")

Run = Callable[..., Outcome]


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop(workers=1) as shop:
        yield shop


@pytest.fixture
def run(workshop: Workshop, tmp_path: Path) -> Run:
    """Run a report; the result lies in tmp_path/out."""

    def run_one(name: str, company: str | Path, **given: Any) -> Outcome:
        given = {"company": str(company)} | given
        job = plan_job(find_report(name), given, tmp_path / "out")
        return workshop.run([job])[0]

    return run_one


def results_of(outcome: Outcome) -> dict[str, Any]:
    assert outcome.good, outcome.sentence
    assert outcome.folder is not None
    results: dict[str, Any] = json.loads((outcome.folder / "results.json").read_text())
    return results


def values(outcome: Outcome) -> dict[str, Any]:
    figures = results_of(outcome)["figures"]
    return {name: figure["value"] for name, figure in figures.items()}


def shown(outcome: Outcome) -> str:
    """Everything the notebook shows as text."""
    assert outcome.folder is not None
    notebook = json.loads((outcome.folder / "report.ipynb").read_text())
    return "\n".join(
        "".join(output.get("data", {}).get("text/plain", ""))
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
    )


def check_whole(name: str, outcome: Outcome) -> None:
    """Make sure that a report tells all it promises, in words a person can read."""
    results = results_of(outcome)
    assert set(results["figures"]) >= FIGURES[name]
    assert results["finding"]
    for figure in results["figures"].values():
        assert isinstance(figure["n"], int) and figure["unit"] is not None
    table = results["tables"][TABLES[name]]
    pd.read_parquet(outcome.folder / table)
    notebook = json.loads((outcome.folder / "report.ipynb").read_text())
    pictures = [
        output["metadata"]["image/png"]
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    for picture in pictures:
        for words in (picture["alt"], picture["reading"]):
            assert re.search(r"\d", words), words
    text = shown(outcome)
    assert not re.search(r"\b(nan|NaN|NaT|None(?! of)|inf)\b", text)
    # "1 accounts", "0 account" and the like
    assert not re.search(r"\b1 (accounts|cut-offs|losses|cases|days|months)\b", text)
    assert "  ," not in text and " , " not in text


@pytest.mark.parametrize("name", BOTH)
def test_mini(run: Run, name: str) -> None:
    outcome = run(name, "mini")
    check_whole(name, outcome)
    figures = values(outcome)
    if name == "key_accounts":
        assert figures["hhi_revenue"] == pytest.approx(0.2412)
        assert figures["key_count_contribution"] == 5
    elif name == "churn_model":
        assert figures["events"] == 2 and figures["brier"] is None
    else:
        assert (figures["accounts"], figures["losses_in_history"]) == (8, 1)
        assert figures["watch_count"] == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", FIGURES)
def test_polar(run: Run, name: str) -> None:
    if not (locate.files("datasets") / "polar").is_dir():
        pytest.skip("datasets/polar is absent")
    outcome = run(name, "polar")
    check_whole(name, outcome)
    if name == "early_warning":
        listed = pd.read_parquet(outcome.folder / "tables" / "watch_list.parquet")
        assert len(listed) == values(outcome)["watch_count"]
    if name == "pay_slip":
        trace = pd.read_parquet(outcome.folder / "tables" / "trace.parquet")
        assert len(trace) > 3


@pytest.mark.slow
def test_parameters_reach_the_figures(run: Run) -> None:
    figures = values(run("key_accounts", "mini", key_share=0.05, strict=False))
    assert figures["key_count_revenue"] == 6  # F has exactly 5 %
    figures = values(run("key_accounts", "mini", as_of="2024-12-31"))
    assert figures["accounts"] == 4
    figures = values(
        run("key_accounts", "mini", mode="absolute", abs_threshold=10_000.0)
    )
    assert figures["key_count_revenue"] == 3
    assert figures["key_count_contribution"] == 0


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Path], Path]:
    done: dict[str, Path] = {}

    def once(name: str, data: Path) -> Path:
        if name not in done:
            out = tmp_path_factory.mktemp("imported") / name
            import_recipe(RECIPES / f"{name}.yaml", out, base=data / name)
            done[name] = out
        return done[name]

    return once


@pytest.mark.slow
def test_adventureworks_gives_the_reference_figures(
    run: Run, imported, shared_data: Path
) -> None:
    folder = imported("adventureworks", shared_data)
    outcome = run("key_accounts", folder, period_months=0)
    check_whole("key_accounts", outcome)
    figures = values(outcome)
    assert figures["accounts"] == 635
    assert figures["revenue_total"] == pytest.approx(80_450_596.98, abs=0.01)
    assert figures["hhi_revenue"] == pytest.approx(0.004524, abs=5e-7)
    assert figures["top20_share_revenue"] == pytest.approx(0.6671, abs=5e-5)
    assert "level: department" in results_of(outcome)["missing_parts"]


@pytest.mark.slow
def test_adventureworks_last_year_left_less_than_nothing(
    run: Run, imported, shared_data: Path
) -> None:
    outcome = run("key_accounts", imported("adventureworks", shared_data))
    check_whole("key_accounts", outcome)
    figures = values(outcome)
    assert figures["key_count_contribution"] is None
    assert figures["key_total_share_revenue"] is None
    assert "undefined" in shown(outcome)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["adventureworks", "cdnow"])
def test_early_warning_on_real_books(
    run: Run, imported, shared_data: Path, name: str
) -> None:
    outcome = run("early_warning", imported(name, shared_data))
    check_whole("early_warning", outcome)
    precision = results_of(outcome)["figures"]["precision_at_top"]
    assert 0 <= precision["low"] <= precision["value"] <= precision["high"] <= 1
    assert precision["n"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("name", ["adventureworks", "cdnow"])
def test_churn_model_on_real_books(
    run: Run, imported, shared_data: Path, name: str
) -> None:
    outcome = run("churn_model", imported(name, shared_data))
    check_whole("churn_model", outcome)
    figures = results_of(outcome)["figures"]
    assert 0 <= figures["auc"]["low"] <= figures["auc"]["high"] <= 1
    assert figures["true_gain"]["value"] is None
    assert "nobody can play real accounts again" in shown(outcome)


@pytest.mark.slow
def test_cdnow_knows_revenue_alone(run: Run, imported, shared_data: Path) -> None:
    outcome = run("key_accounts", imported("cdnow", shared_data))
    check_whole("key_accounts", outcome)
    missing = results_of(outcome)["missing_parts"]
    assert "contribution" in missing and "Key on three levels" in missing
    assert values(outcome)["key_count_contribution"] is None


MONTHS = [
    str(day.date()) for day in pd.date_range("2023-01-15", periods=36, freq="30D")
]
Line = tuple[str, str, float, float | None]


def monthly(account: str, n: int, net: float, cost: float | None) -> list[Line]:
    return [(account, day, net, cost) for day in MONTHS[:n]]


ODD: dict[str, list[Line]] = {
    "one account": monthly("A", 36, 100.0, 60.0),
    "one order": [("A", "2025-01-01", 100.0, 60.0)],
    "revenue alone": monthly("A", 36, 100.0, None) + monthly("B", 20, 40.0, None),
    "costs more than it sells": monthly("A", 36, 100.0, 120.0)
    + monthly("B", 36, 50.0, 45.0),
    "all cost more": monthly("A", 36, 100.0, 120.0) + monthly("B", 36, 50.0, 60.0),
    "no revenue": monthly("A", 36, 0.0, 0.0) + monthly("B", 12, 0.0, 0.0),
    "credit notes only": [
        ("A", "2025-01-01", -10.0, -5.0),
        ("B", "2025-02-01", -20.0, -5.0),
    ],
    "a credited account": [
        *monthly("A", 36, 100.0, 60.0),
        ("B", MONTHS[-1], -40.0, -20.0),
    ],
}


def kept(lines: list[Line], folder: Path, currency: str = "EUR") -> Path:
    columns = ["account_id", "order_date", "net_amount", "cost_amount"]
    frame = pd.DataFrame(lines, columns=columns)
    frame["order_date"] = pd.to_datetime(frame["order_date"])
    if frame["cost_amount"].isna().all():
        frame = frame.drop(columns="cost_amount")
    firm = Company.from_tables({"order_lines": frame}, name="Odd", currency=currency)
    firm.save(folder)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("kind", ODD)
def test_odd_companies(run: Run, tmp_path: Path, kind: str, name: str) -> None:
    outcome = run(name, kept(ODD[kind], tmp_path / "odd", currency=""))
    check_whole(name, outcome)
    if kind in ("no revenue", "credit notes only") and name == "key_accounts":
        figures = values(outcome)
        assert figures["hhi_revenue"] is None and figures["key_count_revenue"] is None
        assert "undefined" in shown(outcome)


@pytest.mark.slow
@pytest.mark.parametrize("name", BOTH)
def test_all_accounts_lost(run: Run, tmp_path: Path, name: str) -> None:
    folder = kept(monthly("A", 12, 100.0, 60.0), tmp_path / "odd")
    outcome = run(name, folder, as_of="2026-06-30", period_months=0)
    check_whole(name, outcome)
    if name == "early_warning":
        assert "No account of Odd is still buying" in results_of(outcome)["finding"]
        assert values(outcome)["active_accounts"] == 0
        assert values(outcome)["precision_at_top"] is None
        assert "The rule tried on the past" in results_of(outcome)["missing_parts"]


@pytest.mark.slow
def test_a_period_without_a_sale_fails_with_one_sentence(
    run: Run, tmp_path: Path
) -> None:
    folder = kept(monthly("A", 12, 100.0, 60.0), tmp_path / "odd")
    outcome = run("key_accounts", folder, as_of="2026-06-30")
    assert not outcome.good
    assert "choose another period" in outcome.sentence
    assert "Traceback" not in outcome.sentence


@pytest.mark.slow
@pytest.mark.parametrize(
    "given, expected",
    [({"group_by_parent": True}, "accounts"), ({"level": "manager"}, "kam_id")],
)
def test_what_is_asked_for_and_not_known_is_said(
    run: Run, tmp_path: Path, given: dict[str, Any], expected: str
) -> None:
    outcome = run("key_accounts", kept(ODD["one account"], tmp_path / "odd"), **given)
    assert not outcome.good
    assert expected in outcome.sentence


def test_thresholds_that_cancel_each_other_are_refused_before_a_kernel(
    tmp_path: Path,
) -> None:
    report = find_report("key_accounts")
    given = {"company": "mini", "key_share": 0.3, "key_band_top": 0.2}
    with pytest.raises(RefusedError, match="leaves no room above key_share"):
        plan_job(report, given, tmp_path / "out")
    given = {"company": "mini", "key_shere": 0.3}
    with pytest.raises(RefusedError, match="did you mean 'key_share'"):
        plan_job(report, given, tmp_path / "out")


@pytest.mark.slow
@pytest.mark.parametrize("name", BOTH)
def test_a_header_alone_is_refused_in_a_sentence(
    run: Run, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "order_lines.csv").write_text("account_id,order_date,net_amount\n")
    outcome = run(name, folder)
    assert not outcome.good
    assert "not one row" in outcome.sentence
