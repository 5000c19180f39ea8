"""Question 7.4: which figures of a feature sheet come from the future."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kamlab.presentation import Column, Table
from kamlab.teaching.bank.losses import LossQuestion
from kamlab.teaching.parts import Part
from kamlab.teaching.question import Answers, mistake


@dataclass(frozen=True)
class Feature:
    """A figure somebody put on a sheet to foresee losses.

    Parameters
    ----------
    name : str
        What it is called.
    sentence : str
        What it holds.
    counts_to : int
        Days from the cut-off to the last event it counts.
    known_after : int
        Days from that event to the day it is known.
    """

    name: str
    sentence: str
    counts_to: int
    known_after: int = 0

    @property
    def leaks(self) -> bool:
        """Whether it is known only after the cut-off."""
        return self.counts_to + self.known_after > 0


FEATURES = (
    Feature("silence", "Days since the last order before the cut-off", 0),
    Feature("orders_after", "Orders of the quarter that contains the cut-off", 45),
    Feature("late", "Share of late deliveries of the three months before", 0),
    Feature("hours", "Hours until a ticket opened the day before was closed", -1, 9),
    Feature("visits", "Visits of the three months before", 0),
    Feature("farewell", "Reason the account gave when it left", 60),
    Feature("paid", "Days until the invoices of last week were paid", -3, 30),
    Feature("tenure", "Years since the first order", 0),
)
NAMES: dict[str, tuple[str, ...]] = {feature.name: () for feature in FEATURES}


class Q74(LossQuestion):
    """Find the leak: features that nobody could know on the evening of the cut-off."""

    number = "7.4"
    text = "Which figures of the sheet could nobody know on the evening of the cut-off?"
    rule = "S71"
    minutes = 5
    parts = (Part("leaks", "set", options=NAMES),)
    hints = (
        "Ask of each figure: on which day could somebody first write it down?",
        "An event before the cut-off may have an end after it: a ticket is closed "
        "later, an invoice is paid later.",
    )
    meaning = (
        "A model with a leak looks brilliant on the past and fails on Monday. A figure "
        "that is too good to be true is the first suspect."
    )
    explanation = (
        "A figure may be used when the day on which it is known is not after the "
        "cut-off. What counts is when it becomes known, not when its event began."
    )

    def sheet(self) -> Table:
        """Show the figures, to which day they count, and when they are known."""
        day = pd.Timestamp(self.book.company("firm").cut_off)
        frame = pd.DataFrame(
            [
                {
                    "name": feature.name,
                    "sentence": feature.sentence,
                    "counts_to": day + pd.Timedelta(days=feature.counts_to),
                    "known_after": feature.known_after,
                }
                for feature in FEATURES
            ]
        )
        columns = {
            "name": Column("Figure"),
            "sentence": Column("What it holds"),
            "counts_to": Column("Last event", "day"),
            "known_after": Column("Known so many days later", "number"),
        }
        return Table(frame, columns, f"Cut-off: {day:%Y-%m-%d}.")

    def reference(self) -> Answers:
        """Take the figures that are known after the cut-off."""
        return {"leaks": {feature.name for feature in FEATURES if feature.leaks}}

    @mistake(
        "You looked at the day of the event alone. Asked is the day on which the "
        "figure is known: a ticket of yesterday is not closed yet."
    )
    def by_event(self) -> Answers:
        """Forget that some figures need time."""
        return {
            "leaks": {feature.name for feature in FEATURES if feature.counts_to > 0}
        }

    @mistake(
        "You named the figures that can be used. Asked are those that cannot: known "
        "only after the cut-off."
    )
    def the_others(self) -> Answers:
        """Turn the question round."""
        return {"leaks": {feature.name for feature in FEATURES if not feature.leaks}}

    @mistake(
        "You named only what comes later by name. Figures that begin before the "
        "cut-off and end after it leak as well."
    )
    def farewell_only(self) -> Answers:
        """See only the plainest leak."""
        return {"leaks": {"farewell"}}
