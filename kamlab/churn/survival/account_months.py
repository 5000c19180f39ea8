"""A company's history as account-months: who was there, lost, and what bore on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kamlab.churn.definitions import LossDefinition
from kamlab.churn.survival.lifetimes import Lifetimes, lifetimes
from kamlab.churn.survival.month_grid import Grid, grid_of
from kamlab.churn.survival.month_signals import SIGNALS_OF_A_MONTH
from kamlab.company import Company
from kamlab.errors import MissingPartError, NotEnoughDataError
from kamlab.presentation import formats as f


@dataclass(frozen=True)
class AccountMonths:
    """Account-months with what was known on the evening before each.

    Parameters
    ----------
    table : DataFrame
        account_id, month (its first day), one column a signal (blank: not known), lost
        (a flag: the account's last order fell into this month).
    features : tuple of str
        The signals this company's books hold.
    missing : tuple of str
        What the books lack, in words.
    definition : LossDefinition
        What counts as a loss.
    """

    table: pd.DataFrame
    features: tuple[str, ...]
    missing: tuple[str, ...]
    definition: LossDefinition

    @property
    def words(self) -> str:
        """Say how many account-months and losses there are, and how often one falls."""
        n, lost = len(self.table), int(self.table["lost"].sum())
        accounts = f.plural(self.table["account_id"].nunique(), "account")
        lacking = f" Not in the books: {', '.join(self.missing)}."
        return (
            f"{accounts} over {n:,} account-months, {lost:,} lost: "
            f"{f.share(lost / n, 2)} a month.{lacking if self.missing else ''} "
            f"{self.definition.words}"
        )


def account_months(
    firm: Company, definition: LossDefinition | None = None
) -> AccountMonths:
    """Lay out a company's past as one row an account and month, with its signals.

    A row says what was known on the evening before the month and whether the account's
    last order fell into it. An account counts from the month after a loss could first
    be seen, up to the last full month in which a loss would show by now.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    definition : LossDefinition, optional
        What counts as a loss; default the account's own rhythm.

    Returns
    -------
    AccountMonths
        The rows for :func:`kamlab.churn.survival.fit_hazard`.

    Raises
    ------
    NotEnoughDataError
        If no account was followed for a whole month.
    RefusedError
        If the definition is erosion.

    References
    ----------
    Singer & Willett 1993; Allison 1982: discrete-time survival on person-periods.
    """
    lives = lifetimes(firm, definition, clock="watched")
    grid = grid_of(firm, lives.table["account_id"])
    rows = _rows(lives, grid)
    if rows.empty:
        raise NotEnoughDataError(
            f"No account of {firm.name} was followed for a whole month between "
            f"{firm.first_date} and {firm.cut_off}; a monthly hazard needs some years."
        )
    table, features, missing = _with_signals(firm, grid, rows)
    return AccountMonths(table, features, missing, lives.definition)


def months_now(firm: Company, definition: LossDefinition | None = None) -> pd.DataFrame:
    """Give every account that is not lost as it stands today, ready for a forecast.

    Parameters
    ----------
    firm : Company
        As of its cut-off. Signals are those of the last full month.
    definition : LossDefinition, optional
        What counts as a loss; default the account's own rhythm.

    Returns
    -------
    DataFrame
        account_id, name, month (the first that is still to come) and the signals the
        books hold.

    Raises
    ------
    NotEnoughDataError
        If every account is lost, or none can be followed.
    """
    lives = lifetimes(firm, definition, clock="watched")
    here = lives.table[~lives.table["lost"]]
    if here.empty:
        raise NotEnoughDataError(
            f"Every one of {f.plural(len(lives.table), 'account')} of {firm.name} is "
            "lost, so there is nothing left to forecast."
        )
    grid = grid_of(firm, here["account_id"])
    last = len(grid.months) - 1
    rows = pd.DataFrame(
        {"account": range(len(here)), "place": last, "name": here["name"].to_numpy()}
    )
    table, _, _ = _with_signals(firm, grid, rows)
    return table


def _rows(lives: Lifetimes, grid: Grid) -> pd.DataFrame:
    """Give the months in which each account was under observation from end to end."""
    table = lives.table
    first = grid.place(table["began"]) + 1
    # a month counts where its last day lies before the end of what can be seen
    until = grid.place(table["followed_until"] + pd.Timedelta(days=1)) - 1
    lost_in = grid.place(table["ended"]).where(table["lost"])
    last = until.where(lost_in.isna(), lost_in.where(lost_in <= until, until))
    count = (last - first + 1).clip(lower=0).astype(int)
    account = np.repeat(np.arange(len(table)), count.to_numpy())
    rows = pd.DataFrame({"account": account})
    rows["place"] = rows.groupby("account").cumcount() + rows["account"].map(first)
    rows["lost"] = rows["place"] == rows["account"].map(lost_in)
    return rows.astype({"place": int})


def _with_signals(
    firm: Company, grid: Grid, rows: pd.DataFrame
) -> tuple[pd.DataFrame, tuple[str, ...], tuple[str, ...]]:
    account, place = rows["account"].to_numpy(), rows["place"].to_numpy()
    table = pd.DataFrame({"account_id": grid.accounts[account]})
    if "name" in rows:
        table["name"] = rows["name"].to_numpy()
    table["month"] = grid.months[place]
    features, missing = [], []
    for name, signal in SIGNALS_OF_A_MONTH.items():
        try:
            table[name] = signal.compute(firm, grid)[account, place]
            features.append(name)
        except MissingPartError as error:
            missing.append(str(error).rstrip("."))
    if "lost" in rows:
        table["lost"] = rows["lost"].to_numpy()
    return table, tuple(features), tuple(dict.fromkeys(missing))
