"""The pay slip: base, variable, total, and a line for every step that led there."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from kamlab.compensation.achieved import Achieved
from kamlab.compensation.component_lines import component_lines
from kamlab.compensation.fee_lines import fee_lines
from kamlab.compensation.lines import Line, as_table
from kamlab.compensation.money import ZERO, cents
from kamlab.compensation.periods import in_words
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.target_pay import TargetPay


@dataclass(frozen=True)
class Slip:
    """One KAM's pay for a year, to the cent.

    Parameters
    ----------
    base, variable, total : Decimal
        In currency.
    target_variable : Decimal
        Variable pay with every target met; 0 for a plan without targets.
    attainment : float or None
        Σ weight × result / quota over the components that have a quota, divided by
        their weights; None where none has.
    weight_with_quota : float
        The weights of the components that have a quota, together.
    components : DataFrame
        A row a component or fee tier: part, measure, weight, result, quota,
        attainment, amount of the year.
    trace : DataFrame
        The steps in order; their amounts sum to the total.
    """

    base: Decimal
    variable: Decimal
    total: Decimal
    target_variable: Decimal
    attainment: float | None
    weight_with_quota: float
    components: pd.DataFrame
    trace: pd.DataFrame

    @property
    def quotas(self) -> int:
        """How many quotas the attainment rests on: one a component and period."""
        return int(self.trace["attainment"].notna().sum())


def pay_slip(
    plan: PayPlan, pay: TargetPay, achieved: Achieved, currency: str = ""
) -> Slip:
    """Work out one KAM's pay, step by step.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    pay : TargetPay
        Base and target variable pay of each period.
    achieved : Achieved
        Results and quotas of the same periods.
    currency : str
        For the words of the trace.

    Returns
    -------
    Slip
        Each component and period is rounded once, half to even; where a step of the
        trace is a part of such an amount, the last one carries the remainder.
    """
    base = cents(sum(pay.base))
    year = in_words(
        achieved.periods["period"].min(), achieved.periods["period_end"].max()
    )
    lines = [
        Line(
            year,
            "Base salary",
            amount=base,
            why=f"from {pay.source}"
            if base
            else f"no base salary is agreed: {pay.source} has none",
        ),
        *component_lines(plan, pay, achieved, currency),
        *(fee_lines(plan.fees, achieved, currency) if plan.fees else []),
    ]
    trace = as_table(lines)
    variable = sum((line.amount for line in lines[1:]), ZERO)
    parts = _by_component(plan, lines[1:])
    known = parts[parts["attainment"].notna()]
    weight = float(known["weight"].sum())
    reached = float((known["weight"] * known["attainment"]).sum())
    return Slip(
        base=base,
        variable=variable,
        total=base + variable,
        target_variable=cents(sum(pay.target_variable)) if plan.components else ZERO,
        attainment=round(reached / weight, 9) if weight else None,
        weight_with_quota=round(weight, 9),
        components=parts,
        trace=trace,
    )


def _by_component(plan: PayPlan, lines: list[Line]) -> pd.DataFrame:
    """Sum the year of each component; results count where there is a quota."""
    measures = {part.name: part for part in plan.components}
    rows = []
    for name in dict.fromkeys(line.part for line in lines):
        mine = [line for line in lines if line.part == name]
        counted = [line for line in mine if not np.isnan(line.quota)]
        result = sum(line.result for line in counted or mine)
        quota = sum(line.quota for line in counted) if counted else np.nan
        part = measures.get(name)
        rows.append(
            {
                "part": name,
                "measure": part.measure if part else "fee",
                "weight": part.weight if part else np.nan,
                "result": result,
                "quota": quota,
                "attainment": round(result / quota, 9) if counted else np.nan,
                "amount": float(sum((line.amount for line in mine), ZERO)),
            }
        )
    return pd.DataFrame(rows)
