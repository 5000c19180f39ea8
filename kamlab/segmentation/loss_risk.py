"""What may go in a year: every account leaves with its own chance, all at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kamlab.errors import RefusedError
from kamlab.segmentation.reasons import per_year
from kamlab.segmentation.settings import Criterion
from kamlab.segmentation.worth import Worth

DRAWS = 10_000


@dataclass(frozen=True)
class LossRisk:
    """What goes when each account leaves with its own chance.

    Parameters
    ----------
    draws : DataFrame
        One row a drawn year: for every criterion the amount that goes, in currency,
        and ``accounts``, how many leave.
    expected : dict
        Per criterion Σ probability × amount: the value at risk, without drawing.
    accounts : DataFrame
        account_id, name, probability, and per criterion ``at_risk_…`` (probability ×
        amount); in the order of the chosen criterion.
    """

    draws: pd.DataFrame
    expected: dict[Criterion, float]
    accounts: pd.DataFrame

    def at(self, criterion: Criterion, part: float) -> float:
        """Give the amount that is not exceeded in so many of the drawn years.

        Parameters
        ----------
        criterion : str
            Of which amount.
        part : float
            0.5 for the middle year, 0.9 for one that only every tenth exceeds.
        """
        # the smallest loss that so many years do not exceed; nothing in between
        return float(np.quantile(self.draws[criterion], part, method="inverted_cdf"))


def joint_losses(
    worth: Worth,
    probability: float | pd.Series,
    *,
    draws: int = DRAWS,
    seed: int = 1,
) -> LossRisk:
    """Draw what goes if every account leaves with its own probability.

    Accounts leave independently of one another. Each account has its own stream of
    numbers, made of the seed and its id, so the same seed gives the same fates under
    every criterion, another list of accounts, or another probability: differences
    between two calls are differences of the question, not of chance. The fates of an
    account are spread evenly (one draw in each of ``draws`` equal slices), so the
    mean is Σ probability × amount but for one draw an account. Amounts of a period of
    another length are brought to a year.

    Parameters
    ----------
    worth : Worth
        The active accounts.
    probability : float or Series
        Chance to leave in the year, 0–1: one for all, or one for each account, with
        account_id as index.
    draws : int
        How many years are drawn.
    seed : int
        Of the draws.

    Raises
    ------
    RefusedError
        If a probability is missing, or no number from 0 to 1.

    References
    ----------
    Value at risk as in rule S07's question: what if the partner is gone? McKay,
    Beckman & Conover 1979 for the even spread (Latin hypercube).
    """
    chances = _chances(worth, probability)
    table = worth.table
    yearly = table[list(worth.criteria)] * per_year(worth)
    amounts = yearly.to_numpy(dtype=float)
    gone = np.zeros((draws, amounts.shape[1] + 1))
    for account, chance, row in zip(table["account_id"], chances, amounts, strict=True):
        gone += _fates(account, chance, draws, seed)[:, None] * np.append(row, 1.0)
    named = table[["account_id", "name"]].assign(probability=chances.to_numpy())
    for criterion in worth.criteria:
        named[f"at_risk_{criterion}"] = chances.to_numpy() * yearly[criterion]
    expected = {name: float(named[f"at_risk_{name}"].sum()) for name in worth.criteria}
    by = f"at_risk_{worth.criterion}"
    return LossRisk(
        pd.DataFrame(gone, columns=[*worth.criteria, "accounts"]),
        expected,
        named.sort_values(by, ascending=False, ignore_index=True, kind="stable"),
    )


def _fates(account: str, chance: float, draws: int, seed: int) -> NDArray[np.bool_]:
    """Tell in which of the drawn years an account leaves."""
    own = int.from_bytes(str(account).encode("utf-8", "surrogatepass"), "big")
    rng = np.random.default_rng([seed, own])
    slices = (rng.permutation(draws) + rng.random(draws)) / draws
    return np.asarray(slices < chance)


def _chances(worth: Worth, probability: float | pd.Series) -> pd.Series:
    """Give the probability of every account, or say which one is wrong."""
    accounts = worth.table["account_id"]
    if isinstance(probability, pd.Series):
        chances = accounts.map(probability.astype(float))
    else:
        chances = pd.Series(float(probability), index=accounts.index)
    wrong = accounts[~chances.between(0, 1)].tolist()
    if wrong:
        raise RefusedError(
            f"The probability to leave of {', '.join(map(str, wrong[:5]))} is missing "
            "or not between 0 and 1; give one for every active account."
        )
    return chances
