"""What every active account is worth under each criterion the company can tell."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kamlab.company import Company
from kamlab.errors import MissingPartError, NotEnoughDataError
from kamlab.measures import (
    Period,
    contribution,
    current_state,
    group_of,
    period_of,
    revenue,
)
from kamlab.presentation import formats as f
from kamlab.segmentation.settings import CRITERIA, Criterion, KeyAccountsSettings


@dataclass(frozen=True)
class Worth:
    """The active accounts with revenue, gross margin and contribution.

    Parameters
    ----------
    table : DataFrame
        account_id, name, department_id, kam_id, accounts (more than 1 where a parent
        groups several), revenue and, where costs are known, gross_margin and
        contribution; in currency, largest revenue first.
    criterion : str
        What the accounts are measured by: the setting, or revenue where that is
        missing.
    period : Period
        The days that count.
    currency : str
        Of all amounts.
    missing_parts : tuple of str
        What the company cannot tell.
    notes : tuple of str
        Sentences the reader must know.
    """

    table: pd.DataFrame
    criterion: Criterion
    period: Period
    currency: str
    missing_parts: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria this company can tell."""
        return tuple(name for name in CRITERIA if name in self.table.columns)


def worth(firm: Company, settings: KeyAccountsSettings) -> Worth:
    """Give what every active account is worth in the period.

    Raises
    ------
    NotEnoughDataError
        If no account bought anything in the period.
    MissingPartError
        If parents or levels are asked for and the company does not know them.
    """
    period = period_of(firm, settings.period_months)
    table, missing, notes = _values(firm, period)
    if table.empty:
        raise NotEnoughDataError(
            f"{firm.name} sold nothing from {period.words}; choose another period."
        )
    table = _with_people(firm, table)
    if settings.group_by_parent:
        table = _grouped(firm, table)
    criterion = settings.criterion
    if criterion not in table.columns:
        notes.append(
            f"{criterion.replace('_', ' ').capitalize()} cannot be told (no costs); "
            "accounts are measured by revenue."
        )
        criterion = "revenue"
    table = table.sort_values(
        ["revenue", "account_id"], ascending=[False, True], ignore_index=True
    )
    return Worth(table, criterion, period, firm.currency, tuple(missing), tuple(notes))


def _values(firm: Company, period: Period) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Give the criteria of the active accounts, what is missing, and notes."""
    try:
        result = contribution(firm, period)
    except MissingPartError:
        sold = revenue(firm, period)[["account_id", "revenue"]]
        return sold, ["gross margin", "contribution"], []
    idle = result.table[~result.table["active"]]
    notes = []
    if len(idle):
        cost = f.money(-idle["contribution"].sum(), firm.currency)
        notes.append(
            f"{f.plural(len(idle), 'account')} without a sale in the period still "
            f"cost {cost}; not in this list."
        )
    active = result.table[result.table["active"]]
    return active[["account_id", *CRITERIA]], list(result.missing_parts), notes


def _with_people(firm: Company, table: pd.DataFrame) -> pd.DataFrame:
    """Add names, and who looks after each account where that is known."""
    names = table["account_id"].map(_names(firm)).fillna(table["account_id"])
    table = table.assign(name=names)
    table = table.assign(department_id=None, kam_id=None, accounts=1)
    if firm.has("account_history"):
        state = current_state(firm).set_index("account_id")
        for column in ("department_id", "kam_id"):
            if column in state:
                table[column] = table["account_id"].map(state[column])
    return table


def _grouped(firm: Company, table: pd.DataFrame) -> pd.DataFrame:
    """Sum accounts of one parent under the parent; its largest member names the KAM."""
    groups = group_of(firm)
    table = table.assign(group_id=table["account_id"].map(groups))
    table["group_id"] = table["group_id"].fillna(table["account_id"])
    table = table.sort_values(
        ["revenue", "account_id"], ascending=[False, True], kind="stable"
    )
    criteria = [name for name in CRITERIA if name in table.columns]
    firsts = ["account_id", "name", "department_id", "kam_id"]
    grouped = table.groupby("group_id", sort=True).agg(
        dict.fromkeys(criteria, "sum") | {"accounts": "sum"}
    )
    largest = table.drop_duplicates("group_id").set_index("group_id")[firsts]
    grouped = grouped.join(largest)
    alone = (grouped["accounts"] == 1) & (grouped["account_id"] == grouped.index)
    names = _names(firm).reindex(grouped.index)
    first = grouped["name"] + " and its group"
    grouped["name"] = grouped["name"].where(alone, names.fillna(first))
    return grouped.drop(columns="account_id").rename_axis("account_id").reset_index()


def _names(firm: Company) -> pd.Series:
    """Give the names of the accounts by id; blank where the company has none."""
    accounts = firm.frame("accounts").set_index("account_id")
    return accounts.get("name", pd.Series(index=accounts.index, dtype="str"))
