"""Value at risk: what is likely to be lost, account by account and in all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from kamlab.churn.decision.checks import chances, figures
from kamlab.errors import RefusedError
from kamlab.presentation import formats as f


def value_at_risk(
    probability: Any, value: Any, names: Sequence[str] | None = None
) -> pd.DataFrame:
    """Rank accounts by what is at stake, beside their rank by risk alone.

    Parameters
    ----------
    probability : array-like
        Chance to lose each account within the horizon, 0–1.
    value : array-like
        What each account leaves in the same time, usually contribution, in currency;
        below 0 for an account that costs more than it brings.
    names : sequence of str, optional
        The accounts; their places from 1 where left out.

    Returns
    -------
    DataFrame
        account, probability, value, value_at_risk = probability × value, rank,
        rank_by_probability, moved (places won against the rank by probability); most
        at stake first, ties in the order given. The sum of value_at_risk is the value
        at risk of all (S70; domain.md D3 7.3).

    Raises
    ------
    RefusedError
        If a figure is no number, a probability is outside 0–1 or the columns differ in
        length.

    Examples
    --------
    >>> table = value_at_risk([0.9, 0.2], [1_000, 50_000], ["Ash", "Oak"])
    >>> table[["account", "value_at_risk", "moved"]].values.tolist()
    [['Oak', 10000.0, 1], ['Ash', 900.0, -1]]
    """
    chance = chances("probability", probability)
    worth = figures("value", value, len(chance))
    words = [str(k + 1) for k in range(len(chance))] if names is None else list(names)
    if len(words) != len(chance):
        raise RefusedError(f"{len(words):,} names for {len(chance):,} accounts.")
    table = pd.DataFrame(
        {
            "account": words,
            "probability": chance,
            "value": worth,
            "value_at_risk": chance * worth,
        }
    )
    table["rank"] = _rank(table["value_at_risk"])
    table["rank_by_probability"] = _rank(table["probability"])
    table["moved"] = table["rank_by_probability"] - table["rank"]
    return table.sort_values("rank", ignore_index=True)


def _rank(values: pd.Series) -> pd.Series:
    return values.rank(method="first", ascending=False).astype("int64")


def stake_sentence(table: pd.DataFrame, currency: str = "") -> str:
    """Say how much is at stake, where most of it is, and where risk alone misleads.

    Parameters
    ----------
    table : DataFrame
        From :func:`value_at_risk`.
    currency : str
        Of the values.

    Returns
    -------
    str
        One to three sentences that name accounts and amounts.
    """
    if table.empty:
        return "No account is at risk."
    total = f.thousands(table["value_at_risk"].sum(), currency)
    first = table.iloc[0]
    text = (
        f"Value at risk: {total} over {f.plural(len(table), 'account')}; most at "
        f"{first['account']} ({f.thousands(first['value_at_risk'], currency)})."
    )
    riskiest = table.sort_values("rank_by_probability").iloc[0]
    if riskiest["rank"] > 1:
        text += (
            f" The likeliest loss is {riskiest['account']} "
            f"({f.share(riskiest['probability'], 0)}), but by value at risk it is only "
            f"number {riskiest['rank']}."
        )
    costly = int(np.sum(table["value"] < 0))
    if costly:
        text += (
            f" {f.plural(costly, 'account')} cost more than they bring: losing one "
            "would save money."
            if costly > 1
            else " One account costs more than it brings: losing it would save money."
        )
    return text
