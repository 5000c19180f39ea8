"""Measure ``import kamlab`` against ``import pandas``, in turn, in fresh processes.

What is asked is a ratio of at most 1.1. Loading the bundled company is shown too, for
that is what a reader does next.

    python benchmarks/bench_import.py [--rounds 7]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys

MOST = 1.1
WAYS = {
    "import pandas": "import pandas",
    "import kamlab": "import kamlab",
    "import kamlab, then load('polar')": "import kamlab; kamlab.load('polar')",
}


def timed(code: str) -> float:
    """Seconds that some code takes in a fresh process, without starting Python."""
    clock = "import time; t = time.perf_counter()\n"
    end = "\nprint(time.perf_counter() - t)"
    done = subprocess.run(
        [sys.executable, "-c", clock + code + end],
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    seconds: dict[str, list[float]] = {name: [] for name in WAYS}
    for _ in range(rounds):
        for name, code in WAYS.items():
            seconds[name].append(timed(code))
    base = statistics.median(seconds["import pandas"])
    for name, found in seconds.items():
        middle = statistics.median(found)
        print(
            f"{name}: median {middle:.3f} s ({min(found):.3f} to {max(found):.3f}), "
            f"ratio {middle / base:.2f}"
        )
    ratio = statistics.median(seconds["import kamlab"]) / base
    print(f"import kamlab / import pandas = {ratio:.3f} (at most {MOST})")
    sys.exit(ratio > MOST)


if __name__ == "__main__":
    main()
