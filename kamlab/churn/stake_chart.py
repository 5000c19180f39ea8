"""Value at risk drawn: chance times what the account leaves."""

from __future__ import annotations

import pandas as pd
from matplotlib.ticker import MaxNLocator

from kamlab.churn.decision import stake_sentence, value_at_risk
from kamlab.churn.definitions import names_of
from kamlab.company import Company
from kamlab.errors import NotEnoughDataError
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.formats import short
from kamlab.presentation.style import BLUE, ORANGE

SHOWN = 8


def ranked_stake(firm: Company, stake: pd.DataFrame) -> pd.DataFrame:
    """Rank the accounts by what is likely to be lost, beside their rank by risk alone.

    Parameters
    ----------
    firm : Company
        It knows the names.
    stake : DataFrame
        From :func:`kamlab.churn.watch.at_stake`.

    Returns
    -------
    DataFrame
        As :func:`kamlab.churn.decision.value_at_risk` gives it.

    Raises
    ------
    NotEnoughDataError
        If no account is at risk, or the past is too short to give a chance.
    """
    known = stake[stake["probability"].notna()]
    if known.empty:
        raise NotEnoughDataError(
            f"There is no chance of a loss for any account of {firm.name}: the past is "
            "too short, or nobody is at risk."
        )
    names = list(names_of(firm, known["account_id"]))
    return value_at_risk(known["probability"], known["value"], names)


def plot_stake(ranked: pd.DataFrame, currency: str = "") -> Chart:
    """Draw the accounts with most at stake, each with its chance and its worth.

    Parameters
    ----------
    ranked : DataFrame
        From :func:`ranked_stake`.
    currency : str
        Of the values.
    """
    shown = ranked.head(SHOWN)
    size = shown["value_at_risk"]
    with canvas(8.8, 1.6 + 0.4 * len(shown)) as (figure, (axis,)):
        colours = [BLUE if value >= 0 else ORANGE for value in size]
        axis.barh(range(len(shown)), size, height=0.6, color=colours)
        for row, (_, one) in enumerate(shown.iterrows()):
            worth = f.thousands(one["value"], currency)
            axis.annotate(
                f"{f.share(one['probability'])} × {worth}",
                (max(one["value_at_risk"], 0), row),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
            )
        axis.set_yticks(range(len(shown)), [short(name) for name in shown["account"]])
        axis.invert_yaxis()
        reach = max(float(size.max()), 0.0) or 1.0
        axis.set_xlim(min(float(size.min()) * 1.1, 0), reach * 1.45)
        axis.xaxis.set_major_formatter(lambda x, _: f"{x:,.0f}")
        axis.xaxis.set_major_locator(MaxNLocator(5))
        axis.set_xlabel(
            f.in_currency("value at risk = chance × what it leaves", currency)
        )
        axis.set_title(f"Where most is at stake ({len(shown)} of n = {len(ranked):,})")
        axis.grid(axis="x")
    return finish(
        figure,
        alt=f"Bars of value at risk of {f.plural(len(shown), 'account')}, the largest "
        f"{f.thousands(float(size.iloc[0]), currency)}.",
        reading=stake_sentence(ranked, currency),
    )
