"""The picture of the frontier: contribution after pay against the risk of pay."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamlab.errors import NotEnoughDataError
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation.formats import plural, share, thousands
from kamlab.presentation.style import BLUE, GREY, INK, ORANGE, legend_above


def frontier_chart(table: pd.DataFrame, currency: str) -> Chart:
    """Draw every plan tried, and the frontier of those no other beats.

    Parameters
    ----------
    table : DataFrame
        From :func:`kamlab.compensation.search.search_plans`.
    currency : str
        Of the contribution.

    Raises
    ------
    NotEnoughDataError
        If no plan is on the frontier.
    """
    best = table[table["frontier"]].sort_values("pay_risk", kind="stable")
    if best.empty:
        raise NotEnoughDataError("No plan is on the frontier; try more plans.")
    with canvas(8.0, 4.8) as (figure, (ax,)):
        _points(ax, table, best)
        ax.xaxis.set_major_formatter(lambda x, _: f"{x:.0%}")
        ax.set_xlabel(
            "Risk of pay: spread of a KAM's income / mean income "
            f"(n = {plural(len(table), 'plan')})"
        )
        ax.set_ylabel(f"Contribution after pay, million {currency}".rstrip())
        ax.set_title("No best plan, but a frontier")
        legend_above(ax)
        calm, bold = best.iloc[0], best.iloc[-1]
        return finish(
            figure,
            alt=f"{plural(len(table), 'plan')} by contribution after pay and risk of "
            f"pay; {len(best)} form the frontier.",
            reading=f"On the frontier contribution after pay rises from "
            f"{thousands(calm['contribution_after_pay'], currency)} at a risk of "
            f"{share(calm['pay_risk'])} to "
            f"{thousands(bold['contribution_after_pay'], currency)} at "
            f"{share(bold['pay_risk'])}.",
        )


def _points(ax: Any, table: pd.DataFrame, best: pd.DataFrame) -> None:
    fit = table["within_budget"] & table["above_floor"]
    beaten = table[fit & ~table["frontier"]]
    for rows, label, marker, colour in (
        (table[~fit], "beyond budget or below floor", "x", GREY),
        (beaten, "beaten by another plan", "o", BLUE),
    ):
        ax.scatter(
            rows["pay_risk"],
            rows["contribution_after_pay"] / 1e6,
            marker=marker,
            color=colour,
            s=34,
            alpha=0.7,
            label=f"{label} ({len(rows)})",
        )
    ax.plot(
        best["pay_risk"],
        best["contribution_after_pay"] / 1e6,
        color=ORANGE,
        marker="D",
        markeredgecolor=INK,
        linewidth=2,
        label=f"frontier ({len(best)})",
    )
