"""The lines of a statement: one KAM, one settlement after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from kamlab.compensation.engine.inputs import Inputs
from kamlab.compensation.engine.parts import PartInputs, missed
from kamlab.compensation.engine.periods import Groups
from kamlab.compensation.engine.settle import (
    BACK,
    BALANCE,
    CAP,
    CUTS,
    DRAW,
    FEES,
    GUARANTEE,
)
from kamlab.compensation.lines import Line
from kamlab.compensation.money import cents
from kamlab.compensation.periods import in_words
from kamlab.compensation.plan import Component, PayPlan
from kamlab.compensation.rules import Gate
from kamlab.compensation.statement.cells import Cell, cell_of
from kamlab.compensation.statement.fees import fee_lines
from kamlab.compensation.statement.prepared import Prepared
from kamlab.compensation.statement.rule_words import why_rule
from kamlab.compensation.statement.words import gate_words, why_component
from kamlab.presentation.formats import money


@dataclass(frozen=True)
class Settled:
    """What the engine computed, kept part by part.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    ready : Prepared
        The results.
    inputs : Inputs
        The same as the engine saw them.
    groups : Groups
        The settlements.
    given : dict of str to PartInputs
        What each component was paid from.
    cents : dict of str to array
        What each part paid (KAMs, settlements), in cents.
    currency : str
        For the words.
    """

    plan: PayPlan
    ready: Prepared
    inputs: Inputs
    groups: Groups
    given: dict[str, PartInputs]
    cents: dict[str, np.ndarray]
    currency: str = ""
    gates: dict[str, np.ndarray] = field(default_factory=dict)

    def label(self, g: int) -> str:
        """Write the days of a settlement."""
        first, last = self.groups.starts[g], int(self.groups.lasts[g])
        return in_words(self.ready.starts[first], self.ready.ends[last])

    def has_row(self, kam: int, g: int) -> bool:
        """Tell whether a KAM has results in a settlement."""
        run = slice(self.groups.starts[g], int(self.groups.lasts[g]) + 1)
        return bool(self.ready.present[kam, run].any())

    def base(self, kam: int, g: int) -> Decimal:
        """Give the base salary of a settlement, rounded once."""
        base = self.inputs.base(self.plan)
        base = np.broadcast_to(base, (1, *self.ready.present.shape))
        return cents(float(self.groups.sums(base)[0, kam, g]))


def lines_of(settled: Settled, kam: int, g: int) -> list[Line]:
    """Give the lines of variable pay of one KAM and settlement; they sum to it."""
    label, plan = settled.label(g), settled.plan
    lines = [_component(settled, part, kam, g, label) for part in plan.components]
    if plan.fees:
        lines += _fees(settled, kam, g, label)
    names = [spiff.name for spiff in plan.spiffs] + [pool.name for pool in plan.pools]
    names += [BACK, CAP, GUARANTEE, CUTS]
    for name in (*names, DRAW):
        found = settled.cents.get(name)
        if found is None:
            continue
        value = int(found[kam, g])
        if value or name not in (BACK, CAP, GUARANTEE, CUTS):
            why = why_rule(settled, name, kam, g, value)
            lines.append(Line(label, name, Decimal(value).scaleb(-2), why))
    return lines


def _component(settled: Settled, part: Component, kam: int, g: int, label: str) -> Line:
    cell = _cell(settled, part, kam, g)
    gates = _missed(settled, part.name, kam, g)
    why = why_component(cell, settled.plan, gates, settled.currency)
    target = part.paid_on == "target"
    stake = cell.stake if cell.known else _stake_without_quota(settled, part, kam, g)
    value = cell.value if target and cell.known and not cell.reason else np.nan
    return Line(
        label,
        part.name,
        Decimal(cell.cents).scaleb(-2),
        why,
        np.nan if cell.reason else cell.result,
        cell.quota if cell.known else np.nan,
        np.nan if cell.reason else cell.attainment,
        value,
        stake if cell.by_quota else np.nan,
    )


def _stake_without_quota(settled: Settled, part: Component, kam: int, g: int) -> float:
    if part.paid_on != "target":
        return float("nan")
    target = settled.inputs.target(settled.plan)
    target = np.broadcast_to(target, (1, *settled.ready.present.shape))
    return float(settled.groups.sums(target)[0, kam, g] * part.weight)


def _cell(settled: Settled, part: Component, kam: int, g: int) -> Cell:
    given = settled.given[part.name]
    paid = settled.cents[part.name]
    years = settled.groups.years
    before = 0.0
    if settled.plan.true_up:
        earlier = [h for h in range(g) if years[h] == years[g]]
        before = float(sum(paid[kam, h] for h in earlier)) / 100
    reason = settled.ready.reasons.get(part.measure, "")
    pieces = settled.plan.pieces_of(part)
    return cell_of(part, pieces, given, kam, g, int(paid[kam, g]), before, reason)


def _missed(settled: Settled, name: str, kam: int, g: int) -> list[tuple[Gate, float]]:
    """Give the gates that a part missed, each with the value seen."""
    found = []
    for gate in settled.plan.gates:
        if gate.component not in ("", name):
            continue
        full = (1, len(settled.ready.kams), len(settled.groups))
        where = np.broadcast_to(missed(gate, settled.inputs, settled.groups), full)
        if where[0, kam, g]:
            seen = settled.groups.measure(
                settled.inputs.columns[gate.measure], gate.over
            )
            found.append((gate, float(np.broadcast_to(seen, full)[0, kam, g])))
    return found


def _fees(settled: Settled, kam: int, g: int, label: str) -> list[Line]:
    """Give the lines of the fees; what gates withhold stands in a line of its own."""
    fees = settled.plan.fees
    assert fees is not None
    run = range(settled.groups.starts[g], int(settled.groups.lasts[g]) + 1)
    steps = settled.ready.steps
    mine = steps[
        (steps["kam_id"] == settled.ready.kams[kam]) & steps["number"].isin(run)
    ]
    factor = settled.ready.columns.get("fee_factor")
    scale = 1.0 if factor is None else float(factor[kam, run[0]])
    lines = fee_lines(fees, mine, label, scale, settled.currency)
    paid = Decimal(int(settled.cents[FEES][kam, g])).scaleb(-2)
    rest = paid - sum((line.amount for line in lines), Decimal(0))
    gates = _missed(settled, FEES, kam, g)
    if gates:
        why = "; ".join(gate_words(gate, v, settled.currency) for gate, v in gates)
        lines.append(Line(label, "Fees withheld", rest, why))
    elif rest:
        last: Any = lines[-1]
        lines[-1] = Line(**{**vars(last), "amount": last.amount + rest})
    return lines


def balance_words(settled: Settled, kam: int, g: int) -> str:
    """Say what is owed on the draw after a settlement."""
    balance = settled.cents.get(BALANCE)
    owed = 0.0 if balance is None else float(balance[kam, g]) / 100
    return money(owed, settled.currency)


def label_frame(lines: list[Line], kam_id: str) -> pd.DataFrame:
    """Put one KAM's lines into a table."""
    from kamlab.compensation.lines import as_table

    table = as_table(lines)
    table.insert(0, "kam_id", kam_id)
    return table
