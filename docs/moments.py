"""Put the moments of the simulated company beside those of other books.

    python docs/moments.py FOLDER            writes the table of datasets/README.md
    python docs/moments.py FOLDER --check    only says whether it is out of step

FOLDER holds ``adventureworks/`` (FactResellerSales.parquet, DimReseller.parquet and the
files of sales persons of Microsoft's sample database) and ``cdnow/`` (CDNOW_sample.txt,
which comes with the Python package Lifetimes). They are not part of this project. The
recipes that read them are those of the tests.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import kamlab
from kamlab.company import Company
from kamlab.company.importing import import_recipe
from kamlab.simulation import make_world, simulate
from kamlab.simulation.beside import (
    Column,
    book_moments,
    many_column,
    moments_table,
    one_column,
)

ROOT = Path(__file__).resolve().parents[1]
CARD = ROOT / "datasets/README.md"
RECIPES = ROOT / "tests/recipes"
START = "<!-- moments: written by docs/moments.py -->"
END = "<!-- end of moments -->"
SEEDS = range(10)
RHYTHM = ("orders", "gap", "gap_low", "gap_high", "own_spread", "once", "weekend")


def simulated() -> dict[str, Column]:
    """Measure the bundled company and ten of its kind."""
    others = [
        book_moments(simulate(make_world(seed=seed)).company(truth=False))
        for seed in SEEDS
    ]
    return {
        "`polar`": one_column(book_moments(kamlab.load("polar"))),
        f"{len(SEEDS)} seeds: middle (lowest to highest)": many_column(others),
    }


def others(folder: Path) -> dict[str, Column]:
    """Measure the books of others."""
    bikes, discs = (_imported(folder, name) for name in ("adventureworks", "cdnow"))
    return {
        "AdventureWorks, 12 months": one_column(book_moments(bikes)),
        "AdventureWorks, whole": one_column(book_moments(bikes, 0)),
        "CDNOW": one_column(book_moments(discs), RHYTHM),
    }


def _imported(folder: Path, name: str) -> Company:
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / name
        import_recipe(RECIPES / f"{name}.yaml", out, base=folder / name)
        return kamlab.load(str(out))


def committed() -> str:
    """Give the block as it stands in the data card."""
    return CARD.read_text(encoding="utf-8").partition(START)[2].partition(END)[0]


def main() -> int:
    """Write the table, or only say whether it is out of step."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path, help="where the other books lie")
    options.add_argument("--check", action="store_true", help="write nothing")
    asked = options.parse_args()
    block = f"\n\n{moments_table(simulated() | others(asked.folder))}\n"
    old = committed()
    if old == block:
        return 0
    if not asked.check:
        text = CARD.read_text(encoding="utf-8").replace(
            f"{START}{old}{END}", f"{START}{block}{END}"
        )
        CARD.write_text(text, encoding="utf-8", newline="\n")
    verb = "is out of step; write it anew" if asked.check else "written"
    sys.stdout.write(f"datasets/README.md {verb}\n")
    return int(asked.check)


if __name__ == "__main__":
    sys.exit(main())
