"""The pay slip: base, variable, total, and a line for every step that led there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from kamlab.compensation.achieved import Achieved
from kamlab.compensation.engine.inputs import QUOTA, needed
from kamlab.compensation.kinds import word_of
from kamlab.compensation.lines import Line, as_table
from kamlab.compensation.money import ZERO, cents
from kamlab.compensation.periods import in_words
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.statement.events import fee_steps
from kamlab.compensation.statement.lines import lines_of
from kamlab.compensation.statement.prepared import Prepared, periods_of
from kamlab.compensation.statement.statement import settled
from kamlab.compensation.target_pay import TargetPay
from kamlab.errors import MissingPartError

BASE = "Base salary"
OTHER = "fee"  # the measure of what is no component: fee tiers, caps, draws


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
    done = settled(plan, _ready(plan, pay, achieved), currency=currency)
    lines = [
        Line(
            year,
            BASE,
            amount=base,
            why=f"from {pay.source}"
            if base
            else f"no base salary is agreed: {pay.source} has none",
        ),
        *(line for g in range(len(done.groups)) for line in lines_of(done, 0, g)),
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
        target_variable=cents(sum(pay.target_variable)) if plan.has_target else ZERO,
        attainment=round(reached / weight, 9) if weight else None,
        weight_with_quota=round(weight, 9),
        components=parts,
        trace=trace,
    )


def _ready(plan: PayPlan, pay: TargetPay, achieved: Achieved) -> Prepared:
    """Lay one KAM's year, and those of the team where it counts, out as arrays."""
    starts = pd.DatetimeIndex(achieved.periods["period"])
    ends = pd.DatetimeIndex(achieved.periods["period_end"])
    team = [(achieved.results, achieved.quotas), *achieved.mates]
    shape = (len(team), len(starts))
    reasons = dict(achieved.reasons)
    columns: dict[str, np.ndarray] = {
        "base": np.broadcast_to(np.array(pay.base), shape),
        "target_variable": np.broadcast_to(np.array(pay.target_variable), shape),
        "team": np.zeros(len(team), dtype=int),
    }
    _add_measures(plan, achieved, columns, reasons, shape)
    for part in plan.components:
        found = [quotas[part.measure] for _, quotas in team if part.measure in quotas]
        if len(found) == len(team) and part.measure not in reasons:
            columns[QUOTA + part.measure] = np.array(found)
    _check_rules(plan, reasons)
    steps = achieved.deals.assign(kam_id="0", credit=1.0)
    if plan.fees:
        factor = np.array(achieved.fee_factor or (1.0,) * len(starts))
        numbers = steps["number"].to_numpy(dtype=int)
        columns["fee_factor"] = np.broadcast_to(factor, shape)
        columns["fee"] = np.zeros(shape)
        np.add.at(columns["fee"][0], numbers, fee_steps(plan.fees, steps))
        columns["fee"] *= columns["fee_factor"]
    return Prepared(
        tuple(str(k) for k in range(len(team))),
        starts,
        ends,
        periods_of(starts, ends),
        columns,
        np.ones(shape, dtype=bool),
        steps,
        reasons,
    )


def _add_measures(
    plan: PayPlan,
    achieved: Achieved,
    columns: dict[str, np.ndarray],
    reasons: dict[str, str],
    shape: tuple[int, int],
) -> None:
    """Add each measure the plan names; what is not known is 0 and has its reason."""
    team = [achieved.results, *(results for results, _ in achieved.mates)]
    for name in needed(plan):
        if name in columns or name == "fee":
            continue
        if name not in achieved.results and name not in reasons:
            reasons[name] = f"the company does not tell {word_of(name)}"
        found = [own[name] for own in team if name in own and name not in reasons]
        values = np.array(found) if found else np.zeros(shape)
        columns[name] = np.nan_to_num(np.broadcast_to(values, shape))
        if np.isnan(values).any():
            # no accounts to keep is no result of 0: no quota there
            level = [part.quota for part in plan.components if part.measure == name]
            usual = np.nan if not level or level[0] is None else level[0]
            quota = np.where(np.isnan(values), np.nan, usual)
            columns[QUOTA + name] = np.broadcast_to(quota, shape)


def _check_rules(plan: PayPlan, reasons: Mapping[str, str]) -> None:
    """Refuse to pay where a rule looks at what the company does not tell."""
    rules = [(f"gate '{gate.name}'", gate.measure) for gate in plan.gates]
    rules += [(f"gate '{gate.name}'", gate.instead or "") for gate in plan.gates]
    rules += [(f"'{spiff.name}'", spiff.measure) for spiff in plan.spiffs]
    rules += [(f"'{pool.name}'", pool.measure) for pool in plan.pools]
    if plan.ramp:
        rules.append(("the ramp for new KAMs", "months_employed"))
    if plan.windfall:
        rules.append(("the windfall rule", plan.windfall.measure))
    for who, measure in rules:
        if measure in reasons:
            raise MissingPartError(
                f"{who} of the {plan.title} cannot be told: {reasons[measure]}".rstrip(
                    "."
                )
                + "."
            )


def _weights(plan: PayPlan) -> dict[str, float]:
    """Give the weight of each part with a quota; alike where the plan has none."""
    parts = [part for part in plan.components if part.paid_on != "result"]
    alike = 1 / len(parts) if parts and not plan.has_target else 0.0
    return {part.name: part.weight or alike for part in parts}


def _by_component(plan: PayPlan, lines: list[Line]) -> pd.DataFrame:
    """Sum the year of each component; results count where there is a quota."""
    measures = {part.name: part for part in plan.components}
    weights = _weights(plan)
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
                "measure": part.measure if part else OTHER,
                "weight": weights.get(name, np.nan),
                "result": result,
                "quota": quota,
                "attainment": round(result / quota, 9) if counted else np.nan,
                "amount": float(sum((line.amount for line in mine), ZERO)),
            }
        )
    return pd.DataFrame(rows)
