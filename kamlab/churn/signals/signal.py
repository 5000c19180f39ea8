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
    """

    name: str
    title: str
    sentence: str
    unit: str
    direction: Direction
    needs: tuple[str, ...] = ()
    history: int = 0


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
)

SIGNALS: dict[str, Signal] = {signal.name: signal for signal in _ALL}
