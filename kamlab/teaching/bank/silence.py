"""Questions 7.1 and 7.2: rhythm by hand, and who is gone by the own rhythm."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from kamlab.churn.status import LOST
from kamlab.errors import NotEnoughDataError
from kamlab.measures import order_days
from kamlab.measures.rhythm import MIN_ORDERS, MIN_SILENT_DAYS
from kamlab.presentation import Column, Table
from kamlab.teaching.bank.losses import ACCOUNT_COLUMNS, LossQuestion
from kamlab.teaching.parts import Part, accounts
from kamlab.teaching.question import Answers, mistake

SHOWN_ORDERS, SHOWN_ACCOUNTS = 8, 10
STRIKE = 50  # days: longer than the gaps of many accounts, shorter than the 60 days


class Q71(LossQuestion):
    """Which accounts are gone by their own rhythm (gap rule)."""

    number = "7.1"
    text = (
        "A strike stops all orders for another 50 days. Which accounts of the table "
        "would then count as gone: silent for gap_k of their own usual gaps, and for "
        "60 days at least?"
    )
    rule = "S67"
    minutes = 6
    parts = (accounts("gone", of="firm"),)
    companies = ("polar",)  # no account of mini orders so often that 60 days decide
    hints = (
        "Multiply each account's usual gap by gap_k. If that is less than 60 days, "
        "take 60 days.",
        "Compare the days of silence with that figure, line by line. On the very day "
        "it is reached, the account counts as gone.",
    )
    meaning = (
        "The same silence is an alarm for one account and a holiday for another: only "
        "the own rhythm tells."
    )
    explanation = (
        "An account is gone when its silence has reached gap_k times its own usual gap "
        "and 60 days at least. The usual gap is the middle one, so that one long "
        "holiday does not move it."
    )

    def case(self) -> Table:
        """Show usual gap and silence of ten accounts after the strike."""
        day = pd.Timestamp(self.book.company("firm").cut_off)
        day += pd.Timedelta(days=STRIKE)
        columns = ACCOUNT_COLUMNS | {
            "median_gap": Column("Usual gap, days", "number"),
            "silent": Column("Silent for, days", "number"),
        }
        table = self._accounts()[list(columns)]
        return Table(table, columns, f"How it would stand on {day:%Y-%m-%d}, by id.")

    def _accounts(self) -> pd.DataFrame:
        """Take the accounts nearest to the line, half of them with short gaps."""
        table = self.status()
        table = table[(table["orders"] >= MIN_ORDERS) & (table["status"] != LOST)]
        if table.empty:
            raise NotEnoughDataError(
                f"No account that still buys has {MIN_ORDERS} orders, so none has a "
                "rhythm of its own."
            )
        table["silent"] = table["days_silent"] + STRIKE
        own = self.settings().gap_k * table["median_gap"]
        table["line"] = np.ceil(np.maximum(own, MIN_SILENT_DAYS).round(6))
        far = (table["silent"] - table["line"]).abs()
        often = far[own < MIN_SILENT_DAYS].nsmallest(SHOWN_ACCOUNTS // 2).index
        seldom = far[own >= MIN_SILENT_DAYS].nsmallest(SHOWN_ACCOUNTS // 2).index
        near = table.loc[often.union(seldom)]
        return near.sort_values("account_id", ignore_index=True)

    def _beyond(self, days: float | pd.Series[float]) -> Answers:
        table = self._accounts()
        return {"gone": set(table.loc[table["silent"] >= days, "account_id"])}

    def reference(self) -> Answers:
        """Hold every silence against the own rhythm."""
        return self._beyond(self._accounts()["line"])

    @mistake(
        "You used one line for all, 60 days. Asked is each account's own rhythm: gap_k "
        "times its usual gap, and 60 days only where that is less."
    )
    def sixty_days_for_all(self) -> Answers:
        """Ignore the rhythm."""
        return self._beyond(MIN_SILENT_DAYS)

    @mistake(
        "You left out the 60 days. Asked is the longer of the two: an account that "
        "orders every week may go on holiday."
    )
    def without_sixty_days(self) -> Answers:
        """Ignore the floor."""
        return self._beyond(self.settings().gap_k * self._accounts()["median_gap"])

    @mistake(
        "You compared the silence with one usual gap. Asked is gap_k of them: an order "
        "that is a little late is no loss."
    )
    def one_gap(self) -> Answers:
        """Take the usual gap itself for the line."""
        return self._beyond(self._accounts()["median_gap"])


class Q75(LossQuestion):
    """An account's usual gap, and the day its silence makes a loss, by hand."""

    number = "7.5"
    text = (
        "What is the usual gap of this account, in days, and on which day would its "
        "silence make a loss if no further order came?"
    )
    rule = "S71"
    minutes = 5
    parts = (Part("usual_gap", "num", tolerance=0.01), Part("lost_on", "date"))
    companies = ("polar",)  # the accounts of mini order at even gaps
    hints = (
        "Count the days from each order to the next; eight orders have seven gaps. "
        "Sort the gaps: the usual one is in the middle.",
        "From the last order, count the longer of 60 days and gap_k usual gaps. "
        "A part of a day counts as a day.",
        'A date is written as "2026-01-31".',
    )
    meaning = (
        "Put that day into the diary now. A call one week before it costs ten minutes; "
        "the day after it, there is nobody left to call."
    )
    explanation = (
        "The gaps are the days between two orders. The median is the middle of the "
        "sorted gaps: half are shorter, half longer. The loss is confirmed when the "
        "silence since the last order reaches gap_k medians, and 60 days at least."
    )

    def case(self) -> Table:
        """Show the last order days of one account."""
        days = self._days()
        frame = pd.DataFrame({"order": range(1, len(days) + 1), "day": days})
        columns = {"order": Column("Order", "number"), "day": Column("Day", "day")}
        return Table(frame, columns, f"The last orders of {self._name()}.")

    def _days(self) -> list[pd.Timestamp]:
        """Take the account whose last gaps have mean and median furthest apart."""
        days = order_days(self.book.company("firm"))
        status = self.status()
        buying = status.loc[status["status"] != LOST, "account_id"]
        days = days[days["account_id"].isin(buying)]
        last = days.groupby("account_id").tail(SHOWN_ORDERS)
        gaps = last.groupby("account_id")["day"].diff().dt.days
        table = gaps.groupby(last["account_id"]).agg(["count", "mean", "median"])
        table = table[table["count"] == SHOWN_ORDERS - 1]
        if table.empty:
            raise NotEnoughDataError(
                f"No account that still buys has {SHOWN_ORDERS} days with an order."
            )
        long = table["median"] * self.settings().gap_k > MIN_SILENT_DAYS
        table = table[long] if long.any() else table
        self._account = str((table["mean"] - table["median"]).abs().idxmax())
        return list(last.loc[last["account_id"] == self._account, "day"])

    def _name(self) -> str:
        names = self.book.accounts("firm").set_index("account_id")["name"]
        return str(names[self._account])

    def _answers(self, gap: float, start: pd.Timestamp, floor: float) -> Answers:
        wait = int(np.ceil(round(max(floor, self.settings().gap_k * gap), 6)))
        return {"usual_gap": gap, "lost_on": _day(start, wait)}

    def _gaps(self) -> tuple[np.ndarray, pd.Timestamp]:
        days = self._days()
        return np.diff(pd.DatetimeIndex(days).to_numpy()) / np.timedelta64(
            1, "D"
        ), days[-1]

    def reference(self) -> Answers:
        """Take the middle gap and count on from the last order."""
        gaps, last = self._gaps()
        return self._answers(float(np.median(gaps)), last, MIN_SILENT_DAYS)

    @mistake(
        "You took the mean gap. Asked is the middle one: a single long pause moves the "
        "mean, not the median."
    )
    def mean_gap(self) -> Answers:
        """Add up and divide."""
        gaps, last = self._gaps()
        return self._answers(float(np.mean(gaps)), last, MIN_SILENT_DAYS)

    @mistake(
        "You took the last gap only. Asked is the usual one: the middle of all that "
        "are shown."
    )
    def last_gap(self) -> Answers:
        """Look at the latest pause."""
        gaps, last = self._gaps()
        return self._answers(float(gaps[-1]), last, MIN_SILENT_DAYS)

    @mistake(
        "You counted from the cut-off. Asked is from the last order: the silence has "
        "begun already."
    )
    def from_the_cut_off(self) -> Answers:
        """Start today."""
        gaps, _ = self._gaps()
        today = pd.Timestamp(self.book.company("firm").cut_off)
        found = self._answers(float(np.median(gaps)), today, MIN_SILENT_DAYS)
        return {"lost_on": found["lost_on"]}


def _day(start: pd.Timestamp, days: int) -> date:
    return start.date() + timedelta(days=days)
