"""Had we acted otherwise: the same company, the same dice, another lever."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pandas as pd

from kamlab.churn.what_if.worlds import on_top_of, rules_for, standard_action, title_of
from kamlab.company import Company
from kamlab.errors import RefusedError
from kamlab.presentation import formats as f
from kamlab.simulation import Incentives, Levers, Rules, World
from kamlab.simulation.books import YEAR
from kamlab.simulation.lever_story import (
    Played,
    Pulled,
    mean_interval,
    play,
    pull_lever,
    tenths,
)
from kamlab.simulation.levers import ACTIONS

LEAST, MOST = 2, 200  # companies an interval is taken over


@dataclass(frozen=True)
class WhatIf:
    """What a lever would have changed, here and in other companies of the kind.

    Parameters
    ----------
    title : str
        What is done differently, in words.
    pulled : Pulled
        This company as it was and as it would have been.
    replicates : DataFrame
        seed, kept (accounts), contribution (of the last twelve months, in currency):
        one row for each other company of the same kind; empty where none was asked
        for, or the lever names accounts of this company.
    cost : float
        What the action costs in twelve months, in currency; 0 where not given.
    currency : str
        Of the money.
    """

    title: str
    pulled: Pulled
    replicates: pd.DataFrame = field(repr=False)
    cost: float
    currency: str

    @property
    def kept(self) -> int:
        """Accounts more that are there at the end of this company."""
        return self.pulled.kept

    @property
    def contribution(self) -> float:
        """Contribution more in this company's last twelve months, in currency."""
        return self.pulled.contribution

    @property
    def net(self) -> float:
        """That contribution less the cost of the action."""
        return self.contribution - self.cost

    def interval(self, column: str = "kept") -> tuple[float, float, float] | None:
        """Give mean and 90 % interval over the other companies.

        Parameters
        ----------
        column : str
            ``kept`` (accounts) or ``contribution`` (in currency, before the cost).

        Returns
        -------
        tuple of float or None
            Mean, low end, high end; None where there are no other companies.
        """
        if self.replicates.empty:
            return None
        return mean_interval(self.replicates[column])

    def sentence(self) -> str:
        """Say what would have changed, on average and here, and whether it pays."""
        was, would = self.pulled.left
        text = (
            f"With {self.title}, {would} accounts leave here in place of {was}, and "
            f"the last {YEAR} months bring {_more(self.contribution, self.currency)}."
        )
        kept, money = self.interval("kept"), self.interval("contribution")
        if kept is None or money is None:
            return text + self._priced(self.contribution, "here")
        text += (
            f" In {len(self.replicates)} other companies of the kind it keeps "
            f"{tenths(kept[0])} accounts on average (90 % interval {tenths(kept[1])} "
            f"to {tenths(kept[2])}) and brings "
            f"{f.thousands(money[0], self.currency)} of contribution "
            f"({f.thousands(money[1], self.currency)} to "
            f"{f.thousands(money[2], self.currency)})."
        )
        return text + self._priced(money[0], "on average")

    def _priced(self, gain: float, where: str) -> str:
        if not self.cost:
            return ""
        left, price = gain - self.cost, f.thousands(self.cost, self.currency)
        verdict = "pays for itself" if left > 0 else "does not pay for itself"
        return (
            f" At {price} a year it {verdict} {where}: "
            f"{f.thousands(left, self.currency)}."
        )


def _more(amount: float, currency: str) -> str:
    if abs(amount) < 0.5:
        return "the same contribution"
    words = "more" if amount > 0 else "less"
    return f"{f.thousands(abs(amount), currency)} {words} contribution"


def what_if(
    firm: Company, *, replicates: int = 20, cost: float = 0.0, **levers: Any
) -> WhatIf:
    """Play a simulated company again with something done differently.

    Parameters
    ----------
    firm : Company
        With truth.
    replicates : int
        Further companies of the same kind, other dice each, that the interval is taken
        over: 2 to 200, or 0 for none.
    cost : float
        What the action costs in twelve months, in currency.
    **levers
        Levers by name: ``late_cap``, ``fix_warehouse``, ``breadth_plus``,
        ``close_hours``, ``visits_plus``, ``randomised_visits``, ``save_call``,
        ``prices``, and ``start`` (first month in which they hold); see
        :class:`kamlab.simulation.Levers`.

    Returns
    -------
    WhatIf
        Accounts kept and contribution, exactly for this company (same accounts, same
        dice), and their interval over others.

    Raises
    ------
    MissingPartError
        If the company carries no truth.
    RefusedError
        If a lever or an account is unknown, a value is outside its range, or nothing is
        to be changed.
    """
    rules = rules_for(firm)
    if not set(levers) - {"start", "save_until"}:
        raise RefusedError(
            "Say what is to be done differently, such as late_cap=0.05 or "
            "visits_plus=1."
        )
    on_top_of(rules.levers, **levers)  # a wrong value has no title
    found = _compare(firm, rules, {title_of(levers): levers}, replicates, [cost])
    return found[0]


def what_ifs(
    firm: Company,
    actions: tuple[str, ...] = tuple(ACTIONS),
    *,
    replicates: int = 20,
    cost: float = 0.0,
) -> list[WhatIf]:
    """Play a simulated company again under each standard action, one at a time.

    Parameters
    ----------
    firm : Company
        With truth.
    actions : tuple of str
        Of ``late_cap`` (at most 5 %), ``breadth_plus`` (1), ``close_hours`` (48),
        ``visits_plus`` (1), ``save_call`` (all).
    replicates, cost
        As for :func:`what_if`; each action costs the same.

    Returns
    -------
    list of WhatIf
        In the order asked.

    Raises
    ------
    MissingPartError
        If the company carries no truth.
    RefusedError
        If an action is unknown.
    """
    rules = rules_for(firm)
    asked = [standard_action(name) for name in actions]
    named = {title_of(values): values for values in asked}
    return _compare(firm, rules, named, replicates, [cost] * len(named))


def what_if_table(found: list[WhatIf]) -> pd.DataFrame:
    """Put several what-ifs side by side.

    Parameters
    ----------
    found : list of WhatIf
        From :func:`what_ifs` or :func:`what_if`.

    Returns
    -------
    DataFrame
        action, kept, contribution (this company), mean_kept, low_kept, high_kept,
        mean_contribution, low_contribution, high_contribution (90 % interval over
        ``n`` other companies; blank where there are none), cost, net (mean
        contribution − cost; of this company where there are no others).
    """
    rows = []
    for one in found:
        row: dict[str, Any] = {"action": one.title}
        row |= {"kept": one.kept, "contribution": one.contribution}
        for column in ("kept", "contribution"):
            names = [f"{end}_{column}" for end in ("mean", "low", "high")]
            ends = one.interval(column) or (float("nan"),) * 3
            row |= dict(zip(names, ends, strict=True))
        gain = row["mean_contribution"]
        gain = one.contribution if pd.isna(gain) else gain
        rows.append(row | {"n": len(one.replicates), "cost": one.cost,
                           "net": gain - one.cost})  # fmt: skip
    return pd.DataFrame(rows)


def _compare(
    firm: Company,
    rules: Rules,
    named: dict[str, dict[str, Any]],
    replicates: int,
    costs: list[float],
) -> list[WhatIf]:
    """Pull each lever in this company and, where it can be, in others of the kind."""
    if replicates and not LEAST <= replicates <= MOST:
        raise RefusedError(
            f"replicates = {replicates} cannot be: it must be 0, or from {LEAST} to "
            f"{MOST}."
        )
    for cost in costs:
        if not cost >= 0:
            raise RefusedError(f"cost = {cost!r} cannot be: it must be 0 or more.")
    levers = {
        title: on_top_of(rules.levers, **values) for title, values in named.items()
    }
    pulled = {title: pull_lever(firm, rules, lever) for title, lever in levers.items()}
    general = {title: lever for title, lever in levers.items() if _fits_others(lever)}
    others = _replicate(rules, general, replicates)
    blank = pd.DataFrame({"seed": [], "kept": [], "contribution": []})
    return [
        WhatIf(title, one, others.get(title, blank), cost, firm.currency)
        for (title, one), cost in zip(pulled.items(), costs, strict=True)
    ]


@lru_cache(maxsize=512)
def _played(world: World, lever: Levers, incentives: Incentives) -> Played:
    """Play a company once, however many what-ifs ask for it."""
    return play(world, lever, incentives)


def _fits_others(lever: Levers) -> bool:
    """Tell whether another company can be asked: one that is named stands here only."""
    return lever.save_call.strip() in ("", "all")


def _replicate(
    rules: Rules, levers: dict[str, Levers], count: int
) -> dict[str, pd.DataFrame]:
    """Pull each lever in further companies, each of them played once as it was."""
    rows: dict[str, list[tuple[int, int, float]]] = {title: [] for title in levers}
    world = rules.world
    for seed in range(world.seed + 1, world.seed + 1 + count if levers else 0):
        other = world.model_copy(update={"seed": seed})
        was = _played(other, rules.levers, rules.incentives)
        for title, lever in levers.items():
            would = _played(other, lever, rules.incentives)
            left = [int((p.exit < world.months).sum()) for p in (was, would)]
            more = float(would.contribution.sum() - was.contribution.sum())
            rows[title].append((seed, left[0] - left[1], more))
    columns = ["seed", "kept", "contribution"]
    return {
        title: pd.DataFrame(found, columns=columns)
        for title, found in rows.items()
        if found
    }
