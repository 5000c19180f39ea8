"""The six definitions side by side: one strip an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.style import BLUE, INK, PALE
from kamlab.segmentation.definitions import DEFINITIONS, Definitions
from kamlab.segmentation.insights import definitions_sentence
from kamlab.segmentation.worth import Worth

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DARK = 0.55


def plot_definitions(worth: Worth, definitions: Definitions, n: int = 14) -> Chart:
    """Draw the scores of the accounts with the most labels under six definitions.

    The darker a field, the higher the score; a dot marks a definition that holds, so
    the picture also reads without colour.

    Parameters
    ----------
    worth : Worth
        The active accounts, for the period.
    definitions : Definitions
        From :func:`kamlab.segmentation.definitions.six_definitions`.
    n : int
        How many accounts at most; an account of each definition is among them.
    """
    shown = _shown(definitions, n)
    table = definitions.table.set_index(["account_id", "definition"])
    scores = table["score"].unstack().loc[shown["account_id"], list(DEFINITIONS)]
    holds = table["holds"].unstack().loc[shown["account_id"], list(DEFINITIONS)]
    with canvas(8.2, 1.7 + 0.33 * len(shown)) as (figure, (axis,)):
        _fields(axis, scores.to_numpy(dtype=float), holds.to_numpy(dtype=bool))
        axis.set_yticks(range(len(shown)), [f.short(name) for name in shown["name"]])
        axis.set_title("Key, and why: six definitions")
        accounts = f.plural(len(definitions.labels()), "account")
        axis.set_xlabel(
            "● it holds · the darker, the more speaks for it · ×: nobody knows\n"
            f"{len(shown)} of {accounts}, {worth.period.words}"
        )
    listed = "; ".join(
        f"{row['name']}: {row['labels'] or 'none'}" for _, row in shown.iterrows()
    )
    return finish(
        figure,
        alt=f"Strip of {f.plural(len(shown), 'account')} by six definitions. {listed}.",
        reading=definitions_sentence(definitions),
    )


def _shown(definitions: Definitions, n: int) -> pd.DataFrame:
    """Give the accounts with most labels, and the best one of every definition."""
    labels = definitions.labels()
    held = definitions.table[definitions.table["holds"]]
    best = held.sort_values("score", ascending=False, kind="stable")
    first = best.drop_duplicates("definition")["account_id"]
    must = labels[labels["account_id"].isin(first)]
    rest = labels[~labels["account_id"].isin(first)].head(max(n - len(must), 0))
    return labels.loc[must.index.union(rest.index)].head(n)


def _fields(
    axis: Axes,
    scores: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    holds: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
) -> None:
    from matplotlib.colors import LinearSegmentedColormap

    colours = LinearSegmentedColormap.from_list("kamlab", ["white", BLUE])
    axis.imshow(
        np.ma.masked_invalid(scores), cmap=colours, vmin=0, vmax=1, aspect="auto"
    )
    for row, column in np.argwhere(holds | np.isnan(scores)):
        unknown = np.isnan(scores[row, column])
        dark = not unknown and scores[row, column] > DARK
        axis.annotate(
            "×" if unknown else "●",
            (column, row),
            ha="center",
            va="center",
            color="white" if dark else INK,
            fontsize=11,
        )
    axis.set_xticks(range(len(DEFINITIONS)), list(DEFINITIONS.values()))
    axis.tick_params(length=0)
    axis.set_xticks(np.arange(-0.5, len(DEFINITIONS)), minor=True)
    axis.set_yticks(np.arange(-0.5, len(scores)), minor=True)
    axis.grid(which="minor", color=PALE, linewidth=1)
    axis.tick_params(which="minor", length=0)
    for spine in axis.spines.values():
        spine.set_visible(False)
