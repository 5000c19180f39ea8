"""One component of a plan for many KAMs, settlements and scenarios at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kamlab.compensation.engine.inputs import Inputs
from kamlab.compensation.engine.ledger import round_cents
from kamlab.compensation.engine.periods import Groups
from kamlab.compensation.pieces import Pieces
from kamlab.compensation.plan import Component, PayPlan
from kamlab.compensation.rules import Gate

Floats = NDArray[np.float64]
NOISE = 1e-9  # a gate's value this close to its bound counts as on it


class Work:
    """Arrays that are made once and used for block after block."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, tuple[int, ...]], NDArray[Any]] = {}

    def array(self, name: str, shape: tuple[int, ...], kind: Any = float) -> Any:
        """Give an array by name and shape; its content is what was left in it."""
        key = (name, shape)
        if key not in self._made:
            self._made[key] = np.empty(shape, dtype=kind)
        return self._made[key]


@dataclass(frozen=True)
class PartInputs:
    """What one component is paid from; arrays (scenarios, KAMs, settlements).

    Parameters
    ----------
    result : array
        In the unit of the measure; the year so far under a true-up.
    inverse : array
        1 / quota, 0 where there is none; 1 where no quota is asked for.
    quota : array
        The quota; NaN where there is none.
    stake : array
        What the table's value is multiplied with: target pay, quota, or 1.
    kept : array or None
        The share that gates leave.
    limit : array or None
        The attainment that counts at most.
    largest : array or None
        The part of the result that one deal made, for the windfall rule.
    most : array or None
        From which pay on one deal is a windfall.
    """

    result: Floats
    inverse: Floats
    quota: Floats
    stake: Floats
    kept: Floats | None
    limit: Floats | None
    largest: Floats | None
    most: Floats | None

    def at(self, g: int) -> PartInputs:
        """Give one settlement."""
        named: dict[str, Any] = {
            name: None if value is None else value[..., min(g, value.shape[-1] - 1)]
            for name, value in vars(self).items()
        }
        return PartInputs(**named)


def missed(gate: Gate, inputs: Inputs, groups: Groups) -> NDArray[np.bool_]:
    """Tell where a gate is missed."""
    value = groups.measure(inputs.columns[gate.measure], gate.over)
    if gate.at_least is not None:
        return np.asarray(value < gate.at_least - NOISE)
    return np.asarray(value > (gate.at_most or 0.0) + NOISE)


def kept_share(
    plan: PayPlan, name: str, inputs: Inputs, groups: Groups, work: Work | None = None
) -> Floats | None:
    """Give the share of a part's pay that the gates leave; None where none holds."""
    work = work or Work()
    share: Floats | None = None
    for gate in plan.gates:
        if gate.pays is None or gate.component not in ("", name):
            continue
        where = missed(gate, inputs, groups)
        if share is None:
            full: Floats = work.array("kept", where.shape)
            np.multiply(where, gate.pays - 1.0, out=full)
            share = np.add(full, 1.0, out=full)
        else:
            share = share * np.where(where, gate.pays, 1.0)
    return share


def part_inputs(
    part: Component,
    plan: PayPlan,
    inputs: Inputs,
    groups: Groups,
    work: Work | None = None,
) -> PartInputs:
    """Bring together what one component is paid from."""
    result, quota = _counted(part, plan, inputs, groups)
    target = part.weight * groups.sums(
        np.broadcast_to(
            inputs.target(plan),
            np.broadcast_shapes(inputs.target(plan).shape, (1, 1, inputs.shape[-1])),
        )
    )
    if plan.true_up:
        known = groups.so_far((~np.isnan(quota)).astype(float)) > 0
        quota = np.where(known, groups.so_far(np.nan_to_num(quota)), np.nan)
        result, target = groups.so_far(result), groups.so_far(target)
    good = quota > 0
    if part.paid_on == "result":
        inverse = stake = np.ones((1, 1, 1))
    else:
        safe = np.where(good, quota, 1.0)
        inverse = np.where(good, 1.0 / safe, 0.0)
        stake = np.where(good, target if part.paid_on == "target" else safe, 0.0)
    largest = most = None
    if plan.windfall and plan.windfall.component == part.name:
        largest, most = _one_deal(plan, inputs, groups)
    return PartInputs(
        result,
        inverse,
        quota,
        stake,
        kept_share(plan, part.name, inputs, groups, work),
        _limit(part, plan, inputs, groups),
        largest,
        most,
    )


def _counted(
    part: Component, plan: PayPlan, inputs: Inputs, groups: Groups
) -> tuple[Floats, Floats]:
    """Give result and quota of each settlement; periods without a quota drop out."""
    result = inputs.columns[part.measure]
    quota = inputs.quota(part, plan)
    quota = np.broadcast_to(quota, (*quota.shape[:2], inputs.shape[-1]))
    blank = np.isnan(quota)
    pooled = plan.true_up or part.team or not groups.single
    if part.paid_on != "result" and pooled and blank.any():
        result = np.where(blank, 0.0, result)
    switched = [g for g in plan.gates if g.instead and g.component in ("", part.name)]
    sums = groups.sums(result)
    for gate in switched:
        other = inputs.columns[gate.instead or ""]
        if part.paid_on != "result" and pooled and blank.any():
            other = np.where(blank, 0.0, other)
        sums = np.where(missed(gate, inputs, groups), groups.sums(other), sums)
    all_blank = groups.sums(blank.astype(float)) == groups.sums(
        np.ones((1, 1, inputs.shape[-1]))
    )
    quotas = np.where(all_blank, np.nan, groups.sums(np.where(blank, 0.0, quota)))
    if part.team:
        sums = of_team(sums, inputs)
        quotas = of_team(np.nan_to_num(quotas), inputs)
    return sums, quotas


def of_team(values: Floats, inputs: Inputs) -> Floats:
    """Give each KAM the sum over the team, settlement by settlement."""
    team = inputs.columns["team"][0, :, 0].astype(int)
    same = (team[:, None] == team[None, :]).astype(float)
    full = np.broadcast_to(values, (len(values), len(team), values.shape[-1]))
    return np.asarray(np.einsum("kj,sjg->skg", same, full))


def _limit(
    part: Component, plan: PayPlan, inputs: Inputs, groups: Groups
) -> Floats | None:
    limit: Floats | None = None
    for gate in plan.gates:
        if gate.limit is not None and gate.component in ("", part.name):
            one = np.where(missed(gate, inputs, groups), gate.limit, np.inf)
            limit = one if limit is None else np.minimum(limit, one)
    return limit


def _one_deal(plan: PayPlan, inputs: Inputs, groups: Groups) -> tuple[Floats, Floats]:
    rule = plan.windfall
    assert rule is not None
    values = inputs.columns[rule.measure]
    largest = values
    if not groups.single:
        largest = np.maximum.reduceat(values, np.array(groups.starts), axis=-1)
    target = inputs.target(plan)
    target = np.broadcast_to(target, (*target.shape[:2], inputs.shape[-1]))
    # as if every month of the year were like these: later months change nothing
    year = groups.sums(target) * 12 / groups.sums(inputs.months())
    return largest, rule.over * year


def pay_of(
    given: PartInputs,
    pieces: Pieces,
    plan: PayPlan,
    groups: Groups | None,
    shape: tuple[int, ...],
    work: Work,
) -> Floats:
    """Pay one component, in whole cents.

    Parameters
    ----------
    given : PartInputs
        What it is paid from.
    pieces : Pieces
        Its rates.
    plan : PayPlan
        For the true-up and the windfall rule.
    groups : Groups, optional
        The settlements, None where ``given`` is one of them.
    shape : tuple of int
        Of the answer.
    work : Work
        Scratch; the answer lies in it until the next call.
    """
    out, x = work.array("pay", shape), work.array("x", shape)
    _value(given.result, given, pieces, out, x, work)
    if given.largest is not None and given.most is not None and plan.windfall:
        without = np.empty(shape)
        _value(given.result - given.largest, given, pieces, without, x, work)
        beyond = np.maximum(out - without - given.most, 0.0)
        out -= beyond * (1 - plan.windfall.pays)
    if plan.true_up and groups is not None:
        paid = groups.steps(round_cents(out))
        if given.kept is not None:
            held = np.where(paid > 0, paid * given.kept, paid)
            return round_cents(held / 100)
        return paid
    if given.kept is not None:
        np.multiply(out, given.kept, out=out)
    return round_cents(out)


def _value(
    result: Floats, given: PartInputs, pieces: Pieces, out: Any, x: Any, work: Work
) -> None:
    np.multiply(result, given.inverse, out=x)
    if given.limit is not None:
        np.minimum(x, given.limit, out=x)
    spare = work.array("spare", x.shape)
    pieces.into(x, out, spare, work.array("flags", x.shape, bool))
    np.multiply(out, given.stake, out=out)
