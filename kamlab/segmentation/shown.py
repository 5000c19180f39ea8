"""The tables of the key-accounts report as the reader sees them."""

from __future__ import annotations

import pandas as pd

from kamlab.presentation import Column, Table
from kamlab.presentation import formats as f
from kamlab.segmentation.key import is_key
from kamlab.segmentation.phrases import NAMES, basis, share_or_undefined
from kamlab.segmentation.scope import SCOPE, unknown_levels
from kamlab.segmentation.settings import LEVELS
from kamlab.segmentation.worth import Worth


def accounts_table(worth: Worth, table: pd.DataFrame, rows: int = 15) -> Table:
    """Show the accounts that are key under any criterion, then the largest others.

    Parameters
    ----------
    worth : Worth
        The active accounts.
    table : DataFrame
        From :func:`kamlab.segmentation.key.key_accounts`.
    rows : int
        The most rows shown.

    Returns
    -------
    Table
        As the notebook shows it.
    """
    keys = pd.concat([is_key(table, name) for name in worth.criteria], axis=1)
    order = table.assign(anywhere=keys.any(axis=1)).sort_values(
        ["anywhere", "revenue"], ascending=False, kind="stable"
    )
    columns = {"name": Column("Account"), "kam_id": Column("KAM")}
    for name in worth.criteria:
        columns[name] = Column(
            f.in_currency(NAMES[name].capitalize(), worth.currency), "money"
        )
        order[f"shown_{name}"] = _share_and_class(order, name)
        columns[f"shown_{name}"] = Column(f"Share of {NAMES[name]}")
    if order["kam_id"].isna().all():
        del columns["kam_id"]
    caption = f"Accounts and what makes them key: {basis(worth)}."
    return Table(order, columns, caption, rows)


def _share_and_class(table: pd.DataFrame, criterion: str) -> pd.Series:
    shares = table[f"share_{criterion}"].map(share_or_undefined)
    return (shares + " " + table[f"class_{criterion}"]).str.strip()


def levels_table(worth: Worth, levels: pd.DataFrame) -> Table:
    """Show for which level each account is key, where the company knows the level.

    Parameters
    ----------
    worth : Worth
        The active accounts.
    levels : DataFrame
        From :func:`kamlab.segmentation.levels.key_levels`.

    Returns
    -------
    Table
        As the notebook shows it.
    """
    unknown = unknown_levels(worth)
    order = levels.sort_values("share_company", ascending=False, kind="stable")
    columns = {"name": Column("Account")}
    for level in LEVELS:
        if level in unknown:
            continue
        if level in SCOPE:
            columns[SCOPE[level]] = Column(level.capitalize())
        shares = order[f"share_{level}"].map(share_or_undefined)
        order[f"shown_{level}"] = shares.astype("str")  # also where nobody is key
        if level in SCOPE:  # nobody known to look after it: no share to speak of
            nobody = order[SCOPE[level]].isna()
            order[f"shown_{level}"] = order[f"shown_{level}"].mask(nobody, f.BLANK)
        key = order[f"key_{level}"].map({True: " key", False: ""}).astype("str")
        order[f"shown_{level}"] += key
        columns[f"shown_{level}"] = Column(f"Of the {level}'s")
    caption = f"Key on {len(LEVELS) - len(unknown)} levels by {NAMES[worth.criterion]}"
    if unknown:
        caption += f" (no {' and no '.join(unknown)} is known)"
    above = " Above 100 %: the others there cost more than they leave."
    told = order[[f"share_{level}" for level in LEVELS if level not in unknown]]
    note = above if (told > 1).any(axis=None) else ""
    return Table(order, columns, f"{caption}: {basis(worth)}.{note}")


def losses_table(worth: Worth, losses: pd.DataFrame) -> Table:
    """Show what goes if each of the large accounts leaves.

    Parameters
    ----------
    worth : Worth
        The active accounts.
    losses : DataFrame
        From :func:`kamlab.segmentation.stress.lose_each`.

    Returns
    -------
    Table
        As the notebook shows it.
    """
    shown = losses.copy()
    columns = {"name": Column("If this account leaves")}
    for name in worth.criteria:
        heading = f.in_currency(f"{NAMES[name].capitalize()} lost", worth.currency)
        columns[f"lost_{name}"] = Column(heading, "money")
        shown[f"shown_{name}"] = shown[f"part_{name}"].map(share_or_undefined)
        columns[f"shown_{name}"] = Column(f"% of {NAMES[name]}")
    return Table(shown, columns, f"One account at a time: {basis(worth)}.")
