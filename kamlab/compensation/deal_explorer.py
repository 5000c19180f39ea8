"""Sliders for one deal: now or next month, at list price or less."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kamlab.compensation.case import PayCase
from kamlab.compensation.deal_timing import DealTerms, deal_terms, when_closed
from kamlab.presentation import Chart, Words, canvas, finish, in_words
from kamlab.presentation.formats import money, share
from kamlab.presentation.style import BLUE, GREY, INK, SKY

# name: words, lowest, highest, step
SLIDERS = {
    "discount": ("Price off", 0.0, 0.2, 0.01),
    "next_level": ("Next, of quota", 0.5, 1.5, 0.05),
}
START = {"discount": 0.05, "next_level": 0.9}
SAME = 0.05  # currency: each settlement is rounded to the cent


def explore_deal(case: PayCase) -> None:
    """Show what the largest deal of the last settlement pays: now, later, for less.

    Two sliders move the discount and what the next settlement reaches without the
    deal. Picture and sentence are ordinary outputs that are redrawn in place: where no
    widgets live (a page, a run without a screen) only the sliders are missing.

    Parameters
    ----------
    case : PayCase
        One KAM's year under one plan.
    """
    from IPython.display import display

    terms = deal_terms(case)
    places = [
        display(thing, display_id=True) for thing in deal_shown(case, terms, **START)
    ]
    try:
        from ipywidgets import FloatSlider
    except ImportError:
        return
    chosen = dict(START)

    def moved(change: Any) -> None:
        chosen[change["owner"].tag] = round(change["new"], 6)
        now = deal_shown(case, terms, **chosen)
        for place, thing in zip(places, now, strict=True):
            place.update(thing)

    for name, (words, low, high, step) in SLIDERS.items():
        slider = FloatSlider(
            value=START[name],
            min=low,
            max=high,
            step=step,
            description=words,
            readout_format=".0%",
            continuous_update=False,
            style={"description_width": "8em"},
        )
        slider.tag = name
        slider.observe(moved, "value")
        display(slider)


def deal_part(case: PayCase) -> list[Any]:
    """Show what the largest deal pays, now or later, without sliders.

    Parameters
    ----------
    case : PayCase
        One KAM's year under one plan.

    Returns
    -------
    list
        Picture and sentence.
    """
    return list(deal_shown(case, deal_terms(case), **START))


def deal_shown(
    case: PayCase, terms: DealTerms, *, discount: float, next_level: float
) -> tuple[Chart, Words]:
    """Give the picture and the sentence for one position of the sliders.

    Parameters
    ----------
    case : PayCase
        One KAM's year.
    terms : DealTerms
        From :func:`kamlab.compensation.deal_timing.deal_terms`.
    discount : float
        What comes off the list price, 0–1.
    next_level : float
        What the next settlement reaches without the deal, in multiples of its quotas.
    """
    table = when_closed(terms, discount=discount, next_level=next_level)
    return (
        deal_chart(table, f"{case.name}: now or next month?", case.firm.currency),
        in_words(deal_words(case, terms, table, next_level)),
    )


def deal_chart(table: pd.DataFrame, title: str, currency: str) -> Chart:
    """Draw the pay of both settlements for each way to close the deal.

    Parameters
    ----------
    table : DataFrame
        From :func:`kamlab.compensation.deal_timing.when_closed`.
    title : str
        What the picture is called.
    currency : str
        Unit of the axis.
    """
    names = [f"{m}, {p}" for m, p in zip(table["closed"], table["price"], strict=True)]
    this = table["this_settlement"]
    with canvas(8.0, 1.6 + 0.5 * len(names)) as (figure, (ax,)):
        places = np.arange(len(names))
        _bars(ax, places, table, currency)
        ax.set_yticks(places, names)
        ax.invert_yaxis()
        ax.set_xlim(
            min(0.0, float(this.min())), max(1.0, table["variable"].max()) * 1.4
        )
        ax.xaxis.set_major_formatter(lambda x, _: f"{x:,.0f}")
        ax.set_xlabel(
            f"Variable pay of both settlements, {currency}".rstrip(", "), loc="left"
        )
        ax.tick_params(axis="y", length=0)
        ax.axvline(0, color=GREY, linewidth=0.8)
        ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, frameon=False)
        ax.set_title(title, pad=26)
        best = table.sort_values("variable", kind="stable").iloc[-1]
        most = money(best["variable"], currency)
        return finish(
            figure,
            alt=f"{len(names)} bars, one a way to close the deal, each of two parts: "
            f"pay of this settlement and of the next; the longest is {most}.",
            reading=f"Most is paid for {best['closed']} at "
            f"{_price(best['price'])}: {most}.",
        )


def _bars(ax: Any, places: Any, table: pd.DataFrame, currency: str) -> None:
    """Draw the two parts of each bar, and their sum behind it."""
    this = table["this_settlement"].to_numpy()
    then = table["next_settlement"].to_numpy()
    for starts, sizes, colour, label in (
        (0 * this, this, BLUE, "this settlement"),
        (this, then, SKY, "the next one"),
    ):
        ax.barh(
            places,
            sizes,
            left=starts,
            color=colour,
            edgecolor=INK,
            height=0.6,
            label=label,
        )
    for place, whole in zip(places, table["variable"], strict=True):
        spot = (max(float(whole), 0.0), float(place))
        ax.annotate(
            money(whole, currency),
            spot,
            (6, 0),
            textcoords="offset points",
            va="center",
        )


def _price(words: str) -> str:
    return words if words == "list price" else f"{words} than list"


def deal_words(
    case: PayCase, terms: DealTerms, table: pd.DataFrame, next_level: float
) -> str:
    """Say what waiting and giving way do to the pay, and to the company.

    Parameters
    ----------
    case : PayCase
        One KAM's year.
    terms : DealTerms
        The deal.
    table : DataFrame
        From :func:`kamlab.compensation.deal_timing.when_closed`.
    next_level : float
        What the next settlement reaches without the deal.
    """
    cur = case.firm.currency
    now = table[table["closed"] == terms.this_month]
    later = table[table["closed"] == terms.next_month]
    gap = round(float(later["variable"].iloc[0] - now["variable"].iloc[0]), 2)
    taken = _taken(terms, next_level)
    much = f"{money(abs(gap), cur)} {'more' if gap > 0 else 'less'}"
    text = (
        f"closed {_when(terms.next_month)} in place of {_when(terms.this_month)}, at "
        f"list price, deal {terms.deal} of {money(terms.size, cur)} pays {case.name} "
        f"{much if abs(gap) > SAME else 'as much'} (n = 2 settlements{taken})."
    )
    if len(now) == 1:
        return text
    off = float(now["discount"].iloc[1])
    lost = round(float(now["variable"].iloc[0] - now["variable"].iloc[1]), 2)
    felt = f"{money(lost, cur)} of pay" if lost else "nothing"
    return (
        f"{text} A price {share(off, 0)} lower {_when(terms.this_month)} costs the KAM "
        f"{felt} and the company {money(terms.size * off, cur)} of margin."
    )


def _when(time: str) -> str:
    """Put the word before a month; a day within a month brings its own."""
    return time if time.startswith(("by ", "from ")) else f"in {time}"


def _taken(terms: DealTerms, next_level: float) -> str:
    """Say what the next settlement is taken to reach, where that matters."""
    if not any(part.paid_on != "result" for part in terms.plan.components):
        return ""
    reached = share(next_level, 0)
    return f"; the next one is taken to reach {reached} of each quota without the deal"
