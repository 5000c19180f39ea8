"""The gallery: one page with a card for every report of a command."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kamlab import __version__
from kamlab.running.clean import plain
from kamlab.running.folders import write_whole
from kamlab.running.job import Outcome
from kamlab.running.results import read_results


def write_gallery(folder: Path, title: str, outcomes: Sequence[Outcome]) -> Path:
    """Write ``index.html`` into a folder whose subfolders hold the results.

    Parameters
    ----------
    folder : Path
        Where the page goes; every result lies in a folder below it.
    title : str
        Heading of the page.
    outcomes : sequence of Outcome
        One card each, in this order; a failed report says so in words.

    Returns
    -------
    Path
        The page.
    """
    from jinja2 import Environment, FileSystemLoader

    from kamlab.running.page import TEMPLATES, style

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "kamlab"), autoescape=True
    )
    environment.filters["plain"] = plain
    good = sum(outcome.good for outcome in outcomes)
    page = environment.get_template("gallery.html.j2").render(
        title=title,
        summary=f"{good} of {len(outcomes)} reports are complete.",
        cards=[_card(folder, outcome) for outcome in outcomes],
        foot=f"KamLab {__version__}",
        **style(),
    )
    path = folder / "index.html"
    write_whole(path, page)
    return path


def _card(folder: Path, outcome: Outcome) -> dict[str, Any]:
    """Gather what one card shows."""
    result = folder / outcome.name
    has_page = (result / "report.html").is_file()
    recorded = read_results(result) if outcome.good else {}
    picture, alt = _picture(result) if outcome.good else ("", "")
    sentence = recorded.get("finding") or "The report is complete."
    if not outcome.good:
        words = str(outcome.status).replace("_", " ")
        sentence = f"This report did not complete ({words}): {outcome.sentence}."
    return {
        "good": outcome.good,
        "title": outcome.title,
        "sentence": sentence,
        "missing_parts": ", ".join(recorded.get("missing_parts", [])),
        "parameters": ", ".join(f"{n} {v}" for n, v in _shown_parameters(outcome)),
        "status": str(outcome.status).replace("_", " "),
        "seconds": f"{outcome.seconds:.1f}" if outcome.seconds else "",
        "picture": picture,
        "alt": alt,
        "link": f"{quote(outcome.name)}/report.html" if has_page else "",
        "invitation": "read the report" if outcome.good else "read the earlier result",
    }


def _shown_parameters(outcome: Outcome) -> list[tuple[str, object]]:
    """Choose the parameters a card has room for: the common ones and the changed."""
    common = ("company", "as_of", "period_months")
    return [
        (name.replace("_", " "), value)
        for name, value in outcome.parameters.items()
        if (name in common or name in outcome.changed) and value != ""
    ]


def _picture(result: Path) -> tuple[str, str]:
    """Take the first picture out of the executed notebook."""
    import nbformat

    from kamlab.running.page import first_picture

    text = (result / "report.ipynb").read_text(encoding="utf-8")
    return first_picture(nbformat.from_dict(json.loads(text)))
