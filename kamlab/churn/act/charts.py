"""The picture of the baseline: who stopped buying, by how silent they were."""

from __future__ import annotations

import numpy as np

from kamlab.churn.act.counted import Counted
from kamlab.errors import NotEnoughDataError
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.style import INK, SKY


def plot_counted(counted: Counted) -> Chart:
    """Draw the share that stopped buying by silence, with intervals and counts.

    Parameters
    ----------
    counted : Counted
        From :func:`kamlab.churn.act.counted.counted`.

    Returns
    -------
    Chart
        A bar a band of silence; bands without a case are left out.

    Raises
    ------
    NotEnoughDataError
        If there is no past case.
    """
    if not counted.table["slices"].sum():
        raise NotEnoughDataError("There is no past cut-off to count losses at.")
    table = counted.table[counted.table["slices"] > 0].reset_index(drop=True)
    places = np.arange(len(table))
    shares = table["observed"].to_numpy(dtype=float) * 100
    ends = table[["low", "high"]].to_numpy(dtype=float) * 100
    with canvas(7.6, 1.6 + 0.5 * len(table)) as (figure, (axis,)):
        axis.barh(places, shares, height=0.55, color=SKY)
        axis.hlines(places, ends[:, 0], ends[:, 1], color=INK, linewidth=2)
        words = [
            f"{row['words']}\n({row['lost']:,} of {row['slices']:,})"
            for _, row in table.iterrows()
        ]
        axis.set_yticks(places, words)
        axis.set_ylim(len(table) - 0.5, -0.5)
        axis.set_xlim(0, max(10.0, min(100.0, float(ends[:, 1].max()) * 1.05)))
        axis.set_xlabel("stopped buying, % of cases (line: 90 % interval)")
        cases = f.plural(int(table["slices"].sum()), "case")
        axis.set_title(f"Silence alone (n = {cases})")
        axis.grid(axis="x")
    top = table.iloc[int(table["observed"].to_numpy().argmax())]
    told = (
        f"Of those silent for {top['words']}, {f.share(top['observed'], 0)} stopped "
        f"buying ({top['lost']:,} of {f.plural(int(top['slices']), 'case')}; 90 % "
        f"interval {f.share(top['low'], 0)} to {f.share(top['high'], 0)})."
    )
    return finish(
        figure,
        alt=f"Bars of the share lost in {f.plural(len(table), 'band')} of silence, "
        f"with intervals and counts. {told}",
        reading=told,
    )
