from __future__ import annotations

import pytest
from html_seen import live_parts, seen
from hypothesis import given
from hypothesis import strategies as st

from kamlab.running.clean import clean, plain

PIECES = """
<script> </script> <style> </style> <svg/onload=x> <img/src=//e.x/a/onerror=b> <math>
<a/href=javascript:x> </a> <table> </table> <td> </td> <p> </p> <b> </b> <!-- --> <br/>
<![CDATA[ ]]> <?php ?> &lt;script&gt; &#60;script&#62; <title> </title> <textarea> <p
<iframe/srcdoc='<script>'> <form/action=x> <p/style=a:b> < > " ' ` <noscript> <xmp>
<template> <plaintext> <base/href=//e.x> <a/href='#x'> <td/colspan=2> <select> <option>
"""
pieces = st.sampled_from([*PIECES.split(), " ", "\n", "\x00", "\u202e", "Nord & Co"])


@given(st.lists(pieces, max_size=12).map("".join) | st.text(max_size=60))
def test_whatever_goes_in_nothing_live_comes_out(html: str):
    page = clean(html)
    assert live_parts(page) == []
    assert {name for _, name, _ in seen(page).attributes} <= {
        "class",
        "colspan",
        "rowspan",
        "scope",
        "href",
    }


@pytest.mark.parametrize(
    "html, result",
    [
        ("a < b & c", "a &lt; b &amp; c"),
        ("<p>one<p>two", "<p>one<p>two</p></p>"),
        ("</div></main><b>x", "&lt;/main&gt;<b>x</b>"),
        ("<b><i>x</b>y</i>", "<b><i>x</i></b>y"),
        ("<style>p{}</style>x", "x"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('<p style="x" class="a b">y</p>', '<p class="a b">y</p>'),
        ('<td colspan="2" width="9">x</td>', '<td colspan="2">x</td>'),
        ('<a href="http://x">y</a>', "<a>y</a>"),
        ('<a href="#part">y</a>', '<a href="#part">y</a>'),
        ("<td>1,234.50</td>", '<td class="number">1,234.50</td>'),
        ("<td>22.0 % key</td>", '<td class="number">22.0 % key</td>'),
        ("<td>-3.1 %</td>", '<td class="number">-3.1 %</td>'),
        ("<td>12 EUR</td>", '<td class="number">12 EUR</td>'),
        ("<td>2024-01-02</td>", '<td class="unbroken">2024-01-02</td>'),
        ("<td>2024 Q1</td>", '<td class="unbroken">2024 Q1</td>'),
        ("<td>Nord und Ost</td>", '<td class="unbroken">Nord und Ost</td>'),
        (f"<td>{'x ' * 20}</td>", f'<td class="long">{"x " * 20}</td>'),
        ("<td></td><td>A-17</td>", '<td></td><td class="unbroken">A-17</td>'),
        (
            "<td>1</td><td>a b</td>",
            '<td class="number">1</td><td class="unbroken">a b</td>',
        ),
        ("<td></td><td></td><td>a b</td>", "<td></td><td></td><td>a b</td>"),
        ("a<br/>b", "a<br>b"),
        ("<td>Nord</td>", "<td>Nord</td>"),
    ],
)
def test_examples(html: str, result: str):
    assert clean(html) == result


def test_the_head_of_a_column_of_figures_is_marked():
    head = "<tr><th>Account</th><th>EUR</th></tr>"
    rows = "<tr><td>Nord</td><td>1.00</td></tr><tr><td>5</td><td>2</td></tr>"
    page = clean(f"<table>{head}{rows}<tr><td>Ost</td><td>-</td></tr></table>")
    assert "<th>Account</th>" in page
    assert '<th class="number">EUR</th>' in page


def test_headings_move_down():
    assert clean("<h1>a</h1><h2>b</h2>", demote=True) == "<h2>a</h2><h2>b</h2>"


def test_direction_marks_can_be_seen():
    assert plain("a\u202eb\u2066c") == "a[U+202E]b[U+2066]c"
