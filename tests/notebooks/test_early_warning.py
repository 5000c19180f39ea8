"""The lesson and the report on early warning, on companies of every kind."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

from kamlab.churn import EarlyWarningSettings
from kamlab.company import Company, locate
from kamlab.company.importing import import_recipe
from kamlab.running.catalogue import find_report
from kamlab.running.cells import injected_cell, parameters_cell, parameters_index
from kamlab.running.job import Outcome, plan_job
from kamlab.running.several import Workshop
from kamlab.simulation import make_world, simulate

ROOT = Path(__file__).resolve().parents[2]
LESSON = ROOT / "notebooks/07_early_warning/1_lesson.ipynb"
RECIPES = ROOT / "tests/recipes"
HIDDEN = {
    "The list against the truth",
    "Causes against the truth",
    "The calls against the truth",
}
BOOKS = {
    "accounts", "watch_count", "lost_by_rhythm", "lost_by_silence", "lost_by_contract",
    "lost_by_erosion", "value_at_risk", "precision_at_top", "recall_at_top",
    "save_calls", "save_hours", "save_cost", "save_saving", "save_net",
}  # fmt: skip
STAY = {"stayed_a_year", "median_stay"}
TRUTH = {"truth_lost_left", "truth_watched_leaving", "truth_missed"}

PARTS = set(re.findall(r'results\.part\(\\"([^"\\]+)', LESSON.read_text("utf-8")))

Ran = tuple[dict[str, Any], list[Any], str]
Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the lesson in a kernel; give its results, its pictures and its words."""

    def run_one(**given: Any) -> Ran:
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
        check_words(text, pictures)
        return results, pictures, text

    return run_one


def check_words(text: str, pictures: list[Any]) -> None:
    for picture in pictures:
        words = picture["metadata"]["image/png"]
        assert re.search(r"\d", words["alt"]) and re.search(r"\d", words["reading"])
    assert not re.search(r"\b(nan|NaN|NaT|None(?! of)|inf)\b", text)
    assert not re.search(
        r"(?<![.,\d])1 (accounts|hours|calls|days|months|losses|weights|causes)\b", text
    )
    assert "  ," not in text and " , " not in text


def hidden_parts(results: dict[str, Any]) -> set[str]:
    """The steps that were not shown; a missing part of a cost is none of them."""
    return set(results["missing_parts"]) & PARTS


def lines(days: dict[str, list[str]]) -> Company:
    rows = [(a, pd.Timestamp(d), 100.0) for a, dates in days.items() for d in dates]
    frame = pd.DataFrame(rows, columns=["account_id", "order_date", "net_amount"])
    return Company.from_tables({"order_lines": frame}, name="Odd")


def month_ends(n: int) -> list[str]:
    return [str(d.date()) for d in pd.date_range("2023-01-31", periods=n, freq="ME")]


# ---------------------------------------------------------------- the lesson


def test_its_parameters_are_the_reports_but_for_the_trainers() -> None:
    cells = nbformat.read(LESSON, as_version=4).cells
    source = cells[parameters_index(cells, LESSON.name)].source
    wanted = parameters_cell(EarlyWarningSettings).replace("'", '"').splitlines()
    assert source.splitlines() == [
        line.replace('account"s', "account's")
        for line in wanted
        if not line.startswith("show_truth")
    ]


def test_mini_has_no_truth_and_few_losses_and_says_so(run: Run) -> None:
    results, pictures, text = run(company="mini")
    assert len(PARTS) > 10
    assert hidden_parts(results) == HIDDEN | {"Weights tested on the past"}
    assert set(results["figures"]) >= BOOKS | STAY
    assert not set(results["figures"]) & TRUTH
    assert len(pictures) == 7
    assert "read the interval, not the line" in text
    assert "here are 1 and 8. Keep the weights set by hand." in text
    assert results["finding"].startswith("1 of 7 accounts")


@pytest.mark.slow
def test_polar_tells_every_step(run: Run) -> None:
    if not (locate.files("datasets") / "polar").is_dir():
        pytest.skip("datasets/polar is absent")
    results, pictures, text = run()
    assert results["missing_parts"] == [] and len(pictures) == 8
    assert set(results["figures"]) >= BOOKS | STAY | TRUTH
    assert "not shown" not in text


@pytest.mark.slow
@pytest.mark.parametrize("truth", [True, False])
def test_another_seed(run: Run, tmp_path: Path, truth: bool) -> None:
    folder = tmp_path / "other"
    made = simulate(make_world(seed=7, accounts=60, months=30))
    made.company(truth=truth).save(folder)
    results, pictures, _ = run(company=str(folder), gap_k=2.0, top_n=5, horizon=4)
    hidden = set() if truth else HIDDEN
    assert hidden_parts(results) - {"Weights tested on the past"} == hidden
    assert len(pictures) == (8 if truth else 7)
    assert (set(results["figures"]) >= TRUTH) == truth


@pytest.mark.slow
@pytest.mark.parametrize("name", ["adventureworks", "cdnow"])
def test_real_books(run: Run, tmp_path: Path, shared_data: Path, name: str) -> None:
    out = tmp_path / name
    import_recipe(RECIPES / f"{name}.yaml", out, base=shared_data / name)
    results, pictures, text = run(company=str(out))
    assert hidden_parts(results) == HIDDEN
    assert len(pictures) == 7
    assert "the books know nothing" in text


ODD = {
    "nobody was ever lost": {name: month_ends(36) for name in "ABC"},
    "all were lost but one": {
        **{name: month_ends(20) for name in "ABCDEF"}, "G": month_ends(36)
    },
    "one order": {"A": ["2025-01-01"]},
    "a young company": {name: month_ends(5) for name in "AB"},
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("kind", ODD)
def test_odd_books(run: Run, tmp_path: Path, kind: str) -> None:
    lines(ODD[kind]).save(tmp_path / "odd")
    results, _, text = run(company=str(tmp_path / "odd"))
    assert set(results["missing_parts"]) >= HIDDEN
    assert set(results["figures"]) >= BOOKS
    assert text.count("not shown") >= len(HIDDEN)


@pytest.mark.slow
def test_books_that_ended_long_before_the_cut_off(run: Run, tmp_path: Path) -> None:
    lines(ODD["all were lost but one"]).save(tmp_path / "odd")
    results, _, text = run(company=str(tmp_path / "odd"), as_of="2026-12-31")
    wanted = {"Definitions of a loss", "Causes of the losses", "Own rhythm"}
    assert set(results["missing_parts"]) >= wanted | {"Weights tested on the past"}
    assert "everybody would" in text


# ---------------------------------------------------------------- the report


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop(workers=1) as shop:
        yield shop


Report = Callable[..., tuple[Outcome, dict[str, Any]]]


@pytest.fixture
def report(workshop: Workshop, tmp_path: Path) -> Report:
    """Run the report; give how it ended and its results."""

    def run_one(company: str | Path, **given: Any) -> tuple[Outcome, dict[str, Any]]:
        given = {"company": str(company)} | given
        job = plan_job(find_report("early_warning"), given, tmp_path / "out")
        outcome = workshop.run([job])[0]
        assert outcome.good and outcome.folder is not None, outcome.sentence
        return outcome, json.loads((outcome.folder / "results.json").read_text())

    return run_one


@pytest.mark.slow
def test_the_trainers_switch(report: Report, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    simulate(make_world(seed=11, accounts=60, months=30)).company().save(folder)
    _, plain = report(folder)
    assert not set(plain["figures"]) & TRUTH and plain["missing_parts"] == []
    assert set(plain["figures"]) >= BOOKS | STAY
    outcome, shown = report(folder, show_truth=True)
    assert set(shown["figures"]) == set(plain["figures"]) | TRUTH
    same = {n: v for n, v in shown["figures"].items() if n not in TRUTH}
    assert same == plain["figures"]
    truth = pd.read_parquet(outcome.folder / "tables" / "truth.parquet")
    figures = shown["figures"]
    missed = truth[(truth["said"] == "fine") & truth["leaving"]]
    assert figures["truth_missed"]["value"] == len(missed)


@pytest.mark.slow
def test_the_truth_of_a_company_without_one(report: Report) -> None:
    _, results = report("mini", show_truth=True)
    assert hidden_parts(results) == HIDDEN - {"Causes against the truth"}


@pytest.mark.slow
def test_hours_and_effect_reach_the_figures(report: Report) -> None:
    outcome, results = report("mini", save_hours=1.0, save_effect=1.0)
    figures = {name: one["value"] for name, one in results["figures"].items()}
    table = pd.read_parquet(outcome.folder / "tables" / "acting.parquet")
    assert (figures["save_calls"], figures["save_cost"]) == (1, 60.0)
    assert figures["save_saving"] == pytest.approx(table["value_at_risk"].iloc[0])
    assert figures["save_net"] == pytest.approx(figures["save_saving"] - 60.0)
