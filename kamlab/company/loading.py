"""Load a company from its folder, checked once at the door."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from kamlab.company.columns import Table
from kamlab.company.company import Company, materialise, refuse_errors
from kamlab.company.database import connect
from kamlab.company.locate import company_folder
from kamlab.company.problems import COLUMNS, find_problems, problem
from kamlab.company.reading import RawTable, read_table, table_file
from kamlab.company.tables import TABLES
from kamlab.company.truth import TRUTH
from kamlab.errors import RefusedError

CARD = "company.json"


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
        As of the day of its last order.

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
    raw = _read_all(connection, folder, TABLES)
    refuse_errors(find_problems(connection, raw), str(company))
    tables = materialise(connection, raw)
    hidden = _read_all(connection, folder / "truth", TRUTH, prefix="truth_raw_")
    refuse_errors(find_problems(connection, hidden, TRUTH), f"{company}/truth")
    return Company(
        card["name"],
        card["currency"],
        tables,
        truth=_truth_tables(connection, hidden),
        fingerprint=_fingerprint(folder),
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
    raw: dict[str, RawTable] = {}
    unreadable: list[dict[str, Any]] = []
    for name in TABLES:
        try:
            raw |= _read_all(connection, place, {name: TABLES[name]})
        except RefusedError as error:
            unreadable.append(
                problem(name, "", "error", str(error), 0, "", "Mend the file.")
            )
    found = find_problems(connection, raw)
    broken = {row["table"] for row in unreadable}
    found = found[~(found["table"].isin(broken) & (found["column"] == ""))]
    try:
        read_card(place)
    except RefusedError as error:
        unreadable.append(
            problem(CARD, "", "error", str(error), 0, "", "Mend the file.")
        )
    first = pd.DataFrame(unreadable, columns=COLUMNS)
    return pd.concat([first, found], ignore_index=True) if unreadable else found


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
        card = json.loads(path.read_text(encoding="utf-8"))
        texts = {key: card.get(key, "") for key in ("name", "currency")}
        if not all(isinstance(text, str) for text in texts.values()):
            raise TypeError
    except (ValueError, TypeError, AttributeError):
        raise RefusedError(
            f'{path} cannot be read; it should say {{"name": "…", "currency": "EUR"}}.'
        ) from None
    return {**texts, "name": texts["name"] or folder.resolve().name}


def _read_all(
    connection: Any, folder: Path, declared: Mapping[str, Table], prefix: str = "raw_"
) -> dict[str, RawTable]:
    raw: dict[str, RawTable] = {}
    for name in declared:
        path = table_file(folder, name)
        if path:
            raw[name] = read_table(connection, path, prefix + name)
    return raw


def _truth_tables(connection: Any, hidden: Mapping[str, RawTable]) -> dict[str, Any]:
    from kamlab.company.database import quoted, typed

    for name, raw in hidden.items():
        connection.raw_sql(
            f"CREATE VIEW {quoted('truth_' + name)} AS "
            + typed(TRUTH[name], raw.columns, raw.source)
        )
    return {name: connection.table(f"truth_{name}") for name in hidden}


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.*")):
        if path.name == CARD or path.stem in TABLES:
            digest.update(path.name.encode())
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
