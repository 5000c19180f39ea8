"""What a signal is, and the list of all of them in words a KAM understands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Direction = Literal[-1, 0, 1]


@dataclass(frozen=True)
class Signal:
    """One thing the books show of an account that may tell of a loss to come.

    Parameters
    ----------
    name : str
        Its column in the tables of signals.
    title : str
        A few words for a chart or a list.
    sentence : str
        What it is, in a sentence for a KAM.
    unit : str
        Its unit.
    direction : int
        1 where more means riskier, −1 where less does, 0 where neither is clear.
    needs : tuple of str
        The columns it is worked out from, such as ``tickets.closed``, beyond the
        order lines themselves.
    history : int
        Months an account must have been buying before the cut-off; below that the
        signal is unknown.
    counts : bool
        Whether it counts rows, so that an account without a row has 0 and not unknown.
    """

    name: str
    title: str
    sentence: str
    unit: str
    direction: Direction
    needs: tuple[str, ...] = ()
    history: int = 0
    counts: bool = False


_ORDERS = ("orders.promised", "orders.delivered")
_INVOICES = ("invoices.due", "invoices.paid")
_PEOPLE = (
    "contacts.left",
    "contact_history.influence",
    "contact_history.knows_kam",
    "activities.contact_id",
)

_ALL = (
    Signal(
        "days_silent",
        "days since the last order",
        "How many days the account has not ordered.",
        "days",
        1,
    ),
    Signal(
        "gap_ratio",
        "silence against its own rhythm",
        "Days since the last order divided by the account's usual gap between orders; "
        "unknown below four orders.",
        "times",
        1,
    ),
    Signal(
        "orders_month",
        "orders a month",
        "Days with an order a month, over the last 3 months.",
        "orders a month",
        -1,
    ),
    Signal(
        "orders_change",
        "change of orders a month",
        "Orders a month over the last 3 months less those of the 3 before.",
        "orders a month",
        -1,
        history=6,
    ),
    Signal(
        "revenue_month",
        "revenue a month",
        "Revenue a month over the last 3 months, credit notes taken off.",
        "currency a month",
        0,
    ),
    Signal(
        "revenue_change",
        "change of revenue",
        "Revenue of the last 3 months against the 3 before: −1 all gone, 0 the same, "
        "1 doubled or more; unknown where nothing was bought before.",
        "share",
        -1,
        history=6,
    ),
    Signal(
        "revenue_change_year",
        "change of revenue on last year",
        "Revenue of the last 3 months against the same months of last year: −1 all "
        "gone, 0 the same, 1 doubled or more; unknown where nothing was bought then.",
        "share",
        -1,
        history=15,
    ),
    Signal(
        "products",
        "different products bought",
        "How many different products were bought in the last 3 months.",
        "products",
        -1,
        needs=("order_lines.sku",),
        counts=True,
    ),
    Signal(
        "products_change",
        "change of breadth of assortment",
        "Different products of the last 3 months against the 3 before: −1 all gone, 0 "
        "the same, 1 doubled or more; unknown where nothing was bought before.",
        "share",
        -1,
        needs=("order_lines.sku",),
        history=6,
    ),
    Signal(
        "discount_change",
        "change of the discount",
        "Discount on list prices over the last 3 months less that of the 3 before.",
        "share",
        -1,
        needs=("order_lines.list_amount",),
    ),
    Signal(
        "price_column_change",
        "change of the price column",
        "Column of the price list less that of 3 months ago; below 0 prices rose.",
        "columns",
        -1,
        needs=("account_history.price_column",),
    ),
    Signal(
        "late_share",
        "late deliveries",
        "Share of the deliveries promised for the last 3 months that were not there on "
        "their day; unknown where none was promised.",
        "share",
        1,
        needs=_ORDERS,
    ),
    Signal(
        "late_change",
        "change of late deliveries",
        "Share of late deliveries of the last 3 months less that of the 3 before.",
        "share",
        1,
        needs=_ORDERS,
    ),
    Signal(
        "tickets",
        "complaints",
        "Tickets opened in the last 3 months; a demanding account may stay loyal.",
        "tickets",
        1,
        needs=("tickets.opened",),
        counts=True,
    ),
    Signal(
        "tickets_change",
        "change of complaints",
        "Tickets opened in the last 3 months less those of the 3 before.",
        "tickets",
        1,
        needs=("tickets.opened",),
        history=6,
        counts=True,
    ),
    Signal(
        "unresolved_share",
        "complaints not solved in 48 hours",
        "Share of the last 6 months' tickets not solved within 48 hours; unknown where "
        "there was none.",
        "share",
        1,
        needs=("tickets.closed",),
    ),
    Signal(
        "recovery_days",
        "days to solve a complaint",
        "Mean days from opening to closing of the tickets closed in the last 6 months; "
        "unknown where there was none.",
        "days",
        1,
        needs=("tickets.closed",),
    ),
    Signal(
        "disputes",
        "disputed invoices",
        "Invoices of the last 6 months that the account disputes.",
        "invoices",
        1,
        needs=("invoices.disputed",),
        counts=True,
    ),
    Signal(
        "overdue_share",
        "overdue share of the debt",
        "Share of what is owed that is past its due day; 0 where nothing is overdue.",
        "share",
        1,
        needs=_INVOICES,
    ),
    Signal(
        "overdue_change",
        "change of the overdue share",
        "Overdue share of the debt less that of 3 months ago.",
        "share",
        1,
        needs=_INVOICES,
    ),
    Signal(
        "coverage",
        "coverage of the deciding group",
        "Influence of the contacts who know the KAM and were met in the last 90 days, "
        "as a share of the influence of all.",
        "share",
        -1,
        needs=_PEOPLE,
    ),
    Signal(
        "coverage_change",
        "change of coverage",
        "Coverage less that of 3 months ago, as known then.",
        "share",
        -1,
        needs=_PEOPLE,
    ),
    Signal(
        "champions_lost",
        "champions who left",
        "Contacts with half of the influence or more who left in the last 6 months.",
        "contacts",
        1,
        needs=("contacts.left", "contact_history.influence"),
        counts=True,
    ),
    Signal(
        "visits_month",
        "visits a month",
        "Visits a month over the last 3 months; a KAM visits where danger is felt, so "
        "many visits may go with high risk without causing it.",
        "visits a month",
        0,
        needs=("activities.kind",),
        counts=True,
    ),
    Signal(
        "visits_change",
        "change of visits",
        "Visits a month over the last 3 months less those of the 3 before.",
        "visits a month",
        0,
        needs=("activities.kind",),
        history=6,
        counts=True,
    ),
    Signal(
        "calls_month",
        "calls a month",
        "Calls a month over the last 3 months.",
        "calls a month",
        0,
        needs=("activities.kind",),
        counts=True,
    ),
    Signal(
        "calls_change",
        "change of calls",
        "Calls a month over the last 3 months less those of the 3 before.",
        "calls a month",
        0,
        needs=("activities.kind",),
        history=6,
        counts=True,
    ),
    Signal(
        "offers",
        "competitors' offers",
        "Offers of competitors heard of in the last 6 months.",
        "offers",
        1,
        needs=("competitor_offers.month",),
        counts=True,
    ),
    Signal(
        "price_gap",
        "price gap to competitors",
        "By how much the cheapest offer of the last 6 months was below our price; "
        "unknown where none was heard of.",
        "share",
        1,
        needs=("competitor_offers.price_gap",),
    ),
    Signal(
        "tenure",
        "years with us",
        "Years since the first order, or since the account table says so.",
        "years",
        -1,
    ),
    Signal(
        "wallet_share",
        "share of wallet",
        "Revenue of the last 12 months over the KAM's estimate of what the account "
        "spends a year in our range.",
        "share",
        -1,
        needs=("accounts.wallet_estimate",),
        history=12,
    ),
)

SIGNALS: dict[str, Signal] = {signal.name: signal for signal in _ALL}
