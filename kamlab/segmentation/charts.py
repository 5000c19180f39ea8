"""The bar charts of the key-accounts report: shares side by side, and losses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamlab.errors import UndefinedError
from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.formats import short
from kamlab.presentation.style import (
    BLUE,
    GREEN,
    GREY,
    HATCHES,
    ORANGE,
    SKY,
    legend_above,
)
from kamlab.segmentation.phrases import NAMES, UNDEFINED, best_by, part_of
from kamlab.segmentation.settings import Criterion, KeyAccountsSettings
from kamlab.segmentation.words import criteria_sentence, stress_sentence
from kamlab.segmentation.worth import Worth

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = {"revenue": SKY, "gross_margin": BLUE, "contribution": GREEN}
PATTERNS = dict(zip(COLOURS, HATCHES, strict=False))


def plot_criteria(
    worth: Worth, table: pd.DataFrame, settings: KeyAccountsSettings, n: int = 8
) -> Chart:
    """Draw the shares of the largest accounts under every criterion, side by side.

    Parameters
    ----------
    worth : Worth
        The active accounts.
    table : DataFrame
        From :func:`kamlab.segmentation.key.key_accounts`.
    settings : KeyAccountsSettings
        Thresholds and level.
    n : int
        How many accounts at most.

    Raises
    ------
    UndefinedError
        If there is no share under any criterion.
    """
    shares = table[[f"share_{name}" for name in worth.criteria]]
    if shares.isna().all(axis=None):
        raise UndefinedError("Shares are undefined: no total is above 0.")
    best = table.assign(best=shares.max(axis=1))
    shown = best.sort_values(["best", "revenue"], ascending=False).head(n)
    shown = shown.sort_values("share_revenue", ascending=False, kind="stable")
    with canvas(8.2, 1.7 + 0.55 * len(shown)) as (figure, (axis,)):
        _share_bars(axis, worth, table, shown)
        _thresholds(axis, settings)
        axis.axvline(0, color=GREY, linewidth=0.8)
        axis.set_xlabel(_of_whom(worth, settings))
        axis.set_title("Who is key depends on what you count")
        legend_above(axis)
    return finish(
        figure,
        alt=_criteria_alt(worth, shown),
        reading=criteria_sentence(worth, table, settings),
    )


def _share_bars(
    axis: Axes, worth: Worth, table: pd.DataFrame, shown: pd.DataFrame
) -> None:
    """Draw a bar an account and criterion; a criterion without shares is only named."""
    told = [n for n in worth.criteria if table[f"share_{n}"].notna().any()]
    step = 0.8 / len(told)
    for name in worth.criteria:
        known = name in told
        rows = np.arange(len(shown)) + (told.index(name) * step if known else 0)
        axis.barh(
            rows,
            shown[f"share_{name}"].fillna(0) * 100,
            height=step * 0.92 if known else 0,
            color=COLOURS[name],
            hatch=PATTERNS[name],
            edgecolor="white",
            label=NAMES[name] if known else f"{NAMES[name]}: {UNDEFINED}",
        )
    axis.set_yticks(np.arange(len(shown)) + 0.4 - step / 2)
    axis.set_yticklabels([short(name) for name in shown["name"]])
    axis.invert_yaxis()
    axis.grid(axis="x")


def _thresholds(axis: Axes, settings: KeyAccountsSettings) -> None:
    """Draw the lines from which an account is key (by share) and critical."""
    lines = {settings.critical_share: "critical"}
    if settings.mode == "share":
        both = settings.key_share == settings.critical_share
        lines[settings.key_share] = "key, critical" if both else "key"
    right = max(axis.get_xlim()[1], max(lines) * 118)
    axis.set_xlim(axis.get_xlim()[0], right)
    for threshold, word in lines.items():
        axis.axvline(threshold * 100, color=ORANGE, linewidth=1.4, linestyle="--")
        near = word == "key" and abs(settings.critical_share - threshold) * 100 < (
            right * 0.13
        )
        axis.annotate(
            f"{word} {f.share(threshold, 0)}",
            (threshold * 100, 0.0),
            xycoords=("data", "axes fraction"),
            xytext=(-3 if near else 3, 3),
            textcoords="offset points",
            color=ORANGE,
            fontsize=9,
            ha="right" if near else "left",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.8},
        )


def _of_whom(worth: Worth, settings: KeyAccountsSettings) -> str:
    """Say what the shares are shares of, and of how many accounts."""
    n = f.plural(len(worth.table), "active account")
    whole = {
        "company": "the company",
        "department": "its department",
        "manager": "its KAM's book",
    }[settings.level]
    return f"% of {whole}, {n}, {worth.period.words}"


def _criteria_alt(worth: Worth, shown: pd.DataFrame) -> str:
    columns = {name: f"share_{name}" for name in worth.criteria}
    top = max(columns, key=lambda name: shown[columns[name]].fillna(-np.inf).max())
    largest = best_by(shown, columns[top])
    listed = "; ".join(
        f"{row['name']} "
        + ", ".join(
            part_of(row[column], NAMES[name]) for name, column in columns.items()
        )
        for _, row in shown.head(4).iterrows()
    )
    criteria = ", ".join(NAMES[name] for name in worth.criteria)
    return (
        f"Bars of the shares of {f.plural(len(shown), 'account')} under {criteria}; "
        f"the longest is {largest['name']} with {f.share(largest[columns[top]])} of "
        f"{NAMES[top]}. {listed}."
    )


def plot_stress(worth: Worth, losses: pd.DataFrame) -> Chart:
    """Draw what goes if each of the large accounts leaves.

    Parameters
    ----------
    worth : Worth
        The active accounts.
    losses : DataFrame
        From :func:`kamlab.segmentation.stress.lose_each`.
    """
    other = worth.criterion if worth.criterion != "revenue" else worth.criteria[-1]
    criteria: list[Criterion] = list(dict.fromkeys(("revenue", other)))
    with canvas(8.6, 1.6 + 0.4 * len(losses), columns=len(criteria)) as (figure, axes):
        for axis, name in zip(axes, criteria, strict=True):
            _loss_bars(axis, worth, losses, name)
        axes[0].set_yticks(range(len(losses)), [short(name) for name in losses["name"]])
        figure.suptitle(
            f"If one large account leaves (one at a time, n = {len(worth.table)})",
            fontweight="bold",
            fontsize=13,
            x=0.01,
            ha="left",
        )
    listed = "; ".join(
        f"{row['name']} "
        + ", ".join(
            f"{f.thousands(row[f'lost_{name}'], worth.currency)} of {NAMES[name]}"
            for name in criteria
        )
        for _, row in losses.iterrows()
    )
    return finish(
        figure,
        alt=f"What goes if one of {f.plural(len(losses), 'large account')} leaves: "
        f"{listed}.",
        reading=stress_sentence(worth, losses),
    )


def _loss_bars(axis: Axes, worth: Worth, losses: pd.DataFrame, name: Criterion) -> None:
    """Draw one panel: the amounts of one criterion, each written at its bar."""
    lost = losses[f"lost_{name}"]
    rows = range(len(losses))
    axis.barh(
        rows,
        lost / 1000,
        height=0.7,
        color=COLOURS[name],
        hatch=PATTERNS[name],
        edgecolor="white",
    )
    for row, amount in zip(rows, lost, strict=True):
        axis.annotate(
            f.number(round(amount / 1000, 1), 1 if abs(amount) < 10_000 else 0),
            (max(amount, 0) / 1000, row),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    span = max(lost.max(), 0) - min(lost.min(), 0)
    axis.set_xlim(
        min(lost.min() * 1.05, 0) / 1000, (max(lost.max(), 0) + span * 0.3) / 1000 or 1
    )
    axis.axvline(0, color=GREY, linewidth=0.8)
    axis.set_yticks([])
    axis.invert_yaxis()
    axis.grid(axis="x")
    axis.set_title(f"{NAMES[name].capitalize()} that goes", fontsize=11)
    axis.set_xlabel(
        f"thousand {worth.currency}, {worth.period.words}".replace(" ,", ",")
    )
