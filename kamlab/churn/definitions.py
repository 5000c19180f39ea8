"""What counts as a loss: a definition that stands in every result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from pydantic import Field

from kamlab.company import Company
from kamlab.company.settings import Settings
from kamlab.errors import MissingPartError, UndefinedError
from kamlab.measures import erosion, loss_confirmed_on, months_before, rhythm
from kamlab.measures.rhythm import MIN_ORDERS, MIN_SILENT_DAYS
from kamlab.presentation import formats as f

Rule = Literal["rhythm", "silence", "contract", "erosion"]


class LossDefinition(Settings):
    """When an account counts as lost: one rule and its figures."""

    rule: Rule = Field(
        "rhythm",
        description="Lost by its own rhythm, by a fixed silence, by contract end, or "
        "in part by erosion",
    )
    gap_k: float = Field(
        3.0,
        ge=1.5,
        le=6.0,
        description="Silence that makes a loss, in times the account's usual gap",
        json_schema_extra={"unit": "times"},
    )
    silent_months: int = Field(
        6,
        ge=1,
        le=24,
        description="Silence that makes a loss where the same is asked of all",
        json_schema_extra={"unit": "months"},
    )
    grace_days: int = Field(
        60,
        ge=0,
        le=365,
        description="Days without an order after a contract's end that make a loss",
        json_schema_extra={"unit": "days"},
    )
    partial_drop: float = Field(
        0.5,
        ge=0.2,
        le=0.9,
        description="Fall of revenue against last year that counts as erosion",
        json_schema_extra={"unit": "share"},
    )
    window: int = Field(
        3,
        ge=3,
        le=12,
        description="Months compared with the same months of last year",
        json_schema_extra={"unit": "months"},
    )

    @property
    def title(self) -> str:
        """The definition in a few words, for a heading."""
        return {
            "rhythm": f"own rhythm × {f.number(self.gap_k, 1)}",
            "silence": f"no order for {f.plural(self.silent_months, 'month')}",
            "contract": "contract ended",
            "erosion": f"revenue down {f.share(self.partial_drop, 0)}",
        }[self.rule]

    @property
    def words(self) -> str:
        """The definition in a sentence, as it stands in every result."""
        return {
            "rhythm": f"Lost: no order for {f.number(self.gap_k, 1)} times the "
            f"account's own median gap and at least {MIN_SILENT_DAYS} days, dated at "
            f"the last order and told from {MIN_ORDERS} orders on.",
            "silence": f"Lost: no order for {f.plural(self.silent_months, 'month')}, "
            "whatever the account's rhythm, dated at the last order.",
            "contract": "Lost: the contract ended and no order came in the "
            f"{f.plural(self.grace_days, 'day')} after it, dated at the contract's "
            "end; not told without a contract.",
            "erosion": f"Lost in part: revenue of {self.window} months more than "
            f"{f.share(self.partial_drop, 0)} below the same months of last year.",
        }[self.rule]


@dataclass(frozen=True)
class Losses:
    """Which accounts one definition calls lost.

    Parameters
    ----------
    table : DataFrame
        One row an account that ever ordered: account_id, orders (order days),
        first_order, last_order, lost (a flag, blank where it cannot be told), lost_on
        (day the loss is dated at), confirmed_on (day from which it was, or will be,
        certain) and followed_until (last day on which a stop would show by now). The
        last three are blank where the rule knows no such day.
    definition : LossDefinition
        What counts as a loss here.
    company : str
        Its name.
    cut_off : date
        The evening it was told on.
    """

    table: pd.DataFrame
    definition: LossDefinition
    company: str
    cut_off: object

    @property
    def lost_ids(self) -> tuple[str, ...]:
        """The lost accounts."""
        return tuple(self.table.loc[self.table["lost"].fillna(False), "account_id"])

    @property
    def told(self) -> int:
        """How many accounts the definition can tell."""
        return int(self.table["lost"].notna().sum())

    @property
    def words(self) -> str:
        """Say how many are lost, by which definition."""
        n, untold = len(self.table), len(self.table) - self.told
        more = f.plural(untold, "more account")
        missing = f" Of {more} it cannot be told." if untold else ""
        return (
            f"{len(self.lost_ids)} of {f.plural(n - untold, 'account')} of "
            f"{self.company} lost as of {self.cut_off}.{missing} "
            f"{self.definition.words}"
        )


def losses(firm: Company, definition: LossDefinition | None = None) -> Losses:
    """Say which accounts are lost at the cut-off, by the definition you choose.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    definition : LossDefinition, optional
        Default: the account's own rhythm, three times its median gap (C4).

    Returns
    -------
    Losses
        A row an account, with the definition.

    Raises
    ------
    MissingPartError
        If the rule is the contract's end and the company knows no contracts.
    NotEnoughDataError
        If the rule is erosion and there is no year to compare with.
    UndefinedError
        If nobody at all ordered for more than 60 days before the cut-off: then the
        books have ended, and silence says nothing of an account.
    """
    chosen = definition or LossDefinition()
    _refuse_silent_books(firm)
    table = rhythm(firm)
    table = table[["account_id", "orders", "first_order", "last_order", "median_gap"]]
    fill = {
        "rhythm": _by_rhythm,
        "silence": _by_silence,
        "contract": _by_contract,
        "erosion": _by_erosion,
    }[chosen.rule]
    table = fill(firm, table, chosen)
    days = ["lost_on", "confirmed_on", "followed_until"]
    columns = ["account_id", "orders", "first_order", "last_order", "lost", *days]
    table["lost"] = table["lost"].astype("boolean")
    for day in days:
        # one unit for all rules: mixed units would not compare equal
        table[day] = pd.to_datetime(table[day]).astype(table["last_order"].dtype)
    return Losses(
        table[columns].reset_index(drop=True), chosen, firm.name, firm.cut_off
    )


def _refuse_silent_books(firm: Company) -> None:
    """Refuse a cut-off so late that the silence is that of the books."""
    silent = (firm.cut_off - firm.last_date).days
    if silent > MIN_SILENT_DAYS:
        raise UndefinedError(
            f"The last order of {firm.name} is of {firm.last_date}, {silent:,} days "
            f"before the cut-off {firm.cut_off}: everybody would count as lost. Choose "
            f"as_of='{firm.last_date}', or import the orders since."
        )


def names_of(firm: Company, ids: pd.Series) -> pd.Series:
    """Give the names of accounts, the id where there is none.

    Parameters
    ----------
    firm : Company
        Any company.
    ids : Series
        Ids of accounts.
    """
    accounts = firm.frame("accounts")
    names = accounts.get("name", accounts["account_id"])
    return ids.map(pd.Series(names.to_numpy(), accounts["account_id"])).fillna(ids)


def _by_rhythm(
    firm: Company, table: pd.DataFrame, definition: LossDefinition
) -> pd.DataFrame:
    cut_off = pd.Timestamp(firm.cut_off)
    confirmed = loss_confirmed_on(table, definition.gap_k)
    told = confirmed.notna()
    lost = (confirmed <= cut_off).astype("boolean").where(told)
    return table.assign(
        lost=lost,
        lost_on=table["last_order"].where(lost.fillna(False)),
        confirmed_on=confirmed,
        followed_until=cut_off - (confirmed - table["last_order"]),
    )


def _by_silence(
    firm: Company, table: pd.DataFrame, definition: LossDefinition
) -> pd.DataFrame:
    until = pd.Timestamp(months_before(firm.cut_off, definition.silent_months))
    lost = table["last_order"] <= until
    wait = pd.DateOffset(months=definition.silent_months)
    return table.assign(
        lost=lost,
        lost_on=table["last_order"].where(lost),
        confirmed_on=table["last_order"] + wait,
        followed_until=until,
    )


def _by_contract(
    firm: Company, table: pd.DataFrame, definition: LossDefinition
) -> pd.DataFrame:
    if not firm.has("accounts", "contract_end"):
        raise MissingPartError(
            f"{firm.name} has no column contract_end in its accounts, so a contract's "
            "end cannot be the definition of a loss; choose rule='rhythm'."
        )
    accounts = firm.frame("accounts")[["account_id", "contract_end"]]
    table = table.merge(accounts, on="account_id", how="left")
    cut_off = pd.Timestamp(firm.cut_off)
    grace = pd.Timedelta(days=definition.grace_days)
    end = table["contract_end"]
    stopped = table["last_order"] <= end
    lost = ((end + grace <= cut_off) & stopped).astype("boolean").where(end.notna())
    return table.assign(
        lost=lost,
        lost_on=end.where(lost.fillna(False)),
        confirmed_on=(end + grace).where(stopped),
        followed_until=(cut_off - grace) + pd.Series(pd.Timedelta(0), table.index),
    )


def _by_erosion(
    firm: Company, table: pd.DataFrame, definition: LossDefinition
) -> pd.DataFrame:
    found = erosion(firm, definition.window, definition.partial_drop)
    eroding = table["account_id"].map(found.set_index("account_id")["eroding"])
    lost = eroding.astype("boolean")
    since = pd.Timestamp(months_before(firm.cut_off, definition.window))
    blank = pd.Series(np.datetime64("NaT"), table.index)
    return table.assign(
        lost=lost,
        lost_on=blank.mask(lost.fillna(False), since + pd.Timedelta(days=1)),
        confirmed_on=blank,
        followed_until=blank,
    )
