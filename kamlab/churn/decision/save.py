"""Who to save when hours and money are short: the best set within both budgets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kamlab.churn.decision.checks import (
    Flags,
    Floats,
    amounts,
    columns_of,
    one_number,
)
from kamlab.churn.decision.targeting import WORDS, action_gain, merit
from kamlab.errors import KamLabError
from kamlab.presentation import formats as f

PROVED, NEAR = 300, 1e-4  # accounts up to which the set is the best to the last cent
TIGHTER = 2e-6  # twice the solver's tolerance, as a part of the budget


@dataclass(frozen=True)
class Saved:
    """The accounts to act on within a budget, and what that brings.

    Parameters
    ----------
    table : DataFrame
        The accounts given, with ``merit`` (what the rule counts) and ``chosen``.
    by : str
        The rule: ``risk``, ``value`` or ``uplift``.
    hours : float or None
        What the chosen accounts take; None where the hours of each are not given.
    money : float
        What the action costs at the chosen accounts, in currency.
    gain : float or None
        What the action is expected to bring less its cost, in currency; None where no
        effects are given.
    true_gain : float or None
        What it really brings; None where the truth is not known.
    """

    table: pd.DataFrame
    by: str
    hours: float | None
    money: float
    gain: float | None
    true_gain: float | None

    @property
    def chosen(self) -> pd.DataFrame:
        """The accounts to act on, the strongest case first."""
        picked = self.table[self.table["chosen"]]
        return picked.sort_values("merit", ascending=False, kind="stable")

    def sentence(self, currency: str = "") -> str:
        """Say whom to act on, what it takes and what it brings."""
        picked, n = self.chosen, len(self.table)
        if picked.empty:
            return f"Nobody of {f.plural(n, 'account')} is worth it within the budget."
        accounts = picked.get("account", picked.index.to_series())
        names = ", ".join(str(word) for word in accounts.head(5))
        more = f" and {len(picked) - 5} more" if len(picked) > 5 else ""
        text = (
            f"{f.plural(len(picked), 'account')} of {n:,} ({WORDS[self.by]}): "
            f"{names}{more}. They take {_hours_words(self.hours)}"
            f"{f.money(self.money, currency)}."
        )
        if self.gain is not None:
            text += f" Expected gain {f.money(self.gain, currency)}"
            text += "." if self.true_gain is None else ","
        if self.true_gain is not None:
            start = " true gain" if self.gain is not None else " True gain"
            text += f"{start} {f.money(self.true_gain, currency)}."
        return text


def who_to_save(
    table: pd.DataFrame,
    *,
    hours: float | None = None,
    money: float | None = None,
    by: str = "uplift",
) -> Saved:
    """Choose the accounts to act on so that hours and money buy the most.

    Parameters
    ----------
    table : DataFrame
        One row an account: ``probability``, ``value``, ``cost`` (money the action
        takes), ``hours`` where they are limited, ``effect`` for the rule ``uplift``,
        ``true_effect`` where the truth is known.
    hours, money : float, optional
        The budget; None for as much as it takes.
    by : str
        What is made as large as can be: ``risk`` (losses among the chosen), ``value``
        (value at risk among them) or ``uplift`` (effect × value − cost).

    Returns
    -------
    Saved
        The best set there is, not a greedy one: a 0–1 knapsack with two budgets
        (beyond 300 accounts to one part in ten thousand). An account that adds nothing
        is never chosen.

    Raises
    ------
    RefusedError
        If a budget, cost or figure is negative or no number, or a column is missing.
    """
    columns_of(table, "probability", "value", "cost")
    worth = merit(table, by)
    take = {"money": amounts("cost", table["cost"])}
    left = {"money": money, "hours": hours}
    if "hours" in table.columns or hours is not None:
        columns_of(table, "hours")
        take["hours"] = amounts("hours", table["hours"])
    limits = {
        name: one_number(f"budget of {name}", limit)
        for name, limit in left.items()
        if limit is not None
    }
    chosen = _best_set(worth.to_numpy(), [take[n] for n in limits], [*limits.values()])
    result = table.assign(merit=worth, chosen=chosen)
    gains = {
        name: float(_gain(table, name)[chosen].sum())
        for name in ("effect", "true_effect")
        if name in table.columns
    }
    return Saved(
        table=result,
        by=by,
        hours=float(take["hours"][chosen].sum()) if "hours" in take else None,
        money=float(take["money"][chosen].sum()),
        gain=gains.get("effect"),
        true_gain=gains.get("true_effect"),
    )


def compare_rules(
    table: pd.DataFrame, *, hours: float | None = None, money: float | None = None
) -> pd.DataFrame:
    """Put the rules side by side: the same budget by risk, by value and by uplift.

    Parameters
    ----------
    table : DataFrame
        As for :func:`who_to_save`, with ``effect`` and, where known, ``true_effect``.
    hours, money : float, optional
        The budget.

    Returns
    -------
    DataFrame
        rule, accounts, hours, money, gain, true_gain (currency); where the truth is
        known a last row ``true`` chooses by it: the most this budget can bring.

    Raises
    ------
    RefusedError
        As :func:`who_to_save`.
    """
    rows = {rule: (table, rule) for rule in ("risk", "value", "uplift")}
    if "true_effect" in table.columns:
        rows["true"] = (table.assign(effect=table["true_effect"]), "uplift")
    found = []
    for rule, (given, by) in rows.items():
        plan = who_to_save(given, hours=hours, money=money, by=by)
        gain = plan.gain
        if rule == "true":
            gain = plan.true_gain
        count = int(plan.table["chosen"].sum())
        found.append((rule, count, plan.hours, plan.money, gain, plan.true_gain))
    names = ["rule", "accounts", "hours", "money", "gain", "true_gain"]
    return pd.DataFrame(found, columns=names)


def _gain(table: pd.DataFrame, effect: str) -> Floats:
    return action_gain(table[effect], table["value"], table["cost"])


def _hours_words(hours: float | None) -> str:
    if hours is None:
        return ""
    return f"{f.number(hours, 1)} {'hour' if hours == 1 else 'hours'} and "


def _best_set(worth: Floats, takes: list[Floats], limits: list[float]) -> Flags:
    """Choose the best set among the accounts that add something and fit alone."""
    fits = worth > 0
    for take, limit in zip(takes, limits, strict=True):
        fits &= take <= limit
    places = np.flatnonzero(fits)
    chosen = np.zeros(len(worth), dtype=bool)
    if not takes or not len(places):
        chosen[places] = True
        return chosen
    # both sides as parts of the budget and of the largest gain: the solver's
    # tolerances are absolute
    budget = np.array(limits)
    rows = np.stack(takes)[:, places] / np.where(budget > 0, budget, 1.0)[:, None]
    ends = (budget > 0).astype(float)
    picked = _knapsack(worth[places] / worth[places].max(), rows, ends)
    if (rows[:, picked].sum(axis=1) > ends + 1e-12).any():  # over by a rounding error
        picked = _knapsack(worth[places] / worth[places].max(), rows, ends - TIGHTER)
    chosen[places[picked]] = True
    return chosen


def _knapsack(worth: Floats, rows: Floats, ends: Floats) -> Flags:
    """Solve the 0–1 knapsack to the end; the parts of the budgets stand in rows."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    gap = 0.0 if len(worth) <= PROVED else NEAR
    found = milp(
        -worth,
        integrality=np.ones(len(worth)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(rows, -np.inf, np.maximum(ends, 0.0)),
        options={"mip_rel_gap": gap, "time_limit": 60.0},
    )
    if found.x is None:
        raise KamLabError("No best set was found within a minute; take fewer accounts.")
    picked: Flags = np.round(found.x) == 1
    return picked
