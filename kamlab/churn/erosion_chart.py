"""Erosion seen: what is left of last year's revenue, account by account."""

from __future__ import annotations

import pandas as pd

from kamlab.churn.definitions import names_of
from kamlab.churn.settings import EarlyWarningSettings
from kamlab.churn.status import LOST
from kamlab.company import Company
from kamlab.errors import NotEnoughDataError
from kamlab.measures import erosion
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.formats import short
from kamlab.presentation.style import BLUE, INK, ORANGE

SHOWN = 8


def erosion_of(
    firm: Company, status: pd.DataFrame, settings: EarlyWarningSettings
) -> pd.DataFrame:
    """Give what every account that still buys bought now and a year ago.

    Parameters
    ----------
    firm : Company
        As of the cut-off.
    status : DataFrame
        From :func:`kamlab.churn.status.account_status`.
    settings : EarlyWarningSettings
        Months compared, and the fall that counts as erosion.

    Returns
    -------
    DataFrame
        account_id, name, revenue_now, revenue_last_year (currency), drop (share of
        last year's revenue lost, below 0 where it grew), eroding, days_silent, change
        (currency); those that erode first, most money missing first. Lost accounts are
        left out.

    Raises
    ------
    NotEnoughDataError
        If there is no year to compare with, or nobody who still buys bought then.
    """
    table = erosion(firm, settings.window, settings.partial_drop)
    buying = status[status["at_risk"] & (status["status"] != LOST)]
    table = table.merge(buying[["account_id", "days_silent"]], on="account_id")
    if table.empty:
        raise NotEnoughDataError(
            f"No account of {firm.name} that still buys bought anything in the same "
            f"{settings.window} months of last year."
        )
    table.insert(1, "name", names_of(firm, table["account_id"]))
    table["change"] = table["revenue_now"] - table["revenue_last_year"]
    order = table.sort_values(
        ["eroding", "change", "account_id"], ascending=[False, True, True]
    )
    return order.reset_index(drop=True)


def plot_erosion(
    table: pd.DataFrame, settings: EarlyWarningSettings, currency: str = ""
) -> Chart:
    """Draw what is left of last year's revenue where most is missing.

    Parameters
    ----------
    table : DataFrame
        From :func:`erosion_of`.
    settings : EarlyWarningSettings
        Where the line of erosion lies.
    currency : str
        Of the amounts.
    """
    shown = table.head(SHOWN)
    left = (1 - shown["drop"]).clip(lower=0) * 100
    line = (1 - settings.partial_drop) * 100
    colours = [ORANGE if flag else BLUE for flag in shown["eroding"]]
    with canvas(8.6, 1.9 + 0.38 * len(shown)) as (figure, (axis,)):
        axis.barh(range(len(shown)), left, height=0.6, color=colours)
        axis.axvline(line, color=INK, linestyle="--", linewidth=1.5)
        axis.annotate(
            "below: eroding",
            (line, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(-5, 3),
            textcoords="offset points",
            ha="right",
        )
        for row, (_, one) in enumerate(shown.iterrows()):
            change = f.thousands(one["change"], currency)
            text = f"{change}{' – eroding' if one['eroding'] else ''}"
            spot = (max(left.iloc[row], line), row)
            axis.annotate(
                text, spot, xytext=(6, 0), textcoords="offset points", va="center"
            )
        axis.set_yticks(range(len(shown)), [short(name) for name in shown["name"]])
        axis.invert_yaxis()
        axis.set_xlim(0, max(float(left.max()), line) * 1.35)
        axis.set_xlabel(
            f"% left of the revenue of the same {settings.window} months of last year"
        )
        axis.set_title(
            f"Who buys less than a year ago ({len(shown)} of n = {len(table):,})",
            pad=24,
        )
        axis.grid(axis="x")
    return finish(
        figure,
        alt=f"Bars of what is left of last year's revenue at "
        f"{f.plural(len(shown), 'account')}, out of {len(table):,}; a "
        f"line at {line:.0f} % marks erosion.",
        reading=erosion_sentence(table, settings, currency),
    )


def erosion_sentence(
    table: pd.DataFrame, settings: EarlyWarningSettings, currency: str = ""
) -> str:
    """Say how many accounts erode, and where most money is missing.

    Parameters
    ----------
    table : DataFrame
        From :func:`erosion_of`.
    settings : EarlyWarningSettings
        Months compared.
    currency : str
        Of the amounts.
    """
    n, eroding = len(table), int(table["eroding"].sum())
    verb = "erodes" if eroding == 1 else "erode"
    text = (
        f"Of {f.plural(n, 'account')} still buying that bought in the same months of "
        f"last year, {eroding or 'none'} {verb}."
    )
    first = table.iloc[0]
    if first["change"] >= 0:
        return f"{text} None of them bought less than a year ago."
    amounts = (
        f"{f.thousands(first['revenue_last_year'], currency)} then, "
        f"{f.thousands(first['revenue_now'], currency)} in the last "
        f"{settings.window} months"
    )
    silent = f.plural(int(first["days_silent"]), "day")
    return (
        f"{text} Most money is missing at {first['name']}: {amounts}. Its last "
        f"order was {silent} ago."
    )
