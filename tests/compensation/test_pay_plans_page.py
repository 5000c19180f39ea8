"""The worked example of the page on pay plans pays what the page says."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pandas as pd
import pytest

from kamlab.compensation import find_plan, pay, read_plan, shipped_plans
from kamlab.compensation.plan import PayPlan

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "pay_plans.md").read_text(
    "utf-8"
)


@pytest.fixture
def example(tmp_path: Path) -> PayPlan:
    found = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert found
    path = tmp_path / "example.yaml"
    path.write_text(found[1], encoding="utf-8")
    return read_plan(path)


def test_the_worked_example(example: PayPlan) -> None:
    found = re.search(r"```\n(kam_id.*?)```", PAGE, re.DOTALL)
    assert found
    table = pd.read_csv(io.StringIO(found[1]), dtype=str)
    paid = pay(example, table)
    assert paid.table["variable"].tolist() == [7920.0, 6952.5]
    assert "7,920.00" in PAGE and "6,952.50" in PAGE


def test_every_plan_and_field_is_on_the_page() -> None:
    for name in shipped_plans():
        plan = find_plan(name)
        mix = f"{plan.base_share * 100:.0f}/{(1 - plan.base_share) * 100:.0f}"
        assert f"| `{name}` | {mix} |" in PAGE
    told = {"name", "title", "purpose", "used_by", "side_effects", "evidence"}
    for field in set(PayPlan.model_fields) - told:
        assert f"`{field}`" in PAGE or f"`{field}:" in PAGE, field
