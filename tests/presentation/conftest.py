"""Hostile names, and a reader of pages that only a browser's rules bind."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pytest

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</td></tr></table><h1>",
    "</p><style>*{display:none}</style>",
    "&lt;b&gt; & <b>bold</b>",
    "' onmouseover='alert(1)",
    "<!-- hidden",
    "$5 a_day$ \\frac{1}{2} $",
    "🙂 株式会社 \u202etxt.exe",
)


class Seen(HTMLParser):
    """What a browser makes of a piece of HTML: its tags, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.tags.append("comment")


@pytest.fixture(params=HOSTILE)
def hostile(request: pytest.FixtureRequest) -> str:
    """A name nobody should have."""
    return str(request.param)


@pytest.fixture
def seen() -> Callable[[str], Seen]:
    """A function from HTML to what a browser makes of it."""
    return Seen
