"""The picture of what-ifs: what each action would have kept, with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamlab.churn.what_if.counterfactual import WhatIf, what_if_table
from kamlab.errors import NotEnoughDataError
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.style import BLUE, GREY, INK, ORANGE, SKY
from kamlab.simulation.lever_story import tenths

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_what_ifs(found: list[WhatIf]) -> Chart:
    """Draw the accounts and the contribution each action keeps, with intervals.

    Parameters
    ----------
    found : list of WhatIf
        From :func:`kamlab.churn.what_if.what_ifs`.

    Returns
    -------
    Chart
        A bar an action: the mean of the other companies with its 90 % interval, and a
        diamond for this company; without other companies, a bar for this one.

    Raises
    ------
    NotEnoughDataError
        If there is no what-if to draw.
    """
    if not found:
        raise NotEnoughDataError("There is no what-if to draw; ask for an action.")
    table = what_if_table(found)
    table["kept_bar"] = table["mean_kept"].fillna(table["kept"])
    table = table.sort_values("kept_bar", ascending=False, ignore_index=True)
    currency = found[0].currency
    with canvas(9.6, 2.6 + 0.52 * len(table), columns=2) as (figure, (left, right)):
        _bars(left, table, "kept", 1.0)
        _bars(right, table, "contribution", 1000.0)
        left.set_yticks(range(len(table)), [f.short(a, 36) for a in table["action"]])
        right.set_yticks(range(len(table)), [""] * len(table))
        left.set_xlabel("accounts kept")
        money = f"thousand {currency} ".lstrip()
        right.set_xlabel(f"{money}more contribution in 12 months")
        n = int(table["n"].max())
        figure.suptitle(
            "What each action would have kept",
            fontweight="bold",
            fontsize=13,
            x=0.01,
            ha="left",
        )
        figure.supxlabel(_key(n), fontsize=9.5, color=INK)
    return finish(figure, alt=_alt(table), reading=what_ifs_sentence(found))


def _key(n: int) -> str:
    if not n:
        return "bar: this company"
    return f"bar and line: mean and 90 % interval of {n} companies; ◆ this company"


def _bars(axis: Axes, table: pd.DataFrame, column: str, unit: float) -> None:
    """Draw means with intervals; where there are none, this company's own figure."""
    rows = np.arange(len(table))
    here = table[column].to_numpy(float) / unit
    mean = table[f"mean_{column}"].to_numpy(float) / unit
    has = ~np.isnan(mean)
    shown = np.where(has, mean, here)
    axis.barh(rows, shown, height=0.55, color=np.where(has, SKY, BLUE))
    for row in rows[has]:
        ends = table.loc[row, [f"low_{column}", f"high_{column}"]] / unit
        axis.plot(ends, [row, row], color=INK, linewidth=2.2, solid_capstyle="butt")
    if has.any():
        axis.plot(here[has], rows[has], "D", color=ORANGE, markersize=7, clip_on=False)
    axis.axvline(0, color=GREY, linewidth=1)
    axis.set_ylim(len(table) - 0.5, -0.5)
    axis.grid(axis="x")
    axis.locator_params(axis="x", nbins=5)
    axis.xaxis.set_major_formatter("{x:,.0f}")


def _alt(table: pd.DataFrame) -> str:
    words = "; ".join(
        f"{row['action']} {tenths(float(row['kept_bar']))}"
        for _, row in table.iterrows()
    )
    return f"Bars of the accounts each action keeps: {words}."


def what_ifs_sentence(found: list[WhatIf]) -> str:
    """Say which action keeps most accounts and which brings most after its cost.

    Parameters
    ----------
    found : list of WhatIf
        At least one.

    Returns
    -------
    str
        One or two sentences.
    """
    table, currency = what_if_table(found), found[0].currency
    table["mean"] = table["mean_kept"].fillna(table["kept"]).astype(float)
    most = table.sort_values("mean", ascending=False, kind="stable").iloc[0]
    if not most["mean"] > 0:
        return "None of the actions keeps an account."
    n = int(most["n"])
    where = f"on average of {n} companies" if n else "in this company"
    text = (
        f"Most accounts are kept by {most['action']}: {tenths(float(most['mean']))} "
        f"{where}"
    )
    if n:
        text += (
            f" (90 % interval {tenths(float(most['low_kept']))} to "
            f"{tenths(float(most['high_kept']))}; here {most['kept']})"
        )
    money = table.sort_values("net", ascending=False, kind="stable").iloc[0]
    costly = " after its cost" if money["cost"] else ""
    return (
        f"{text}. Most contribution{costly} comes from {money['action']}: "
        f"{f.thousands(float(money['net']), currency)} in 12 months."
    )
