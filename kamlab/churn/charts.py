"""The pictures of the early-warning report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib import dates
from matplotlib.ticker import MaxNLocator

from kamlab.churn.hits import Hits, Rate
from kamlab.churn.reasons import every
from kamlab.churn.settings import EarlyWarningSettings
from kamlab.churn.words import history_sentence, lead_sentence
from kamlab.company import Company
from kamlab.measures import order_days
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.formats import short
from kamlab.presentation.style import BLUE, GREY, INK, ORANGE, PALE, SKY, legend_above

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STRIP_MONTHS = 18
AHEAD_DAYS = 120
FEW_DAYS = 90  # up to which warnings are counted by ten days, beyond by thirty


def plot_rhythm(
    firm: Company, status: pd.DataFrame, watched: pd.DataFrame, n: int = 10
) -> Chart:
    """Draw each watched account's orders as a strip, and the silence since.

    Parameters
    ----------
    firm : Company
        As of the cut-off.
    status : DataFrame
        From :func:`kamlab.churn.status.account_status`.
    watched : DataFrame
        From :func:`kamlab.churn.watch.watch_list`; at least one account.
    n : int
        How many accounts at most.
    """
    shown = watched.head(n)
    start = pd.Timestamp(firm.cut_off) - pd.DateOffset(months=STRIP_MONTHS)
    days = order_days(firm)
    days = days[(days["day"] >= start) & days["account_id"].isin(shown["account_id"])]
    confirmed = status.set_index("account_id")["confirmed_on"]
    with canvas(9.2, 1.9 + 0.42 * len(shown)) as (figure, (axis,)):
        _silences(axis, shown, _day(firm.cut_off), _day(start))
        _ticks(axis, shown, days)
        _lost_from(axis, shown["account_id"].map(confirmed), _day(firm.cut_off))
        _time_axis(axis, firm, _day(start))
        _multiples(axis, shown, shown["account_id"].map(confirmed).notna())
        axis.set_yticks(range(len(shown)), [short(name) for name in shown["name"]])
        axis.set_ylim(len(shown) - 0.5, -0.5)
        axis.set_title(f"Silence against each account's own rhythm (n = {len(shown)})")
        legend_above(axis)
    longest = shown.sort_values("days_silent", kind="stable").iloc[-1]
    silent = f.plural(int(longest["days_silent"]), "day")
    return finish(
        figure,
        alt=f"Order days of {f.plural(len(shown), 'account')} over "
        f"{STRIP_MONTHS} months, with the silence up to {firm.cut_off}; the longest "
        f"is {silent}.",
        reading=f"{longest['name']} has been silent longest: {silent}, "
        f"{_usual(longest, pd.notna(confirmed[longest['account_id']]))}.",
    )


def _silences(axis: Axes, shown: pd.DataFrame, cut_off: float, first: float) -> None:
    last = np.maximum(_day(shown["last_order"]), first)
    axis.barh(
        range(len(shown)),
        cut_off - last,
        left=last,
        height=0.5,
        color=ORANGE,
        alpha=0.35,
        label="silence since",
    )


def _ticks(axis: Axes, shown: pd.DataFrame, days: pd.DataFrame) -> None:
    """Draw a tick an order day, in the row of its account."""
    row_of = pd.Series(range(len(shown)), index=shown["account_id"])
    axis.plot(
        _day(days["day"]),
        days["account_id"].map(row_of),
        "|",
        color=BLUE,
        markersize=13,
        markeredgewidth=2,
        label="an order",
    )


def _lost_from(axis: Axes, confirmed: pd.Series, cut_off: float) -> None:
    """Mark the day from which silence would be a loss, where it is not far away."""
    dated = confirmed.reset_index(drop=True).dropna()
    dated = dated[_day(dated) <= cut_off + AHEAD_DAYS]
    if len(dated):
        axis.plot(
            _day(dated),
            dated.index,
            "D",
            color=INK,
            markersize=5,
            label="if still silent here: lost",
        )


def _multiples(axis: Axes, shown: pd.DataFrame, has_rhythm: pd.Series) -> None:
    """Write beside each strip how many of its usual gaps the silence is long."""
    right = axis.get_yaxis_transform()
    ratio = (shown["days_silent"] / shown["median_gap"]).where(has_rhythm)
    for row, times in enumerate(ratio):
        said = f.BLANK if pd.isna(times) else f"{times:.1f} ×"
        axis.text(1.02, row, said, transform=right, va="center")
    axis.text(1.02, -0.6, "silence in\nusual gaps", transform=right, va="bottom")


def _time_axis(axis: Axes, firm: Company, first: float) -> None:
    cut_off = _day(firm.cut_off)
    axis.axvline(cut_off, color=INK, linewidth=1.2)
    axis.set_xlim(first - 6, cut_off + AHEAD_DAYS + 8)
    quarters = dates.MonthLocator(bymonth=(1, 4, 7, 10))  # type: ignore[no-untyped-call]
    axis.xaxis.set_major_locator(quarters)
    axis.xaxis.set_major_formatter(dates.DateFormatter("%b %Y"))  # type: ignore[no-untyped-call]
    axis.set_xlabel(f"order days; the black line is the cut-off, {firm.cut_off}")
    axis.grid(axis="x")


def plot_hits(hits: Hits, settings: EarlyWarningSettings) -> Chart:
    """Draw how often the list was right beside how often a blind pick would be.

    Parameters
    ----------
    hits : Hits
        From :func:`kamlab.churn.hits.hits`.
    settings : EarlyWarningSettings
        Horizon and length of the list.
    """
    rates = {"on the watch list": hits.precision, "picked blindly": hits.base}
    with canvas(7.6, 2.5) as (figure, (axis,)):
        for row, rate in enumerate(rates.values()):
            _rate_bar(axis, row, rate, (BLUE, PALE)[row])
        axis.set_yticks([0, 1], list(rates))
        axis.invert_yaxis()
        highest = max((r.high or r.value or 0) for r in rates.values()) * 100
        axis.set_xlim(0, max(highest * 1.35, 10))
        axis.set_xticks([tick for tick in axis.get_xticks() if tick <= 100])
        axis.set_xlim(0, max(highest * 1.35, 10))
        axis.set_xlabel(
            f"% without an order in the next {f.plural(settings.horizon, 'month')} "
            f"({f.plural(hits.cut_offs, 'cut-off')} pooled; line: 90 % interval)"
        )
        axis.set_title("Was the list right in the past?")
        axis.grid(axis="x")
    return finish(
        figure,
        alt=f"Two bars: {_or_nobody(hits.precision)} of listed accounts stopped "
        f"buying, {_or_nobody(hits.base)} of all at risk.",
        reading=history_sentence(hits, settings),
    )


def _rate_bar(axis: Axes, row: int, rate: Rate, colour: str) -> None:
    """Draw one share with its interval, its value and its n."""
    value = (rate.value or 0) * 100
    axis.barh(row, value, height=0.55, color=colour, edgecolor=GREY)
    if rate.low is not None and rate.high is not None:
        axis.plot(
            [rate.low * 100, rate.high * 100],
            [row, row],
            color=INK,
            linewidth=2,
            solid_capstyle="butt",
        )
    axis.annotate(
        f"{_or_nobody(rate)}  (n = {rate.n:,})",
        (max(value, (rate.high or 0) * 100), row),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
    )


def _or_nobody(rate: Rate) -> str:
    return "nobody" if rate.value is None else f.share(rate.value)


def plot_lead_times(leads: pd.DataFrame) -> Chart:
    """Draw how many days of warning the list gave before each confirmed loss.

    Parameters
    ----------
    leads : DataFrame
        From :func:`kamlab.churn.hits.lead_times`; at least one loss flagged.
    """
    days = leads["lead_days"].dropna()
    late = days.median() > 0.6 * days.max()
    half = f.number(days.median(), 1)
    step = 10 if days.max() <= FEW_DAYS else 30
    with canvas(7.6, 3.0) as (figure, (axis,)):
        bins = list(range(0, max(int(days.max()), 30) + step + 1, step))
        counts, _, _ = axis.hist(days, bins=bins, color=SKY, edgecolor="white")
        axis.set_ylim(0, np.max(counts) * 1.3)  # room for the words above the bars
        axis.axvline(days.median(), color=ORANGE, linestyle="--", linewidth=2)
        axis.annotate(
            f"half at least {half} days",
            (days.median(), 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(-6 if late else 6, -4),
            textcoords="offset points",
            va="top",
            ha="right" if late else "left",
            color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 2},
        )
        axis.yaxis.set_major_locator(MaxNLocator(integer=True))
        axis.set_xlabel("days from the first flag to the confirmed loss")
        axis.set_ylabel("accounts")
        losses = f.plural(len(days), "loss", "losses")
        axis.set_title(f"How early the rule warned (n = {losses})")
        axis.grid(axis="y")
    return finish(
        figure,
        alt=f"Histogram of the days of warning before {losses}; the median is "
        f"{half} days, the longest {days.max():.0f}.",
        reading=lead_sentence(leads),
    )


def _usual(row: pd.Series, has_rhythm: bool) -> str:
    if not has_rhythm:
        return "with too few orders to know its rhythm"
    return f"and it usually orders every {every(row['median_gap'])}"


def _day(days: Any) -> Any:
    """Give days as the numbers matplotlib draws them by."""
    return dates.date2num(days)  # type: ignore[no-untyped-call]
