"""The simulated company is what it is said to be, over many seeds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from kamlab.simulation import Levers, make_world, simulate
from kamlab.simulation.cast_figures import cast_figures
from kamlab.simulation.engine import run
from kamlab.simulation.labs import lab_world
from kamlab.simulation.levers import USUAL
from kamlab.simulation.moments import moments
from kamlab.simulation.setup import prepare
from kamlab.simulation.state import start_state
from kamlab.simulation.world import World

FEW, MANY = range(10), range(50)
RECORDED = ["visits", "late", "tickets", "champion", "breadth", "offer", "tenure"]
ALL = [*RECORDED, "size", "fragility", "gap"]


def measure(seeds: range) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Measure moments (a row a seed) and cast figures of many companies."""
    rows, casts = [], []
    for seed in seeds:
        company = simulate(make_world(seed=seed))
        rows.append(moments(company).set_index("name")["value"].rename(seed))
        casts.append(cast_figures(company).assign(seed=seed))
    return pd.DataFrame(rows), pd.concat(casts)


def check_moments(values: pd.DataFrame, cast: pd.DataFrame, least: float) -> None:
    """Hold the moments against the published targets; ``least`` is a share of seeds."""
    assert 0.09 <= values["yearly_loss"].mean() <= 0.15
    within = {
        "top20_share": (0.70, 0.85),
        "whale_peak": (1.05, 1.60),
        "key_count": (3, 9),
        "key_total": (0.30, 0.55),
    }
    for name, (low, high) in within.items():
        assert values[name].between(low, high).mean() >= least, name
    assert values["gross_margin"].between(0.37, 0.43).all()
    assert np.allclose(values["contribution"], 0.13, atol=1e-3)
    assert values["order_lines"].between(28_000, 42_000).all()
    off = cast[~cast["value"].between(cast["low"] - 1e-9, cast["high"] + 1e-9)]
    assert off.empty, off.to_string()


def logit(frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Fit a logistic regression by Newton's method: estimate and standard error."""
    x = np.column_stack([np.ones(len(frame)), frame[names].to_numpy(float)])
    y = frame["leaves"].to_numpy(float)
    beta = np.zeros(x.shape[1])
    beta[0] = np.log(y.mean() / (1 - y.mean()))
    for _ in range(25):
        p = expit(x @ beta)
        information = x.T @ (x * (p * (1 - p))[:, None])
        beta = beta + np.linalg.solve(information, x.T @ (y - p))
    error = np.sqrt(np.diag(np.linalg.inv(information)))
    return pd.DataFrame({"estimate": beta[1:], "error": error[1:]}, index=names)


def panel(world: World, levers: Levers) -> pd.DataFrame:
    """Give the account-months of a company that can still decide to leave."""
    setup = prepare(world)
    parts = []
    for month in run(setup, start_state(setup), levers, USUAL):
        a = np.flatnonzero(month.undecided)
        out, now = month.outcome, month.now
        columns = {
            "leaves": month.decided,
            "visits": np.log1p(out.visits),
            "late": now.late_share,
            "tickets": out.tickets + out.harmless,
            "champion": now.champion_gone,
            "breadth": now.breadth,
            "offer": now.offer,
            "tenure": now.tenure,
            "size": np.log(setup.traits.size),
            "fragility": setup.traits.fragility,
            "gap": now.gap,
        }
        parts.append(pd.DataFrame({name: v[a] for name, v in columns.items()}))
    return pd.concat(parts, ignore_index=True)


def effects(seeds: range) -> pd.DataFrame:
    """Estimate the effects of visits and lateness in both arms, a row a seed."""
    rows = []
    for seed in seeds:
        world = lab_world(seed)
        usual = panel(world, Levers())
        drawn = panel(world, Levers(randomised_visits=True))
        whole = logit(drawn, ALL)
        rows.append(
            {
                "naive": logit(usual, ["visits"]).loc["visits", "estimate"],
                "adjusted": logit(usual, RECORDED).loc["visits", "estimate"],
                "randomised": logit(drawn, ["visits"]).loc["visits", "estimate"],
                "late": whole.loc["late", "estimate"],
                "late error": whole.loc["late", "error"],
                "late adjusted": logit(usual, RECORDED).loc["late", "estimate"],
            }
        )
    return pd.DataFrame(rows, index=list(seeds))


def check_effects(found: pd.DataFrame, most: int, late: int) -> None:
    """Hold signs and recovery against the truth; counts of seeds."""
    truth = World().loss_late
    assert (found["naive"] > 0).sum() >= most
    assert (found["adjusted"] > 0).sum() >= most
    assert (found["randomised"] < 0).sum() >= most
    near = (found["late"] - truth).abs() < 2 * found["late error"]
    assert near.sum() >= late
    assert found["late adjusted"].mean() < found["late"].mean() - 0.2  # bad control


@pytest.mark.slow
def test_moments_and_cast_over_ten_seeds() -> None:
    check_moments(*measure(FEW), least=0.9)


@pytest.mark.slow
def test_effects_over_ten_seeds() -> None:
    check_effects(effects(FEW), most=9, late=8)


@pytest.mark.long
def test_moments_and_cast_over_fifty_seeds() -> None:
    check_moments(*measure(MANY), least=0.9)


@pytest.mark.long
def test_effects_over_fifty_seeds() -> None:
    check_effects(effects(MANY), most=45, late=43)
