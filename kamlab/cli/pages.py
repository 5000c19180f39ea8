"""Pages of the teaching commands, in the style and with the safety of reports."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from kamlab import __version__
from kamlab.presentation import Chart
from kamlab.running.clean import clean, plain
from kamlab.running.page import style
from kamlab.teaching.pages import Section


@dataclass(frozen=True)
class Links:
    """Pages beside this one.

    Parameters
    ----------
    pages : sequence of (str, str)
        File name and words of each.
    """

    pages: Sequence[tuple[str, str]]


def page(title: str, summary: str, sections: Sequence[Section]) -> str:
    """Write one HTML page: no script, no address, everything escaped.

    Parameters
    ----------
    title : str
        Its heading.
    summary : str
        One sentence below it.
    sections : sequence of Section
        Headings with tables and sentences.

    Returns
    -------
    str
        A whole document that loads nothing and runs nothing.
    """
    look = style()
    head = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{look["policy"]}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="generator" content="KamLab">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{_text(title)}</title>\n<style>{look['css']}</style>\n</head>\n"
    )
    body = "".join(
        f"<section><h2>{_text(section.heading)}</h2>\n"
        + "".join(
            f'<div class="output">{_shown(thing)}</div>\n' for thing in section.things
        )
        + "</section>\n"
        for section in sections
    )
    return (
        f'{head}<body class="gallery">\n<header>\n<p class="kit">KamLab</p>\n'
        f"<h1>{_text(title)}</h1>\n"
        f'<p class="finding">{_text(summary)}</p>\n</header>\n<main>\n{body}</main>\n'
        f'<footer><p class="versions">KamLab {__version__}</p></footer>\n'
        "</body>\n</html>\n"
    )


def _text(text: str) -> str:
    return escape(plain(text))


def _shown(thing: object) -> str:
    if isinstance(thing, Links):
        lines = [
            f'<li><a href="{escape(href)}">{_text(text)}</a></li>'
            for href, text in thing.pages
        ]
        return f"<ul>{''.join(lines)}</ul>"
    if isinstance(thing, Chart):
        picture = base64.b64encode(thing.png).decode("ascii")
        return (
            f'<figure><img src="data:image/png;base64,{picture}" '
            f'alt="{_text(thing.alt)}"><figcaption>{_text(thing.reading)}</figcaption>'
            "</figure>"
        )
    bundle: dict[str, str] = thing._repr_mimebundle_()  # type: ignore[attr-defined]
    return clean(bundle["text/html"])
