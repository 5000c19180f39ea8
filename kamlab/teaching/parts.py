"""One answer of a question: its variable, and what it may look like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["num", "set", "order", "choice", "date", "frame", "func"]


@dataclass(frozen=True)
class Part:
    """One answer of a question.

    Parameters
    ----------
    name : str
        The notebook's variable it is written to.
    kind : str
        ``num``, ``set``, ``order``, ``choice``, ``date``, ``frame`` or ``func``.
    unit : str
        ``share`` for 0–1 (per cent is understood where it is unmistakable).
    tolerance : float
        How far a number may be off and still count.
    accounts_of : str
        The notebook's variable with the company whose accounts are named, by id or
        name; empty where the items are no accounts.
    options : mapping of str to sequence of str
        What may be chosen, or be in the set: each with further words for it.
    called : str
        What learners read in place of ``name``, where that is no variable of theirs.
    key : sequence of str
        ``frame``: the columns that name a row.
    inputs : sequence of tuple
        ``func``: what the function is tried on.
    """

    name: str
    kind: Kind
    unit: str = ""
    tolerance: float = 1e-6
    accounts_of: str = ""
    options: Mapping[str, Sequence[str]] = field(default_factory=dict)
    key: Sequence[str] = ()
    inputs: Sequence[tuple[Any, ...]] = ()
    called: str = ""

    @property
    def words(self) -> str:
        """How learners know it."""
        return self.called or self.name


YES_NO: Mapping[str, Sequence[str]] = {
    "yes": ("true", "y", "1"),
    "no": ("false", "n", "0"),
}


def accounts(name: str, of: str) -> Part:
    """Ask for a set of accounts of one company.

    Parameters
    ----------
    name : str
        Variable of the answer.
    of : str
        Variable of the company.
    """
    return Part(name, "set", accounts_of=of)


def share(name: str, tolerance: float = 0.001) -> Part:
    """Ask for a share 0–1, right to a tenth of a point.

    Parameters
    ----------
    name : str
        Variable of the answer.
    tolerance : float
        How far it may be off, 0–1.
    """
    return Part(name, "num", unit="share", tolerance=tolerance)


def yes_no(name: str, called: str = "") -> Part:
    """Ask for yes or no; True and False, 1 and 0 are understood.

    Parameters
    ----------
    name : str
        Variable of the answer.
    called : str
        What learners read in its place, where several answers share a variable.
    """
    return Part(name, "choice", options=YES_NO, called=called)
