"""From order lines to purchase histories: what the models are fitted to."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pandas as pd

from kamlab.churn.btyd.advice import NOT_FOR_CONTRACTS
from kamlab.company import Company
from kamlab.errors import RefusedError, did_you_mean
from kamlab.measures.order_values import order_values

Unit = Literal["day", "week"]

DAYS = {"day": 1, "week": 7}


def purchase_histories(
    source: Company | pd.DataFrame, *, as_of: date | str = "", unit: Unit = "week"
) -> pd.DataFrame:
    """Give each account's purchases as the models want them: how often, since when.

    A day with an order counts once, however many lines or orders it has; credit notes,
    cancelled and refused orders do not count.

    Parameters
    ----------
    source : Company or DataFrame
        A company, or order lines with account_id, order_date, net_amount.
    as_of : date or str
        Cut-off; ``""`` for the cut-off of the company, or the last order.
    unit : {"day", "week"}
        Unit of recency and age. Parameters of a fit change with it, predictions of
        the same length of time do not.

    Returns
    -------
    DataFrame
        account_id, first_order, frequency (purchase days after the first), recency
        (from the first to the last), age (from the first to the cut-off), mean_value
        (currency a purchase day, the first left out; blank without a repeat).

    Raises
    ------
    RefusedError
        If the unit is unknown, the lines cannot be read, nothing was ordered up to the
        cut-off, or every account is under contract.

    References
    ----------
    Fader & Hardie 2005, Creating an RFM Summary Using Excel (note 22).
    """
    days = days_of(unit)
    firm = (source if isinstance(source, Company) else _as_company(source)).as_of(as_of)
    values = order_values(firm)
    if values.empty:
        raise RefusedError(
            f"{firm.name} has no orders up to {firm.cut_off}, only credit notes or "
            "cancelled ones."
        )
    _refuse_contracts(firm, values["account_id"].nunique())
    first = values.groupby("account_id")["day"].transform("min")
    repeats = values[values["day"] > first].groupby("account_id")
    table = values.groupby("account_id")["day"].agg(["min", "max", "size"])
    cut_off = pd.Timestamp(firm.cut_off)
    return pd.DataFrame(
        {
            "first_order": table["min"],
            "frequency": table["size"] - 1,
            "recency": (table["max"] - table["min"]).dt.days / days,
            "age": (cut_off - table["min"]).dt.days / days,
            "mean_value": repeats["amount"].mean().reindex(table.index),
        }
    ).reset_index()


def contracts_note(firm: Company) -> str:
    """Say how many accounts are under contract, and why these models do not suit them.

    Parameters
    ----------
    firm : Company
        As of its cut-off.

    Returns
    -------
    str
        A sentence or two; empty where no account has a contract end.
    """
    bound, total = _under_contract(firm), len(firm.frame("accounts"))
    if not bound:
        return ""
    return f"{bound} of {total} accounts have a contract end. {NOT_FOR_CONTRACTS}"


def days_of(unit: str) -> int:
    """Give the days of a unit of time.

    Raises
    ------
    RefusedError
        If the unit is unknown.
    """
    if unit not in DAYS:
        raise RefusedError(f"There is no unit '{unit}'{did_you_mean(unit, DAYS)}")
    return DAYS[unit]


def _under_contract(firm: Company) -> int:
    if not firm.has("accounts", "contract_end"):
        return 0
    return int(firm.frame("accounts")["contract_end"].notna().sum())


def _refuse_contracts(firm: Company, buying: int) -> None:
    """Refuse a book in which every account has a contract."""
    if _under_contract(firm) >= buying:
        raise RefusedError(
            f"Every account of {firm.name} has a contract end. {NOT_FOR_CONTRACTS}"
        )


def _as_company(lines: pd.DataFrame) -> Company:
    """Take order lines through the door of a company, which checks them."""
    if not isinstance(lines, pd.DataFrame):
        raise RefusedError(
            "Give a company, or a table of order lines with account_id, order_date "
            f"and net_amount, instead of {type(lines).__name__}."
        )
    return Company.from_tables({"order_lines": lines}, name="These order lines")
