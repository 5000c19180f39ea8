from __future__ import annotations

import pandas as pd

from kamlab.cli.pages import page
from kamlab.presentation import Column, Table, Words
from kamlab.teaching.pages import Section


def test_everything_is_escaped_and_nothing_is_loaded() -> None:
    bad = "<script>alert(1)</script>\u202e"
    table = Table(pd.DataFrame({"a": [bad]}), {"a": Column(bad)}, bad)
    html = page(bad, bad, [Section(bad, [table, Words(bad)])])
    assert "<script" not in html and "\u202e" not in html
    assert html.count("&lt;script&gt;") >= 6
    assert "http" not in html.replace("http-equiv", "")
    assert html.startswith("<!DOCTYPE html>") and html.rstrip().endswith("</html>")
