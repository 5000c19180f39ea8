"""What later returns and losses take back: what the sale had been paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kamlab.compensation.engine.inputs import Inputs
from kamlab.compensation.engine.ledger import round_cents
from kamlab.compensation.engine.parts import PartInputs, Work, part_inputs, pay_of
from kamlab.compensation.engine.periods import Groups
from kamlab.compensation.plan import PayPlan

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Returned:
    """Part of an earlier result that was returned, or whose account left.

    Parameters
    ----------
    measure : str
        The column it was counted in.
    of : int
        The place of the period in which it was counted.
    when : int
        The place of the period in which it came back.
    amount : array (…, KAMs)
        How much, in the unit of the measure.
    """

    measure: str
    of: int
    when: int
    amount: Floats


def netted(
    plan: PayPlan, inputs: Inputs, groups: Groups, returns: Sequence[Returned]
) -> tuple[Inputs, list[Returned]]:
    """Take returns inside an open settlement off its result; give the others.

    Open is the settlement itself, and under a true-up the whole year.
    """
    columns, later = dict(inputs.columns), []
    for back in returns:
        of, when = groups.of(back.of), groups.of(back.when)
        same_year = groups.years[of] == groups.years[when]
        if of != when and not (plan.true_up and same_year):
            later.append(back)
            continue
        values = np.array(columns[back.measure])
        amount = np.asarray(back.amount, dtype=np.float64).reshape(-1, inputs.shape[1])
        if len(values) < len(amount):
            values = np.repeat(values, len(amount), axis=0)
        values[..., back.when] -= amount
        columns[back.measure] = values
    return replace(inputs, columns=columns), later


def taken_back(
    plan: PayPlan, inputs: Inputs, groups: Groups, returns: Sequence[Returned]
) -> Floats:
    """Give what is taken back at each settlement (cents, 0 or below).

    The closed settlement is paid again without what came back; the difference, to
    the cent, is what it had been paid. So a full return takes back everything, and
    several returns of one settlement take the same in any order.
    """
    shape = (*inputs.shape[:2], len(groups))
    taken = np.zeros(shape)
    parts = {p.name: part_inputs(p, plan, inputs, groups) for p in plan.components}
    for back in sorted(returns, key=lambda r: r.when):
        months = _months(inputs, back.when) - _months(inputs, back.of)
        if months > plan.clawback.months:
            continue
        of, when = groups.of(back.of), groups.of(back.when)
        amount = np.asarray(back.amount, dtype=np.float64).reshape(-1, shape[1])
        for part in plan.components:
            if part.measure == back.measure:
                before = _paid(plan, part.name, parts, of, shape)
                parts[part.name] = _less(parts[part.name], of, amount, inputs)
                after = _paid(plan, part.name, parts, of, shape)
                share = plan.clawback.share
                taken[..., when] -= round_cents((before - after) / 100 * share)
    return taken


def _months(inputs: Inputs, place: int) -> int:
    year, month = inputs.periods.ends[place]
    return 12 * year + month


def _paid(
    plan: PayPlan,
    name: str,
    parts: Mapping[str, PartInputs],
    g: int,
    shape: tuple[int, ...],
) -> Floats:
    part = next(p for p in plan.components if p.name == name)
    closed = plan.model_copy(update={"true_up": False})
    one = parts[name].at(g)
    pieces = plan.pieces_of(part)
    return np.array(pay_of(one, pieces, closed, None, shape[:2], Work()))


def _less(given: PartInputs, g: int, amount: Floats, inputs: Inputs) -> PartInputs:
    """Take an amount off the result of one settlement."""
    rows = max(len(given.result), len(amount))
    result = np.array(np.broadcast_to(given.result, (rows, *given.result.shape[1:])))
    result[..., g] -= amount
    largest = given.largest
    if largest is not None:
        largest = np.array(np.broadcast_to(largest, result.shape))
        largest[..., g] = np.where(amount >= largest[..., g], 0.0, largest[..., g])
    return replace(given, result=result, largest=largest)
