"""Write a company to a folder: whole, or not at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from kamlab.company.columns import Table
from kamlab.company.tables import TABLES
from kamlab.company.truth import TRUTH
from kamlab.errors import RefusedError

if TYPE_CHECKING:
    from kamlab.company.company import Company

CSV_ROWS = 200_000


def save(company: Company, folder: str | Path, *, truth: bool = True) -> Path:
    """Write a company to a folder, CSV up to 200,000 rows a table, else Parquet.

    Parameters
    ----------
    company : Company
        What to write.
    folder : str or Path
        A folder that is not there yet, or one that holds a company (it is replaced).
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
    target = Path(folder).expanduser()
    if target.exists() and not _replaceable(target):
        raise RefusedError(
            f"{target} is there already and holds no company; choose another folder."
        )
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        _write(company, part, truth)
        _swap(part, target)
    except OSError as error:
        raise RefusedError(
            f"{target} cannot be written: {error.strerror or error}. "
            "Choose a folder you may write to, with room on the disk."
        ) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return target


def _replaceable(folder: Path) -> bool:
    """Tell whether a folder is empty or holds a company."""
    return folder.is_dir() and (
        (folder / "company.json").is_file() or not any(folder.iterdir())
    )


def _write(company: Company, part: Path, truth: bool) -> None:
    part.mkdir(parents=True)
    for name in company.tables:
        write_table(company.frame(name), TABLES[name], part)
    if truth and company.has_truth:
        (part / "truth").mkdir()
        for name in company.truth_tables:
            write_table(company.truth(name), TRUTH[name], part / "truth")
    card = {
        "name": company.name,
        "currency": company.currency,
        "first_date": str(company.first_date),
        "last_date": str(company.last_date),
    }
    text = json.dumps(card, indent=2, ensure_ascii=False) + "\n"
    (part / "company.json").write_text(text, encoding="utf-8", newline="\n")


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


def write_table(frame: pd.DataFrame, table: Table, folder: Path) -> Path:
    """Write one table, its columns in declared order and its figures in one form.

    Money keeps up to four decimals and at least two, other figures six; days are ISO.
    """
    columns = [name for name in table.names if name in frame.columns]
    kinds: Mapping[str, str] = {name: table.column(name).kind for name in columns}
    frame = frame[columns]
    if len(frame) > CSV_ROWS:
        path = folder / f"{table.name}.parquet"
        frame.to_parquet(path, index=False, compression="zstd")
        return path
    texts = pd.DataFrame({name: as_text(frame[name], kinds[name]) for name in columns})
    path = folder / f"{table.name}.csv"
    texts.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
    return path


def as_text(values: pd.Series, kind: str) -> pd.Series:
    """Write a column's values as they stand in a CSV file; blanks stay blank."""
    blank = values.isna()
    if kind == "money":
        texts = [_money(value) for value in values.fillna(0)]
    elif kind in ("share", "number"):
        texts = [_number(value) for value in values.fillna(0)]
    elif kind == "integer":
        texts = [str(int(value)) for value in values.fillna(0)]
    elif kind == "flag":
        texts = ["true" if value else "false" for value in values.fillna(False)]
    elif kind == "date":
        days = pd.to_datetime(values)
        texts = days.dt.strftime("%Y-%m-%d").fillna("").tolist()
    else:
        texts = values.fillna("").tolist()
    return pd.Series(texts, index=values.index, dtype="str").mask(blank, None)


def _money(value: float) -> str:
    text = f"{value + 0.0:.4f}"  # + 0.0 turns −0.0 into 0.0
    return text[:-2] if text.endswith("00") else text


def _number(value: float) -> str:
    rounded = round(float(value), 6) + 0.0
    return (
        str(int(rounded)) if rounded == int(rounded) else f"{rounded:.6f}".rstrip("0")
    )
