"""The report as one HTML page: no code, no script, no address, figures described."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from threading import Lock
from typing import Any

from markupsafe import Markup

from kamlab.running.clean import clean, plain

TEMPLATES = Path(__file__).resolve().parent / "templates"
_one_at_a_time = Lock()  # runs of one command share the exporter
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")
_NAMELESS = re.compile(r"<IPython\.core\.display\.\w+ object>")
_WARNING = re.compile(r"^\S.*:\d+: \w*Warning: (?P<text>.*)\n(  .*\n?)?", re.MULTILINE)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def page(nb: Any, about: Mapping[str, Any]) -> str:
    """Write the page of an executed report.

    Parameters
    ----------
    nb : NotebookNode
        The executed notebook.
    about : mapping
        What stands above and below it: ``title``, ``facts``, ``parameters``,
        ``warnings``, ``missing_parts``, ``finding``, ``versions``, ``command``.

    Returns
    -------
    str
        A whole document that loads nothing and runs nothing.
    """
    from nbconvert.exporters.templateexporter import TemplateExporter

    # HTMLExporter's own method parses the whole page again to add alt texts; ours has
    # them, and what was made safe should not be written anew by another parser
    with _one_at_a_time:
        text, _ = TemplateExporter.from_notebook_node(
            _exporter(), nb, resources={"kamlab": {**about, **style()}}
        )
    return str(text)


@cache
def _exporter() -> Any:
    """Make nbconvert's exporter with our template, once: compiling it takes a while."""
    from nbconvert.exporters.html import HTMLExporter

    exporter = HTMLExporter(
        template_name="kamlab", extra_template_basedirs=[str(TEMPLATES)]
    )
    exporter.environment.autoescape = True
    exporter.environment.filters |= {
        "shown_output": shown_output,
        "shown_markdown": shown_markdown,
        "plain": plain,
        "highlight_code": plain,  # the base names it; no code is shown
    }
    return exporter


def style() -> dict[str, Any]:
    """Give the style sheet and the security policy that allows it and nothing else."""
    css = (TEMPLATES / "kamlab" / "style.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return {"css": Markup(css), "policy": policy}


def shown_markdown(text: str, drop_heading: str = "") -> Markup:
    """Turn the text of a markdown cell into safe HTML; the page has its own title.

    Parameters
    ----------
    text : str
        Markdown, which may hold HTML.
    drop_heading : str
        Left out where it is the first heading: the page shows it already.
    """
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    first, _, rest = text.strip().partition("\n")
    if drop_heading and first == f"# {drop_heading}":
        text = rest
    # the renderer adds a ¶ link to each heading, which is of no use on paper
    html = re.sub(
        r'<a class="anchor-link"[^>]*>[^<]*</a>', "", markdown2html_mistune(text)
    )
    return Markup(clean(html, demote=True))


def shown_output(output: Any) -> Markup:
    """Turn one output of a cell into safe HTML.

    Pictures become figures with their alt text and reading; HTML and markdown are
    rebuilt; everything else is shown as text. Scripts and widgets have no text.
    """
    if output.output_type == "stream":
        text = _joined(output.text)
        # warnings stand at the top of the page, without paths of this machine
        shown = _WARNING.sub("", text) if output.name == "stderr" else text
        return _as_text(shown, "messages")
    if output.output_type == "error":
        return _as_text(f"{output.ename}: {output.evalue}", "messages")
    data, notes = output.data, output.get("metadata", {})
    for kind in ("image/png", "image/jpeg", "image/svg+xml"):
        if kind in data:
            return picture(kind, data[kind], notes.get(kind, {}))
    if "text/html" in data:
        html = clean(_joined(data["text/html"]))
        return Markup(f'<div class="output">{html}</div>') if html.strip() else Markup()
    if "text/markdown" in data:
        return shown_markdown(_joined(data["text/markdown"]))
    text = _joined(data.get("text/latex") or data.get("text/plain", ""))
    # an object that only a browser could have shown
    return Markup() if _NAMELESS.fullmatch(text) else _as_text(text, "output")


def warnings_of(nb: Any) -> list[str]:
    """List the warnings that the cells of a notebook raised, each once."""
    found: dict[str, None] = {}
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                for match in _WARNING.finditer(_joined(output.text)):
                    found[match["text"].strip()] = None
    return list(found)


def picture(kind: str, content: Any, notes: Mapping[str, Any]) -> Markup:
    """Write a figure with its alt text, and its reading below it."""
    source = data_address(kind, content)
    if not source:
        return Markup()
    alt = escape(plain(notes.get("alt", "Chart without a description")))
    reading = escape(plain(notes.get("reading", "")))
    caption = f"<figcaption>{reading}</figcaption>" if reading else ""
    return Markup(f'<figure><img src="{source}" alt="{alt}">{caption}</figure>')


def data_address(kind: str, content: Any) -> str:
    """Put a picture into an address of its own; "" where it is no picture."""
    text = _joined(content)
    if kind == "image/svg+xml":
        text = base64.b64encode(text.encode()).decode()
    if not _BASE64.fullmatch(text):
        return ""
    return f"data:{kind};base64,{''.join(text.split())}"


def first_picture(nb: Any) -> tuple[str, str]:
    """Find the first picture of a notebook: its address and its alt text."""
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            content = output.get("data", {}).get("image/png")
            if content:
                alt = output.get("metadata", {}).get("image/png", {}).get("alt", "")
                return data_address("image/png", content), plain(alt)
    return "", ""


def _as_text(text: str, name: str) -> Markup:
    bare = _COLOURS.sub("", _joined(text)).strip("\n")
    if not bare.strip():
        return Markup()
    return Markup(f'<pre class="{name}">{escape(plain(bare))}</pre>')


def _joined(text: Any) -> str:
    return "".join(text) if isinstance(text, list) else str(text)
