"""What a browser would make of a page, by the parsing algorithm browsers follow."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bleach._vendor import html5lib  # nbconvert brings it; the standard's own algorithm

_ADDRESSES = {"src", "href", "srcset", "action", "data", "poster", "background", "cite"}


@dataclass
class Seen:
    """Tags, attributes and text of a parsed page."""

    tags: list[str]
    attributes: list[tuple[str, str, str]]
    text: str


def seen(html: str) -> Seen:
    """Parse a page or a piece of one."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    tags, attributes, text = [], [], []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        tags.append(element.tag)
        attributes += [(element.tag, k, v) for k, v in element.attrib.items()]
        if element.tag != "style":
            text.append(element.text or "")
        text.append(element.tail or "")
    return Seen(tags, attributes, "".join(text))


def live_parts(html: str) -> list[str]:
    """Name everything in a page that could run, load or send something."""
    page = seen(html)
    bad = {"script", "iframe", "object", "embed", "form", "base", "link", "svg", "math"}
    found = [f"<{tag}>" for tag in page.tags if tag in bad]
    for tag, name, value in page.attributes:
        plain = re.sub(r"[\s\x00-\x1f]", "", value).lower()
        if name.startswith("on") or name == "style":
            found.append(f"{tag} {name}")
        if name in _ADDRESSES and not re.match(r"#|data:image/|[a-z_%0-9]+/", plain):
            found.append(f"{tag} {name}={value}")
        if "javascript:" in plain and name in _ADDRESSES:
            found.append(f"{tag} {name}={value}")
        if name == "http-equiv" and plain != "content-security-policy":
            found.append(f"{tag} {name}={value}")
    return found
