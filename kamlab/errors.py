"""Errors that say what is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class KamLabError(Exception):
    """Something the person at the keyboard can put right; the text says how."""


class RefusedError(KamLabError):
    """The request cannot be carried out as asked; nothing was started or changed."""


class MissingPartError(KamLabError):
    """This company lacks a table or column that one part of the work needs.

    Reports catch it: the part says what is missing, the rest of the report stands.
    """


class UndefinedError(KamLabError):
    """The figure has no meaning on these numbers, as a share of a total below 0."""


class NotEnoughDataError(KamLabError):
    """There is too little data for this method; the text says how much it needs."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Name the known word nearest to a misspelt one.

    Parameters
    ----------
    word : str
        What was typed.
    known : iterable of str
        What could have been meant.

    Returns
    -------
    str
        ``"; did you mean 'x'?"``, or a list of the known words where none is near.

    Examples
    --------
    >>> did_you_mean("key_shere", ["key_share", "strict"])
    "; did you mean 'key_share'?"
    """
    words = sorted(known)
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return f"; did you mean '{near[0]}'?"
    return "; known: " + ", ".join(words) if words else ""
