"""Time pay scenarios: from draws to payouts, and a second plan on the same draws.

``python benchmarks/bench_pay_scenarios.py`` takes ten interleaved rounds on 10,000
possible years × 200 KAMs × 12 months (24 million payouts) and prints medians;
``python benchmarks/bench_pay_scenarios.py 1000 5`` takes other years and rounds. Exit
status 1 where a limit is missed.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kamlab.compensation.plan import Component, PayPlan
from kamlab.compensation.rates import Rates, Step
from kamlab.compensation.rules import Cap, Gate
from kamlab.compensation.scenarios import (
    Accounts,
    Draws,
    Territories,
    alike,
    draw_settings,
    pay_years,
)

LIMITS = {"draws to payouts / drawing alone": 1.7, "second plan / first": 0.6}
ACCOUNTS = 12  # of a KAM


def books() -> Territories:
    """Give 200 KAMs with a dozen accounts each, over twelve months."""
    team, n = alike(200, 12), 200 * ACCOUNTS
    kam = np.repeat(np.arange(200), ACCOUNTS)
    ids = np.arange(n).astype(str).astype(object)
    accounts = Accounts(ids, kam, np.full(n, 1 / ACCOUNTS), np.full(n, 0.1))
    return replace(
        team, accounts=accounts, ratios={"gross_margin": np.linspace(0.3, 0.5, 200)}
    )


def plan(accelerator: float) -> PayPlan:
    """Give a plan with tiers, an accelerator, a cap and a gate."""
    steps = ((0.0, 0.0), (0.5, 0.5), (0.8, 1.0), (1.0, accelerator), (1.3, 1.0))
    tiers = tuple(Step(start=start, rate=rate) for start, rate in steps)
    return PayPlan(
        name="bench",
        title="plan of the benchmark",
        purpose="timing",
        used_by="nobody",
        ote=100_000.0,
        base_share=0.7,
        components=(
            Component(
                name="Sales",
                measure="revenue",
                weight=1.0,
                rates=Rates(mode="marginal", tiers=tiers),
            ),
        ),
        gates=(Gate(name="Margin", measure="gross_margin", at_least=1000.0, pays=0.5),),
        cap=Cap(times=2.5, per="settlement"),
    )


def taken(work: Callable[[], object]) -> NDArray[np.float64]:
    """Time one call: seconds on the clock, and of work by the processor."""
    start = np.array([time.perf_counter(), time.process_time()])
    work()
    end = np.array([time.perf_counter(), time.process_time()])
    return np.asarray(end - start)


def main(years: int = 10_000, rounds: int = 10) -> int:
    """Time, print, and say whether the limits hold on the clock."""
    draws = Draws(books(), draw_settings(n_sims=years))
    one, two = plan(2.0), plan(3.0)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ratios: dict[str, list[NDArray[np.float64]]] = {name: [] for name in LIMITS}
    for _ in range(rounds):
        drawn = taken(lambda: [block.first for block in draws.blocks()])
        first = taken(lambda: pay_years([one], draws))
        both = taken(lambda: pay_years([one, two], draws))
        ratios["draws to payouts / drawing alone"].append(first / drawn)
        ratios["second plan / first"].append((both - first) / first)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    missed = 0
    for name, values in ratios.items():
        clock, work = np.median(values, axis=0)
        missed += clock > LIMITS[name]
        print(f"{name}: {clock:.2f}, by work {work:.2f} (limit {LIMITS[name]})")
    grown = (after - before) / 1024
    print(f"drawing alone, last round: {drawn[0]:.2f} s; peak grew by {grown:.0f} MB")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:])) > 0)
