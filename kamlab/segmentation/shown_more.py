"""Tables on definitions, lines, intervals and risk as the reader sees them."""

from __future__ import annotations

import pandas as pd

from kamlab.presentation import Column, Table
from kamlab.presentation import formats as f
from kamlab.segmentation.definitions import DEFINITIONS, Definitions
from kamlab.segmentation.insights import FIGURES, SHARES
from kamlab.segmentation.phrases import NAMES, basis
from kamlab.segmentation.worth import Worth


def evidence_table(worth: Worth, definitions: Definitions, rows: int = 12) -> Table:
    """Show each label with its evidence: account, definition, why.

    Parameters
    ----------
    worth : Worth
        The active accounts.
    definitions : Definitions
        From :func:`kamlab.segmentation.definitions.six_definitions`.
    rows : int
        The most rows shown.
    """
    labels = definitions.labels()
    order = {account: place for place, account in enumerate(labels["account_id"])}
    held = definitions.table[definitions.table["holds"]].copy()
    held["place"] = held["account_id"].map(order)
    held["kind"] = held["definition"].map(DEFINITIONS)
    held = held.sort_values("place", kind="stable")
    columns = {
        "name": Column("Account"),
        "kind": Column("Key as"),
        "score": Column("Score, 0–1", "number"),
        "evidence": Column("Evidence"),
    }
    return Table(held, columns, f"Labels and why: {basis(worth)}.", rows)


def boundary_table(worth: Worth, near: pd.DataFrame, rows: int = 10) -> Table:
    """Show who is near a line, and by how much money.

    Parameters
    ----------
    worth : Worth
        The active accounts.
    near : DataFrame
        From :func:`kamlab.segmentation.boundary.boundary`.
    rows : int
        The most rows shown.
    """
    shown = near.assign(side=near["over"].map({True: "over", False: "under"}))
    shown["otherwise"] = near["differs"].replace("", f.BLANK)
    unit = f", {worth.currency}" if worth.currency else ""
    columns = {
        "name": Column("Account"),
        "line": Column("Line"),
        "share": Column(f"Share of {NAMES[worth.criterion]}", "share"),
        "side": Column("Side"),
        "distance": Column(f"Distance{unit}", "money"),
        "otherwise": Column("On the other side by"),
    }
    return Table(shown, columns, f"Near a line: {basis(worth)}.", rows)


def intervals_table(worth: Worth, intervals: pd.DataFrame) -> Table:
    """Show the figures of concentration with their intervals.

    Parameters
    ----------
    worth : Worth
        The active accounts.
    intervals : DataFrame
        From :func:`kamlab.segmentation.intervals.concentration`.
    """
    shown = pd.DataFrame({"words": intervals["figure"].map(FIGURES)})
    parts = intervals["figure"].isin(SHARES)
    for name in ("value", "low", "high"):
        written = intervals[name].map(lambda value: f.number(value, 3))
        shown[name] = written.mask(parts, intervals[name].map(f.share))
    shown["words"] = shown["words"].str.removeprefix("the ").str.capitalize()
    shown["words"] = shown["words"].replace("Hhi", "HHI")
    columns = {
        "words": Column("Figure"),
        "value": Column("Measured"),
        "low": Column("Low, 90 %"),
        "high": Column("High, 90 %"),
    }
    return Table(shown, columns, f"Concentration of revenue: {basis(worth)}.")


def truth_table(worth: Worth, checked: pd.DataFrame) -> Table:
    """Show how many labels are true.

    Parameters
    ----------
    worth : Worth
        The active accounts.
    checked : DataFrame
        From :func:`kamlab.segmentation.truth_check.against_truth`.
    """
    shown = checked.assign(kind=checked["definition"].map(DEFINITIONS))
    columns = {
        "kind": Column("Definition"),
        "labelled": Column("Labelled", "number"),
        "truly": Column("Truly so", "number"),
        "both": Column("Both", "number"),
        "right": Column("Labels that are right", "share"),
        "found": Column("True ones found", "share"),
    }
    return Table(shown, columns, f"Labels against the truth: {basis(worth)}.")
