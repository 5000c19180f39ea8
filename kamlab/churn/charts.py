"""The pictures of the early-warning report."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib import dates
from matplotlib.ticker import MaxNLocator

from kamlab.churn.hits import Hits
from kamlab.churn.settings import EarlyWarningSettings
from kamlab.churn.words import history_sentence, lead_sentence
from kamlab.company import Company
from kamlab.measures import order_days
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.formats import short
from kamlab.presentation.style import BLUE, GREY, INK, ORANGE, PALE, SKY, legend_above

STRIP_MONTHS = 18
AHEAD_DAYS = 120


def plot_rhythm(
    firm: Company, status: pd.DataFrame, watched: pd.DataFrame, n: int = 10
) -> Chart:
    """Draw each watched account's orders as a strip, and the silence since."""
    shown = watched.head(n)
    start = pd.Timestamp(firm.cut_off) - pd.DateOffset(months=STRIP_MONTHS)
    cut_off, first = _day(firm.cut_off), _day(start)
    days = order_days(firm)
    confirmed = status.set_index("account_id")["confirmed_on"]
    with canvas(8.4, 1.7 + 0.42 * len(shown)) as (figure, (axis,)):
        for row, (_, account) in enumerate(shown.iterrows()):
            orders = days.loc[days["account_id"] == account["account_id"], "day"]
            ticks = _day(orders[orders >= start])
            last = max(_day(account["last_order"]), first)
            axis.barh(
                row,
                cut_off - last,
                left=last,
                height=0.5,
                color=ORANGE,
                alpha=0.35,
                label="silence since" if row == 0 else None,
            )
            axis.plot(
                ticks,
                np.full(len(ticks), row),
                "|",
                color=BLUE,
                markersize=13,
                markeredgewidth=2,
                label="an order" if row == 0 else None,
            )
            day = confirmed.get(account["account_id"])
            if pd.notna(day) and _day(day) <= cut_off + AHEAD_DAYS:
                axis.plot(
                    [_day(day)],
                    [row],
                    "D",
                    color=INK,
                    markersize=5,
                    label="counts as lost from here" if row == 0 else None,
                )
        axis.axvline(cut_off, color=INK, linewidth=1.2)
        axis.annotate(
            f"cut-off\n{firm.cut_off}",
            (cut_off, 0),
            xytext=(4, 4),
            xycoords=("data", "axes fraction"),
            va="bottom",
            textcoords="offset points",
            fontsize=9,
        )
        axis.set_yticks(range(len(shown)), [short(name) for name in shown["name"]])
        axis.invert_yaxis()
        axis.set_xlim(first, cut_off + AHEAD_DAYS + 8)
        axis.xaxis.set_major_locator(dates.MonthLocator(bymonth=(1, 4, 7, 10)))
        axis.xaxis.set_major_formatter(dates.DateFormatter("%b %Y"))
        axis.set_title("Silence against each account's own rhythm")
        axis.grid(axis="x")
        legend_above(axis)
    longest = shown.sort_values("days_silent").iloc[-1]
    return finish(
        figure,
        alt=f"Order days of {len(shown)} watched accounts over {STRIP_MONTHS} months, "
        f"with the silence up to {firm.cut_off}; the longest is "
        f"{longest['days_silent']:.0f} days.",
        reading=f"{longest['name']} has been silent longest: "
        f"{longest['days_silent']:.0f} days, {_usual(longest)}.",
    )


def plot_hits(hits: Hits, settings: EarlyWarningSettings) -> Chart:
    """Draw how often the list was right beside how often a blind pick would be."""
    rates = [("on the watch list", hits.precision), ("picked blindly", hits.base)]
    with canvas(7.6, 2.5) as (figure, (axis,)):
        for row, (_, rate) in enumerate(rates):
            value = (rate.value or 0) * 100
            axis.barh(row, value, height=0.55, color=(BLUE, PALE)[row], edgecolor=GREY)
            if rate.low is not None and rate.high is not None:
                axis.plot(
                    [rate.low * 100, rate.high * 100],
                    [row, row],
                    color=INK,
                    linewidth=2,
                    solid_capstyle="butt",
                )
            right = max(value, (rate.high or 0) * 100)
            axis.annotate(
                f"{f.share(rate.value)}  (n = {rate.n:,})",
                (right, row),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
            )
        axis.set_yticks([0, 1], [name for name, _ in rates])
        axis.invert_yaxis()
        highest = max((rate.high or rate.value or 0) for _, rate in rates) * 100
        axis.set_xlim(0, max(highest * 1.35, 10))
        axis.set_xlabel(
            f"% without an order in the next {settings.horizon} months "
            f"({hits.cut_offs} cut-offs pooled; line: 90 % interval)"
        )
        axis.set_title("Was the list right in the past?")
        axis.grid(axis="x")
    return finish(
        figure,
        alt=f"Two bars: {f.share(hits.precision.value)} of listed accounts stopped "
        f"buying, {f.share(hits.base.value)} of all at risk.",
        reading=history_sentence(hits, settings),
    )


def plot_lead_times(leads: pd.DataFrame) -> Chart:
    """Draw how many days of warning the list gave before each confirmed loss."""
    days = leads["lead_days"].dropna()
    with canvas(7.6, 3.0) as (figure, (axis,)):
        bins = list(range(0, max(int(days.max()), 30) + 31, 30))
        axis.hist(days, bins=bins, color=SKY, edgecolor="white")
        axis.axvline(days.median(), color=ORANGE, linestyle="--", linewidth=2)
        axis.annotate(
            f"half at least {days.median():.0f} days",
            (days.median(), 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(6, -4),
            textcoords="offset points",
            va="top",
            color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 2},
        )
        axis.yaxis.set_major_locator(MaxNLocator(integer=True))
        axis.set_xlabel("days from the first flag to the confirmed loss")
        axis.set_ylabel("accounts")
        axis.set_title(f"How early the list warned (n = {len(days)} losses)")
        axis.grid(axis="y")
    return finish(
        figure,
        alt=f"Histogram of the days of warning before {len(days)} losses; the median "
        f"is {days.median():.0f} days, the longest {days.max():.0f}.",
        reading=lead_sentence(leads),
    )


def _usual(row: pd.Series) -> str:
    if pd.isna(row["median_gap"]):
        return "with too few orders to know its rhythm"
    return f"and it usually orders every {row['median_gap']:.0f}"


def _day(days: Any) -> Any:
    """Give days as the numbers matplotlib draws them by."""
    return dates.date2num(days)  # type: ignore[no-untyped-call]
