"""What a check says: a state in words first, then sentences; colour comes second."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import Any


class State(StrEnum):
    """How an answer stands."""

    NOT_ATTEMPTED = "not attempted"
    NOT_YET = "not yet"
    CORRECT = "correct"
    DISCUSSION = "for class discussion"


_COLOURS = {
    State.NOT_ATTEMPTED: "#57606a",
    State.NOT_YET: "#8a4b00",
    State.CORRECT: "#0b6b3a",
    State.DISCUSSION: "#0b5d8a",
}


@dataclass(frozen=True)
class Verdict:
    """What a check answers.

    Parameters
    ----------
    question : str
        Number of the question.
    state : State
        How the answer stands.
    sentences : tuple of str
        What the learner reads.
    mistakes : tuple of str
        Names of the typical mistakes that explain the answer.
    """

    question: str
    state: State
    sentences: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The verdict as plain text, a sentence a line."""
        head = f"Question {self.question}: {self.state}."
        return "\n".join([head, *self.sentences])

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> dict[str, str]:
        head, *rest = self.text.splitlines()
        return boxed(head, rest, _COLOURS[self.state])


@dataclass(frozen=True)
class Said:
    """A hint or an explanation.

    Parameters
    ----------
    head : str
        What it is.
    text : str
        Its sentences, one a line.
    """

    head: str
    text: str

    def __str__(self) -> str:
        return f"{self.head}\n{self.text}"

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> dict[str, str]:
        return boxed(self.head, self.text.splitlines(), _COLOURS[State.DISCUSSION])


def boxed(head: str, lines: list[str], colour: str) -> dict[str, str]:
    """Show a bold line and sentences under it, with a twin in plain text.

    Parameters
    ----------
    head : str
        The line that says it all.
    lines : list of str
        Further sentences; everything is escaped.
    colour : str
        Of the bar at the side; it says nothing the words do not say.

    Returns
    -------
    dict of str to str
        ``text/html``, announced by screen readers as a status, and ``text/plain``.
    """
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    html = (
        '<div class="kamlab-check" role="status" style="border-left: 0.3rem solid '
        f'{colour}; padding: 0.2rem 0.9rem"><p><strong>{escape(head)}</strong></p>'
        f"{paragraphs}</div>"
    )
    return {"text/html": html, "text/plain": "\n".join([head, *lines])}
