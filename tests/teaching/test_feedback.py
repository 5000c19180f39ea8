from __future__ import annotations

from kamlab.teaching.feedback import Said, State, Verdict


def test_words_come_first_and_are_escaped() -> None:
    verdict = Verdict("2.1", State.NOT_YET, ("You took <b>revenue</b>.",))
    bundle = verdict._repr_mimebundle_()
    assert bundle["text/plain"] == ("Question 2.1: not yet.\nYou took <b>revenue</b>.")
    html = bundle["text/html"]
    assert 'role="status"' in html
    assert "<strong>Question 2.1: not yet.</strong>" in html
    assert "<b>" not in html and "&lt;b&gt;revenue" in html


def test_every_state_says_its_name_without_colour() -> None:
    for state in State:
        bundle = Verdict("1.1", state)._repr_mimebundle_()
        assert f"Question 1.1: {state}." in bundle["text/plain"]


def test_a_hint_has_a_plain_twin() -> None:
    assert str(Said("Hint", "Divide.")) == "Hint\nDivide."
    assert Said("Hint", "Divide.")._repr_mimebundle_()["text/plain"] == "Hint\nDivide."
