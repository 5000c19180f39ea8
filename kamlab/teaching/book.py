"""What a question knows: the variables the learner's notebook holds right now."""

from __future__ import annotations

from collections.abc import Callable, Hashable, MutableMapping
from typing import Any, TypeVar

import pandas as pd

from kamlab.company import Company
from kamlab.company.settings import Settings
from kamlab.errors import KamLabError

M = TypeVar("M", bound=Settings)
T = TypeVar("T")


class SetUpError(KamLabError):
    """The notebook lacks something its set-up cell makes."""


class Book:
    """The variables of a notebook, read when a check is made.

    Parameters
    ----------
    namespace : mapping of str to object
        The notebook's ``globals()``.
    """

    def __init__(self, namespace: MutableMapping[str, Any]) -> None:
        self.namespace = namespace
        self._known: dict[Hashable, Any] = {}

    def company(self, name: str) -> Company:
        """Give the company that a variable holds.

        Raises
        ------
        SetUpError
            If the variable is missing or holds something else.
        """
        found = self.namespace.get(name)
        if not isinstance(found, Company):
            raise SetUpError(
                f"The variable {name} does not hold a company (any more). Run the "
                "set-up cell near the top again, then this one."
            )
        return found

    def settings(self, model: type[M]) -> M:
        """Give the settings that the variable ``settings`` holds.

        Raises
        ------
        SetUpError
            If the variable is missing or holds something else.
        """
        found = self.namespace.get("settings")
        if not isinstance(found, model):
            raise SetUpError(
                "The variable settings does not hold the settings (any more). Run the "
                "set-up cell near the top again, then this one."
            )
        return found

    def accounts(self, name: str) -> pd.DataFrame:
        """Give id and name of the accounts of a company, and of its groups."""
        firm = self.company(name)
        return self.once(("accounts", name), firm, lambda: _names(firm))

    def once(self, key: Hashable, firm: Company, make: Callable[[], T]) -> T:
        """Work something out once for a company, not at every check.

        Parameters
        ----------
        key : hashable
            What is worked out.
        firm : Company
            What it rests on; another company in the same variable is another entry.
        make : callable
            Works it out.
        """
        # the entry keeps the company, so that its id is not given to another
        place = (key, id(firm))
        if place not in self._known:
            self._known[place] = (firm, make())
        result: T = self._known[place][1]
        return result


def _names(firm: Company) -> pd.DataFrame:
    accounts = firm.frame("accounts")
    ids = accounts["account_id"].astype(str)
    names = accounts.get("name", ids)
    table = pd.DataFrame({"account_id": ids, "name": names.fillna(ids)})
    # groups, and accounts that order without a row of their own
    further = set(firm.frame("order_lines")["account_id"].astype(str))
    if "parent_id" in accounts:
        further |= set(accounts["parent_id"].dropna().astype(str))
    nameless = sorted(further - set(ids))
    extra = pd.DataFrame({"account_id": nameless, "name": nameless}, dtype="str")
    return pd.concat([table, extra], ignore_index=True)
