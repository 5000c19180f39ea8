"""A harder level is harder: to foresee, to estimate, to act upon."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from kamlab.simulation import scenario_names
from kamlab.simulation.scenario import LEVELS

ROOT = Path(__file__).parents[2]
HARDER = {"auc": -1, "precision": -1, "error": 1}  # which way is harder


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    """The benchmark that measures levels, which stands outside the package."""
    path = ROOT / "benchmarks" / "bench_difficulty.py"
    spec = importlib.util.spec_from_file_location("bench_difficulty", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_difficulty"] = module  # worker processes look for it
    spec.loader.exec_module(module)
    return module


def check_order(found: pd.DataFrame) -> None:
    """Hold the means of each figure against the order of the levels."""
    for scenario, rows in found.groupby("scenario"):
        table = rows.groupby("level")[list(HARDER)].mean().loc[list(LEVELS)]
        for figure, way in HARDER.items():
            steps = (way * table[figure]).diff().dropna()
            assert (steps > 0).all(), (scenario, figure, table[figure].to_dict())


@pytest.mark.slow
def test_levels_are_in_order_over_three_seeds(bench: ModuleType) -> None:
    tasks = [("stable", level, seed) for level in LEVELS for seed in range(3)]
    check_order(pd.DataFrame([bench.measure(task) for task in tasks]))


@pytest.mark.long
def test_levels_are_in_order_over_twenty_seeds(bench: ModuleType) -> None:
    check_order(bench.measure_all({"stable": 20, "noisy_crm": 20}))


def test_the_page_holds_every_scenario_in_order(bench: ModuleType) -> None:
    """The published means over twenty seeds, scenario by scenario."""
    written = (ROOT / "docs" / "difficulty.md").read_text(encoding="utf-8")
    names = list(bench.FIGURES)
    rows = []
    for chapter in written.split("\n## ")[1:]:
        (scenario,) = re.findall(r"\(`(\w+)`\)", chapter)
        for line in chapter.splitlines():
            level, *cells = [cell.strip() for cell in line.strip("|").split("|")]
            if level in LEVELS:
                means = [float(c.split()[0].replace("−", "-")) for c in cells]
                rows.append(
                    {"scenario": scenario, "level": level}
                    | dict(zip(names, means, strict=True))
                )
    found = pd.DataFrame(rows)
    assert found.groupby("scenario").size().to_dict() == dict.fromkeys(
        scenario_names(), len(LEVELS)
    )
    check_order(found)


def test_the_page_tells_of_every_scenario_and_level(bench: ModuleType) -> None:
    found = pd.DataFrame(
        [
            {"scenario": name, "level": level, "seed": 0}
            | dict.fromkeys(bench.FIGURES, 0.5)
            for name in scenario_names()
            for level in LEVELS
        ]
    )
    written = (ROOT / "docs" / "difficulty.md").read_text(encoding="utf-8")

    def frame_of(text: str) -> list[str]:
        """Give the lines without figures."""
        return [line for line in text.splitlines() if "\u00b1" not in line]

    page = bench.page(pd.concat(found.assign(seed=n) for n in range(bench.SEEDS)))
    assert frame_of(page) == frame_of(written)
    assert written.count("\u00b1") == len(found) * len(bench.FIGURES)
