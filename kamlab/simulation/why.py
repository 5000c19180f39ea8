"""Why one account left: what the truth knows of it and the books do not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kamlab.company import Company
from kamlab.errors import NotEnoughDataError
from kamlab.presentation import formats as f
from kamlab.simulation.hazard import TERMS
from kamlab.simulation.life import Life

# what a KAM would call each term where it drives away and where it holds, and
# whether the books show a trace of it
WORDS = {
    "late": ("late deliveries", "punctual deliveries", True),
    "tickets": ("tickets", "few tickets", True),
    "champion": ("our champion there left", "our champion is there", True),
    "breadth": ("few contacts know the KAM", "many contacts know the KAM", True),
    "offer": ("a competitor's offer", "no competitor's offer", True),
    "visits": ("few visits", "many visits", True),
    "tenure": ("a young relation", "a long relation", True),
    "gap": ("cheaper competition", "no cheaper competition", False),
    "fragility": ("hidden fragility", "hidden loyalty", False),
}
LIKELY = 2.0  # below so many times the usual chance, a leaving was bad luck
FELT = 1.05  # a factor nearer to 1 is not worth a bar


@dataclass(frozen=True)
class Why:
    """The chance of one account to leave, and what made it so.

    Parameters
    ----------
    name : str
        The account.
    months : DataFrame
        month, hazard: its chance to decide to leave, 0–1, up to its decision.
    month : Timestamp
        The month that is explained: that of the decision, else the last one.
    hazard, usual : float
        The chance in that month, and that of an account-month with the middle value
        of every term.
    factors : DataFrame
        term, words, factor (on the odds to leave, against the middle account-month),
        in_books; the strongest first.
    decided, last_month : Timestamp or None
        When it decided, and its last month with orders; None where it did not.
    fate : str
        ``left at once``, ``faded out``, ``insolvent`` or empty.
    rows : int
        Account-months that the middle values rest on.
    """

    name: str
    months: pd.DataFrame
    month: pd.Timestamp
    hazard: float
    usual: float
    factors: pd.DataFrame
    decided: pd.Timestamp | None
    last_month: pd.Timestamp | None
    fate: str
    rows: int


def why_it_left(firm: Company, life: Life) -> Why:
    """Look up in the truth why an account left, or how safe it was at the end.

    Parameters
    ----------
    firm : Company
        With truth; months after the cut-off are left out.
    life : Life
        From :func:`kamlab.simulation.life.life_of`.

    Raises
    ------
    MissingPartError
        If the company carries no truth.
    NotEnoughDataError
        If the account is a planted one that cannot leave.

    Notes
    -----
    odds of the month = odds of the middle account-month × the product of the factors.
    """
    months = firm.truth("months")
    months = months[months["month"] <= life.cut_off]
    free = months[~months["leaving"].astype(bool) & (months["hazard"] > 0)]
    mine = free[free["account_id"] == life.account_id].sort_values("month")
    if mine.empty:
        raise NotEnoughDataError(
            f"{life.name} is a planted account that stays whatever happens."
        )
    columns = [f"term_{name}" for name in TERMS]
    middle = free[columns].median()
    decides = mine[mine["decides"].astype(bool)]
    told = (decides if len(decides) else mine).iloc[-1]
    accounts = firm.truth("accounts")
    account = accounts[accounts["account_id"] == life.account_id].iloc[0]
    gone = bool(account["lost"] <= life.cut_off)
    return Why(
        name=life.name,
        months=mine[["month", "hazard"]].reset_index(drop=True),
        month=told["month"],
        hazard=float(told["hazard"]),
        usual=float(1 / (1 + np.exp(-middle.sum()))),
        factors=_factors(told, middle),
        decided=decides["month"].iloc[-1] if len(decides) else None,
        last_month=account["lost"] if gone else None,
        fate=str(account["loss_type"]) if gone else "",
        rows=len(free),
    )


def _factors(told: pd.Series, middle: pd.Series) -> pd.DataFrame:
    rows = []
    for name, (away, holds, seen) in WORDS.items():
        factor = float(np.exp(told[f"term_{name}"] - middle[f"term_{name}"]))
        rows.append((name, away if factor >= 1 else holds, factor, seen))
    table = pd.DataFrame(rows, columns=["term", "words", "factor", "in_books"])
    strength = table["factor"].map(np.log).abs()
    return table.loc[strength.sort_values(ascending=False, kind="stable").index]


def felt(why: Why) -> pd.DataFrame:
    """Give the factors that are worth a word, the strongest first."""
    factor = why.factors["factor"]
    return why.factors[(factor > FELT) | (factor < 1 / FELT)].reset_index(drop=True)


def why_sentence(why: Why) -> str:
    """Say when it decided, how likely that was, and what only the truth knows."""
    times = why.hazard / why.usual
    chance = (
        f"its chance to leave was {f.share(why.hazard)}, "
        f"{f.number(times, 1)} times that of the middle account-month "
        f"({f.share(why.usual)})"
    )
    when = "In that month" if why.decided is not None else f"In {why.month:%B %Y}"
    text = f"{_fate(why)} {when} {chance}."
    if why.decided is not None and times < LIKELY:
        text += " What looks like causes hardly was: it was mostly bad luck."
    factors = felt(why)
    up = factors[factors["factor"] > 1]
    if len(up):
        top = up.iloc[0]
        text += f" The strongest push: {top['words']}, × {f.number(top['factor'], 1)}."
    hidden = factors.loc[~factors["in_books"], ["words", "factor"]]
    listed = " and ".join(
        f"{words} (× {f.number(factor, 2)})"
        for words, factor in hidden.itertuples(index=False)
    )
    if listed:
        return f"{text} No book shows {listed}."
    return f"{text} What the books do not show was as usual here."


def _fate(why: Why) -> str:
    if why.fate == "insolvent" and why.last_month is not None:
        return (
            f"{why.name} left because its money ran out, with its last orders in "
            f"{why.last_month:%B %Y}; nothing a KAM does would have kept it."
        )
    if why.decided is None:
        return f"{why.name} had not decided to leave."
    if why.last_month is None:
        return f"{why.name} decided to leave in {why.decided:%B %Y} and still orders."
    lag = (why.last_month.to_period("M") - why.decided.to_period("M")).n
    if not lag:
        return f"{why.name} decided to leave in {why.decided:%B %Y} and left at once."
    return (
        f"{why.name} decided to leave in {why.decided:%B %Y} and went on ordering for "
        f"{f.plural(lag, 'month')}."
    )
