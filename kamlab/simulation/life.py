"""One account's life in the books: what happened, and the day it fell silent."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd

from kamlab.company import Company
from kamlab.errors import RefusedError
from kamlab.measures import loss_confirmed_on, rhythm
from kamlab.presentation import formats as f
from kamlab.simulation.events import LANES, ONE, Events, names_of
from kamlab.simulation.tour_settings import TourSettings

GAP_K = 3.0  # silence of so many usual gaps is a loss, as in the early warning
LAST_DAYS = 183
TOLD_DAYS = 365  # a shorter life has no before to compare with


@dataclass(frozen=True)
class Life:
    """One account's life up to the cut-off.

    Parameters
    ----------
    account_id, name : str
        Which account.
    table : DataFrame
        Its events: day, lane, size.
    lanes : list of str
        The lanes the company keeps a book of.
    last_order, cut_off : Timestamp
        Its last order, and the day up to which the books go.
    left : bool
        Whether its silence makes a loss by its own rhythm.
    usual_gap : float
        Median days between two of its order days; blank below two.
    why_this_one : str
        The sentence that says how it was chosen.
    firm_name, currency : str
        As the company states them.
    """

    account_id: str
    name: str
    table: pd.DataFrame
    lanes: list[str]
    last_order: pd.Timestamp
    cut_off: pd.Timestamp
    left: bool
    usual_gap: float
    why_this_one: str
    firm_name: str
    currency: str

    @property
    def turn(self) -> pd.Timestamp:
        """The day its last half year up to the last order begins."""
        return self.last_order - pd.Timedelta(days=LAST_DAYS)

    def counts(self) -> dict[str, dict[str, int]]:
        """Count its events by lane: before, in the last half year, and all."""
        late_on = self.table["day"] > self.turn
        up_to = self.table["day"] <= self.last_order
        columns = {
            "before": self.table[~late_on],
            "last": self.table[late_on & up_to],
            "all": self.table,
        }
        return {
            name: {lane: int((t["lane"] == lane).sum()) for lane in self.lanes}
            for name, t in columns.items()
        }


def life_of(firm: Company, settings: TourSettings, happened: Events) -> Life:
    """Tell the life of one account from the books.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    settings : TourSettings
        Which account; where none is named, of those that fell silent the one with the
        most late deliveries and tickets in the half year up to its last order; where
        none fell silent, the one with the largest orders.
    happened : Events
        From :func:`kamlab.simulation.events.events`.

    Raises
    ------
    RefusedError
        If there is no such account, or it has not ordered yet.
    """
    table = rhythm(firm)
    table["left"] = loss_confirmed_on(table, GAP_K) <= pd.Timestamp(firm.cut_off)
    chosen, why = _choose(firm, settings, happened, table.set_index("account_id"))
    facts = table[table["account_id"] == chosen].iloc[0]
    mine = happened.table[happened.table["account_id"] == chosen]
    return Life(
        account_id=chosen,
        name=str(names_of(firm).get(chosen, chosen)),
        table=mine[["day", "lane", "size"]].reset_index(drop=True),
        lanes=happened.lanes,
        last_order=facts["last_order"],
        cut_off=pd.Timestamp(firm.cut_off),
        left=bool(facts["left"]),
        usual_gap=float(facts["median_gap"]),
        why_this_one=why,
        firm_name=firm.name,
        currency=firm.currency,
    )


def _named(firm: Company, account: str, table: pd.DataFrame) -> str:
    """Find an account by its id or its name."""
    if account in table.index:
        return account
    names = names_of(firm).reindex(table.index).dropna()
    found = names.index[names.str.casefold() == account.strip().casefold()]
    if len(found) == 1:
        return str(found[0])
    near = get_close_matches(account, [*table.index, *names], n=1)
    hint = f"did you mean '{near[0]}'?" if near else "write its id or its name."
    raise RefusedError(
        f"{firm.name} has no account '{account}' that has ordered; {hint}"
    )


def _choose(
    firm: Company, settings: TourSettings, happened: Events, table: pd.DataFrame
) -> tuple[str, str]:
    """Choose the account, and say how."""
    if settings.account:
        return _named(firm, settings.account, table), "You chose this account."
    gone = table[table["left"]]
    orders = happened.table[happened.table["lane"] == "orders"]
    worth = orders.groupby("account_id")["size"].sum()
    if gone.empty:
        return str(worth.idxmax()), (
            f"No account of {firm.name} has fallen silent by its own rhythm; this is "
            "the one that ordered most."
        )
    trouble = _trouble(happened, gone)
    long_enough = gone["last_order"] - gone["first_order"] >= pd.Timedelta(
        days=TOLD_DAYS
    )
    ranked = pd.DataFrame(
        {"long": long_enough, "trouble": trouble, "worth": worth.reindex(gone.index)}
    )
    by = ["long", "trouble", "worth"]
    best = ranked.sort_values(by, ascending=False, kind="stable").index[0]
    if len(gone) == 1:
        return str(best), "It is the one account that has fallen silent."
    most = f.plural(
        int(trouble[best]), "late delivery or ticket", "late deliveries and tickets"
    )
    return str(best), (
        f"Of the {len(gone)} accounts that have fallen silent, it had the most trouble "
        f"in its last half year: {most}. The middle one of them had "
        f"{f.number(float(trouble.median()), 1)}."
    )


def _trouble(happened: Events, gone: pd.DataFrame) -> pd.Series:
    """Count late deliveries and tickets in the half year up to the last order."""
    table = happened.table[happened.table["lane"].isin(["late", "tickets"])]
    last = table["account_id"].map(gone["last_order"])
    near = (table["day"] <= last) & (table["day"] > last - pd.Timedelta(days=LAST_DAYS))
    return table[near].groupby("account_id").size().reindex(gone.index, fill_value=0)


def life_sentence(life: Life) -> str:
    """Say what the account's life was, and how its end differed from its middle."""
    counts = life.counts()
    first = life.table.loc[life.table["lane"] == "orders", "day"].min()
    whole = ", ".join(
        f.plural(counts["all"][lane], ONE[lane], LANES[lane]) for lane in life.lanes
    )
    text = (
        f"{life.name}, {f.day(first)} to {f.day(life.last_order)}: {whole}. "
        f"{life.why_this_one}"
    )
    if counts["before"]["orders"] and "late" in life.lanes:
        before, last = (_per_hundred(counts[when]) for when in ("before", "last"))
        text += (
            f" Late deliveries for 100 orders: {last} in the half year up to its last "
            f"order, {before} before."
        )
    silent = f.plural((life.cut_off - life.last_order).days, "day")
    end = f"silent for {silent} at the cut-off ({f.day(life.cut_off)})"
    if life.usual_gap == life.usual_gap:
        gap = f.number(life.usual_gap, 1)
        end += f"; before, it usually ordered every {gap} days"
    verdict = "It has left" if life.left else "It is still there"
    return f"{text} {verdict}: {end}."


def _per_hundred(counts: dict[str, int]) -> str:
    return f.number(round(100 * counts["late"] / max(counts["orders"], 1)))
