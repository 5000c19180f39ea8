"""Columns: a table in the making, an array a column."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Columns = dict[str, NDArray]  # type: ignore[type-arg]  # of any kind of value

SORTED_BY = {
    "order_lines": ["order_date", "order_id", "sku", "net_amount"],
    "orders": ["order_date", "order_id"],
    "invoices": ["issued", "invoice_id"],
    "returns": ["return_date", "account_id", "sku", "amount"],
    "tickets": ["opened", "ticket_id"],
    "activities": ["date", "activity_id"],
    "competitor_offers": ["month", "account_id"],
    "months": ["month", "account_id"],
    "actions": ["month", "account_id"],
}


def join_columns(parts: Sequence[Columns]) -> Columns:
    """Put the rows of some parts of one table one after the other."""
    if len(parts) == 1:
        return parts[0]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def make_frame(name: str, columns: Columns) -> pd.DataFrame:
    """Make the table of its columns, sorted by what the books show."""
    frame = pd.DataFrame(columns)
    return frame.sort_values(SORTED_BY[name], ignore_index=True)
