"""Coverage: how much of the deciding group knows the KAM and was met lately."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamlab.company import Company
from kamlab.measures.evenings import HALF_YEAR, Evenings, in_window

CONTACT_DAYS = 90
CHAMPION_INFLUENCE = 0.5


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
    return coverage_on(Evenings(firm), contact_days).drop(columns="cut_off")


def coverage_on(evenings: Evenings, contact_days: int = CONTACT_DAYS) -> pd.DataFrame:
    """Give the coverage of each account on several evenings, as :func:`coverage` does.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings.
    contact_days : int
        How many days back a meeting still counts.

    Returns
    -------
    DataFrame
        cut_off and the columns of :func:`coverage`.

    Raises
    ------
    MissingPartError
        If contacts, their history or the activities are missing.
    """
    people = _people(evenings, contact_days)
    covered = people.here & people.knows_kam & people.met
    # decimal, for sums of fractions differ with the order of the rows
    weight = people.influence.fill_null(0).cast("decimal(18,6)")
    table = people.group_by(evenings.keys).agg(
        contacts=people.here.sum(),
        covered_contacts=(covered & (weight > 0)).sum(),
        whole=weight.sum(where=people.here).fill_null(0),
        covered=weight.sum(where=covered).fill_null(0),
    )
    frame = evenings.collect(table)
    whole = frame.pop("whole")
    frame["coverage"] = frame.pop("covered") / whole.where(whole > 0)
    frame["bow_tie"] = frame["covered_contacts"] == 1
    return frame


def champions_lost(evenings: Evenings) -> pd.DataFrame:
    """Give how many people of high influence left each account in the last half-year.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings.

    Returns
    -------
    DataFrame
        cut_off, account_id, champions_lost (number); accounts that have or had
        contacts. High is an influence of half the decision or more.

    Raises
    ------
    MissingPartError
        If contacts or their history are missing.
    """
    contacts = evenings.rows("contacts", "left")
    people = _with_state(evenings, contacts, "influence")
    high = (people.influence >= CHAMPION_INFLUENCE).fill_null(False)
    gone = in_window(people, people.left, HALF_YEAR).fill_null(False)
    table = people.group_by(evenings.keys).agg(champions_lost=(high & gone).sum())
    return evenings.collect(table)


def _people(evenings: Evenings, contact_days: int) -> Any:
    """Give the contacts: whether still here, their influence, whether met lately."""
    firm = evenings.firm
    firm.require("contacts", "left")
    firm.require("contact_history", "influence", "knows_kam")
    contacts = evenings.rows("contacts", "left")
    people = _with_state(evenings, contacts, "influence", "knows_kam")
    activities = evenings.rows("activities", "contact_id")
    # a meeting exactly so many days ago still counts
    days = activities.cut_off.delta(activities.date, unit="day")
    keys = _person(evenings)
    met = activities.filter(days <= contact_days).select(*keys).distinct()
    people = people.left_join(met.mutate(met=True), keys)
    return people.mutate(
        here=people.left.isnull(),  # who left later has no such day that evening
        knows_kam=people.knows_kam.fill_null(False),
        met=people.met.fill_null(False),
    )


def _with_state(evenings: Evenings, contacts: Any, *columns: str) -> Any:
    """Put beside the contacts what their history says on each evening."""
    state = evenings.last_rows("contact_history", "contact_id", *columns)
    people = contacts.left_join(state, _person(evenings))
    return people.select(*contacts.columns, *columns)


def _person(evenings: Evenings) -> list[str]:
    return [*(key for key in evenings.keys if key != "account_id"), "contact_id"]
