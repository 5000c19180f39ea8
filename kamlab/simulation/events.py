"""What happened on which day: orders, late deliveries, tickets, visits."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kamlab.company import Company

LANES = {
    "orders": "orders",
    "late": "late deliveries",
    "tickets": "tickets",
    "visits": "visits",
}
ONE = {
    "orders": "order",
    "late": "late delivery",
    "tickets": "ticket",
    "visits": "visit",
}
_VOID = ("cancelled", "refused")


@dataclass(frozen=True)
class Events:
    """All that happened, a row an event.

    Parameters
    ----------
    table : DataFrame
        account_id, day, lane (a key of ``LANES``), size: the amount of an order in
        currency, the days a delivery was late, 1 for a ticket or a visit.
    missing : tuple of str
        Lanes the company keeps no book of.
    """

    table: pd.DataFrame
    missing: tuple[str, ...]

    @property
    def lanes(self) -> list[str]:
        """The lanes the company keeps a book of."""
        return [lane for lane in LANES if lane not in self.missing]


def events(firm: Company) -> Events:
    """Gather what happened at a company, day by day.

    Parameters
    ----------
    firm : Company
        As of its cut-off.

    Returns
    -------
    Events
        Orders (one an account and day, without cancelled and refused ones and credit
        notes), late deliveries on the day they came, tickets on the day they were
        opened, visits.
    """
    parts = {"orders": _orders(firm)}
    if firm.has("orders", "promised", "delivered"):
        parts["late"] = _late(firm)
    if firm.has("tickets"):
        tickets = firm.tickets[["account_id", "opened"]]
        parts["tickets"] = tickets.set_axis(["account_id", "day"], axis=1)
    if firm.has("activities"):
        parts["visits"] = _visits(firm)
    lanes = [part.assign(lane=lane) for lane, part in parts.items()]
    table = pd.concat([part for part in lanes if len(part)], ignore_index=True)
    table["size"] = table["size"].fillna(1.0) if "size" in table else 1.0
    table = table.sort_values(["day", "account_id", "lane"], ignore_index=True)
    missing = tuple(lane for lane in LANES if lane not in parts)
    return Events(table[["account_id", "day", "lane", "size"]], missing)


def _orders(firm: Company) -> pd.DataFrame:
    lines = firm.order_lines
    if firm.has("orders", "status") and firm.has("order_lines", "order_id"):
        orders = firm.orders
        void = orders.loc[orders["status"].isin(_VOID), "order_id"]
        lines = lines[~lines["order_id"].isin(void)]
    lines = lines[lines["net_amount"] >= 0]
    days = lines.groupby(["account_id", "order_date"], as_index=False)[["net_amount"]]
    sums: pd.DataFrame = days.sum()
    return sums.set_axis(["account_id", "day", "size"], axis=1)


def _late(firm: Company) -> pd.DataFrame:
    orders = firm.orders
    days = (orders["delivered"] - orders["promised"]).dt.days
    late = orders.assign(size=days.astype(float))[days > 0]
    return late[["account_id", "delivered", "size"]].set_axis(
        ["account_id", "day", "size"], axis=1
    )


def _visits(firm: Company) -> pd.DataFrame:
    activities = firm.activities
    if "kind" in activities:
        activities = activities[activities["kind"] == "visit"]
    return activities[["account_id", "date"]].set_axis(["account_id", "day"], axis=1)


def names_of(firm: Company) -> pd.Series:
    """Give each account's name, its id where it has none."""
    accounts = firm.accounts.set_index("account_id")
    ids = accounts.index.to_series()
    if "name" not in accounts:
        return ids
    named = accounts["name"].astype("str").str.strip()
    return named.where(accounts["name"].notna() & (named != ""), ids)
