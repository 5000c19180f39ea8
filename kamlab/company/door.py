"""The door: what comes in is held against its declaration, then takes its types."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import pandas as pd

from kamlab.company.columns import Table
from kamlab.company.database import quoted, to_arrow, typed, types_of
from kamlab.company.reading import RawTable
from kamlab.errors import RefusedError, did_you_mean


def take_frames(
    connection: Any,
    frames: Mapping[str, pd.DataFrame],
    declared: Mapping[str, Table],
    prefix: str = "raw_",
) -> dict[str, RawTable]:
    """Put data frames into the database as they are.

    Raises
    ------
    RefusedError
        If a table is not declared, or a column mixes kinds of values.
    """
    raw: dict[str, RawTable] = {}
    for name, frame in frames.items():
        if name not in declared:
            raise RefusedError(
                f"A company has no table '{name}'{did_you_mean(name, declared)}"
            )
        source = prefix + name
        connection.con.register(source, to_arrow(frame, name))
        raw[name] = RawTable(source, types_of(connection, source))
    return raw


def materialise(
    connection: Any,
    raw: Mapping[str, RawTable],
    declared: Mapping[str, Table],
    prefix: str = "",
) -> dict[str, Any]:
    """Turn checked raw tables into typed ones; Parquet stays on disk as a view.

    Returns
    -------
    dict of str to ibis.Table
        The tables by name, in declared columns and types.
    """
    tables: dict[str, Any] = {}
    for name, table in raw.items():
        connection.raw_sql(
            f"CREATE {'VIEW' if table.on_disk else 'TABLE'} {quoted(prefix + name)} AS "
            + typed(declared[name], table.types, table.source)
        )
        if not table.on_disk:
            connection.con.unregister(table.source)
        tables[name] = connection.table(prefix + name)
    return tables


def frames_hash(frames: Mapping[str, pd.DataFrame], *words: str) -> str:
    """Hash the content of data frames, whatever their order, and words about them."""
    digest = hashlib.sha256("\0".join(words).encode())
    for name in sorted(frames):
        frame = frames[name]
        digest.update("\0".join([name, *map(str, frame.columns)]).encode())
        rows = pd.util.hash_pandas_object(frame, index=False)
        digest.update(rows.to_numpy().tobytes())
    return digest.hexdigest()
