"""Late deliveries: their whole effect, and the part that does not go by tickets."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from kamlab.churn.what_if.worlds import on_top_of, rules_for
from kamlab.company import Company
from kamlab.errors import RefusedError
from kamlab.presentation import formats as f
from kamlab.simulation import Levers, Rules, World
from kamlab.simulation.hazard import play_month, save_factor
from kamlab.simulation.ids import Ids
from kamlab.simulation.lever_story import mean_interval, tenths
from kamlab.simulation.levers import in_month
from kamlab.simulation.orders import Rhythm, deliver, due_orders, throw_orders
from kamlab.simulation.produce import find_called
from kamlab.simulation.setup import Setup, prepare
from kamlab.simulation.state import (
    Stage,
    State,
    bring_forward,
    count_promised,
    find_situation,
    set_stage,
    start_state,
)
from kamlab.simulation.streams import Flags, Ints


@dataclass(frozen=True)
class Lateness:
    """What punctual deliveries would have kept, in all and without their tickets.

    Parameters
    ----------
    late_cap : float
        Largest share of late deliveries in the what-if, 0–1.
    lost : int
        Accounts that left as it was.
    total : int
        Accounts kept by punctual deliveries, by every way.
    direct : int
        Accounts kept where every ticket is still raised that was.
    replicates : DataFrame
        seed, total, direct: the same in other companies of the kind.
    """

    late_cap: float
    lost: int
    total: int
    direct: int
    replicates: pd.DataFrame

    @property
    def by_tickets(self) -> int:
        """Accounts kept only because lateness raises tickets: total − direct."""
        return self.total - self.direct

    def sentence(self) -> str:
        """Say how much of the effect of lateness goes by way of tickets."""
        text = (
            f"With late deliveries at most {f.share(self.late_cap, 0)}, "
            f"{f.plural(self.total, 'account')} of the {self.lost} lost would have "
            f"been kept; were all tickets raised all the same, {self.direct}."
        )
        if self.replicates.empty:
            return text
        total, direct = (
            mean_interval(self.replicates[name]) for name in ("total", "direct")
        )
        between = mean_interval(self.replicates["total"] - self.replicates["direct"])
        return (
            f"{text} On average of {len(self.replicates)} other companies: "
            f"{tenths(total[0])} in all, {tenths(direct[0])} directly, "
            f"{tenths(between[0])} by way of tickets (90 % interval "
            f"{tenths(between[1])} to {tenths(between[2])})."
        )


def lateness_effects(
    firm: Company, late_cap: float = 0.0, *, replicates: int = 20
) -> Lateness:
    """Split what punctual deliveries keep into a direct part and one by tickets.

    Parameters
    ----------
    firm : Company
        With truth.
    late_cap : float
        Largest share of late deliveries in the what-if, 0–1.
    replicates : int
        Further companies of the same kind, other dice each; 0 for none, else 2 or
        more.

    Returns
    -------
    Lateness
        Exact for this company: same accounts, same dice.

    Raises
    ------
    MissingPartError
        If the company carries no truth.
    RefusedError
        If the cap is outside 0–1 or the number of replicates is 1 or below 0.

    Notes
    -----
    Lateness works on the hazard by itself and by the tickets it raises. The direct
    effect holds the tickets as the unchanged deliveries would raise them, account by
    account and month by month, and lets everything else respond, visits included: a
    natural direct effect (Pearl 2001, UAI, 411–420), possible only where the same dice
    can be thrown again.
    """
    rules = rules_for(firm)
    lever = on_top_of(rules.levers, late_cap=late_cap)
    if replicates < 0 or replicates == 1:
        raise RefusedError(
            f"replicates = {replicates} cannot be: it must be 0, or 2 or more."
        )
    here = _counts(rules, rules.world, lever)
    rows = []
    for seed in range(rules.world.seed + 1, rules.world.seed + 1 + replicates):
        was, total, direct = _counts(
            rules, rules.world.model_copy(update={"seed": seed}), lever
        )
        rows.append((seed, was - total, was - direct))
    found = pd.DataFrame(rows, columns=["seed", "total", "direct"])
    return Lateness(late_cap, here[0], here[0] - here[1], here[0] - here[2], found)


def _counts(rules: Rules, world: World, lever: Levers) -> tuple[int, int, int]:
    """Count losses as it was, under the lever, and under it with tickets held."""
    same = Rules(world, rules.levers, rules.incentives)
    plays = (rules.levers, rules.levers), (lever, lever), (lever, rules.levers)
    exits = [exits_under(same, one, tickets) for one, tickets in plays]
    was, total, direct = (int((e < world.months).sum()) for e in exits)
    return was, total, direct


def exits_under(rules: Rules, lever: Levers, tickets: Levers) -> Ints:
    """Play a company under a lever while tickets come as under another one.

    Parameters
    ----------
    rules : Rules
        World and incentives.
    lever : Levers
        What holds.
    tickets : Levers
        The levers whose late deliveries raise the tickets; the same as ``lever`` for
        the plain counterfactual.

    Returns
    -------
    array of int
        Last month with orders by account, beyond the last month for those who stay.
    """
    setup = prepare(rules.world)
    state, coming = start_state(setup), np.zeros(len(setup.traits), dtype=np.int64)
    called = find_called(Ids(setup), lever)
    for month in range(rules.world.months):
        stage = set_stage(setup, state, month)
        held = in_month(lever, month)
        coming = _play(
            _Now(setup, state, stage, rules, called),
            held,
            in_month(tickets, month),
            coming,
        )
    return state.exit


@dataclass(frozen=True)
class _Now:
    """Where a month stands before it is played."""

    setup: Setup
    state: State
    stage: Stage
    rules: Rules
    called: Flags


def _play(now: _Now, lever: Levers, tickets: Levers, coming: Ints) -> Ints:
    """Play one month as the engine does, but for the late deliveries tickets hear of.

    Returns
    -------
    array of int
        Late deliveries already promised for the coming month, as the tickets see them.
    """
    setup, state, stage = now.setup, now.state, now.stage
    world, month, pay = setup.world, stage.month, now.rules.incentives
    throws = setup.dice.kept(
        "orders", month, lambda: throw_orders(setup.dice, month, len(setup.traits))
    )
    stretch = 1.0 + world.fade_gap * stage.fading.astype(float)
    rhythm = Rhythm(stage.active, state.next_due, stretch)
    due = due_orders(setup, month, rhythm, throws, pay)
    counts = [
        count_promised(
            setup, deliver(setup, month, due, throws, one, state.ordered), month
        )
        for one in (lever, tickets)
    ]
    situation = find_situation(setup, state, stage, counts[0], lever)
    heard = replace(situation, late_now=counts[1][:, 1] + coming)
    out = play_month(world, setup.traits, heard, stage.throws, lever, pay)
    free = stage.undecided & ~setup.traits.lives
    hazard = np.where(free, out.hazard, 0.0)
    if lever.save_call:
        saved = save_factor(world, out.hazard, stage.undecided)
        saved[setup.onset <= month] = 1.0
        hazard = np.where(now.called, hazard * saved, hazard)
    decided = free & (stage.throws.leave < hazard)
    decided |= stage.undecided & (setup.shock == month)
    bring_forward(setup, state, stage, due, counts[0], situation, decided)
    later: Ints = counts[1][:, 3]
    return later
