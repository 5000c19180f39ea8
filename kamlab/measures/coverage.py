"""Coverage: how much of the deciding group knows the KAM and was met lately."""

from __future__ import annotations

import pandas as pd

from kamlab.company import Company

CONTACT_DAYS = 90


def coverage(firm: Company, contact_days: int = CONTACT_DAYS) -> pd.DataFrame:
    """Give for each account the weight of the contacts who know the KAM and were met.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    contact_days : int
        How many days back a meeting still counts.

    Returns
    -------
    DataFrame
        account_id, contacts (number), covered_contacts, coverage (0–1: influence of
        the covered / influence of all; blank where nobody has influence),
        bow_tie (coverage hangs on one person).

    Raises
    ------
    MissingPartError
        If contacts, their history or the activities are missing.
    """
    firm.require("contacts", "left")
    firm.require("contact_history", "influence", "knows_kam")
    firm.require("activities", "contact_id")
    contacts = firm.frame("contacts")
    contacts = contacts[contacts["left"].isna()][["account_id", "contact_id"]]
    history = firm.frame("contact_history").sort_values("valid_from", kind="stable")
    state = history.groupby("contact_id")[["influence", "knows_kam"]].last()
    people = contacts.merge(state, on="contact_id", how="left")
    people["influence"] = people["influence"].fillna(0.0)
    covered = people["contact_id"].isin(_met(firm, contact_days))
    covered &= people["knows_kam"].astype("boolean").fillna(False).astype(bool)
    people["covered"] = people["influence"].where(covered, 0.0)
    table = people.groupby("account_id").agg(
        contacts=("contact_id", "size"),
        covered_contacts=("covered", lambda weights: int((weights > 0).sum())),
        influence=("influence", "sum"),
        known=("covered", "sum"),
    )
    table["coverage"] = (table["known"] / table["influence"]).where(
        table["influence"] > 0
    )
    table["bow_tie"] = table["covered_contacts"] == 1
    columns = ["contacts", "covered_contacts", "coverage", "bow_tie"]
    return table[columns].reset_index()


def _met(firm: Company, contact_days: int) -> set[str]:
    """Give the contacts met within so many days before the cut-off."""
    activities = firm.frame("activities")
    first = pd.Timestamp(firm.cut_off) - pd.Timedelta(days=contact_days)
    recent = activities[activities["date"] >= first]
    return set(recent["contact_id"].dropna())
