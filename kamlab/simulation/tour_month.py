"""What a month at a company looks like, day by day, beside a usual month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamlab.company import Company
from kamlab.errors import NotEnoughDataError
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.style import BLUE, GREEN, GREY, ORANGE, PINK
from kamlab.simulation.events import LANES, ONE, Events

if TYPE_CHECKING:
    from matplotlib.axes import Axes

USUAL_MONTHS = 12
COLOURS = {"orders": BLUE, "late": ORANGE, "tickets": PINK, "visits": GREEN}
MARKS = {"late": "D", "tickets": "s", "visits": "o"}


@dataclass(frozen=True)
class MonthSeen:
    """The last whole month of a company, and what is usual.

    Parameters
    ----------
    month : Period
        The month.
    days : DataFrame
        A row a day of the month, a column a lane: how many events.
    counts : dict of str to int
        Events of the month by lane.
    usual : dict of str to float
        Events of the middle one of the months before, by lane.
    amount : float
        What the month's orders are worth, in currency.
    accounts : int
        How many accounts ordered.
    months_before : int
        How many months the usual rests on.
    firm_name, currency : str
        As the company states them.
    """

    month: pd.Period
    days: pd.DataFrame
    counts: dict[str, int]
    usual: dict[str, float]
    amount: float
    accounts: int
    months_before: int
    firm_name: str
    currency: str


def month_seen(firm: Company, happened: Events) -> MonthSeen:
    """Look at the last whole month of a company, beside the twelve months before.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    happened : Events
        From :func:`kamlab.simulation.events.events`.

    Raises
    ------
    NotEnoughDataError
        If the history holds no whole month.
    """
    cut_off = pd.Timestamp(firm.cut_off)
    month = (cut_off + pd.Timedelta(days=1)).to_period("M") - 1
    first = pd.Timestamp(firm.first_date).to_period("M")
    if month < first:
        raise NotEnoughDataError(
            f"{firm.name} has no whole month up to {firm.cut_off}; choose a later "
            "cut-off."
        )
    table = happened.table
    at = table["day"].dt.to_period("M")
    mine = table[at == month]
    span = pd.date_range(month.start_time, month.end_time, freq="D").normalize()
    days = mine.groupby(["day", "lane"]).size().unstack(fill_value=0)
    days = days.reindex(index=span, columns=happened.lanes, fill_value=0)
    before = pd.period_range(max(month - USUAL_MONTHS, first), month - 1, freq="M")
    monthly = table.groupby([at, "lane"]).size().unstack(fill_value=0)
    monthly = monthly.reindex(index=before, columns=happened.lanes, fill_value=0)
    orders = mine[mine["lane"] == "orders"]
    return MonthSeen(
        month=month,
        days=days,
        counts={lane: int(days[lane].sum()) for lane in happened.lanes},
        usual={lane: float(monthly[lane].median()) for lane in happened.lanes},
        amount=float(orders["size"].sum()),
        accounts=int(orders["account_id"].nunique()),
        months_before=len(before),
        firm_name=firm.name,
        currency=firm.currency,
    )


def month_sentence(seen: MonthSeen) -> str:
    """Say what happened in the month and what a usual one has."""
    counts = [f.plural(count, ONE[x], LANES[x]) for x, count in seen.counts.items()]
    orders, rest = counts[0], counts[1:]
    text = (
        f"{seen.month:%B %Y} at {seen.firm_name}: {orders} of "
        f"{f.plural(seen.accounts, 'account')}, worth "
        f"{f.thousands(seen.amount, seen.currency)}"
    )
    text += f"; {', '.join(rest)}." if rest else "."
    if "late" in seen.counts and seen.counts["orders"]:
        per = seen.counts["late"] / seen.counts["orders"]
        text += f" For 100 orders, {f.number(round(100 * per))} came late."
    if seen.months_before:
        usual = ", ".join(
            f"{_count(middle)} {LANES[x]}" for x, middle in seen.usual.items()
        )
        months = f.plural(seen.months_before, "month")
        text += f" The middle one of the {months} before had {usual}."
    return text


def _count(middle: float) -> str:
    """Write the middle of some counts; half an event matters only among few."""
    return f.number(middle if middle < 10 else round(middle), 1)


def plot_month(seen: MonthSeen) -> Chart:
    """Draw the month day by day, a row a sort of event."""
    lanes = list(seen.days.columns)
    with canvas(9.2, 1.3 + 0.95 * len(lanes), rows=len(lanes)) as (figure, axes):
        for axis, lane in zip(axes, lanes, strict=True):
            _lane(axis, seen, lane)
        for axis in axes[:-1]:
            axis.set_xticklabels([])
        axes[-1].set_xlabel(f"day of {seen.month:%B %Y}")
        figure.suptitle(
            f"A month at {f.short(seen.firm_name)}, day by day "
            f"({f.plural(seen.accounts, 'account')} ordered)",
            fontweight="bold",
            fontsize=13,
            x=0.01,
            ha="left",
        )
    listed = ", ".join(f.plural(seen.counts[x], ONE[x], LANES[x]) for x in lanes)
    return finish(
        figure,
        alt=f"Bars a day of {seen.month:%B %Y}, a row a sort of event: {listed}.",
        reading=_reading(seen),
    )


def _reading(seen: MonthSeen) -> str:
    orders = f.plural(seen.counts["orders"], "order")
    text = f"The month brought {orders}, on {int((seen.days['orders'] > 0).sum())} of "
    text += f"{len(seen.days)} days"
    if "late" in seen.counts:
        late = f.plural(seen.counts["late"], "delivery", "deliveries")
        text += f", and {late} that came late"
    return f"{text}."


def _lane(axis: Axes, seen: MonthSeen, lane: str) -> None:
    values = seen.days[lane].to_numpy()
    axis.bar(np.arange(1, len(values) + 1), values, color=COLOURS[lane], width=0.75)
    axis.set_xlim(0.3, len(values) + 0.7)
    axis.set_xticks(range(1, len(values) + 1, 2))
    axis.set_ylim(0, max(values.max() * 1.15, 1))
    axis.set_yticks([0, int(values.max())] if values.max() else [0])
    axis.set_ylabel(
        LANES[lane].replace(" ", "\n"), rotation=0, ha="right", va="center", labelpad=14
    )
    words = f"{seen.counts[lane]} in the month"
    if seen.months_before:
        words += f"\nusual: {_count(seen.usual[lane])}"
    axis.annotate(
        words, (1.01, 0.5), xycoords="axes fraction", va="center", fontsize=9.5
    )
    axis.spines["left"].set_color(GREY)
