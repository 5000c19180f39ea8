"""Time the simulator and print what the companies are like.

``python benchmarks/bench_simulation.py`` prints seconds by size;
``python benchmarks/bench_simulation.py moments 50`` prints moments over 50 seeds;
``python benchmarks/bench_simulation.py large 100000 DIR`` writes a large company.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from kamlab.simulation import make_world, simulate, simulate_to_folder
from kamlab.simulation.cast_figures import cast_figures
from kamlab.simulation.labs import lab_world
from kamlab.simulation.moments import moments
from kamlab.simulation.solve import solve

LIMITS = {"120 accounts": 2.0, "2,400 accounts": 15.0}  # seconds


class Watch:
    """Seconds since it was made: on the clock, and of work by the processor."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def wall(self) -> float:
        """Give the seconds on the clock."""
        return time.perf_counter() - self._wall

    def __str__(self) -> str:
        """Say both."""
        work = time.process_time() - self._cpu
        return f"{self.wall():.2f} s, {work:.2f} s of work"


def time_sizes() -> int:
    """Time both usual sizes; exit status 1 where a limit is missed."""
    missed = 0
    for name, world in (
        ("120 accounts", make_world()),
        ("2,400 accounts", lab_world(1)),
    ):
        solve.cache_clear()
        watch = Watch()
        company = simulate(world)
        lines = len(company.tables["order_lines"])
        print(f"{name}: {watch} (limit {LIMITS[name]:.0f} s), {lines:,} lines")
        missed += watch.wall() > LIMITS[name]
    with tempfile.TemporaryDirectory() as folder:
        watch = Watch()
        simulate_to_folder(Path(folder) / "polar")
        print(f"polar to a folder: {watch}")
    return missed


def show_moments(seeds: int) -> None:
    """Print the moments and cast figures over so many seeds."""
    rows, casts = [], []
    for seed in range(seeds):
        company = simulate(make_world(seed=seed))
        rows.append(moments(company).set_index("name")["value"])
        casts.append(cast_figures(company))
    print(pd.DataFrame(rows).describe().T[["mean", "std", "min", "max"]].to_string())
    figures = pd.concat(casts).groupby(["role", "figure"])
    print(figures[["value", "low", "high"]].agg(["min", "max"]).to_string())


def write_large(accounts: int, folder: str) -> None:
    """Write a large company and print seconds and the peak of memory."""
    from kamlab.simulation.large import simulate_large

    watch = Watch()
    simulate_large(
        make_world(accounts=accounts, kams=accounts // 12, cast=False), folder
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{accounts:,} accounts: {watch}, {peak:.1f} GB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["moments"]:
        show_moments(int(sys.argv[2]))
    elif sys.argv[1:2] == ["large"]:
        write_large(int(sys.argv[2]), sys.argv[3])
    else:
        sys.exit(time_sizes())
