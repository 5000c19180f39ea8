"""Errors: every kind is one of ours, and a misspelt word meets its neighbour."""

from __future__ import annotations

import pytest

from kamlab.errors import (
    KamLabError,
    MissingPartError,
    NotEnoughDataError,
    RefusedError,
    UndefinedError,
    did_you_mean,
)


@pytest.mark.parametrize(
    "kind", [RefusedError, MissingPartError, UndefinedError, NotEnoughDataError]
)
def test_one_except_catches_them_all(kind: type[KamLabError]) -> None:
    with pytest.raises(KamLabError, match="why, and what to do"):
        raise kind("why, and what to do")


def test_parts_that_a_report_can_do_without_are_no_refusals() -> None:
    for kind in (MissingPartError, UndefinedError, NotEnoughDataError):
        assert not issubclass(kind, RefusedError)


def test_the_nearest_word_is_named() -> None:
    known = ["key_share", "key_band_top", "strict"]
    assert did_you_mean("key_shere", known) == "; did you mean 'key_share'?"
    assert did_you_mean("Strict", known) == "; did you mean 'strict'?"


def test_far_from_all_the_known_words_are_listed_in_order() -> None:
    assert did_you_mean("zzz", ["b", "a"]) == "; known: a, b"
    assert did_you_mean("zzz", []) == ""
