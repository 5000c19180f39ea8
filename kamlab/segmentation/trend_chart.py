"""The picture of dependence over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.style import BLUE, GREEN, GREY, INK, ORANGE
from kamlab.segmentation.insights import trend_sentence
from kamlab.segmentation.settings import KeyAccountsSettings
from kamlab.segmentation.trend import LARGEST, WINDOW

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_trend(trend: pd.DataFrame, settings: KeyAccountsSettings) -> Chart:
    """Draw how much of revenue the largest made, and the HHI, month by month.

    Parameters
    ----------
    trend : DataFrame
        From :func:`kamlab.segmentation.trend.dependence_over_time`.
    settings : KeyAccountsSettings
        For the line from which dependence is critical.
    """
    days = pd.to_datetime(trend["cut_off"])
    with canvas(8.6, 3.9, columns=2) as (figure, (shares, index)):
        _line(shares, days, trend["top_n"] * 100, BLUE, f"{LARGEST} largest", "-")
        _line(shares, days, trend["largest"] * 100, GREEN, "largest", "--")
        _critical(shares, days, trend, settings)
        shares.set_ylabel("% of revenue")
        shares.set_title("Share of the largest accounts", fontsize=11)
        _line(index, days, trend["hhi"], INK, "HHI", "-")
        most = trend["hhi"].max()
        index.set_ylim(0, most * 1.25 if pd.notna(most) and most > 0 else 1)
        index.set_ylabel("HHI of revenue, 0–1")
        index.set_title("Concentration of all accounts", fontsize=11)
        window = settings.period_months or WINDOW
        _months(figure.axes, days, trend, f"looks back {window} months")
        figure.suptitle(
            "Dependence over time", fontweight="bold", fontsize=13, x=0.01, ha="left"
        )
    first, last = trend.iloc[0], trend.iloc[-1]
    return finish(
        figure,
        alt=f"Two lines of {f.plural(len(trend), 'month')}: the largest account from "
        f"{f.share(first['largest'])} to {f.share(last['largest'])} of revenue, the "
        f"{LARGEST} largest from {f.share(first['top_n'])} to "
        f"{f.share(last['top_n'])}; HHI from {f.number(first['hhi'], 3)} to "
        f"{f.number(last['hhi'], 3)}.",
        reading=trend_sentence(trend),
    )


def _critical(
    shares: Axes, days: pd.Series, trend: pd.DataFrame, settings: KeyAccountsSettings
) -> None:
    """Draw the line from which one account is critical, and make room for it."""
    # blank where revenue was not above 0 in any of the windows
    top = trend["top_n"].fillna(0).clip(lower=settings.critical_share).max() * 100
    # its words stand on the side where the line of the largest is not
    over = trend["largest"].mean() > settings.critical_share
    shares.axhline(settings.critical_share * 100, color=ORANGE, linewidth=1, ls=":")
    shares.annotate(
        f"critical for one: {f.share(settings.critical_share, 0)}",
        (days.iloc[0], settings.critical_share * 100),
        xytext=(0, -4 if over else 4),
        textcoords="offset points",
        va="top" if over else "bottom",
        color=ORANGE,
        fontsize=9,
    )
    shares.set_ylim(0, top * 1.15)


def _line(
    axis: Axes, days: pd.Series, values: pd.Series, colour: str, word: str, style: str
) -> None:
    """Draw a line with its word at its last point that is known."""
    axis.plot(days, values, color=colour, linewidth=2.2, linestyle=style)
    known = values.notna()
    if not known.any():
        axis.annotate("undefined", (0.5, 0.5), xycoords="axes fraction", color=GREY)
        return
    end = (days[known].iloc[-1], values[known].iloc[-1])
    axis.plot(*end, "o", color=colour, markersize=5)
    axis.annotate(
        word,
        end,
        xytext=(0, 7),
        textcoords="offset points",
        ha="right",
        color=colour,
        fontsize=9.5,
        fontweight="bold",
    )


def _months(axes: list[Axes], days: pd.Series, trend: pd.DataFrame, back: str) -> None:
    """Write the first, middle and last cut-off under both panels."""
    places = sorted({0, len(days) // 2, len(days) - 1})
    accounts = f"{trend['accounts'].min():,}–{trend['accounts'].max():,}"
    for axis in axes:
        axis.set_xticks(days.iloc[places], [f"{d:%Y-%m}" for d in days.iloc[places]])
        axis.set_xlabel(f"cut-off; each {back}, {accounts} accounts")
        axis.grid(axis="y")
