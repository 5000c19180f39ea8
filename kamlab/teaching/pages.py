"""What a page of the teaching room consists of; how it is written is not its matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kamlab.presentation import Table, Words


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it.

    Parameters
    ----------
    heading : str
        Plain text.
    things : sequence of Table or Words
        Tables and sentences; both escape what they show.
    """

    heading: str
    things: Sequence[Table | Words]


# title, one sentence that sums it up, sections -> a whole HTML document
PageWriter = Callable[[str, str, Sequence[Section]], str]
