"""Time 24 million payouts against np.interp on whole arrays and a plain loop.

``python benchmarks/bench_pay.py [SCENARIOS]`` prints seconds and ratios of one run:
200 KAMs, 12 months, five slices with an accelerator, a cap and a margin gate.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from kamlab.compensation.curve import Curve
from kamlab.compensation.engine import payouts
from kamlab.compensation.plan import Component, PayPlan
from kamlab.compensation.rates import Rates, Step
from kamlab.compensation.rules import Gate

KAMS, MONTHS = 200, 12
STARTS = (0.0, 0.5, 0.8, 1.0, 1.3, 1.8)
RATES = (0.0, 0.6, 1.0, 1.6, 2.4, 0.0)  # the last slice pays nothing more: the cap
TARGET = 3000.0
AT_LEAST = 0.22
MOST_TO_INTERP, LEAST_TO_LOOP, MOST_MB = 0.7, 35.0, 100.0
Floats = NDArray[np.float64]


def plan() -> PayPlan:
    """Make the plan: slices of attainment, a gate on the margin rate."""
    tiers = tuple(
        Step(start=start, rate=rate) for start, rate in zip(STARTS, RATES, strict=True)
    )
    return PayPlan(
        name="bench",
        title="plan of the benchmark",
        purpose="to be timed",
        used_by="nobody",
        ote=120_000.0,
        base_share=0.7,
        curve=Curve(),
        components=(
            Component(
                name="Sales",
                measure="revenue",
                weight=1.0,
                rates=Rates(mode="marginal", tiers=tiers),
            ),
        ),
        gates=(
            Gate(name="Margin", measure="margin_rate", at_least=AT_LEAST, pays=0.5),
        ),
    )


def knots() -> tuple[Floats, Floats]:
    """Give the corners of the same table for np.interp."""
    starts, rates = np.array(STARTS), np.array(RATES)
    values = np.concatenate([[0.0], np.cumsum(rates[:-1] * np.diff(starts))])
    return starts, values


def whole(revenue: Floats, margin: Floats, quota: Floats) -> Floats:
    """Pay as a good user writes it: np.interp on whole arrays, rounded to the cent."""
    paid = np.interp(revenue / quota, *knots()) * TARGET
    return np.asarray(np.round(np.where(margin >= AT_LEAST, paid, paid * 0.5), 2))


def loop(revenue: Floats, margin: Floats, quota: float) -> list[float]:
    """Pay one by one in plain Python."""
    paid = []
    for sold, rate in zip(
        revenue.ravel().tolist(), margin.ravel().tolist(), strict=True
    ):
        reached, share = sold / quota, 0.0
        for k, start in enumerate(STARTS):
            end = STARTS[k + 1] if k + 1 < len(STARTS) else float("inf")
            if reached <= start:
                break
            share += (min(reached, end) - start) * RATES[k]
        amount = share * TARGET
        paid.append(round(amount if rate >= AT_LEAST else amount * 0.5, 2))
    return paid


def timed(work: Callable[[], object], times: int = 1) -> float:
    """Give the shortest of some runs, in seconds."""
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best


def peak() -> float:
    """Give the largest memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(scenarios: int) -> int:
    """Time all three; exit status 1 where a limit is missed."""
    rng = np.random.default_rng(7)
    shape = (scenarios, KAMS, MONTHS)
    revenue = rng.lognormal(np.log(50_000.0), 0.4, shape)
    margin = rng.uniform(0.15, 0.45, shape)
    quota = np.full((KAMS, MONTHS), 50_000.0)
    results = {"revenue": revenue, "margin_rate": margin, "quota_revenue": quota}
    made, out = plan(), np.ones(shape)  # ones, so that its memory is taken now
    before = peak()
    engine = timed(lambda: payouts(made, results, out=out), 3)
    above = peak() - before
    totals = timed(lambda: payouts(made, results, totals=True), 3)
    one = timed(lambda: payouts(made, results, out=out, threads=1), 2)
    interp = timed(lambda: whole(revenue, margin, quota), 2)
    some = slice(0, max(1, scenarios // 50))
    slow = timed(lambda: loop(revenue[some], margin[some], 50_000.0))
    slow *= scenarios / (some.stop - some.start)
    apart = np.abs(out[some].ravel() - loop(revenue[some], margin[some], 50_000.0))
    wrong, halves = float(apart.max()), int((apart > 0.001).sum())
    count = revenue.size / 1e6
    print(f"{count:.1f} million payouts (all rounded to the cent)")
    print(
        f"engine              {engine:6.2f} s, {above:.0f} MB above inputs and output"
    )
    print(f"engine, year totals {totals:6.2f} s")
    print(f"engine, one thread  {one:6.2f} s")
    print(
        f"np.interp, whole    {interp:6.2f} s: engine / np.interp {engine / interp:.2f}"
    )
    print(f"plain loop          {slow:6.2f} s: loop / engine {slow / engine:.0f}")
    # round() sees the noise behind a half cent, the engine cuts it first (C4)
    print(f"a cent apart from the loop: {halves} of {apart.size:,} payouts")
    good = engine / interp <= MOST_TO_INTERP and slow / engine >= LEAST_TO_LOOP
    return (
        0
        if good and above <= MOST_MB and wrong < 0.0101 and halves < apart.size / 1e5
        else 1
    )


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
