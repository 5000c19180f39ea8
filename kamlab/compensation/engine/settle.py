"""Settle a plan: parts, what is taken back, cap, floors and draw, in this order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kamlab.compensation.engine.inputs import Inputs
from kamlab.compensation.engine.ledger import (
    capped,
    drawn,
    round_cents,
    whole_cents,
)
from kamlab.compensation.engine.parts import (
    Work,
    kept_share,
    of_team,
    part_inputs,
    pay_of,
)
from kamlab.compensation.engine.periods import Groups
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.rules import Pool, Spiff

Floats = NDArray[np.float64]
Keep = Callable[[str, Floats], None]
FEES = "Fees"
BACK = "Taken back"
CAP = "Cap"
GUARANTEE = "Guarantee for new KAMs"
CUTS = "Limit on cuts"
DRAW = "Draw"
BALANCE = "balance of the draw"


def settle(
    plan: PayPlan,
    inputs: Inputs,
    groups: Groups,
    back: Floats | None = None,
    work: Work | None = None,
    keep: Keep | None = None,
) -> Floats:
    """Give the variable pay of each settlement, in whole cents.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    inputs : Inputs
        Results, quotas and what belongs to them.
    groups : Groups
        The settlements.
    back : array, optional
        What later returns take back (cents, 0 or below).
    work : Work, optional
        Scratch arrays of an earlier call.
    keep : callable, optional
        Called with the name and the cents of every part, for the trace.

    Returns
    -------
    array (scenarios, KAMs, settlements)
        It lies in ``work`` until the next call.
    """
    work = work or Work()
    shape = (*inputs.shape[:2], len(groups))
    total = work.array("total", shape)
    total.fill(0.0)

    def add(name: str, cents: Floats) -> None:
        np.add(total, cents, out=total)
        if keep is not None:
            keep(name, np.array(np.broadcast_to(cents, shape)))

    for part in plan.components:
        given = part_inputs(part, plan, inputs, groups, work)
        add(part.name, pay_of(given, plan.pieces_of(part), plan, groups, shape, work))
    _others(plan, inputs, groups, add)
    if back is not None:
        add(BACK, back)
    _after(plan, inputs, groups, total, add, keep)
    return np.asarray(total)


def _others(plan: PayPlan, inputs: Inputs, groups: Groups, add: Keep) -> None:
    """Add fees, sums for units and team pools."""
    if plan.fees:
        fee = groups.sums(inputs.columns["fee"]) * plan.fees.kam_share_of_fee
        add(FEES, _gated(plan, FEES, inputs, groups, fee))
    for spiff in plan.spiffs:
        amount = _spiff(spiff, inputs, groups)
        add(spiff.name, _gated(plan, spiff.name, inputs, groups, amount))
    for pool in plan.pools:
        kept = kept_share(plan, pool.name, inputs, groups)
        cents = pool_shares(pool, plan, inputs, groups)
        add(pool.name, cents if kept is None else whole_cents(cents / 100 * kept))


def _gated(
    plan: PayPlan, name: str, inputs: Inputs, groups: Groups, amount: Floats
) -> Floats:
    kept = kept_share(plan, name, inputs, groups)
    return whole_cents(amount if kept is None else amount * kept)


def _spiff(spiff: Spiff, inputs: Inputs, groups: Groups) -> Floats:
    first, last = spiff.start or "0000-00", spiff.to or "9999-99"
    names = [f"{year:04d}-{month:02d}" for year, month in inputs.periods.ends]
    runs = np.array([first <= name <= last for name in names], dtype=float)
    amount = groups.sums(np.maximum(inputs.columns[spiff.measure], 0.0) * runs)
    amount = amount * spiff.each
    return amount if spiff.most is None else np.minimum(amount, spiff.most)


def pool_shares(pool: Pool, plan: PayPlan, inputs: Inputs, groups: Groups) -> Floats:
    """Share a team's pool to the cent: the last member carries the remainder."""
    shape = (*inputs.shape[:2], len(groups))
    own = np.broadcast_to(groups.sums(inputs.columns[pool.measure]), shape)
    cents = round_cents(pool.rates.pieces.at(of_team(own, inputs)))
    employed = np.broadcast_to(inputs.employed(), inputs.shape)
    if pool.shared == "equal":
        key = groups.sums(employed)
    elif pool.shared == "target":
        key = groups.sums(np.broadcast_to(inputs.target(plan), inputs.shape))
    else:
        key = np.maximum(own, 0.0)
    whole = of_team(key, inputs)
    part = np.divide(key, whole, out=np.zeros(shape), where=whole > 0)
    shares = whole_cents(cents * part / 100)
    team = inputs.columns["team"][0, :, 0]
    for one in np.unique(team):
        members = np.flatnonzero(team == one)
        paid = whole[:, members[-1], :] > 0
        left = cents[:, members[-1], :] - shares[:, members, :].sum(axis=1)
        shares[:, members[-1], :] += np.where(paid, left, 0.0)
    return shares


def _after(
    plan: PayPlan,
    inputs: Inputs,
    groups: Groups,
    total: Any,
    add: Keep,
    keep: Keep | None,
) -> None:
    """Add what depends on the sum: cap, guarantee, limit on cuts, draw."""
    row = (1, 1, inputs.shape[-1])

    def settled(values: Floats) -> Floats:
        full = np.broadcast_to(values, np.broadcast_shapes(values.shape, row))
        return groups.sums(full)

    if plan.cap:
        add(CAP, capped(total, settled(inputs.target(plan)), plan.cap, groups))
    if plan.ramp and plan.ramp.guarantee:
        safe = inputs.target(plan) * inputs.on_ramp(plan) * plan.ramp.guarantee
        add(GUARANTEE, np.maximum(whole_cents(settled(safe)) - total, 0.0))
    if plan.max_cut_share is not None:
        base, target = settled(inputs.base(plan)), settled(inputs.target(plan))
        least = whole_cents((1 - plan.max_cut_share) * (base + target))
        add(CUTS, np.maximum(least - whole_cents(base) - total, 0.0))
    if plan.draw:
        employed = np.broadcast_to(inputs.employed(), (1, *inputs.shape[1:]))
        part = groups.measure(employed, "mean")
        advance = whole_cents(plan.draw.amount * part)
        added, balance = drawn(total, advance, plan.draw.recoverable)
        add(DRAW, added)
        if keep is not None:
            keep(BALANCE, balance)
