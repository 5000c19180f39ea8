"""Make the gathered rows of a table into the table: keys, repeats, types."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kamlab.company.columns import Column, Table
from kamlab.company.importing.intake import FILE, LINE, Intake, columns_of

Codes = np.ndarray[Any, np.dtype[np.int64]]


def finished(intake: Intake, merge_repeats: bool) -> pa.Table:
    """Join the parts of a table, merge repeats where asked, and reject double keys.

    Parameters
    ----------
    intake : Intake
        The rows gathered; what is dropped here is counted in it.
    merge_repeats : bool
        Whether rows that say the same are one row, and in a history table a row that
        changes nothing is none.

    Returns
    -------
    pyarrow.Table
        The rows that are imported, figures still exact.
    """
    rows = pa.concat_tables(intake.parts, promote_options="default")
    table = intake.table
    if merge_repeats:
        same = _codes(rows, [c.name for c in columns_of(table, rows.column_names)])
        rows = intake.drop_merged(rows, _first_place(same) != np.arange(len(rows)))
    if table.key and set(table.key) <= set(rows.column_names):
        first = _first_place(_codes(rows, list(table.key)))
        rows = intake.drop_doubles(rows, first)
    if merge_repeats and "valid_from" in table.key:
        rows = intake.drop_merged(rows, _changes_nothing(rows, table))
    return rows


def frame_of(rows: pa.Table, table: Table) -> pd.DataFrame:
    """Give the rows in the types a company takes; no figure changes its value."""
    columns = columns_of(table, rows.column_names)
    arrays = {
        column.name: _typed(rows.column(column.name), column) for column in columns
    }
    frame: pd.DataFrame = pa.table(arrays).to_pandas(types_mapper=_pandas_type)
    return frame


def _typed(values: Any, column: Column) -> Any:
    if column.kind in ("money", "share", "number"):
        # by way of text: the nearest float, whatever the number of digits
        return pc.cast(pc.cast(values, pa.string()), pa.float64())
    if column.kind == "integer":
        return pc.cast(values, pa.int64())
    if column.kind == "flag":
        return pc.cast(values, pa.bool_())
    if column.kind == "date":
        return pc.cast(values, pa.timestamp("s"))
    return values


def _pandas_type(kind: pa.DataType) -> Any:
    """Whole numbers and flags may be blank, so they need types that know blanks."""
    if kind == pa.int64():
        return pd.Int64Dtype()
    return pd.BooleanDtype() if kind == pa.bool_() else None


def _codes(rows: pa.Table, names: list[str]) -> Codes:
    """Give rows that are equal in some columns the same number."""
    code: Codes = np.zeros(len(rows), dtype=np.int64)
    for name in names:
        values = pc.dictionary_encode(rows.column(name), null_encoding="encode")
        indices = values.combine_chunks().indices if len(rows) else []
        own = np.asarray(indices, dtype=np.int64)
        code = code * (own.max(initial=0) + 1) + own
        code = np.unique(code, return_inverse=True)[1]  # keeps the numbers small
    return code


def _first_place(codes: Codes) -> Codes:
    """For each row the place of the first row that is equal to it."""
    _, first, which = np.unique(codes, return_index=True, return_inverse=True)
    return first[which]


def _changes_nothing(
    rows: pa.Table, table: Table
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Mark rows of a history that say what the row before them said."""
    entity = _codes(rows, [name for name in table.key if name != "valid_from"])
    names = [name for name in rows.column_names if name not in (*table.key, FILE, LINE)]
    said = _codes(rows, names)
    days = np.asarray(pc.cast(rows.column("valid_from"), pa.int32()))
    order = np.lexsort((days, entity))
    same = np.zeros(len(rows), dtype=bool)
    same[1:] = (np.diff(entity[order]) == 0) & (np.diff(said[order]) == 0)
    out = np.zeros(len(rows), dtype=bool)
    out[order] = same
    return out
