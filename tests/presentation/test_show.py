from __future__ import annotations

import pytest

from kamlab.presentation import Words, in_words, notice, show


def html_of(words: Words) -> str:
    return words._repr_mimebundle_()["text/html"]


@pytest.mark.parametrize(("make", "kind"), [(Words, "words"), (notice, "notice")])
def test_a_hostile_sentence_stays_text(make, kind, hostile, seen) -> None:
    page = seen(html_of(make(hostile)))
    assert page.tags == ["p"]
    assert page.attributes == [("class", f"kamlab-{kind}")]
    assert page.text == hostile


def test_it_has_a_plain_twin(hostile) -> None:
    words = in_words(hostile)
    assert words._repr_mimebundle_()["text/plain"] == f"In words: {hostile}"
    assert str(words) == f"In words: {hostile}"


def test_line_breaks_start_paragraphs_and_blank_lines_none(seen) -> None:
    page = seen(html_of(Words("One.\n\n  \nTwo.\n")))
    assert page.tags == ["p", "p"]
    assert page.text == "One.Two."


def test_outside_a_notebook_showing_prints_the_plain_words(capsys) -> None:
    show(notice("No costs."), in_words("A buys most."))
    assert capsys.readouterr().out == "No costs.\nIn words: A buys most.\n"
