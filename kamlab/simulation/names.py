"""Invented names of accounts: ordinary to read, none of a real firm."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kamlab.simulation.streams import Ints


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FIRST = _words(
    "Al Ber Cor Dal Es Fal Gren Hol Is Jar Kel Lor Mor Ner Os Pel Quin Ras Sel "
    "Tor Ul Var Wes Yar Zel Bran Drov Elv Frey Hal Ing Lin "
)
_SECOND = _words(
    "a e i o ar en im on ul and ev ing or um ath est il ova und ery at in el "
    "osk am edd ir ock usk ann oth ell "
)
_THIRD = _words(
    "mark vik dal sund borg holm ford stad wick lund berg haven mere stow by "
    "rud tal moor field wald minster quay nes gard "
)
_KIND = {
    "hospital": (
        "Hospital",
        "General Hospital",
        "Clinic",
        "University Clinic",
        "Health Centre",
        "Infirmary",
    ),
    "pharmacy chain": (
        "Pharmacies",
        "Apotheken",
        "Drugstores",
        "Chemists",
        "Pharmacy Group",
        "Care Shops",
    ),
    "distributor": (
        "Medical Trade",
        "Wholesale",
        "Distribution",
        "Supplies",
        "Trading",
        "Logistics",
    ),
}
INDUSTRY = {
    "hospital": "health care",
    "pharmacy chain": "retail",
    "distributor": "wholesale",
}
_STEMS = len(_FIRST) * len(_SECOND) * len(_THIRD)
_STRIDE = 10_007  # shares no factor with the number of stems: each comes up in turn


def account_names(channels: NDArray[np.object_], offset: int) -> NDArray[np.object_]:
    """Give each account a name of its own that fits its channel.

    Parameters
    ----------
    channels : array of str
        Channel of each account.
    offset : int
        Where in the list of stems to begin; differs from company to company.

    Returns
    -------
    array of str
        Names, no two alike.
    """
    place: Ints = np.arange(len(channels), dtype=np.int64)
    stem = (offset + place * _STRIDE) % _STEMS
    first, rest = stem % len(_FIRST), stem // len(_FIRST)
    second, third = rest % len(_SECOND), rest // len(_SECOND)
    turn = place // _STEMS  # beyond 24,576 accounts a stem comes up again
    names = []
    for i, channel in enumerate(channels):
        kinds = _KIND[str(channel)]
        name = _FIRST[first[i]] + _SECOND[second[i]] + _THIRD[third[i]]
        number = f" {turn[i] + 1}" if turn[i] else ""
        names.append(f"{name} {kinds[int(stem[i]) % len(kinds)]}{number}")
    return np.array(names, dtype=object)
