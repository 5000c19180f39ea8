"""The picture of fairness: payout against the potential of the territory."""

from __future__ import annotations

from typing import Any

import numpy as np

from kamlab.compensation.fairness.audit import Audit
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation.formats import in_currency, number, plural
from kamlab.presentation.style import BLUE, GREY, INK, ORANGE


def fairness_chart(before: Audit, after: Audit, currency: str) -> Chart:
    """Draw payout against potential, with the quotas as they are and adjusted.

    Parameters
    ----------
    before, after : Audit
        Under the quotas of the books, and under those adjusted to potential.
    currency : str
        Of the potential.
    """
    n = len(before.table)
    top = 1.1 * max(before.table["payout"].max(), after.table["payout"].max(), 1.0)
    with canvas(9.6, 4.4, columns=2) as (figure, axes):
        for ax, one, title in zip(
            axes,
            (before, after),
            ("Quotas as they are", "Quotas adjusted to potential"),
            strict=True,
        ):
            _panel(ax, one, top)
            r = one.potential
            ax.set_title(
                f"{title}\nr = {number(r.correlation)} "
                f"({number(r.low)} to {number(r.high)})",
                fontsize=11.5,
            )
            ax.set_xlabel(
                in_currency("Estimated potential, million", currency) + f" (n = {n})"
            )
        axes[0].set_ylabel("Payout, of the target pay")
        axes[0].legend(loc="upper left")
        figure.suptitle(
            "Does pay follow the territory?",
            fontweight="bold",
            fontsize=13,
            x=0.01,
            ha="left",
        )
        return finish(
            figure,
            alt=f"Two scatters of payout over potential, {plural(n, 'KAM')}; "
            f"correlation {number(before.potential.correlation)} before and "
            f"{number(after.potential.correlation)} after the quotas are adjusted.",
            reading=before.potential.words("the potential of the territory"),
        )


def _panel(ax: Any, one: Audit, top: float) -> None:
    table, x = one.table, one.table["potential"].to_numpy(float) / 1e6
    groups = table["group"].fillna("all").astype(str)
    for k, name in enumerate(sorted(groups.unique())):
        mine = (groups == name).to_numpy()
        label = f"group {name}" if name != "all" else "KAM"
        ax.scatter(
            x[mine],
            table.loc[mine, "payout"],
            color=(BLUE, ORANGE)[k % 2],
            marker=("o", "s")[k % 2],
            edgecolor=INK,
            s=42,
            label=label,
            alpha=0.85,
        )
    slope, start = np.polyfit(np.log(x), table["payout"].to_numpy(float), 1)
    grid = np.linspace(x.min(), x.max(), 100)
    ax.plot(grid, start + slope * np.log(grid), color=GREY, linewidth=2)
    ax.axhline(1, color=GREY, linestyle=":", linewidth=1)
    ax.set_xscale("log")
    ticks = [t for t in (0.5, 1, 2, 5, 10, 20, 50) if x.min() * 0.8 <= t <= x.max()]
    ax.set_xticks(ticks, [number(t, 1) for t in ticks])
    ax.minorticks_off()
    ax.set_ylim(0, top)
    ax.yaxis.set_major_formatter(lambda y, _: f"{y:.0%}")
