"""Measure how much harder each level of a scenario is, and write docs/difficulty.md.

``python benchmarks/bench_difficulty.py`` prints the stable scenario over 3 seeds;
``python benchmarks/bench_difficulty.py 20 stable price_war`` names seeds and scenarios;
``python benchmarks/bench_difficulty.py --write`` writes the page: all of them.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit
from scipy.stats import rankdata

from kamlab.churn import EarlyWarningSettings, tried_on_history
from kamlab.company import Company
from kamlab.simulation import (
    SimulatedCompany,
    make_world,
    read_scenario,
    scenario_names,
    simulate,
)
from kamlab.simulation.moments import yearly_loss
from kamlab.simulation.scenario import LEVELS

SEEDS = 20  # of the page
CUT_OFFS = 6
PANEL = {"accounts": 600, "kams": 50, "cast": False}  # effects need many accounts
EFFECTS = ("late", "visits", "breadth", "offer")
PAGE = Path(__file__).resolve().parents[1] / "docs" / "difficulty.md"
FIGURES = {
    "auc": "AUC of the plain model",
    "precision": "precision of the watch list",
    "error": "error of the estimated effects",
    "visits": "estimated effect of visits",
    "loss": "yearly loss",
}
TEXT = """# How hard the scenarios are

This page is written by `python benchmarks/bench_difficulty.py --write`.

Every scenario of `kamlab simulate DIR --scenario NAME --level LEVEL` comes at three
levels. The level decides how regular accounts order, how many fade out before they
leave, and how strongly visits answer what the books do not show; each scenario adds its
own. The figures are means over {seeds} seeds, with the standard error of the mean.

- **AUC of the plain model**: how well the way to a loss (days of silence against the
  account's own rhythm) tells who stops buying in the next six months, on {cut_offs}
  monthly cut-offs of a company of 120 accounts. 0.5 is a coin, 1 is perfect.
- **Precision of the watch list**: of the accounts on the list of the early-warning
  report (at most 10 a cut-off), the share that stopped buying.
- **Error of the estimated effects**: a monthly logistic regression on what the books of
  {accounts} accounts show (late deliveries, visits, contacts who know the KAM, offers
  heard of), as an analyst would fit it; the mean distance of its four coefficients from
  the truth, as a share of the truth.
- **Estimated effect of visits**: the truth is −0.35 in every scenario; a figure above 0
  says that visits drive accounts away. KAMs visit where they sense danger.

"""


def measure(task: tuple[str, str, int]) -> dict[str, float | str]:
    """Measure one company of a scenario and level.

    Returns
    -------
    dict
        scenario, level, seed and the figures of ``FIGURES``.
    """
    scenario, level, seed = task
    made = simulate(make_world(scenario=scenario, level=level, seed=seed))
    large = simulate(make_world(scenario=scenario, level=level, seed=seed, **PANEL))
    estimates = effects(large)
    truth = pd.Series({name: getattr(large.world, f"loss_{name}") for name in EFFECTS})
    return {
        "scenario": scenario,
        "level": level,
        "seed": seed,
        **warning(made.company()),
        "error": float(((estimates - truth) / truth).abs().mean()),
        "visits": float(estimates["visits"]),
        "loss": yearly_loss(made),
    }


def warning(firm: Company) -> dict[str, float]:
    """Give the AUC of the way to a loss, and the precision of the watch list."""
    settings = EarlyWarningSettings(cutoffs=CUT_OFFS)
    history = tried_on_history(firm, settings)
    history = history[history["lost"].notna()]
    lost = history["lost"].to_numpy(bool)
    rank = rankdata(history["way"].fillna(0))
    pairs = lost.sum() * (~lost).sum()
    auc = (rank[lost].sum() - lost.sum() * (lost.sum() + 1) / 2) / pairs
    listed = history["watched"] & (history["rank"] <= settings.top_n)
    return {"auc": float(auc), "precision": float(lost[listed.to_numpy(bool)].mean())}


def effects(company: SimulatedCompany) -> pd.Series:
    """Estimate the effects from what the books show, month by month."""
    months = company.truth["months"].query("not leaving")
    panel = months[["account_id", "month", "decides"]].set_index(
        ["account_id", "month"]
    )
    tables = company.tables
    seen = pd.DataFrame(
        {
            "late": late_share(tables["orders"], panel.index),
            "visits": np.log1p(
                monthly(
                    tables["activities"].query("kind == 'visit'"), "date", panel.index
                )
            ),
            "breadth": breadth(tables, panel.index),
            "offer": monthly(tables["competitor_offers"], "month", panel.index) > 0,
            "tickets": monthly(tables["tickets"], "opened", panel.index),
        }
    ).astype(float)
    return logistic(seen, panel["decides"].to_numpy(float))[list(EFFECTS)]


def monthly(frame: pd.DataFrame, day: str, index: pd.MultiIndex) -> pd.Series:
    """Count rows by account and month."""
    month = frame[day].dt.to_period("M").dt.to_timestamp()
    counts = frame.groupby([frame["account_id"], month.rename("month")]).size()
    return counts.reindex(index, fill_value=0)


def late_share(orders: pd.DataFrame, index: pd.MultiIndex) -> pd.Series:
    """Give the late share of what was promised in the last three months."""
    sent = orders[orders["delivered"].notna()]
    every = monthly_table(sent, index)
    late = monthly_table(sent[sent["delivered"] > sent["promised"]], index)
    late = late.reindex_like(every).fillna(0).rolling(3, min_periods=1).sum()
    share = late / every.rolling(3, min_periods=1).sum().clip(lower=1)
    return share.unstack().reindex(index).fillna(0)


def monthly_table(orders: pd.DataFrame, index: pd.MultiIndex) -> pd.DataFrame:
    """Count orders: a row a month of their promise, a column an account."""
    month = orders["promised"].dt.to_period("M").dt.to_timestamp()
    table = orders.groupby([month, orders["account_id"]]).size().unstack(fill_value=0)
    rows, columns = index.unique("month").sort_values(), index.unique("account_id")
    return table.reindex(index=rows, columns=columns, fill_value=0)


def breadth(tables: dict[str, pd.DataFrame], index: pd.MultiIndex) -> pd.Series:
    """Count the contacts who know the KAM at the end of each month, by the books."""
    history = tables["contact_history"].merge(tables["contacts"], on="contact_id")
    history = history.sort_values(["contact_id", "valid_from"])
    history["until"] = history.groupby("contact_id")["valid_from"].shift(-1)
    known = history[history["knows_kam"].astype(bool)]
    parts = []
    for month in index.unique("month"):
        end = month + pd.offsets.MonthEnd(0)
        over = (known["until"] <= end) | (known["left"] <= end)
        here = known[(known["valid_from"] <= end) & ~over]
        parts.append(here.groupby("account_id").size().rename(month))
    table = pd.concat(parts, axis=1).unstack()
    return table.reindex(index.swaplevel()).fillna(0).set_axis(index)


def logistic(x: pd.DataFrame, y: np.ndarray) -> pd.Series:
    """Fit a logistic regression by Newton's method, with a trace of ridge."""
    design = np.column_stack([np.ones(len(x)), x.to_numpy()])
    beta = np.zeros(design.shape[1])
    beta[0] = np.log(y.mean() / (1 - y.mean()))
    ridge = 1e-3 * np.eye(len(beta))
    for _ in range(25):
        p = expit(design @ beta)
        slope = design.T @ (y - p) - ridge @ beta
        beta = beta + np.linalg.solve(
            design.T @ (design * (p * (1 - p))[:, None]) + ridge, slope
        )
    return pd.Series(beta[1:], index=x.columns)


def measure_all(seeds: dict[str, int]) -> pd.DataFrame:
    """Measure every level of some scenarios over so many seeds, a row a company."""
    tasks = [
        task
        for scenario, many in seeds.items()
        for task in product([scenario], LEVELS, range(many))
    ]
    with ProcessPoolExecutor(max_workers=2) as pool:
        return pd.DataFrame(pool.map(measure, tasks))


def means(found: pd.DataFrame) -> pd.DataFrame:
    """Give mean and standard error of each figure by scenario and level."""
    order = {level: place for place, level in enumerate(LEVELS)}
    table = found.groupby(["scenario", "level"])[list(FIGURES)].agg(["mean", "sem"])
    return table.sort_index(key=lambda keys: keys.map(lambda k: order.get(k, k)))


def page(found: pd.DataFrame) -> str:
    """Write the page with a table a scenario."""
    text = TEXT.format(
        cut_offs=CUT_OFFS, accounts=PANEL["accounts"], seeds=found["seed"].nunique()
    )
    table = means(found)
    for name in scenario_names():
        pack = read_scenario(name)
        text += f"## {pack.title} (`{name}`)\n\n{pack.story}\n\n"
        text += "| level | " + " | ".join(FIGURES.values()) + " |\n"
        text += "| --- " * (len(FIGURES) + 1) + "|\n"
        for level in LEVELS:
            row = table.loc[(name, level)]
            cells = [f"{row[f, 'mean']:.2f} ± {row[f, 'sem']:.2f}" for f in FIGURES]
            text += f"| {level} | " + " | ".join(cells).replace("-", "−") + " |\n"
        text += "\n"
    return text.rstrip() + "\n"


def main(words: list[str]) -> None:
    """Measure and print, or write the page."""
    if words == ["--write"]:
        found = measure_all(dict.fromkeys(scenario_names(), SEEDS))
        PAGE.write_text(page(found), encoding="utf-8")
    else:
        seeds = int(words[0]) if words else 3
        found = measure_all(dict.fromkeys(words[1:] or ["stable"], seeds))
    print(means(found).round(3).to_string())


if __name__ == "__main__":
    main(sys.argv[1:])
