"""Opaque ids: they tell neither size nor age nor role, and never move."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kamlab.simulation.orders import SLOTS
from kamlab.simulation.setup import Setup
from kamlab.simulation.streams import Ints, codes
from kamlab.simulation.traits import PRODUCTS

Texts = NDArray[np.object_]
CONTACT_SLOTS = 128  # a place at an account for every contact it could ever have
SUCCESSOR = 32  # first place of the champion's successors
HIDDEN = 16  # first place of the contacts who do not know the KAM
FURTHER = 100  # first place of contacts won by a lever


class Ids:
    """The ids of one company, made from places: account × month × slot.

    Parameters
    ----------
    setup : Setup
        The company before its first month.
    """

    def __init__(self, setup: Setup) -> None:
        world = setup.world
        self._n, self._seed = len(setup.traits), world.seed
        self._months = world.months
        self.accounts = self._codes("A", np.arange(self._n), self._n)
        self.kams = self._codes("K", np.arange(world.kams), world.kams)
        self.managers = self._codes("M", np.arange(3), 3)
        self.departments = self._codes("D", np.arange(3), 3)
        self.products = self._codes("S", np.arange(PRODUCTS), PRODUCTS)

    def _codes(self, prefix: str, keys: Ints, most: int) -> Texts:
        salt = self._seed * 128 + ord(prefix)
        return codes(prefix, keys, salt, most)

    def by_month(
        self, prefix: str, account: Ints, month: Ints | int, slot: Ints, slots: int
    ) -> Texts:
        """Give ids to things that happen in slots of an account's month."""
        keys = (account * self._months + month) * slots + slot
        return self._codes(prefix, keys, self._n * self._months * slots)

    def orders(self, account: Ints, month: Ints | int, slot: Ints) -> Texts:
        """Give the ids of orders."""
        return self.by_month("O", account, month, slot, SLOTS)

    def contacts(self, account: Ints, slot: Ints) -> Texts:
        """Give the ids of contacts by their place at the account."""
        keys = account * CONTACT_SLOTS + slot
        return self._codes("C", keys, self._n * CONTACT_SLOTS)

    def parents(self, group: Ints) -> Texts:
        """Give the ids of groups of accounts."""
        return self._codes("G", group, self._n)
