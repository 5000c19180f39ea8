"""The tables of the key-accounts report as the reader sees them."""

from __future__ import annotations

import pandas as pd

from kamlab.presentation import Column, Table
from kamlab.presentation import formats as f
from kamlab.segmentation.key import is_key
from kamlab.segmentation.words import NAMES, basis
from kamlab.segmentation.worth import Worth


def accounts_table(worth: Worth, table: pd.DataFrame, rows: int = 15) -> Table:
    """Show the accounts that are key under any criterion, then the largest others."""
    keys = pd.concat([is_key(table, name) for name in worth.criteria], axis=1)
    order = table.assign(anywhere=keys.any(axis=1)).sort_values(
        ["anywhere", "revenue"], ascending=False, kind="stable"
    )
    columns = {"name": Column("Account"), "kam_id": Column("KAM")}
    for name in worth.criteria:
        columns[name] = Column(f"{NAMES[name].capitalize()}, {worth.currency}", "money")
        order[f"shown_{name}"] = _share_and_class(order, name)
        columns[f"shown_{name}"] = Column(f"Share of {NAMES[name]}")
    if order["kam_id"].isna().all():
        del columns["kam_id"]
    caption = f"Accounts and what makes them key: {basis(worth)}."
    return Table(order, columns, caption, rows)


def _share_and_class(table: pd.DataFrame, criterion: str) -> pd.Series:
    shares = table[f"share_{criterion}"].map(f.share)
    return (shares + " " + table[f"class_{criterion}"]).str.strip()


def levels_table(worth: Worth, levels: pd.DataFrame) -> Table:
    """Show for which level each account is key."""
    columns = {"name": Column("Account")}
    for level, whose in (
        ("company", ""),
        ("department", "department_id"),
        ("manager", "kam_id"),
    ):
        if whose:
            columns[whose] = Column(level.capitalize())
        columns[f"share_{level}"] = Column(f"Share of the {level}'s", "share")
        columns[f"key_{level}"] = Column(f"Key for the {level}", "yes_no")
    caption = f"Key on three levels by {NAMES[worth.criterion]}: {basis(worth)}."
    order = levels.sort_values("share_company", ascending=False, kind="stable")
    return Table(order, columns, caption)


def losses_table(worth: Worth, losses: pd.DataFrame) -> Table:
    """Show what goes if each of the large accounts leaves."""
    columns = {"name": Column("If this account leaves")}
    for name in worth.criteria:
        columns[f"lost_{name}"] = Column(
            f"{NAMES[name].capitalize()} lost, {worth.currency}", "money"
        )
        columns[f"part_{name}"] = Column(f"% of {NAMES[name]}", "share")
    return Table(losses, columns, f"One account at a time: {basis(worth)}.")
