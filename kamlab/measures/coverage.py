"""Coverage: how much of the deciding group knows the KAM and was met lately."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from kamlab.company import Company
from kamlab.company.database import collect
from kamlab.measures.period import Period
from kamlab.measures.revenue import in_period
from kamlab.measures.state import last_rows

CONTACT_DAYS = 90


def coverage(firm: Company, contact_days: int = CONTACT_DAYS) -> pd.DataFrame:
    """Give for each account the weight of the contacts who know the KAM and were met.

    Contacts who left count no more; influence and acquaintance are those at the
    cut-off.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    contact_days : int
        How many days back a meeting still counts.

    Returns
    -------
    DataFrame
        One row an account that has or had contacts: account_id, contacts (number),
        covered_contacts (with influence), coverage (0–1: influence of the covered /
        influence of all; blank where nobody has influence), bow_tie (coverage hangs
        on one person).

    Raises
    ------
    MissingPartError
        If contacts, their history or the activities are missing.
    """
    people = _people(firm)
    covered = people["knows_kam"] & people["contact_id"].isin(_met(firm, contact_days))
    people["covered"] = people["influence"].where(covered, 0.0)
    people["is_covered"] = people["covered"] > 0
    sums = people.groupby("account_id")[["here", "is_covered", "influence", "covered"]]
    table = sums.sum().rename(
        columns={"here": "contacts", "is_covered": "covered_contacts"}
    )
    whole = table["influence"].where(table["influence"] > 0)
    table["coverage"] = table["covered"] / whole
    table["bow_tie"] = table["covered_contacts"] == 1
    columns = ["contacts", "covered_contacts", "coverage", "bow_tie"]
    return table[columns].reset_index()


def _people(firm: Company) -> pd.DataFrame:
    """Give the contacts with the influence and acquaintance they have now."""
    firm.require("contacts", "left")
    firm.require("contact_history", "influence", "knows_kam")
    cut_off = pd.Timestamp(firm.cut_off)
    # in the order of the ids: sums of fractions differ with the order of the rows
    contacts = firm.frame("contacts").sort_values("contact_id")
    if "joined" in contacts:
        contacts = contacts[~(contacts["joined"] > cut_off)]
    state = last_rows(firm, "contact_history", "contact_id")
    people = contacts[["contact_id", "account_id", "left"]].merge(
        state[["contact_id", "influence", "knows_kam"]], on="contact_id", how="left"
    )
    people["here"] = ~(people["left"] <= cut_off)
    people["influence"] = people["influence"].where(people["here"]).fillna(0.0)
    people["knows_kam"] = people["knows_kam"].fillna(False).astype(bool)
    return people


def _met(firm: Company, contact_days: int) -> set[str]:
    """Give the contacts met within so many days before the cut-off."""
    activities = firm.expression("activities", "contact_id")
    # a meeting exactly so many days ago still counts
    after = firm.cut_off - timedelta(days=contact_days + 1)
    recent = in_period(activities, "date", Period(after, firm.cut_off))
    return set(collect(recent.select("contact_id").distinct())["contact_id"].dropna())
