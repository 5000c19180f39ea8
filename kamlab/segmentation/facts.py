"""What the company knows of each account besides its money, for the six definitions."""

from __future__ import annotations

import pandas as pd

from kamlab.company import Company
from kamlab.measures import current_state, group_of
from kamlab.segmentation.settings import KeyAccountsSettings
from kamlab.segmentation.worth import Worth

WALLET = ("wallet_low", "wallet_estimate", "wallet_high")
RATINGS = ("openness", "competence", "innovator")
KNOWN = (*WALLET, "is_reference", "contract_end", *RATINGS, "tickets")


def facts(firm: Company, worth: Worth, settings: KeyAccountsSettings) -> pd.DataFrame:
    """Put what is known of every account beside what it is worth.

    Accounts that bought nothing in the period come last: the second definition is
    about them too.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    worth : Worth
        The active accounts of that company.
    settings : KeyAccountsSettings
        Whether accounts of one parent count as one: wallets and tickets are then
        added up, and of ratings and contracts the highest counts.

    Returns
    -------
    DataFrame
        account_id, name, active, revenue (and the chosen criterion), wallet_low,
        wallet_estimate, wallet_high (currency a year), is_reference, contract_end,
        openness, competence, innovator (1–5), tickets (opened in the period); a
        column is blank throughout where the company lacks it.
    """
    known = _by_row(_of_accounts(firm, worth), firm, settings)
    money = worth.table[["account_id", "name", *worth.criteria]].assign(active=True)
    idle = known.index.difference(pd.Index(money["account_id"]))
    names = known.loc[idle, "name"]
    rest = pd.DataFrame({"account_id": idle, "name": names.to_numpy(), "active": False})
    for criterion in worth.criteria:
        rest[criterion] = 0.0
    rows = pd.concat([money, rest], ignore_index=True) if len(idle) else money
    return rows.join(known[list(KNOWN)], on="account_id")


def _of_accounts(firm: Company, worth: Worth) -> pd.DataFrame:
    """Give one row an account the company has heard of, indexed by its id."""
    accounts = firm.frame("accounts").set_index("account_id")
    columns = ["name", *WALLET, "is_reference", "contract_end"]
    table = accounts.reindex(columns=columns)
    ids = pd.Series(table.index, index=table.index)
    table["name"] = table["name"].astype("object").fillna(ids)
    if firm.has("account_history"):
        state = current_state(firm).set_index("account_id")
        table = table.join(state.reindex(columns=list(RATINGS)))
    else:
        table = table.assign(**dict.fromkeys(RATINGS, float("nan")))
    table["tickets"] = _tickets(firm, worth, table.index)
    numbers = [*WALLET, *RATINGS, "tickets"]
    table[numbers] = table[numbers].astype(float)
    table["is_reference"] = table["is_reference"].astype("boolean").astype("Float64")
    table["contract_end"] = pd.to_datetime(table["contract_end"])
    return table


def _tickets(firm: Company, worth: Worth, accounts: pd.Index) -> pd.Series:
    """Count the tickets opened in the period; blank where none are kept at all."""
    if not firm.has("tickets"):
        return pd.Series(float("nan"), index=accounts)
    tickets = firm.frame("tickets")
    after, until = pd.Timestamp(worth.period.after), pd.Timestamp(worth.period.until)
    inside = (tickets["opened"] > after) & (tickets["opened"] <= until)
    counts = tickets[inside].groupby("account_id").size()
    return counts.reindex(accounts, fill_value=0)


def _by_row(
    table: pd.DataFrame, firm: Company, settings: KeyAccountsSettings
) -> pd.DataFrame:
    """Bring the accounts of one parent together where they count as one."""
    if not settings.group_by_parent:
        return table
    groups = group_of(firm).reindex(table.index)
    groups = groups.fillna(pd.Series(table.index, index=table.index))
    grouped = table.groupby(groups)
    sums = grouped[[*WALLET, "tickets"]].sum(min_count=1)
    most = grouped[["is_reference", "contract_end", *RATINGS]].max()
    names = table["name"].reindex(sums.index)  # blank for a parent without a row
    names = names.fillna(pd.Series(sums.index, index=sums.index))
    return sums.join(most).join(names).rename_axis("account_id")
