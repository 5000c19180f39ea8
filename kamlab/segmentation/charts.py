"""The pictures of the key-accounts report."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.presentation import Chart, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.formats import short
from kamlab.presentation.style import (
    BLUE,
    GREEN,
    GREY,
    HATCHES,
    INK,
    ORANGE,
    SKY,
    legend_above,
)
from kamlab.segmentation.concentration import cumulative, top_count
from kamlab.segmentation.key import is_key
from kamlab.segmentation.settings import KeyAccountsSettings
from kamlab.segmentation.words import (
    NAMES,
    criteria_sentence,
    pareto_sentence,
    stress_sentence,
)
from kamlab.segmentation.worth import Worth

COLOURS = {"revenue": SKY, "gross_margin": BLUE, "contribution": GREEN}


def plot_criteria(
    worth: Worth, table: pd.DataFrame, settings: KeyAccountsSettings, n: int = 8
) -> Chart:
    """Draw the shares of the largest accounts under every criterion, side by side."""
    keys = pd.concat([is_key(table, name) for name in worth.criteria], axis=1).any(
        axis=1
    )
    best = table[[f"share_{name}" for name in worth.criteria]].max(axis=1)
    shown = table.assign(best=best, is_key=keys).nlargest(n, "best")
    shown = shown.sort_values("share_revenue", ascending=False)
    with canvas(8.2, 1.5 + 0.55 * len(shown)) as (figure, (axis,)):
        step = 0.8 / len(worth.criteria)
        for place, name in enumerate(worth.criteria):
            rows = np.arange(len(shown)) + place * step
            shares = shown[f"share_{name}"].fillna(0) * 100
            axis.barh(
                rows,
                shares,
                height=step * 0.92,
                color=COLOURS[name],
                hatch=HATCHES[place],
                edgecolor="white",
                label=NAMES[name],
            )
        for threshold, word in (
            (settings.key_share, "key"),
            (settings.critical_share, "critical"),
        ):
            axis.axvline(threshold * 100, color=ORANGE, linewidth=1.4, linestyle="--")
            axis.annotate(
                f"{word} {f.share(threshold, 0)}",
                (threshold * 100, 0.0),
                xycoords=("data", "axes fraction"),
                xytext=(3, 3),
                textcoords="offset points",
                color=ORANGE,
                fontsize=9,
            )
        axis.axvline(0, color=GREY, linewidth=0.8)
        axis.set_yticks(np.arange(len(shown)) + 0.4 - step / 2)
        axis.set_yticklabels([short(name) for name in shown["name"]])
        axis.invert_yaxis()
        axis.set_xlabel(f"% of all {len(table)} active accounts, {worth.period.words}")
        axis.set_title("Who is key depends on what you count")
        legend_above(axis)
        axis.grid(axis="x")
    listed = "; ".join(
        f"{row['name']} "
        + ", ".join(
            f"{f.share(row[f'share_{c}'])} of {NAMES[c]}" for c in worth.criteria
        )
        for _, row in shown.head(4).iterrows()
    )
    return finish(
        figure,
        alt=f"Bars of the shares of {len(shown)} accounts under "
        f"{', '.join(NAMES[c] for c in worth.criteria)}: {listed}.",
        reading=criteria_sentence(worth, table),
    )


def plot_pareto(worth: Worth) -> Chart:
    """Draw how revenue adds up from the largest account down."""
    curve = cumulative(worth.table["revenue"])
    top = top_count(len(curve))
    measured = curve["cumulative_share"].iloc[top - 1]
    with canvas(8.2, 4.3) as (figure, (axis,)):
        x = np.concatenate([[0], curve["accounts_share"] * 100])
        y = np.concatenate([[0], curve["cumulative_share"] * 100])
        axis.plot(x, y, color=BLUE, linewidth=2.4)
        axis.fill_between(x, y, color=SKY, alpha=0.25)
        axis.plot([0, 100], [0, 100], color=GREY, linewidth=1, linestyle=":")
        axis.annotate("all accounts equal", (55, 55), (57, 47), color=GREY, fontsize=9)
        axis.axhline(80, color=ORANGE, linewidth=1.2, linestyle="--")
        axis.annotate(
            "the 80 % of the 80/20 claim",
            (99, 80),
            (99, 76),
            color=ORANGE,
            fontsize=9,
            ha="right",
            va="top",
        )
        at = curve["accounts_share"].iloc[top - 1] * 100
        axis.plot([at], [measured * 100], "o", color=INK, markersize=7)
        axis.annotate(
            f"largest {top} of {len(curve)} accounts:\n{f.share(measured)} of revenue",
            (at, measured * 100),
            (at + 6, max(measured * 100 - 26, 8)),
            arrowprops={"arrowstyle": "-", "color": INK},
            fontsize=10.5,
            fontweight="bold",
        )
        axis.set_xlim(0, 100)
        axis.set_ylim(0, max(102, y.max() * 1.02))
        axis.set_xlabel(f"% of the {len(curve)} active accounts, largest first")
        axis.set_ylabel("% of revenue")
        axis.set_title(f"How few accounts make the revenue, {worth.period.words}")
        axis.grid()
    return finish(
        figure,
        alt=f"Curve of revenue added up over {len(curve)} accounts from the largest "
        f"down; the largest {top} reach {f.share(measured)}.",
        reading=pareto_sentence(worth),
    )


def plot_whale(worth: Worth) -> Chart:
    """Draw how contribution adds up: where it rises above the total and falls back."""
    criterion = worth.criteria[-1]
    curve = cumulative(worth.table[criterion])
    peak = int(np.argmax(curve["cumulative_share"].to_numpy()))
    height = curve["cumulative_share"].iloc[peak]
    losing = int((curve["value"] < 0).sum())
    with canvas(8.2, 4.0) as (figure, (axis,)):
        x = np.concatenate([[0], curve["rank"]])
        y = np.concatenate([[0], curve["cumulative_share"] * 100])
        axis.plot(x, y, color=GREEN, linewidth=2.4)
        axis.axhline(100, color=GREY, linewidth=1, linestyle=":")
        axis.plot([peak + 1], [height * 100], "o", color=INK, markersize=7)
        axis.annotate(
            f"{f.share(height)} after {f.plural(peak + 1, 'account')}",
            (peak + 1, height * 100),
            xytext=(0, 9),
            textcoords="offset points",
            ha="right" if peak > len(curve) * 0.6 else "left",
            fontweight="bold",
        )
        axis.set_ylim(0, height * 100 * 1.15)
        axis.set_xlim(0, len(curve))
        axis.set_xlabel("accounts, best first")
        axis.set_ylabel(f"% of total {NAMES[criterion]}")
        costing = f.plural(losing, "account")
        axis.set_title(f"{costing} of {len(curve)} cost more than they leave")
        axis.grid()
    return finish(
        figure,
        alt=f"Curve of {NAMES[criterion]} added up over {len(curve)} accounts from the "
        f"best down; it peaks at {f.share(height)} after {peak + 1}.",
        reading=f"The best {f.plural(peak + 1, 'account')} earn {f.share(height)} "
        f"of the total {NAMES[criterion]}; the {losing} below zero take the rest back.",
    )


def plot_stress(worth: Worth, losses: pd.DataFrame) -> Chart:
    """Draw what goes if each of the large accounts leaves."""
    criteria = [name for name in worth.criteria if name != "gross_margin"]
    with canvas(8.2, 1.5 + 0.5 * len(losses)) as (figure, (axis,)):
        step = 0.8 / len(criteria)
        for place, name in enumerate(criteria):
            rows = np.arange(len(losses)) + place * step
            axis.barh(
                rows,
                losses[f"lost_{name}"] / 1000,
                height=step * 0.92,
                color=COLOURS[name],
                hatch=HATCHES[place * 2 % 4],
                edgecolor="white",
                label=f"{NAMES[name]} that goes",
            )
        axis.set_yticks(np.arange(len(losses)) + 0.4 - step / 2)
        axis.set_yticklabels([short(name) for name in losses["name"]])
        axis.invert_yaxis()
        axis.axvline(0, color=GREY, linewidth=0.8)
        axis.set_xlabel(
            f"thousand {worth.currency}, {worth.period.words}, n = {len(worth.table)}"
        )
        axis.set_title("If one large account leaves")
        legend_above(axis)
        axis.grid(axis="x")
    listed = "; ".join(
        f"{row['name']} {f.thousands(row[f'lost_{worth.criterion}'], worth.currency)}"
        for _, row in losses.head(4).iterrows()
    )
    return finish(
        figure,
        alt=f"What goes if one of {len(losses)} large accounts leaves: {listed}.",
        reading=stress_sentence(worth, losses),
    )
