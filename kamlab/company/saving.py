"""Write a company to a folder: whole, or not at all."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from kamlab.company.columns import Column, Table
from kamlab.company.database import quoted, text_of
from kamlab.company.locate import CARD, set_aside
from kamlab.company.reading import SUFFIXES
from kamlab.company.tables import TABLES
from kamlab.company.truth import TRUTH
from kamlab.errors import RefusedError

if TYPE_CHECKING:
    from kamlab.company.company import Company

CSV_ROWS = 200_000
BATCH = 1 << 16  # rows of a Parquet row group
OURS = {
    CARD,
    "truth",
    "import_report.json",
    "rejects.csv",
    *(f"{name}{suffix}" for name in TABLES for suffix in SUFFIXES),
}
LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}  # file managers leave these


def save(company: Company, folder: str | Path, *, truth: bool = True) -> Path:
    """Write a company to a folder, CSV up to 200,000 rows a table, else Parquet.

    Parameters
    ----------
    company : Company
        What to write.
    folder : str or Path
        A folder that is not there yet, or one that holds a company only (it is
        replaced).
    truth : bool
        Whether to write the truth tables of a simulated company.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    RefusedError
        If the folder holds something else, or cannot be written.
    """
    # a link stays a link: what it points to is replaced
    target = Path(folder).expanduser().resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        _settle(target)
        _refuse_strangers(target)
        _write(company, part, truth)
        _swap(part, target)
    except (OSError, duckdb.Error, pa.ArrowException) as error:
        raise RefusedError(
            f"{target} cannot be written: {why_not_written(error, part, target)}. "
            "Choose a folder you may write to, with room on the disk."
        ) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Path(folder)


def why_not_written(error: Exception, part: Path, target: Path) -> str:
    """Say why writing failed; databases wrap what the system said in their own words.

    Examples
    --------
    >>> told = 'IO Error: {"exception_message":"/a/.b.part/c.csv","errno":"28"}'
    >>> why_not_written(ValueError(told), Path("/a/.b.part"), Path("/a/b"))
    'No space left on device'
    """
    number = re.search(r"errno\W{1,4}(\d+)", str(error), re.IGNORECASE)
    said = getattr(error, "strerror", None)
    if not said and number:
        said = os.strerror(int(number[1]))
    return said or str(error).split("\n")[0].replace(str(part), str(target))


def _settle(target: Path) -> None:
    """Put back what a save that was killed between its two renames had set aside."""
    old = set_aside(target)
    if old:
        old.rename(target)


def _refuse_strangers(target: Path) -> None:
    """Make sure that replacing the folder loses nothing but a company.

    Raises
    ------
    RefusedError
        If it is a file, or holds anything KamLab did not write.
    """
    if not target.exists():
        return
    if not target.is_dir():
        raise RefusedError(f"{target} is a file; choose a folder.")
    inside = {path.name for path in target.iterdir()}
    strangers = sorted(inside - OURS - LITTER)
    if strangers or (inside - LITTER and CARD not in inside):
        named = ", ".join(strangers[:3]) or f"no {CARD}"
        raise RefusedError(
            f"{target} is there already and is not only a company (it holds {named}); "
            "choose another folder, so that nothing is lost."
        )


def _write(company: Company, part: Path, truth: bool) -> None:
    part.mkdir(parents=True)
    for name in company.tables:
        write_table(company.expression(name), TABLES[name], part)
    if truth and company.has_truth:
        (part / "truth").mkdir()
        for name in company.truth_tables:
            write_table(company.truth_expression(name), TRUTH[name], part / "truth")
    card = {
        "name": company.name,
        "currency": company.currency,
        "first_date": str(company.first_date),
        "last_date": str(company.last_date),
    }
    text = json.dumps(card, indent=2, ensure_ascii=False) + "\n"
    (part / CARD).write_text(text, encoding="utf-8", newline="\n")


def _swap(part: Path, target: Path) -> None:
    """Put the finished folder in place; the old one goes only afterwards."""
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    if target.exists():
        target.rename(old)
    try:
        part.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def write_table(expression: Any, table: Table, folder: Path) -> Path:
    """Write one table, its columns in declared order and its figures in one form.

    Money keeps up to four decimals and at least two, other figures up to six; days
    are ISO. The database writes it row by row, so that a large table needs no memory.

    Parameters
    ----------
    expression : ibis.Table
        The rows.
    table : Table
        Their declaration.
    folder : Path
        Where to write ``<table>.csv``, or ``.parquet`` above 200,000 rows.

    Returns
    -------
    Path
        The file.
    """
    columns = [c for c in table.columns if c.name in expression.columns]
    rows = expression.select(*(c.name for c in columns))
    if int(rows.count().to_pandas()) > CSV_ROWS:
        return _write_parquet(rows, folder / f"{table.name}.parquet")
    return _write_csv(rows, columns, folder / f"{table.name}.csv")


def _write_parquet(rows: Any, path: Path) -> Path:
    backend = rows.get_backend()
    batches = backend.con.sql(backend.compile(rows)).to_arrow_reader(BATCH)
    with ParquetWriter(
        path, batches.schema, compression="zstd", store_decimal_as_integer=True
    ) as file:
        for group in _even(batches):
            file.write_table(group)
    return path


def _even(batches: Any) -> Iterator[pa.Table]:
    """Cut batches to one size, so that a table is the same file however it was read."""
    held = batches.schema.empty_table()
    for batch in batches:
        held = pa.concat_tables([held, pa.Table.from_batches([batch])])
        while len(held) >= BATCH:
            yield held.slice(0, BATCH).combine_chunks()
            held = held.slice(BATCH)
    if len(held):
        yield held.combine_chunks()


def _write_csv(rows: Any, columns: list[Column], path: Path) -> Path:
    backend = rows.get_backend()
    texts = ", ".join(f"{_text_of(c)} AS {quoted(c.name)}" for c in columns)
    backend.con.execute(
        f"COPY (SELECT {texts} FROM ({backend.compile(rows)})) TO {text_of(path)} "
        "(FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR '')"
    )
    return path


def _text_of(column: Column) -> str:
    """Write the SQL that gives a column's values as they stand in a CSV file."""
    cell = quoted(column.name)
    if column.kind == "money":
        return f"regexp_replace(CAST({cell} AS VARCHAR), '00$', '')"
    if column.kind in ("share", "number"):
        return (
            f"CASE WHEN {cell} = trunc({cell}) THEN format('{{:.0f}}', {cell} + 0.0) "
            f"ELSE rtrim(format('{{:.6f}}', {cell}), '0') END"
        )
    return f"CAST({cell} AS VARCHAR)"
