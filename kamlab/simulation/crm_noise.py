"""Let entries of the CRM be missing or wrong, after the truth is made.

Only what people enter by hand suffers: activities, tickets, contacts, offers and master
data. Orders, invoices, returns and costs come from other systems. Whether an entry
suffers follows from its own id, so a lever elsewhere changes no other entry's fate.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from kamlab.simulation.streams import Flags, Floats
from kamlab.simulation.world import World

WORDS = {
    "kind": ("visit", "call", "review"),
    "function": ("director", "finance", "technical", "purchasing", "user"),
    "topic": ("invoice", "wrong goods", "price", "documents", "late delivery"),
    "region": ("North", "South", "East", "West"),
}


class Blur:
    """Decides which entries of one table suffer, each by its own id.

    Parameters
    ----------
    world : World
        Its seed, and the shares of missing and of wrong entries.
    frame : DataFrame
        The table.
    key : list of str
        The columns that name an entry.
    """

    def __init__(self, world: World, frame: pd.DataFrame, key: list[str]) -> None:
        self._world, self.frame = world, frame.copy()
        names = frame[key[0]].astype(str)
        for column in key[1:]:
            names = names + "|" + frame[column].astype(str)
        self._names = names.to_numpy(dtype=object)

    def throw(self, salt: str) -> Floats:
        """Give a number from 0 to 1 for each entry, the same whatever stands around."""
        hash_key = f"{self._world.seed:010d}{salt:_<6.6}"
        mixed = pd.util.hash_array(
            self._names, encoding="utf8", hash_key=hash_key, categorize=False
        )
        return (mixed >> np.uint64(11)).astype(np.float64) / float(1 << 53)

    def drop(self) -> Blur:
        """Leave out entries that nobody made."""
        keep = self.throw("drop") >= self._world.crm_missing
        self.frame, self._names = self.frame[keep], self._names[keep]
        return self

    def blank(self, *columns: str) -> Blur:
        """Leave fields blank, all named columns of an entry together."""
        hit = self.throw("?" + columns[0]) < self._world.crm_missing
        for column in columns:
            self.frame[column] = self.frame[column].where(~hit)
        return self

    def wrong(
        self, column: str, change: Callable[[pd.Series, Floats], pd.Series]
    ) -> Blur:
        """Put something wrong into a column.

        Parameters
        ----------
        column : str
            The column.
        change : callable
            Takes its values and a number from 0 to 1 for each, gives wrong values.
        """
        hit: Flags = self.throw("!" + column) < self._world.crm_wrong
        new = change(self.frame[column], self.throw("=" + column))
        self.frame[column] = self.frame[column].where(~hit, new)
        return self


def _word(values: pd.Series, u: Floats) -> pd.Series:
    """Choose another word, as a hand slips in a list."""
    words = np.array(WORDS[str(values.name)], dtype=object)
    return pd.Series(words[(u * len(words)).astype(int)], index=values.index)


def _earlier(values: pd.Series, u: Floats) -> pd.Series:
    """Take a day up to three weeks earlier."""
    back = pd.to_timedelta(1 + (20 * u).astype(int), unit="D")
    return (values - back).astype(values.dtype)


def _zero(values: pd.Series, u: Floats) -> pd.Series:
    """Write a zero too many, or one too few."""
    return (values * np.where(u < 0.5, 10.0, 0.1)).round(2)


def _activities(world: World, frame: pd.DataFrame) -> pd.DataFrame:
    blur = Blur(world, frame, ["activity_id"]).drop()
    return blur.blank("contact_id").blank("minutes").wrong("kind", _word).frame


def _tickets(world: World, frame: pd.DataFrame) -> pd.DataFrame:
    blur = Blur(world, frame, ["ticket_id"]).drop()
    blur.blank("closed", "reopened").blank("topic")
    blur.wrong("topic", _word)
    return blur.wrong("severity", lambda v, u: v * 0 + 1 + (3 * u).astype(int)).frame


def _contacts(world: World, frame: pd.DataFrame) -> pd.DataFrame:
    blur = Blur(world, frame, ["contact_id"])
    return blur.blank("left").blank("function").wrong("function", _word).frame


def _contact_history(world: World, frame: pd.DataFrame) -> pd.DataFrame:
    blur = Blur(world, frame, ["contact_id", "valid_from"])
    blur.blank("influence").blank("attitude")
    return blur.wrong("knows_kam", lambda v, _: ~v.astype(bool)).frame


def _offers(world: World, frame: pd.DataFrame) -> pd.DataFrame:
    blur = Blur(world, frame, ["account_id", "month"]).drop()
    blur.blank("price_gap")
    return blur.wrong("price_gap", lambda v, u: (v * 2 * u).round(3)).frame


def _accounts(world: World, frame: pd.DataFrame) -> pd.DataFrame:
    blur = Blur(world, frame, ["account_id"])
    blur.blank("region").blank("industry").blank("contract_end")
    blur.blank("wallet_low", "wallet_estimate", "wallet_high")
    return blur.wrong("region", _word).wrong("wallet_estimate", _zero).frame


def _account_history(world: World, frame: pd.DataFrame) -> pd.DataFrame:
    blur = Blur(world, frame, ["account_id", "valid_from"])
    for rating in ("innovator", "openness", "competence"):
        blur.blank(rating)
        blur.wrong(rating, lambda v, u: v * 0 + 1 + (5 * u).astype(int))
    return blur.frame


BLURRED: dict[str, Callable[[World, pd.DataFrame], pd.DataFrame]] = {
    "activities": _activities,
    "tickets": _tickets,
    "contacts": _contacts,
    "contact_history": _contact_history,
    "competitor_offers": _offers,
    "accounts": _accounts,
    "account_history": _account_history,
}


def blurred(world: World, name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Give a table as it stands in a badly kept CRM.

    Parameters
    ----------
    world : World
        ``crm_missing`` and ``crm_wrong`` say how badly; at 0 nothing changes.
    name : str
        Name of the table; tables of other systems stay as they are.
    frame : DataFrame
        The table as it should be.
    """
    if name not in BLURRED or not (world.crm_missing or world.crm_wrong):
        return frame
    return BLURRED[name](world, frame)
