"""How long accounts stay: the curve of the report, its figures, and what it hides."""

from __future__ import annotations

from kamlab.churn.definitions import LossDefinition
from kamlab.churn.settings import EarlyWarningSettings
from kamlab.churn.survival import Lifetimes, SurvivalCurve, lifetimes
from kamlab.company import Company
from kamlab.errors import UndefinedError
from kamlab.presentation import Figure
from kamlab.presentation import formats as f

YEAR = 12.0  # months
FEW_AT_RISK = 10


def how_long_followed(firm: Company, settings: EarlyWarningSettings) -> Lifetimes:
    """Follow every account from the day the books can show a loss of it.

    Parameters
    ----------
    firm : Company
        As of the cut-off.
    settings : EarlyWarningSettings
        The silence that makes a loss.

    Returns
    -------
    Lifetimes
        By the account's own rhythm, on the clock of the books.

    Raises
    ------
    NotEnoughDataError
        If no account can be followed.
    UndefinedError
        If the books ended long before the cut-off.
    """
    definition = LossDefinition(gap_k=settings.gap_k)
    return lifetimes(firm, definition, clock="watched")


def stay_figures(curve: SurvivalCurve) -> dict[str, Figure]:
    """Give the share of accounts still there after a year, and the time half are gone.

    Parameters
    ----------
    curve : SurvivalCurve
        From ``lifetimes(…).curve()``.

    Returns
    -------
    dict of str to Figure
        ``stayed_a_year`` (share, n followed that long) and ``median_stay`` (months);
        None where the curve does not reach so far.
    """
    median = curve.median
    half = Figure(median.value, "months", curve.losses, median.low, median.high)
    try:
        value = curve.at(YEAR)
    except UndefinedError:
        return {"stayed_a_year": Figure(None, "share", 0), "median_stay": half}
    known = curve.table[curve.table["time"] <= YEAR]
    low, high = known[["low", "high"]].iloc[-1] if len(known) else (None, None)
    year = Figure(value, "share", curve.at_risk(YEAR), low, high)
    return {"stayed_a_year": year, "median_stay": half}


def limits_sentence(followed: Lifetimes, curve: SurvivalCurve) -> str:
    """Say what the curve cannot tell: beyond its end, of few, and of one account.

    Parameters
    ----------
    followed : Lifetimes
        From :func:`how_long_followed`.
    curve : SurvivalCurve
        Its curve.
    """
    end = f.number(curve.last, 1)
    parts = [f"Nobody was followed longer than {end} months: of later it says nothing."]
    thin = curve.table.loc[curve.table["at_risk"] < FEW_AT_RISK, "time"]
    if len(thin):
        parts.append(
            f"From month {f.number(thin.iloc[0], 1)} on it rests on fewer than "
            f"{FEW_AT_RISK} accounts."
        )
    parts += [
        f"Left out: {f.plural(int(n), 'account')}, {why}."
        for why, n in followed.left_out["why"].value_counts().items()
    ]
    parts.append(
        "It is a mean of the book: it names nobody, and an account that has been "
        "silent for weeks is not on it yet."
    )
    return " ".join(parts)
