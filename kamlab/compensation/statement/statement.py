"""Pay a plan: from a table of results to statements with a line for every step."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd

from kamlab.compensation.engine.inputs import gathered
from kamlab.compensation.engine.parts import part_inputs
from kamlab.compensation.engine.returns import netted, taken_back
from kamlab.compensation.engine.settle import BALANCE, settle
from kamlab.compensation.flags import flags
from kamlab.compensation.lines import Line, as_table
from kamlab.compensation.money import ZERO
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.statement.events import returned, with_deals
from kamlab.compensation.statement.given import plan_of, table_of
from kamlab.compensation.statement.lines import Settled, lines_of
from kamlab.compensation.statement.prepared import Prepared, prepared
from kamlab.compensation.statement.table import checked_results
from kamlab.errors import RefusedError, did_you_mean
from kamlab.presentation.formats import plural

BASE = "Base salary"


@dataclass(frozen=True)
class Statement:
    """What everybody is paid, and every step that led there.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    currency : str
        Of all amounts; empty where unknown.
    table : DataFrame
        A row a KAM and settlement: kam_id, period (in words), first_day, last_day,
        base, variable, total, balance (owed on a draw; only with one).
    lines : DataFrame
        The steps: kam_id, step, period, part, result, quota, attainment, payout,
        at_target, amount, why. The amounts of a KAM and period sum to its total.
    flags : tuple of str
        Where the plan jumps, or pays less for more.
    notes : tuple of str
        What must be known about the results: no quota, hired within a period.
    """

    plan: PayPlan
    currency: str
    table: pd.DataFrame
    lines: pd.DataFrame
    flags: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def kams(self) -> list[str]:
        """The KAMs, in order."""
        return list(dict.fromkeys(self.table["kam_id"]))

    def of(self, kam_id: str) -> pd.DataFrame:
        """Give the lines of one KAM.

        Parameters
        ----------
        kam_id : str
            The KAM.

        Returns
        -------
        DataFrame
            The rows of ``lines``, numbered anew.

        Raises
        ------
        RefusedError
            If there is no such KAM.
        """
        if kam_id not in self.kams:
            raise RefusedError(
                f"The results have no KAM '{kam_id}'{did_you_mean(kam_id, self.kams)}"
            )
        return self.lines[self.lines["kam_id"] == kam_id].reset_index(drop=True)

    def trace(self, kam_id: str, period: str) -> pd.DataFrame:
        """Give the lines of one KAM for the settlement that holds a day.

        Parameters
        ----------
        kam_id : str
            The KAM.
        period : str
            The settlement as the table names it, or a day in it (2025-02-01).

        Returns
        -------
        DataFrame
            The rows of ``lines``; their amounts sum to the total.

        Raises
        ------
        RefusedError
            If there is no such KAM or settlement.
        """
        mine = self.of(kam_id)
        rows = self.table[self.table["kam_id"] == kam_id]
        label = period
        if period not in set(rows["period"]):
            day = pd.to_datetime(period, format="ISO8601", errors="coerce")
            held = rows[(rows["first_day"] <= day) & (rows["last_day"] >= day)]
            if held.empty:
                known = ", ".join(rows["period"].head(12))
                raise RefusedError(
                    f"KAM {kam_id} has no settlement '{period}'; there are: {known}."
                )
            label = held["period"].iloc[0]
        return mine[mine["period"] == label].reset_index(drop=True)

    def totals(self) -> pd.DataFrame:
        """Sum the settlements of each KAM.

        Returns
        -------
        DataFrame
            kam_id, base, variable, total (currency), settlements.
        """
        sums = self.table.groupby("kam_id", sort=False).agg(
            base=("base", "sum"),
            variable=("variable", "sum"),
            total=("total", "sum"),
            settlements=("period", "size"),
        )
        names = ["base", "variable", "total"]
        sums[names] = sums[names].round(2)
        return sums.reset_index()


def pay(
    plan: PayPlan | str | Path,
    results: pd.DataFrame,
    *,
    deals: pd.DataFrame | None = None,
    returns: pd.DataFrame | None = None,
    currency: str = "",
) -> Statement:
    """Pay a plan on a table of results, with a line for every step.

    Parameters
    ----------
    plan : PayPlan, str or Path
        A plan, the name of one that comes with KamLab, or the path of its YAML file.
    results : DataFrame
        A row a KAM and period: kam_id, period (first day) and a column for each
        measure the plan names. Further, where they exist: period_end,
        ``quota_<measure>`` (blank: no quota), hired, team, base and target_variable
        (currency; else the plan's pay), employed (share of the period).
    deals : DataFrame, optional
        For a plan with fees: kam_id, period (a day), deal, amount, credit (default 1).
    returns : DataFrame, optional
        What came back of earlier sales: kam_id, period, of_period, amount, measure.
    currency : str
        For the words.

    Returns
    -------
    Statement
        Rounded once for each component and settlement, half to even (C4).

    Raises
    ------
    RefusedError
        If anything in the results, deals or returns cannot be right; nothing is paid
        from it then.
    """
    plan = plan_of(plan)
    for what, given in (("deals", deals), ("returns", returns)):
        if given is not None:
            table_of(given, what)
    ready = prepared(plan, checked_results(plan, table_of(results, "results")))
    ready = with_deals(plan, ready, deals)
    return stated(settled(plan, ready, returns, currency))


def settled(
    plan: PayPlan,
    ready: Prepared,
    returns: pd.DataFrame | None = None,
    currency: str = "",
) -> Settled:
    """Run the engine once and keep every part.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    ready : Prepared
        The results as arrays.
    returns : DataFrame, optional
        What came back of earlier sales.
    currency : str
        For the words.
    """
    inputs, _ = gathered(plan, ready.columns, ready.periods)
    groups = inputs.periods.groups(plan.settlement)
    inputs, later = netted(plan, inputs, groups, returned(plan, ready, returns))
    back = taken_back(plan, inputs, groups, later) if later else None
    kept: dict[str, np.ndarray] = {}
    settle(
        plan,
        inputs,
        groups,
        back,
        keep=lambda name, cents: kept.update({name: cents[0]}),
    )
    given = {
        part.name: part_inputs(part, plan, inputs, groups) for part in plan.components
    }
    return Settled(plan, ready, inputs, groups, given, kept, currency)


def stated(done: Settled) -> Statement:
    """Put what was settled into tables and words."""
    rows, tables = [], []
    for k, kam_id in enumerate(done.ready.kams):
        lines: list[Line] = []
        for g in range(len(done.groups)):
            if not done.has_row(k, g):
                continue
            base, own = done.base(k, g), lines_of(done, k, g)
            why = "from the results or the plan file" if base else "no base salary"
            lines += [Line(done.label(g), BASE, base, why), *own]
            rows.append(_row(done, k, g, base, sum((x.amount for x in own), ZERO)))
        table = as_table(lines)
        table.insert(0, "kam_id", kam_id)
        tables.append(table)
    plan = done.plan
    digits = {"result": 6, "quota": 6, "attainment": 9, "payout": 9, "at_target": 2}
    found = pd.concat(tables, ignore_index=True).round(digits)
    target = plan.ote * (1 - plan.base_share)
    return Statement(
        plan,
        done.currency,
        pd.DataFrame(rows),
        found,
        tuple(flags(plan, target, done.currency)),
        (*done.ready.notes, *_without_quota(found, plan), *_below_zero(found, plan)),
    )


def _row(
    done: Settled, k: int, g: int, base: Decimal, variable: Decimal
) -> dict[str, object]:
    row = {
        "kam_id": done.ready.kams[k],
        "period": done.label(g),
        "first_day": done.ready.starts[done.groups.starts[g]],
        "last_day": done.ready.ends[int(done.groups.lasts[g])],
        "base": float(base),
        "variable": float(variable),
        "total": float(base + variable),
    }
    if BALANCE in done.cents:
        row["balance"] = float(done.cents[BALANCE][k, g]) / 100
    return row


def _without_quota(lines: pd.DataFrame, plan: PayPlan) -> list[str]:
    """Name the KAMs that have no quota for a part, and in how many settlements."""
    notes = []
    for part in plan.components:
        if part.paid_on == "result":
            continue
        mine = lines[(lines["part"] == part.name) & lines["quota"].isna()]
        for kam_id, count in mine.groupby("kam_id", sort=True).size().items():
            notes.append(
                f"KAM {kam_id} has no quota for {part.name} in "
                f"{plural(int(count), 'settlement')}; nothing is computed there."
            )
    return notes


def _below_zero(lines: pd.DataFrame, plan: PayPlan) -> list[str]:
    """Name the KAMs whose result for a part is below 0, and in how many settlements."""
    notes = []
    for part in plan.components:
        mine = lines[(lines["part"] == part.name) & (lines["result"] < 0)]
        for kam_id, count in mine.groupby("kam_id", sort=True).size().items():
            notes.append(
                f"KAM {kam_id} has a result below 0 for {part.name} in "
                f"{plural(int(count), 'settlement')}; nothing is computed from it."
            )
    return notes
