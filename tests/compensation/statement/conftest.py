"""Plans and results for the statements, small enough to check by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamlab.compensation.plan import Component, PayPlan
from kamlab.compensation.rates import Rates, Step


def a_plan(**fields: Any) -> PayPlan:
    """A plan of one component on revenue; 500 target pay a month."""
    given: dict[str, Any] = {
        "name": "x",
        "title": "test plan",
        "purpose": "to be tested",
        "used_by": "nobody",
        "ote": 12_000.0,
        "base_share": 0.5,
        "components": (Component(name="Sales", measure="revenue", weight=1.0),),
    }
    return PayPlan(**(given | fields))


def rates(mode: str, *rows: tuple[float, float]) -> Rates:
    word = "pays" if mode in ("interpolated", "lump") else "rate"
    tiers = tuple(Step(start=start, **{word: value}) for start, value in rows)
    return Rates(mode=mode, tiers=tiers)  # type: ignore[arg-type]


def a_commission(mode: str, *rows: tuple[float, float], **more: Any) -> PayPlan:
    part = Component(
        name="Sales", measure="revenue", paid_on="result", rates=rates(mode, *rows)
    )
    return a_plan(components=(part,), **more)


def a_year(**columns: list[Any]) -> pd.DataFrame:
    """Months of KAM K1 from January 2025, a column each."""
    table = pd.DataFrame(columns)
    table["period"] = pd.date_range("2025-01-01", periods=len(table), freq="MS")
    return table.assign(kam_id="K1") if "kam_id" not in table else table
