"""Make the HTML of a cell safe: rebuilt from a short list, everything else escaped.

Nothing is passed through. The parser's events are written anew: tags and attributes
from the list, text with its special characters escaped; any other tag becomes text
that can be read. So no script, handler, style, address or form survives, whatever an
account calls itself, and nothing that somebody wrote is hidden but style sheets.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from html.parser import HTMLParser

_BLOCKS = "p div table thead tbody tfoot tr ul ol li dl dt dd blockquote pre"
_HEADINGS = "h1 h2 h3 h4 h5 h6"
_INLINE = "span b strong i em u s small sub sup code kbd abbr th td caption a"
_SINGLE = frozenset({"br", "hr"})
_TAGS = frozenset(f"{_BLOCKS} {_HEADINGS} {_INLINE} details summary".split()) | _SINGLE
_ATTRIBUTES = {
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "a": {"href"},
}
_CLASS = re.compile(r"[A-Za-z0-9 _-]{1,100}")
_PLACE = re.compile(r"#[A-Za-z0-9_-]{1,100}")
_COUNT = re.compile(r"[0-9]{1,3}")
# "1,234.50", "12.0 %", "3 EUR", "22.0 % critical", or the sign for none
_NUMBER = re.compile(
    r"[-−+]?[0-9][0-9 ,.\u202f\xa0]*( ?(%|[A-Z]{3}))?( [a-z]+)?|[-–—]|n/a"
)
# What is read as one piece: days, spans of them, quarters, ids such as "A-17"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_PIECE = re.compile(
    rf"{_DAY}( (to|–) {_DAY})?|[0-9]{{4}} Q[1-4]|(?=[^ ]*[0-9])[A-Za-z0-9_.-]{{1,24}}"
)
_SHORT_NAME = 30  # characters; a name of so many stays on one line
# Characters that turn the reading direction round and so disguise what follows
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def plain(text: object) -> str:
    """Give any text in a form in which direction marks can be seen.

    Examples
    --------
    >>> plain("abc\u202exe.txt")
    'abc[U+202E]xe.txt'
    """
    return _DIRECTION.sub(lambda m: f"[U+{ord(m[0]):04X}]", str(text))


def clean(html: str, demote: bool = False) -> str:
    """Rebuild HTML from the tags and attributes that a report may hold.

    Parameters
    ----------
    html : str
        Anything.
    demote : bool
        Whether first-level headings move down, because the page has its own.

    Returns
    -------
    str
        Balanced HTML without script, style, handler or address.

    Examples
    --------
    >>> clean('<b onclick="x()">Nord</b> <img src="x">')
    '<b>Nord</b> &lt;img src=&quot;x&quot;&gt;'
    """
    builder = _Builder(demote)
    builder.feed(html)
    builder.close()
    return builder.result()


class _Builder(HTMLParser):
    """Writes allowed tags anew and keeps them balanced."""

    def __init__(self, demote: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._demote = demote
        self._out: list[str] = []
        self._open: list[str] = []
        self._in_style = False
        self._columns = _Columns()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "style":
            self._in_style = True
        elif tag not in _TAGS:
            self.handle_data(self.get_starttag_text() or "")
        if tag not in _TAGS:
            return
        tag = self._level(tag)
        kept = "".join(
            f' {name}="{escape(value)}"'
            for name, value in attrs
            if value is not None and _allowed(tag, name, value)
        )
        self._columns.started(tag, len(self._out))
        self._out.append(f"<{tag}{kept}>")
        if tag not in _SINGLE:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "style":
            self._in_style = False
        elif tag not in _TAGS:
            self.handle_data(f"</{tag}>")
        if tag not in _TAGS:
            return
        tag = self._level(tag)
        if tag not in self._open:
            return
        while True:
            last = self._open.pop()
            self._columns.ended(last, self._out)
            self._out.append(f"</{last}>")
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self._out.append(escape(plain(data)))

    def result(self) -> str:
        """Give what was built, with all that is still open closed."""
        return "".join(self._out + [f"</{tag}>" for tag in reversed(self._open)])

    def _level(self, tag: str) -> str:
        return "h2" if self._demote and tag == "h1" else tag


class _Columns:
    """Marks cells of figures, the heads of their columns, and cells of one piece."""

    def __init__(self) -> None:
        self._reset()

    def _reset(self) -> None:
        self._column = -1
        self._cell = 0  # where the start tag of the cell being read lies
        self._heads: dict[int, int] = {}
        self._cells: Counter[int] = Counter()
        self._figures: Counter[int] = Counter()

    def started(self, tag: str, place: int) -> None:
        if tag == "table":
            self._reset()
        elif tag == "tr":
            self._column = -1
        elif tag in {"td", "th"}:
            self._column += 1
            self._cell = place
            if tag == "th" and not self._cells:
                self._heads[self._column] = place

    def ended(self, tag: str, out: list[str]) -> None:
        if tag == "td":
            self._cells[self._column] += 1
            text = "".join(out[self._cell + 1 :]).strip()
            if _NUMBER.fullmatch(text):
                self._figures[self._column] += 1
                _mark(out, self._cell, "number")
            elif _breaks(text) and (_PIECE.fullmatch(text) or self._names(text)):
                _mark(out, self._cell, "unbroken")
            elif len(text) > _SHORT_NAME:
                _mark(out, self._cell, "long")
        elif tag == "table":
            for column, place in self._heads.items():
                if self._figures[column] * 2 > self._cells[column]:
                    _mark(out, place, "number")

    def _names(self, text: str) -> bool:
        """Say whether a cell is a short name that its row begins with."""
        return self._column < 2 and "<" not in text and len(text) <= _SHORT_NAME


def _breaks(text: str) -> bool:
    """Say whether a browser might break a line within a text."""
    return " " in text or "-" in text


def _mark(out: list[str], place: int, name: str) -> None:
    if out[place] in {"<td>", "<th>"}:
        out[place] = out[place].replace(">", f' class="{name}">')


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "class":
        return bool(_CLASS.fullmatch(value))
    if name not in _ATTRIBUTES.get(tag, set()):
        return False
    if name == "href":
        return bool(_PLACE.fullmatch(value))
    if name == "scope":
        return value in {"row", "col"}
    return bool(_COUNT.fullmatch(value))
