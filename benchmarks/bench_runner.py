"""Measure ``kamlab demo`` against the papermill CLI run once for each notebook.

The two are timed in turn, round by round, on the same reports; what is asked is a
ratio of at most one half. Papermill only executes; kamlab also checks parameters,
hashes, writes pages and the gallery. ``--workers 1,2,3`` also times the demo with other
numbers of kernels at once.

    python benchmarks/bench_runner.py [--rounds 3] [--workers 1,2,3] [--out FILE.json]
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MOST = 0.5


def timed(words: list[str]) -> float:
    """Run a command to its end and give the seconds it took."""
    began = time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return time.perf_counter() - began


def papermill(folder: Path) -> float:
    """Run each report by the papermill CLI, one after the other."""
    from kamlab.running.catalogue import bundled_reports

    return sum(
        timed(
            [
                *(sys.executable, "-m", "papermill", "--no-progress-bar"),
                *(str(report.path), str(folder / f"{report.name}.ipynb")),
            ]
        )
        for report in bundled_reports()
    )


def demo(folder: Path, workers: int | None = None) -> float:
    """Run the demo as its command, or with another number of kernels at once."""
    out = str(folder / "demo")
    if workers is None:
        return timed([sys.executable, "-m", "kamlab", "demo", "--out", out])
    change = (
        "import kamlab.running.several as s; s.WORKERS = {0}; "
        "s.Workshop.__init__.__defaults__ = (True, {0}); "
        "from kamlab.cli import main; main(['demo', '--out', {1!r}])"
    )
    return timed([sys.executable, "-c", change.format(workers, out)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", default="")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    ways = {"papermill CLI": papermill, "kamlab demo": demo}
    for number in filter(None, asked.workers.split(",")):
        ways[f"demo, {number} at once"] = lambda folder, n=int(number): demo(folder, n)
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(asked.rounds):
        for name, way in ways.items():
            folder = Path(tempfile.mkdtemp(prefix="kamlab-bench-"))
            seconds[name].append(way(folder))
            shutil.rmtree(folder)
            print(f"round {turn + 1}: {name}: {seconds[name][-1]:.2f} s", flush=True)
    base = statistics.median(seconds["papermill CLI"])
    for name, found in seconds.items():
        middle = statistics.median(found)
        print(
            f"{name}: median {middle:.2f} s ({min(found):.2f} to {max(found):.2f}), "
            f"ratio {middle / base:.2f}"
        )
    ratio = statistics.median(seconds["kamlab demo"]) / base
    print(f"demo / papermill CLI = {ratio:.2f} (at most {MOST})")
    if asked.out:
        asked.out.write_text(json.dumps({"seconds": seconds, "ratio": ratio}, indent=1))
    sys.exit(ratio > MOST)


if __name__ == "__main__":
    main()
