"""How long each account of a company has been followed, and whether it was lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from kamlab.churn.definitions import LossDefinition, losses, names_of
from kamlab.churn.survival.curve import SurvivalCurve
from kamlab.churn.survival.kaplan_meier import LEVEL, kaplan_meier, safe_start
from kamlab.churn.survival.times import checked_times
from kamlab.company import Company
from kamlab.errors import NotEnoughDataError, RefusedError
from kamlab.measures import order_days
from kamlab.measures.rhythm import MIN_ORDERS
from kamlab.presentation import formats as f

Clock = Literal["age", "watched"]

DAYS_A_MONTH = 365 / 12  # a year has 365 days
UNSEEN_MONTHS = 6  # who orders so early in the books may well have ordered before


@dataclass(frozen=True)
class Lifetimes:
    """Accounts with the months they were followed.

    Parameters
    ----------
    table : DataFrame
        One row an account that can be followed: account_id, name, began (day the
        clock starts), ended (day of its loss, or last day on which a stop would
        show), followed_until (that last day), entry, duration (months since
        ``began``), lost (a flag).
    left_out : DataFrame
        account_id and why (words) of every account that cannot be followed.
    clock : str
        ``age``: since the relation began; ``watched``: since the books show it.
    definition : LossDefinition
        What counts as a loss.
    """

    table: pd.DataFrame
    left_out: pd.DataFrame
    clock: Clock
    definition: LossDefinition

    @property
    def words(self) -> str:
        """Say how many accounts are followed, how long, and who is left out."""
        table = self.table
        lost = int(table["lost"].sum())
        late = int((table["entry"] > 0).sum())
        parts = [
            f"{f.plural(len(table), 'account')} followed, {lost} lost.",
            f"{late:,} of them entered late: their relation began before a loss "
            "could be seen in the books, and they count at risk from then on only."
            if late
            else "",
            *(
                f"Left out: {f.plural(int(n), 'account')}, {why}."
                for why, n in self.left_out["why"].value_counts().items()
            ),
            self.definition.words,
        ]
        return " ".join(part for part in parts if part)

    def curve(
        self, *, level: float = LEVEL, start: float | None = None
    ) -> SurvivalCurve:
        """Draw up the survival curve of these accounts.

        Parameters
        ----------
        level : float
            Confidence of the interval.
        start : float, optional
            Age in months from which to tell; by default the age from which ten
            accounts or more are at risk, 0 where all are followed from their start.

        Raises
        ------
        NotEnoughDataError
            If no account was lost.
        UndefinedError
            If nobody is at risk at some age before the last account enters.
        """
        table = self.table
        if start is None:
            times = checked_times(table["duration"], table["lost"], table["entry"])
            start = safe_start(times)
        return kaplan_meier(
            table["duration"],
            table["lost"],
            table["entry"],
            level=level,
            start=start,
            definition=self.definition.words,
        )


def lifetimes(
    firm: Company,
    definition: LossDefinition | None = None,
    *,
    clock: Clock = "age",
) -> Lifetimes:
    """Say how long each account has been followed, and whether it was lost then.

    An account that still buys is followed up to the last day on which a stop would
    show by now (the cut-off less the silence that makes a loss): days after it hold
    no losses yet and would make the book look safer than it is. By its own rhythm an
    account can be lost from its fourth order on, so it is at risk from then.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    definition : LossDefinition, optional
        What counts as a loss; default the account's own rhythm.
    clock : str
        ``age`` counts from the start of the relation (``since``, else the first
        order). Where the relation is older than the books, the account enters late;
        where its start is not known, it is left out and named. ``watched`` counts
        from the day the books show it first, whatever its age.

    Returns
    -------
    Lifetimes
        A row an account that can be followed.

    Raises
    ------
    RefusedError
        If the definition is erosion, which is no end, or the clock is unknown.
    UndefinedError
        If the cut-off lies more than 60 days after the last order of all.
    NotEnoughDataError
        If no account can be followed.
    """
    chosen = definition or LossDefinition()
    if chosen.rule == "erosion":
        raise RefusedError(
            "Erosion is a partial loss: the account stays, so its life does not end. "
            "Choose rule='rhythm', 'silence' or 'contract'."
        )
    if clock not in ("age", "watched"):
        raise RefusedError(f"The clock is 'age' or 'watched', not '{clock}'.")
    table = losses(firm, chosen).table
    if table.empty:
        raise NotEnoughDataError(
            f"{firm.name} has no orders, so no account can be followed."
        )
    table["name"] = names_of(firm, table["account_id"])
    seen = _seen_from(firm, table, chosen)
    began = _since(firm, table) if clock == "age" else seen
    ended = table["lost_on"].fillna(table["followed_until"])
    months = (ended - began).dt.days / DAYS_A_MONTH
    # the day it came under observation counts, so the entry is the evening before
    entry = ((seen - began).dt.days - 1).clip(lower=0) / DAYS_A_MONTH
    told = table.assign(began=began, ended=ended, duration=months, entry=entry)
    why = _why_not(told, chosen)
    days = ["began", "ended", "followed_until"]
    columns = ["account_id", "name", *days, "entry", "duration", "lost"]
    kept = told.loc[why == "", columns].reset_index(drop=True)
    if kept.empty:
        raise NotEnoughDataError(
            f"None of {f.plural(len(table), 'account')} of {firm.name} can be "
            f"followed: {why.value_counts().index[0]}."
        )
    kept["lost"] = kept["lost"].astype(bool)
    left_out = table.assign(why=why).loc[why != "", ["account_id", "why"]]
    return Lifetimes(kept, left_out.reset_index(drop=True), clock, chosen)


def _seen_from(
    firm: Company, table: pd.DataFrame, definition: LossDefinition
) -> pd.Series:
    """Give the day from which a loss of the account would have been seen."""
    if definition.rule != "rhythm":
        return table["first_order"]
    days = order_days(firm)
    place = days.groupby("account_id").cumcount()
    told = days[place == MIN_ORDERS - 1].set_index("account_id")["day"]
    return pd.Series(told.reindex(table["account_id"]).to_numpy(), table.index)


def _since(firm: Company, table: pd.DataFrame) -> pd.Series:
    """Give the start of each relation; blank where it may lie before the books."""
    accounts = firm.frame("accounts")
    since = (
        table["account_id"].map(accounts.set_index("account_id")["since"])
        if (firm.has("accounts", "since"))
        else pd.Series(pd.NaT, table.index)
    )
    since = pd.to_datetime(since).astype(table["first_order"].dtype)
    until = pd.Timestamp(firm.first_date) + pd.DateOffset(months=UNSEEN_MONTHS)
    young = table["first_order"].where(table["first_order"] >= until)
    # an order before its own "since" is older evidence than that cell
    known = since.where(since <= table["first_order"], table["first_order"])
    return known.where(since.notna(), young)


def _why_not(told: pd.DataFrame, definition: LossDefinition) -> pd.Series:
    """Say why an account cannot be followed; empty where it can."""
    why = pd.Series("", told.index, dtype="str")
    short = (
        told["duration"].isna()
        | (told["duration"] < 0)
        | ((told["duration"] <= told["entry"]) & (told["entry"] > 0))
    )
    why[short] = "too new for a stop to show yet"
    why[told["began"].isna()] = (
        f"start unknown: they ordered in the first {UNSEEN_MONTHS} months of the books "
        "and no day of beginning is given"
    )
    untold = {
        "rhythm": "too few orders to know their rhythm",
        "contract": "no contract",
    }.get(definition.rule, "not told")
    why[told["lost"].isna()] = untold
    return why
