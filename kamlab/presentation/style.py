"""One look for every chart: colours all can tell apart, axes that say unit and n."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito's palette: told apart with every common colour vision
BLUE, ORANGE, GREEN = "#0072B2", "#D55E00", "#009E73"
SKY, YELLOW, PINK, GREY, INK = "#56B4E9", "#E69F00", "#CC79A7", "#8A8F98", "#1F2933"
PALE = "#D9DEE5"
HATCHES = ("", "///", "...", "xxx")

STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 10.5,
    "axes.titlesize": 13,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "axes.labelsize": 10.5,
    "axes.labelcolor": INK,
    "axes.edgecolor": GREY,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "text.color": INK,
    "text.parse_math": False,  # an account may well be called "$5 a day"
    "ytick.major.size": 0,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": PALE,
    "grid.linewidth": 0.8,
    "legend.frameon": False,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "hatch.linewidth": 0.8,
    "svg.hashsalt": "kamlab",
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the house style, whatever this machine's own matplotlib settings say."""
    from matplotlib import style

    with style.context(["default", STYLE]):
        yield


@contextmanager
def canvas(
    width: float = 8.0, height: float = 4.2, rows: int = 1, columns: int = 1
) -> Iterator[tuple[Figure, list[Axes]]]:
    """Open an empty picture in the house style.

    Parameters
    ----------
    width, height : float
        Size in inches.
    rows, columns : int
        How many panels.

    Yields
    ------
    tuple
        The figure and its panels, left to right and top to bottom.
    """
    # the figure class alone: pyplot would double the time to import
    from matplotlib.figure import Figure

    with house_style():
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.subplots(rows, columns, squeeze=False)
        yield figure, list(axes.flat)


def legend_above(axis: Axes, columns: int = 3) -> None:
    """Put the legend between title and picture, where it can hide nothing."""
    axis.legend(
        loc="lower left",
        bbox_to_anchor=(-0.01, 0.985),
        ncols=columns,
        columnspacing=1.4,
        handlelength=1.6,
    )
    axis.set_title(axis.get_title(loc="left"), pad=34)
