"""Things a notebook shows: sentences and notices, escaped, with a plain-text twin."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any, Literal


@dataclass(frozen=True)
class Words:
    """A sentence or a short list of them, computed from the results.

    Parameters
    ----------
    text : str
        The sentence; a line break starts a new paragraph, blank lines are dropped.
    kind : str
        ``words`` for a reading, ``notice`` for something the reader must know.
    """

    text: str
    kind: Literal["words", "notice"] = "words"

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> dict[str, str]:
        html = "".join(
            f'<p class="kamlab-{self.kind}">{escape(line)}</p>'
            for line in self.text.splitlines()
            if line.strip()
        )
        return {"text/html": html, "text/plain": self.text}


def in_words(text: str) -> Words:
    """Say in words what a figure or a picture means.

    Examples
    --------
    >>> in_words("A & B buy most.")._repr_mimebundle_()["text/html"]
    '<p class="kamlab-words">In words: A &amp; B buy most.</p>'
    """
    return Words(f"In words: {text}")


def notice(text: str) -> Words:
    """Say something the reader must know, such as a part that is missing.

    Parameters
    ----------
    text : str
        The sentence, in plain words.
    """
    return Words(text, "notice")


def show(*things: Any) -> None:
    """Show charts, tables and sentences in a notebook, one after the other."""
    from IPython.display import display

    for thing in things:
        display(thing)
