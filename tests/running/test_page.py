"""What the page says above the report, and how it fits narrow and wide windows."""

from __future__ import annotations

import nbformat
import pytest
from html_seen import seen

from kamlab.running.page import page, style


@pytest.fixture
def about() -> dict[str, object]:
    return {
        "title": "Key accounts",
        "finding": "One account leads.",
        "facts": [],
        "missing_parts": ["returns", "service"],
        "warnings": [],
        "parameters": [],
        "changed": 0,
        "command": "kamlab run key_accounts",
        "hashes": [],
        "versions": [],
    }


def test_what_is_not_known_is_named_with_what_follows(about: dict[str, object]) -> None:
    text = seen(page(nbformat.v4.new_notebook(), about)).text
    assert "Not known for this company" in text
    assert "a part of the cost that is not known counts 0" in text
    about["missing_parts"] = []
    text = seen(page(nbformat.v4.new_notebook(), about)).text
    assert "Not known" not in text


def test_wide_tables_and_charts_stay_readable() -> None:
    css = str(style()["css"])
    on_screen, _, on_paper = css.partition("@media print")
    assert "td.unbroken { white-space: nowrap; }" in on_screen
    assert "figure img { max-width: max(100%, 35rem); }" in on_screen
    assert "figure { margin: 1.4rem 0; overflow-x: auto; }" in on_screen
    assert "margin-inline: calc(-1 * var(--side))" in on_screen
    assert "--side: 0px" in on_paper
    assert "figure img { max-width: 100%; }" in on_paper
