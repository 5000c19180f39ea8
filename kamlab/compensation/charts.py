"""Pictures of a pay slip: what adds up to the pay, and the year under four bases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from kamlab.compensation.slip import Slip
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation.formats import money, plural, share
from kamlab.presentation.style import BLUE, GREEN, GREY, INK, ORANGE, PALE, PINK, SKY

COLOURS = (BLUE, ORANGE, GREEN, PINK, SKY)


def slip_chart(slip: Slip, title: str, currency: str) -> Chart:
    """Draw what adds up to the pay: base, each part, total.

    Parameters
    ----------
    slip : Slip
        The pay slip.
    title : str
        Who and which year, such as ``KAM K1, 2025``.
    currency : str
        Unit of the axis.
    """
    parts = slip.components
    notes = [_reached(row) for row in parts.itertuples()]
    return waterfall(
        float(slip.base),
        list(parts["part"]),
        list(parts["amount"]),
        title,
        currency,
        notes,
    )


def waterfall(
    base: float,
    parts: Sequence[str],
    amounts: Sequence[float],
    title: str,
    currency: str,
    notes: Sequence[str] = (),
) -> Chart:
    """Draw base salary and parts one below the other, each from where the last ended.

    Parameters
    ----------
    base : float
        Base salary, in currency.
    parts : sequence of str
        Names of the parts of the variable pay.
    amounts : sequence of float
        What each adds or takes.
    title : str
        Who and when.
    currency : str
        Unit of the axis.
    notes : sequence of str
        A word behind each part's amount.
    """
    total = base + sum(amounts)
    names = ["Base salary", *parts, "Total"]
    sizes = [base, *amounts, total]
    starts = [0.0, *np.cumsum(sizes[:-2]), 0.0]
    colours = [PALE, *[COLOURS[i % len(COLOURS)] for i in range(len(parts))], INK]
    behind = ["", *(notes or [""] * len(parts)), ""]
    with canvas(8.0, 1.3 + 0.52 * len(names)) as (figure, (ax,)):
        places = np.arange(len(names))
        ax.barh(places, sizes, left=starts, color=colours, edgecolor=INK, height=0.62)
        _figures(
            ax,
            places,
            np.maximum(starts, np.add(starts, sizes)),
            [money(x, currency) + note for x, note in zip(sizes, behind, strict=True)],
        )
        _rows(ax, places, names, f"Pay of the year, {currency}".rstrip(", "))
        ax.set_title(f"{title}: {money(total, currency)}")
        return finish(
            figure,
            alt=f"Bars that add up to the pay of {title}: base salary, "
            f"{plural(len(parts), 'part')} of variable pay, total "
            f"{money(total, currency)}.",
            reading=f"The total of {money(total, currency)} is {money(base, currency)} "
            f"base and {money(total - base, currency)} variable pay.",
        )


def bases_chart(years: pd.DataFrame, title: str, currency: str) -> Chart:
    """Draw the variable pay of the same year under the four bases.

    Parameters
    ----------
    years : DataFrame
        From :func:`kamlab.compensation.bases.same_year`.
    title : str
        What the picture is called.
    currency : str
        Unit of the axis.
    """
    known = years.dropna(subset=["variable"])
    amounts = years["variable"].fillna(0.0).to_numpy()
    texts = [
        money(amount, currency) if amount == amount else "not known"
        for amount in years["variable"].astype(float)
    ]
    names = [name.capitalize() for name in years["basis"]]
    with canvas(8.0, 3.1) as (figure, (ax,)):
        places = np.arange(len(names))
        ax.barh(places, amounts, color=BLUE, edgecolor=INK, height=0.6)
        _figures(ax, places, np.maximum(amounts, 0), texts)
        _rows(ax, places, names, f"Variable pay of the year, {currency}".rstrip(", "))
        ax.set_title(title)
        best = known.sort_values("variable", kind="stable").iloc[-1]
        return finish(
            figure,
            alt=f"Four bars, the variable pay when {', '.join(years['basis'])} count; "
            f"{plural(len(known), 'basis', 'bases')} known.",
            reading=_most_is_paid(known["variable"], best, currency),
        )


def _most_is_paid(variable: pd.Series, best: pd.Series, currency: str) -> str:
    amount = money(best["variable"], currency)
    if variable.nunique() == 1:
        return f"Each known basis pays {amount}."
    return f"Most is paid when {best['basis']} counts: {amount}."


def _reached(row: Any) -> str:
    if row.measure == "fee":
        return ""
    if np.isnan(row.attainment):
        return "  (no quota)" if not row.amount else ""
    return f"  ({share(row.attainment, 0)} of quota)"


def _figures(ax: Any, places: Any, ends: Any, texts: list[str]) -> None:
    """Write each bar's figure behind its end."""
    for place, end, text in zip(places, ends, texts, strict=True):
        at = (float(end), float(place))
        ax.annotate(text, at, (6, 0), textcoords="offset points", va="center")


def _rows(ax: Any, places: Any, names: list[str], label: str) -> None:
    """Name the rows from the top down and leave room for the figures."""
    ax.set_yticks(places, names)
    ax.invert_yaxis()
    low, high = ax.get_xlim()
    ax.set_xlim(min(low, 0), max(high, 1.0) * 1.55)
    ax.set_xticks([tick for tick in ax.get_xticks() if tick <= max(high, 1.0)])
    ax.xaxis.set_major_formatter(lambda x, _: f"{x:,.0f}")
    ax.set_xlabel(label, loc="left")
    ax.tick_params(axis="y", length=0)
    ax.axvline(0, color=GREY, linewidth=0.8)
