"""Load a company from its folder, checked once at the door."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from kamlab.company.columns import Table
from kamlab.company.company import Company
from kamlab.company.database import connect
from kamlab.company.door import materialise
from kamlab.company.locate import CARD, company_folder
from kamlab.company.problems import (
    as_frame,
    find_problems,
    list_problems,
    problem,
    refuse_errors,
    refused,
    rename,
)
from kamlab.company.reading import SUFFIXES, RawTable, read_table, table_file
from kamlab.company.tables import TABLES
from kamlab.company.truth import TRUTH
from kamlab.errors import RefusedError

HIDDEN = "truth"


def load(company: str | Path) -> Company:
    """Load a company by its name or from its folder.

    Parameters
    ----------
    company : str or Path
        A bundled name such as ``"polar"``, or a folder with at least
        ``order_lines.csv`` (or ``.parquet``).

    Returns
    -------
    Company
        All that its tables say; ``as_of`` cuts it off.

    Raises
    ------
    RefusedError
        If there is no such company, or a table cannot be trusted; the text names the
        first error, ``kamlab validate FOLDER`` lists all.

    Examples
    --------
    >>> import kamlab
    >>> kamlab.load("mini").currency
    'EUR'
    """
    folder = company_folder(company)
    card = read_card(folder)
    connection = connect()
    raw = dict(_read_all(connection, folder, TABLES))
    hidden = dict(_read_all(connection, folder / HIDDEN, TRUTH, "truth_raw_"))
    problems = as_frame([*list_problems(connection, raw), *_strays(folder)])
    refuse_errors(problems, str(company))
    refuse_errors(find_problems(connection, hidden, TRUTH), f"{company}/{HIDDEN}")
    return Company(
        card["name"],
        card["currency"],
        materialise(connection, raw, TABLES),
        truth=materialise(connection, hidden, TRUTH, "truth_"),
        fingerprint=_fingerprint(folder),
        problems=problems,
    )


def check_folder(folder: str | Path) -> pd.DataFrame:
    """List everything wrong with a company folder at once, even where it cannot load.

    Returns
    -------
    DataFrame
        table, column, level (``error`` stops the loading), problem, rows, examples,
        what_to_do; empty where nothing is wrong.

    Raises
    ------
    RefusedError
        If there is no such folder.
    """
    place = company_folder(folder)
    connection = connect()
    unreadable: list[dict[str, Any]] = []
    try:
        read_card(place)
    except RefusedError as error:
        unreadable.append(refused(CARD, error))
    raw = dict(_read_all(connection, place, TABLES, failed=unreadable))
    hidden = dict(
        _read_all(connection, place / HIDDEN, TRUTH, "truth_raw_", unreadable)
    )
    found = [*unreadable, *list_problems(connection, raw), *_strays(place)]
    if any(row["table"] == "order_lines" for row in unreadable):
        # it is not missing: why it cannot be read is told already
        found = [row for row in found if row["problem"] != "the table is missing"]
    for row in list_problems(connection, hidden, TRUTH):
        found.append({**row, "table": f"{HIDDEN}/{row['table']}"})
    return as_frame(found)


def read_card(folder: Path) -> dict[str, str]:
    """Read ``company.json``: name and currency; the folder's name where it is absent.

    Raises
    ------
    RefusedError
        If the file is there but is no JSON object of texts.
    """
    path = folder / CARD
    if not path.is_file():
        return {"name": folder.resolve().name, "currency": ""}
    try:
        card = json.loads(path.read_text(encoding="utf-8-sig"))
        texts = {key: card.get(key, "") for key in ("name", "currency")}
        if not all(isinstance(text, str) for text in texts.values()):
            raise TypeError
        "".join(texts.values()).encode()  # half an emoji is no text
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        raise RefusedError(
            f'{path} cannot be read; it should say {{"name": "…", "currency": "EUR"}}.'
        ) from None
    return {**texts, "name": texts["name"] or folder.resolve().name}


def _read_all(
    connection: Any,
    folder: Path,
    declared: Mapping[str, Table],
    prefix: str = "raw_",
    failed: list[dict[str, Any]] | None = None,
) -> Iterator[tuple[str, RawTable]]:
    """Read the table files there are; where ``failed`` is given, errors go there."""
    for name in declared:
        try:
            path = table_file(folder, name)
            if path:
                yield name, read_table(connection, path, prefix + name)
        except RefusedError as error:
            if failed is None:
                raise
            failed.append(refused(name, error))


def _strays(folder: Path) -> Iterator[dict[str, Any]]:
    """Find table files under a name KamLab does not know: they would go unread."""
    for path in sorted(folder.iterdir()):
        known = path.stem in TABLES or path.name == "rejects.csv"
        if path.suffix in SUFFIXES and not known:
            text = "not a table KamLab knows; not read"
            yield problem(path.name, "", "warning", text, rename(path.stem, TABLES))


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    found = [table_file(folder, name) for name in TABLES]
    found += [table_file(folder / HIDDEN, name) for name in TRUTH]
    for path in [folder / CARD, *filter(None, found)]:
        if path.is_file():
            digest.update(str(path.relative_to(folder).as_posix()).encode() + b"\0")
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
