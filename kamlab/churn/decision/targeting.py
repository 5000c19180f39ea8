"""Whom to target: by risk, by value or by uplift, each held against the true profit."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from kamlab.churn.decision.checks import (
    Floats,
    amounts,
    chances,
    columns_of,
    figures,
    one_of,
)
from kamlab.errors import NotEnoughDataError, RefusedError

Rule = Literal["risk", "value", "uplift"]
RULES: tuple[str, ...] = ("risk", "value", "uplift")
WORDS = {
    "risk": "highest risk first",
    "value": "most value at risk first",
    "uplift": "most gained by the action first",
    "true": "if the truth were known",
}


def action_gain(effect: object, value: object, cost: object = 0.0) -> Floats:
    """Give what saving each account brings: effect × value − cost.

    Parameters
    ----------
    effect : array-like
        How much the action lowers the chance to lose the account within the horizon,
        −1 to 1 (below 0 it drives the account away).
    value : array-like
        What the account leaves over the horizon, in currency.
    cost : float or array-like
        What the action costs at each account, in currency.

    Returns
    -------
    array of float
        In currency; below 0 the account is better left alone (domain.md D3 8.5).

    Raises
    ------
    RefusedError
        If a figure is no number, an effect lies outside −1 to 1, a cost is negative or
        the columns differ in length.

    Examples
    --------
    >>> action_gain([0.05, 0.20, 0.05], [200, 300, 900], 20).tolist()
    [-10.0, 40.0, 25.0]
    """
    change = figures("effect", effect)
    if (np.abs(change) > 1).any():
        place = int(np.argmax(np.abs(change) > 1))
        raise RefusedError(
            f"effect must be a change of a chance, from −1 to 1, but place {place + 1} "
            f"holds {change[place]:g}."
        )
    worth = figures("value", value, len(change))
    return change * worth - amounts("cost", cost, len(change))


def merit(table: pd.DataFrame, by: str) -> pd.Series:
    """Give each account the figure by which a rule ranks it, higher is first.

    Parameters
    ----------
    table : DataFrame
        ``probability`` and ``value``; for ``uplift`` also ``effect`` and ``cost``.
    by : str
        ``risk`` (probability), ``value`` (value at risk) or ``uplift`` (gain of the
        action).

    Returns
    -------
    Series
        By the table's index.

    Raises
    ------
    RefusedError
        If the rule is unknown, a column missing, or a figure none.
    """
    one_of("by", by, RULES)
    if by == "uplift":
        columns_of(table, "effect", "value", "cost")
        found = action_gain(table["effect"], table["value"], table["cost"])
    else:
        columns_of(table, "probability", "value")
        found = chances("probability", table["probability"])
        if by == "value":
            found = found * figures("value", table["value"])
    return pd.Series(found, index=table.index, name=by)


def profit_curve(table: pd.DataFrame, rules: tuple[str, ...] = RULES) -> pd.DataFrame:
    """Give the true profit of targeting ever more accounts, by each rule.

    Parameters
    ----------
    table : DataFrame
        One row an account: ``probability``, ``value``, ``cost``, ``true_effect`` (what
        the action really changes; known where the company is simulated), and
        ``effect`` for the rule ``uplift``.
    rules : tuple of str
        Of ``risk``, ``value``, ``uplift``.

    Returns
    -------
    DataFrame
        rule, targeted (accounts), share (0–1), profit (Σ true effect × value − cost,
        in currency), from nobody to all; the rule ``true`` ranks by the true gain and
        is the most any rule can reach at that number.

    Raises
    ------
    RefusedError
        If a rule is unknown, a column missing, or a figure none.
    NotEnoughDataError
        If the table is empty.
    """
    columns_of(table, "probability", "value", "cost", "true_effect")
    if table.empty:
        raise NotEnoughDataError("There is no account to target.")
    gain = action_gain(table["true_effect"], table["value"], table["cost"])
    ranked = {rule: merit(table, rule).to_numpy() for rule in rules} | {"true": gain}
    parts = []
    for rule, figure in ranked.items():
        order = np.argsort(-figure, kind="stable")
        profit = np.append(0.0, np.cumsum(gain[order]))
        targeted = np.arange(len(profit))
        columns = {"rule": rule, "targeted": targeted, "share": targeted / len(gain)}
        parts.append(pd.DataFrame({**columns, "profit": profit}))
    return pd.concat(parts, ignore_index=True)


def best_points(curve: pd.DataFrame) -> pd.DataFrame:
    """Give each rule's best number of accounts, and the profit there.

    Parameters
    ----------
    curve : DataFrame
        From :func:`profit_curve`.

    Returns
    -------
    DataFrame
        rule, targeted, share, profit; the fewest accounts where several are as good.
    """
    places = curve.groupby("rule", sort=False)["profit"].idxmax()
    return curve.loc[places].reset_index(drop=True)
