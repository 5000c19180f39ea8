"""What is known of an account on the evening before a month, from event tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamlab.churn.survival.month_grid import Grid, looked_back
from kamlab.company import Company
from kamlab.measures import order_days

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RECENT, MEMORY, YEAR = 3, 6, 12
WEIGHTY = 0.5  # influence from which a contact who leaves is missed
HALF = 0.5  # added to both counts of orders, so that none is 0


@dataclass(frozen=True)
class MonthSignal:
    """One thing that may bear on whether an account stays.

    Parameters
    ----------
    title : str
        Its name on the page.
    sentence : str
        What it counts, and its unit.
    compute : callable
        From the company and the grid to accounts × months.
    """

    title: str
    sentence: str
    compute: Callable[[Company, Grid], Any]


def _late_share(firm: Company, grid: Grid) -> Floats:
    firm.require("orders", "promised", "delivered")
    orders = firm.frame("orders").dropna(subset=["promised", "delivered"])
    late = orders[orders["delivered"] > orders["promised"]]
    every = looked_back(grid.count(orders["account_id"], orders["delivered"]), RECENT)
    slow = looked_back(grid.count(late["account_id"], late["delivered"]), RECENT)
    with np.errstate(invalid="ignore"):
        return np.where(every > 0, slow / every, np.nan)


def _tickets(firm: Company, grid: Grid) -> Floats:
    firm.require("tickets")
    tickets = firm.frame("tickets")
    return looked_back(grid.count(tickets["account_id"], tickets["opened"]), RECENT)


def _offers(firm: Company, grid: Grid) -> Floats:
    firm.require("competitor_offers")
    offers = firm.frame("competitor_offers")
    seen = looked_back(grid.count(offers["account_id"], offers["month"]), RECENT)
    return (seen > 0).astype(float)


def _visits(firm: Company, grid: Grid) -> Floats:
    firm.require("activities", "kind")
    visits = firm.frame("activities")
    visits = visits[visits["kind"] == "visit"]
    return np.log1p(
        looked_back(grid.count(visits["account_id"], visits["date"]), RECENT)
    )


def _champion_left(firm: Company, grid: Grid) -> Floats:
    firm.require("contacts", "left")
    contacts = firm.frame("contacts")
    gone = contacts[contacts["left"].notna()]
    if firm.has("contact_history", "influence"):
        history = firm.frame("contact_history").merge(gone[["contact_id", "left"]])
        history = history[history["valid_from"] < history["left"]]
        last = history.sort_values("valid_from").drop_duplicates(
            "contact_id", keep="last"
        )
        weighty = last.loc[last["influence"] >= WEIGHTY, "contact_id"]
        gone = gone[gone["contact_id"].isin(weighty)]
    seen = looked_back(grid.count(gone["account_id"], gone["left"]), MEMORY)
    return (seen > 0).astype(float)


def _breadth(firm: Company, grid: Grid) -> Floats:
    """Count the contacts who know the KAM, from the month after the first did."""
    firm.require("contacts")
    firm.require("contact_history", "knows_kam")
    contacts = firm.frame("contacts")
    if "left" not in contacts:
        contacts["left"] = pd.Series(np.datetime64("NaT"), contacts.index)
    rows = firm.frame("contact_history").merge(
        contacts[["contact_id", "account_id", "left"]], on="contact_id"
    )
    rows = rows.sort_values(["contact_id", "valid_from"])
    following = rows.groupby("contact_id")["valid_from"].shift(-1)
    until = following.fillna(rows["left"])
    until = until.where(~(rows["left"] < until), rows["left"])
    known = rows["knows_kam"].fillna(False).astype(bool)
    known &= ~(until <= rows["valid_from"])
    # what was so before the books began counts from their first month on
    first = grid.months[0] - pd.Timedelta(days=1)
    come = grid.count(rows["account_id"][known], rows["valid_from"][known])
    gone = grid.count(rows["account_id"][known], until[known])
    before = rows["account_id"][known & (rows["valid_from"] <= first)]
    before_gone = rows["account_id"][known & (until <= first)]
    start = _per_account(grid, before) - _per_account(grid, before_gone)
    return start[:, None] + looked_back(come - gone, come.shape[1])


def _per_account(grid: Grid, account_ids: pd.Series) -> Floats:
    counts = account_ids.value_counts().reindex(grid.accounts).fillna(0)
    return np.asarray(counts, dtype=float)


def _tenure(firm: Company, grid: Grid) -> Floats:
    accounts = firm.frame("accounts")
    first = order_days(firm).groupby("account_id")["day"].min()
    began = first.reindex(grid.accounts)
    if "since" in accounts:
        since = accounts.set_index("account_id")["since"].reindex(grid.accounts)
        # an order before its own "since" is older evidence than that cell
        began = since.where(since <= began, began)
    days = grid.months.to_numpy()[None, :] - began.to_numpy()[:, None]
    return np.asarray(days / np.timedelta64(1, "D") / 365, dtype=float)


def _order_trend(firm: Company, grid: Grid) -> Floats:
    days = order_days(firm)
    counts = grid.count(days["account_id"], days["day"])
    recent = looked_back(counts, RECENT)
    before = looked_back(counts, YEAR) - recent
    place = np.arange(counts.shape[1])
    first = np.argmax(counts > 0, axis=1)
    # months of the year before that the books hold, for accounts that came later
    seen = np.minimum(place[None, :] - first[:, None], YEAR) - RECENT
    with np.errstate(divide="ignore", invalid="ignore"):
        usual = before / seen * RECENT
        trend = np.log((recent + HALF) / (usual + HALF))
    return np.where(seen >= RECENT, trend, np.nan)


SIGNALS_OF_A_MONTH: dict[str, MonthSignal] = {
    "late_share": MonthSignal(
        "late deliveries",
        "Share of the deliveries of the last three months that came late, 0–1.",
        _late_share,
    ),
    "tickets": MonthSignal(
        "tickets", "Tickets opened in the last three months.", _tickets
    ),
    "champion_left": MonthSignal(
        "champion left",
        "1 where a contact of weight left in the last six months, else 0.",
        _champion_left,
    ),
    "breadth": MonthSignal("breadth", "Contacts who know the KAM.", _breadth),
    "offer": MonthSignal(
        "competitor's offer",
        "1 where a competitor made an offer in the last three months, else 0.",
        _offers,
    ),
    "visits": MonthSignal(
        "visits", "log(1 + visits of the last three months).", _visits
    ),
    "tenure": MonthSignal("tenure", "Years since the relation began.", _tenure),
    "order_trend": MonthSignal(
        "order trend",
        "log of the order days of the last three months against three usual months of "
        "the year before; below 0 it orders less often.",
        _order_trend,
    ),
}
