"""Carry out a recipe: from somebody's files to a company folder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from kamlab.company.company import Company
from kamlab.company.importing.chunks import Opened
from kamlab.company.importing.delimited import open_delimited
from kamlab.company.importing.finish import finished, frame_of
from kamlab.company.importing.intake import Intake, Reject, Sums, subtract, total
from kamlab.company.importing.recipe import Recipe, Source
from kamlab.company.importing.recipe_file import read_recipe
from kamlab.company.importing.report import (
    ColumnSum,
    ImportReport,
    Reason,
    SourceReport,
    TableReport,
    plain_number,
)
from kamlab.company.importing.typed_files import open_parquet, open_xlsx
from kamlab.company.importing.writing import check_target, write_import
from kamlab.company.tables import TABLES
from kamlab.errors import RefusedError


def import_recipe(
    recipe_path: str | Path, out: str | Path, *, base: str | Path | None = None
) -> ImportReport:
    """Make a company folder of somebody's files, by a recipe.

    Every row read is imported or rejected with a reason, and so is every amount; the
    folder is written whole or not at all.

    Parameters
    ----------
    recipe_path : str or Path
        The recipe (see ``docs/import_recipes.md``).
    out : str or Path
        Folder to make; an earlier import there is replaced.
    base : str or Path, optional
        Folder of the files, in place of the recipe's own ``base``.

    Returns
    -------
    ImportReport
        Rows and sums read, imported, rejected; also written as
        ``import_report.json``, beside ``rejects.csv``.

    Raises
    ------
    RefusedError
        If the recipe or a file cannot be used as it says, no order line is left, or
        the folder holds something else.
    """
    recipe_path, out = Path(recipe_path).expanduser(), Path(out).expanduser()
    recipe = read_recipe(recipe_path)
    check_target(out)
    home = Path(base or recipe_path.parent / Path(recipe.base).expanduser())
    intakes, told = _gather(recipe, home)
    rows = {
        name: finished(intake, _merges(recipe, name))
        for name, intake in intakes.items()
        if intake.parts
    }
    _check_lines(recipe, intakes["order_lines"], rows)
    firm = Company.from_tables(
        {
            name: frame_of(some, TABLES[name])
            for name, some in rows.items()
            if len(some)
        },
        name=recipe.company,
        currency=recipe.currency,
    )
    report = _report(recipe, recipe_path, firm, intakes, rows, told)
    rejects = [reject for intake in intakes.values() for reject in intake.rejects]
    write_import(firm, report, _in_order(rejects), out)
    return report


def _gather(recipe: Recipe, home: Path) -> tuple[dict[str, Intake], list[SourceReport]]:
    """Take in every file of the recipe, once all of them are found."""
    paths = [_data_file(home, source) for source in recipe.sources]
    last_day = np.datetime64(recipe.last_day or date.today(), "D")
    intakes: dict[str, Intake] = {}
    told: list[SourceReport] = []
    for source, path in zip(recipe.sources, paths, strict=True):
        intake = intakes.setdefault(source.table, Intake(source.declared, last_day))
        told.append(_take_file(source, path, intake))
    return intakes, told


def _data_file(home: Path, source: Source) -> Path:
    path = home / source.file
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "is not there"
        raise RefusedError(
            f"The file {path} {what}; put it there or correct `file:` or `base:` in "
            "the recipe."
        )
    if path.stat().st_size == 0:
        raise RefusedError(f"{path} is empty (0 bytes); export it again.")
    return path


def _take_file(source: Source, path: Path, intake: Intake) -> SourceReport:
    try:
        opened = _open(source, path)
        for chunk in opened.chunks:
            intake.take(source, chunk)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise RefusedError(f"{path} cannot be read: {error.strerror}.") from None
    return SourceReport(
        table=source.table,
        file=source.file,
        sha256=digest,
        columns_used=source.needed,
        columns_not_used=tuple(n for n in opened.header if n not in source.needed),
    )


def _open(source: Source, path: Path) -> Opened:
    if source.format == "parquet":
        return open_parquet(source, path)
    if source.format == "xlsx":
        return open_xlsx(source, path)
    return open_delimited(source, path)


def _merges(recipe: Recipe, table: str) -> bool:
    return any(s.merge_repeats for s in recipe.sources if s.table == table)


def _check_lines(recipe: Recipe, lines: Intake, rows: Mapping[str, pa.Table]) -> None:
    """Refuse to make a company without one sound order line."""
    if lines.rows_read == 0:
        files = [s.file for s in recipe.sources if s.table == "order_lines"]
        raise RefusedError(
            f"{' and '.join(files)}: there is a header but not one row; nothing was "
            "imported."
        )
    if len(rows["order_lines"]) == 0:
        first, count = lines.reasons()[0]
        raise RefusedError(
            f"All {lines.rows_read:,} order lines would be rejected, {count:,} because "
            f"{first.column or 'the row'} {first.reason}; the first is line "
            f"{first.line} of {first.file}. Correct the recipe."
        )


def _report(
    recipe: Recipe,
    path: Path,
    firm: Company,
    intakes: Mapping[str, Intake],
    rows: Mapping[str, pa.Table],
    told: list[SourceReport],
) -> ImportReport:
    told_why = [why for intake in intakes.values() for why in intake.reasons()]
    told_why.sort(key=lambda why: -why[1])
    return ImportReport(
        company=recipe.company,
        currency=recipe.currency,
        recipe=path.name,
        first_date=firm.first_date,
        last_date=firm.last_date,
        tables={name: _table(intakes[name], rows.get(name)) for name in intakes},
        sources=tuple(told),
        reasons=tuple(
            Reason(
                table=first.table,
                column=first.column,
                reason=first.reason,
                rows=count,
                first_file=first.file,
                first_line=first.line,
            )
            for first, count in told_why
        ),
    )


def _table(intake: Intake, rows: pa.Table | None) -> TableReport:
    return TableReport(
        rows_read=intake.rows_read - intake.rows_merged,
        rows_imported=0 if rows is None else len(rows),
        rows_rejected=len(intake.rejects),
        rows_unreadable=intake.rows_unreadable,
        rows_merged=intake.rows_merged,
        sums={name: _sum(sums, rows.column(name)) for name, sums in intake.sums.items()}
        if rows is not None
        else {},
    )


def _sum(sums: Sums, kept: pa.ChunkedArray) -> ColumnSum:
    return ColumnSum(
        read=plain_number(subtract(sums.read, sums.merged)),
        imported=plain_number(total(kept)),
        rejected=plain_number(sums.rejected),
        not_a_number=sums.not_a_number,
    )


def _in_order(rejects: list[Reject]) -> list[Reject]:
    return sorted(rejects, key=lambda reject: (reject.file, reject.line))
