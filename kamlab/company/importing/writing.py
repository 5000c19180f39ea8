"""Put an imported company on disk with its account: whole, or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from kamlab.company.company import Company
from kamlab.company.exporting import formula_safe
from kamlab.company.importing.intake import Reject
from kamlab.company.importing.report import ImportReport
from kamlab.company.locate import set_aside
from kamlab.company.saving import LITTER, OURS
from kamlab.errors import RefusedError

REPORT, REJECTS = "import_report.json", "rejects.csv"
_CONTROL = {ord("\0"): "\\x00"}


def check_target(folder: Path) -> None:
    """Make sure the output folder is free or holds an earlier import, untouched.

    Raises
    ------
    RefusedError
        If it holds anything else, or cannot be written into.
    """
    try:
        taken = folder.exists() and not _is_free(folder)
    except OSError as error:  # such as a name that is too long
        raise RefusedError(f"{folder} cannot be used: {error.strerror}.") from None
    if taken:
        raise RefusedError(
            f"{folder} holds something other than an earlier import; choose another "
            "folder with --out."
        )
    above = folder.parent
    while not above.exists():
        above = above.parent
    if not above.is_dir() or not os.access(above, os.W_OK):
        raise RefusedError(
            f"{folder} cannot be made: {above} is no folder you may write to."
        )


def _is_free(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    names = {entry.name for entry in folder.iterdir()} - LITTER
    return not names or (REPORT in names and names <= OURS - {"truth"})


def write_import(
    firm: Company, report: ImportReport, rejects: Sequence[Reject], folder: Path
) -> None:
    """Write the company, ``import_report.json`` and ``rejects.csv`` at one stroke.

    Raises
    ------
    RefusedError
        If the disk is full or the folder cannot be written; nothing is left behind.
    """
    folder = folder.resolve()  # a link stays a link: what it points to is replaced
    part = folder.with_name(f".{folder.name}.{os.getpid()}.import")
    try:
        aside = set_aside(folder)
        if aside:  # an import killed between its two renames
            aside.rename(folder)
        firm.save(part)
        (part / REPORT).write_text(report.json_text(), encoding="utf-8", newline="\n")
        _reject_frame(rejects).to_csv(
            part / REJECTS, index=False, encoding="utf-8", lineterminator="\n"
        )
        _swap(part, folder)
    except RefusedError as error:  # of saving: name the folder that was asked for
        raise RefusedError(str(error).replace(str(part), str(folder))) from None
    except OSError as error:
        raise RefusedError(
            f"{folder} cannot be written: {error.strerror or error}. Choose a folder "
            "you may write to, with room on the disk."
        ) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _reject_frame(rejects: Sequence[Reject]) -> pd.DataFrame:
    frame = pd.DataFrame(rejects, columns=list(Reject._fields))
    frame["value"] = frame["value"].astype("str").str.translate(_CONTROL)
    return formula_safe(frame)


def _swap(part: Path, folder: Path) -> None:
    """Put the finished folder in place; an earlier import goes only afterwards."""
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    if folder.exists():
        folder.rename(old)
    try:
        part.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
