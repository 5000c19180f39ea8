"""What the KAMs believe held against the truth, where a company carries it."""

from __future__ import annotations

import pandas as pd

from kamlab.company import Company
from kamlab.errors import UndefinedError
from kamlab.segmentation.definitions import Definitions
from kamlab.segmentation.key import above
from kamlab.segmentation.ratings import rated
from kamlab.segmentation.reasons import per_year
from kamlab.segmentation.settings import KeyAccountsSettings
from kamlab.segmentation.worth import Worth

TRAITS = {"partner": "openness", "teacher": "competence", "innovator": "innovator"}


def against_truth(
    firm: Company,
    worth: Worth,
    definitions: Definitions,
    settings: KeyAccountsSettings,
) -> pd.DataFrame:
    """Count how many labels are true, for the definitions that rest on an estimate.

    Truly a potential is who passes the same test with its true wallet; truly a
    partner, teacher or innovator whose trait, seen without error, would be rated
    ``high_rating`` or more. Money and reference are facts, not estimates: there is
    nothing to hold them against.

    Parameters
    ----------
    firm : Company
        With truth.
    worth : Worth
        Its active accounts, each on its own.
    definitions : Definitions
        From :func:`kamlab.segmentation.definitions.six_definitions`.
    settings : KeyAccountsSettings
        The same thresholds.

    Returns
    -------
    DataFrame
        definition, labelled, truly, both (accounts), right (both / labelled), found
        (both / truly), n (accounts compared: those that buy and can be told).

    Raises
    ------
    MissingPartError
        If the company carries no truth.
    UndefinedError
        If accounts of one parent count as one: truth is told account by account.
    """
    truth = firm.truth("accounts").set_index("account_id")
    if settings.group_by_parent:
        raise UndefinedError(
            "Truth is told account by account; set group_by_parent to False."
        )
    table = definitions.table[definitions.table["active"]]
    rows = []
    for name in ("potential", *TRAITS):
        mine = table[table["definition"] == name].set_index("account_id")
        told = mine.loc[mine["score"].notna() & mine.index.isin(truth.index), "holds"]
        true = _truly(name, truth.loc[told.index], worth, settings)
        both = int((told & true).sum())
        rows.append(
            {
                "definition": name,
                "labelled": int(told.sum()),
                "truly": int(true.sum()),
                "both": both,
                "right": both / told.sum() if told.any() else float("nan"),
                "found": both / true.sum() if true.any() else float("nan"),
                "n": len(told),
            }
        )
    return pd.DataFrame(rows)


def _truly(
    name: str, truth: pd.DataFrame, worth: Worth, settings: KeyAccountsSettings
) -> pd.Series:
    if name in TRAITS:
        # a trait that, seen without error, would be rounded to that rating
        line = float(rated(pd.Series([settings.high_rating - 0.5])).iloc[0])
        return truth[TRAITS[name]] >= line
    sold = worth.table.set_index("account_id")["revenue"] * per_year(worth)
    size = truth["wallet"] / sold.sum()
    served = sold.reindex(truth.index) / truth["wallet"]
    large = above(size, settings.key_share, settings.strict)
    return large & (served < settings.potential_served)


def wallets_against_truth(firm: Company) -> pd.DataFrame:
    """Put the KAM's estimate of every wallet beside the true one.

    Parameters
    ----------
    firm : Company
        With truth and wallet estimates.

    Returns
    -------
    DataFrame
        account_id, name, wallet_low, wallet_estimate, wallet_high, wallet (true), off
        (estimate / truth − 1), inside (whether the truth lies in the range); the
        largest true wallet first.

    Raises
    ------
    MissingPartError
        If the company carries no truth or no estimates.
    """
    firm.require("accounts", "wallet_low", "wallet_estimate", "wallet_high")
    truth = firm.truth("accounts")[["account_id", "wallet"]]
    columns = ["account_id", "wallet_low", "wallet_estimate", "wallet_high"]
    accounts = firm.frame("accounts")
    names = accounts.get("name", accounts["account_id"])
    table = accounts[columns].assign(name=names).merge(truth, on="account_id")
    table = table[table["wallet_estimate"].notna() & (table["wallet"] > 0)]
    table["off"] = table["wallet_estimate"] / table["wallet"] - 1
    table["inside"] = table["wallet"].between(table["wallet_low"], table["wallet_high"])
    return table.sort_values("wallet", ascending=False, ignore_index=True)
