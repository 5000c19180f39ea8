"""Time the BG/NBD fit against the package lifetimes, at an equal or better likelihood.

``python benchmarks/bench_btyd.py --oracle PYTHON [--sizes 100000 1000000]``

PYTHON is the interpreter of an environment of its own with lifetimes 0.11.3, which
needs an older pandas than this project: ``pip install "lifetimes==0.11.3" "pandas<3"
"setuptools<80"``. Both fits read the same file of histories, each in a process of its
own that has its imports behind it, and take turns; the ratio is of the medians. Our
time holds the checks, the grouping and the standard errors. Both log-likelihoods are
taken by our own function. Exit status 1 where a ratio or a likelihood is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

# how many times faster, by number of accounts from which it holds
GOALS = {0: 10.0, 100_000: 12.0, 1_000_000: 20.0}
ROUNDS = {0: 9, 100_000: 5, 1_000_000: 3}
NAMES = ("r", "alpha", "a", "b")
CDNOW = Path(__file__).resolve().parents[2] / "shared/data/cdnow/CDNOW_sample.txt"

THEIRS = """
import sys, time, json, numpy as np, pandas as pd
from lifetimes import BetaGeoFitter
x, last, age = np.load(sys.argv[1])
frame = pd.DataFrame({"x": x, "last": last, "age": age})
print("ready", flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    fit = BetaGeoFitter().fit(frame["x"], frame["last"], frame["age"])
    took = time.perf_counter() - start
    print(json.dumps([took, *map(float, fit.params_[["r", "alpha", "a", "b"]])]),
          flush=True)
"""
OURS = """
import sys, time, json, numpy as np
import scipy.optimize
from kamlab.churn.btyd import fit_btyd
x, last, age = np.load(sys.argv[1])
print("ready", flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    fit = fit_btyd("bg_nbd", x, last, age)
    took = time.perf_counter() - start
    print(json.dumps([took, *fit.parameters.values()]), flush=True)
"""


def draw(accounts: int, seed: int = 1) -> np.ndarray:
    """Draw accounts like those of CDNOW, by days, in weeks (rows: x, t_x, T)."""
    rng = np.random.default_rng(seed)
    age = rng.integers(189, 273, accounts).astype(float)
    rate = rng.gamma(0.243, 1 / (7 * 4.414), accounts)
    chance = rng.beta(0.793, 2.426, accounts)
    x, last, now = np.zeros(accounts), np.zeros(accounts), np.zeros(accounts)
    active = np.arange(accounts)
    while active.size:
        gap = np.ceil(rng.exponential(1 / np.maximum(rate[active], 1e-9)))
        now[active] += gap
        active = active[now[active] <= age[active]]
        x[active] += 1
        last[active] = now[active]
        active = active[rng.random(active.size) >= chance[active]]
    return np.stack([x, last / 7, age / 7])


def read_cdnow(path: Path) -> np.ndarray:
    """Read the 39 weeks of the papers from the raw log (rows: x, t_x, T)."""
    import pandas as pd

    from kamlab.churn.btyd import purchase_histories

    names = ["master", "account_id", "day", "units", "net_amount"]
    log = pd.read_csv(path, sep=r"\s+", header=None, names=names, dtype=str)
    lines = log[["account_id"]].assign(
        order_date=pd.to_datetime(log["day"]),
        net_amount=log["net_amount"].astype(float),
    )
    table = purchase_histories(lines, as_of="1997-09-30")
    return table[["frequency", "recency", "age"]].to_numpy(dtype=float).T


class Fitter:
    """A process that fits the same file again whenever it is told to."""

    def __init__(self, python: str, code: str, data: Path) -> None:
        self._process = subprocess.Popen(
            [python, "-W", "ignore", "-c", code, str(data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # one thread each, so that neither takes the other's processor
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        if self._line() != "ready":
            raise SystemExit(
                f"{python} cannot fit: see its message above. For the comparison give "
                "--oracle an interpreter whose environment has lifetimes==0.11.3, "
                "pandas<3 and setuptools<80."
            )

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def fit(self) -> tuple[float, list[float]]:
        """Give seconds and parameters of one more fit."""
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        took, *place = json.loads(self._line())
        return took, place

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def compare(name: str, rows: np.ndarray, oracle: str) -> bool:
    """Time both on the same histories, print a line, tell whether the goal is met."""
    from kamlab.churn.btyd.checked import histories
    from kamlab.churn.btyd.geometric import GeometricLikelihood

    step = max(size for size in GOALS if size <= rows.shape[1])
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "histories.npy"
        np.save(data, rows)
        fitters = {
            "ours": Fitter(sys.executable, OURS, data),
            "theirs": Fitter(oracle, THEIRS, data),
        }
        seconds: dict[str, list[float]] = {who: [] for who in fitters}
        places: dict[str, list[float]] = {}
        for turn in range(ROUNDS[step] + 1):
            for who, fitter in fitters.items():
                took, places[who] = fitter.fit()
                if turn:  # the first turn warms up
                    seconds[who].append(took)
        for fitter in fitters.values():
            fitter.close()
    book = histories(*rows)
    likelihood = GeometricLikelihood(book, 0)
    tops = {who: likelihood(np.array(place)).value for who, place in places.items()}
    middle = {who: statistics.median(values) for who, values in seconds.items()}
    ratio = middle["theirs"] / middle["ours"]
    no_worse = tops["ours"] >= tops["theirs"] - 1e-6
    print(
        f"{name}: {rows.shape[1]:,} accounts, {len(book.x):,} histories; ours "
        f"{middle['ours']:.4f} s, lifetimes {middle['theirs']:.4f} s: {ratio:.1f} "
        f"times faster (goal {GOALS[step]:.0f}); log-likelihood {tops['ours']:.4f} "
        f"against {tops['theirs']:.4f}",
        flush=True,
    )
    return ratio >= GOALS[step] and no_worse


def has_lifetimes(python: str) -> bool:
    """Tell whether an interpreter can import lifetimes."""
    done = subprocess.run(
        [python, "-W", "ignore", "-c", "import lifetimes"],
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def main() -> int:
    """Read the words of the command and compare size by size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--oracle", default=sys.executable, help="a Python")
    parser.add_argument("--sizes", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--cdnow", type=Path, default=CDNOW, help="the raw log")
    given = parser.parse_args()
    if not has_lifetimes(given.oracle):
        print(
            "lifetimes is not installed there, and it is no part of this project. "
            "Make an environment for it:\n  python -m venv oracle\n"
            '  oracle/bin/pip install "lifetimes==0.11.3" "pandas<3" "setuptools<80"\n'
            "then give --oracle oracle/bin/python"
        )
        return 2
    start = time.perf_counter()
    met = []
    if given.cdnow.is_file():
        met.append(compare("CDNOW", read_cdnow(given.cdnow), given.oracle))
    else:
        print(f"CDNOW left out: there is no file {given.cdnow.name} beside the project")
    for size in given.sizes:
        met.append(compare("drawn", draw(size), given.oracle))
    print(f"{time.perf_counter() - start:.0f} s in all")
    return 0 if met and all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
