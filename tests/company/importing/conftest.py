"""What the import tests share: small files, a recipe round them, the real data."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kamlab.company.importing import ImportReport, import_recipe

ROOT = Path(__file__).parents[3]
LINES = """
  - table: order_lines
    file: lines.csv
    format: csv
    decimal: "."
    date_format: "%Y-%m-%d"
    columns: {account_id: account, order_date: day, net_amount: amount}
"""
Bring = Callable[..., ImportReport]


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """Import one text (or bytes) as lines.csv; the folder is ``tmp_path / "out"``."""

    def bring(data: str | bytes, sources: str = LINES, head: str = "") -> ImportReport:
        raw = data.encode() if isinstance(data, str) else data
        (tmp_path / "lines.csv").write_bytes(raw)
        recipe = f"company: Test\ncurrency: EUR\n{head}\nsources:{sources}"
        (tmp_path / "recipe.yaml").write_text(recipe, encoding="utf-8")
        return import_recipe(tmp_path / "recipe.yaml", tmp_path / "out")

    return bring


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data beside the project; tests on it are skipped where it is absent."""
    named = os.environ.get("KAMLAB_SHARED_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if not (folder / "cdnow").is_dir():
        pytest.skip(f"no real data in {folder}; KAMLAB_SHARED_DATA may name it")
    return folder
