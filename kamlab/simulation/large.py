"""Write a large company month by month, so that it need not fit into memory."""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kamlab.company import load
from kamlab.company.columns import Kind, Table
from kamlab.company.saving import why_not_written
from kamlab.company.tables import TABLES
from kamlab.company.truth import TRUTH
from kamlab.errors import RefusedError
from kamlab.simulation.columns import make_frame
from kamlab.simulation.levers import NEUTRAL, USUAL
from kamlab.simulation.produce import Part, produce
from kamlab.simulation.world import World

LARGE = 1_000_000  # account-months from which a company is written month by month
SECONDS, BYTES = 6e-5, 550  # an account-month, by benchmarks/bench_simulation.py
_ARROW: dict[Kind, pa.DataType] = {
    "id": pa.string(),
    "text": pa.string(),
    "choice": pa.string(),
    "date": pa.date32(),
    "money": pa.float64(),
    "share": pa.float64(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "flag": pa.bool_(),
}


class _Writers:
    """Parquet files that grow month by month, one a table."""

    def __init__(self, stack: ExitStack, tables: dict[str, Table]) -> None:
        self._stack, self._tables = stack, tables
        self._open: dict[str, pq.ParquetWriter] = {}

    def add(self, folder: Path, name: str, part: Part) -> None:
        """Add a month's rows to a table."""
        if not isinstance(part, pd.DataFrame):
            part = make_frame(name, part)
        schema = pa.schema(
            [(c.name, _ARROW[c.kind]) for c in self._tables[name].columns]
        )
        if name not in self._open:
            folder.mkdir(parents=True, exist_ok=True)
            writer = pq.ParquetWriter(folder / f"{name}.parquet", schema)
            self._open[name] = self._stack.enter_context(writer)
        rows = pa.Table.from_pandas(part, schema=schema, preserve_index=False)
        self._open[name].write_table(rows)


def what_it_takes(accounts: int, months: int) -> str:
    """Say how long a large company takes to make, and how much memory.

    Parameters
    ----------
    accounts, months : int
        Its size.

    Returns
    -------
    str
        A sentence; empty for a company that is made in seconds.
    """
    size = accounts * months
    if size < LARGE:
        return ""
    minutes, memory = size * SECONDS / 60, size * BYTES / 1e9
    return (
        f"A company of {accounts:,} accounts over {months} months takes some "
        f"{max(round(minutes), 1)} minutes and {max(round(memory), 1)} GB of memory."
    )


def simulate_large(world: World, folder: str | Path, *, truth: bool = True) -> Path:
    """Write a large simulated company to a folder, whole or not at all.

    Parameters
    ----------
    world : World
        Every coefficient, size and seed.
    folder : str or Path
        A folder that is not there yet, or one that holds a company (it is replaced).
    truth : bool
        Whether to write the truth tables.

    Returns
    -------
    Path
        The folder. Rows that happen in months are sorted within their month.

    Raises
    ------
    RefusedError
        If the folder cannot be written.
    """
    target = Path(folder).expanduser()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = Path(mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            _write(world, part, truth)
            return load(part).save(target, truth=truth)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except (OSError, pa.ArrowException) as error:
        raise RefusedError(
            f"{target} cannot be written: {why_not_written(error, target, target)}. "
            "Choose a folder you may write to, with room on the disk."
        ) from None


def _write(world: World, part: Path, truth: bool) -> None:
    """Write every month as it is played."""
    with ExitStack() as stack:
        books, hidden = _Writers(stack, TABLES), _Writers(stack, TRUTH)
        for tables, truths in produce(world, NEUTRAL, USUAL):
            for name, rows in tables.items():
                books.add(part, name, rows)
            for name, rows in truths.items() if truth else ():
                hidden.add(part / "truth", name, rows)
    card = json.dumps({"name": world.name, "currency": world.currency})
    (part / "company.json").write_text(card, encoding="utf-8")
