"""The settings of the pay slip."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from kamlab.company import Company
from kamlab.compensation.settings import PaySlipSettings

from .conftest import lines


def test_a_misspelt_plan_is_refused_at_the_door() -> None:
    with pytest.raises(ValidationError, match="did you mean 'three_plans'"):
        PaySlipSettings(plan="tree_plans")


@pytest.mark.parametrize(
    "last, cut_off",
    [("2025-12-29", date(2025, 12, 31)), ("2025-12-20", date(2025, 12, 20))],
)
def test_books_that_end_in_the_last_week_end_the_year(
    tmp_path: Path, last: str, cut_off: date
) -> None:
    table = lines(("A", "2025-01-02", 1.0, "O1", 0.5), ("A", last, 1.0, "O2", 0.5))
    Company.from_tables({"order_lines": table}, name="Ends").save(tmp_path / "firm")
    settings = PaySlipSettings(company=str(tmp_path / "firm"))
    assert settings.load().cut_off == cut_off
    named = PaySlipSettings(company=str(tmp_path / "firm"), as_of="2025-06-30")
    assert named.load().cut_off == date(2025, 6, 30)
