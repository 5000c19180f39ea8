from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.model import ModelSettings
from kamlab.churn.model.examine import examine, left_out_sentence
from kamlab.errors import MissingPartError, NotEnoughDataError, UndefinedError


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "account_id": ["B", "A", "B", "C"],
            "cut_off": pd.to_datetime(["2024-03-31"] * 2 + ["2024-06-30"] * 2),
            "good": [1.0, np.nan, 3.0, 4.0],
            "written": ["1", "2.5", None, "4"],
            "words": ["high", "1", "low", None],
            "constant": [2.0] * 4,
            "rare": [np.nan, np.nan, np.nan, 1.0],
            "empty": [np.nan] * 4,
            "once": [5.0, 5.0, np.nan, 5.0],
            "endless": [1.0, np.inf, 2.0, 3.0],
            "day": pd.to_datetime(["2024-01-01"] * 4),
            "flag": [True, False, True, True],
            "known": pd.to_datetime(["2024-03-30", None, "2024-07-02", "2024-06-30"]),
            "lost": [False, False, True, False],
        }
    )


def test_usable_signals_become_numbers(frame) -> None:
    data = examine(frame, ["good", "written", "flag"])
    assert data.features == ("good", "written", "flag")
    np.testing.assert_array_equal(data.values[:, 1], [1, 2.5, np.nan, 4])
    np.testing.assert_array_equal(data.values[:, 2], [1, 0, 1, 1])
    assert data.lost.tolist() == [False, False, True, False]
    assert data.names[data.accounts].tolist() == ["B", "A", "B", "C"]
    assert (data.events, data.kept, data.dropped) == (1, 2, {})


def test_every_useless_signal_is_named_with_its_reason(frame) -> None:
    bad = ["words", "constant", "rare", "empty", "once", "endless", "day", "lost"]
    data = examine(frame, ["good", *bad])
    assert data.features == ("good",)
    assert data.dropped == {
        "words": "it holds text in 2 rows, such as 'high'",
        "constant": "it is 2 in every row",
        "rare": "it is unknown in 75 % of the rows",
        "empty": "it is unknown in every row",
        "once": "it is 5 wherever it is known",
        "endless": "it is infinite in 1 row",
        "day": "it holds days, not numbers",
        "lost": "it is the label itself",
    }
    words = left_out_sentence(data.dropped)
    assert words.startswith(
        "Left out: words (it holds text in 2 rows, such as 'high');"
    )
    assert left_out_sentence({}) == ""


def test_how_much_may_be_unknown_is_a_setting(frame) -> None:
    frame["rare"] = [np.nan, np.nan, 1.0, 2.0]
    assert examine(frame, ["good", "rare"]).features == ("good", "rare")
    strict = ModelSettings(most_missing=0.4)
    assert examine(frame, ["good", "rare"], settings=strict).features == ("good",)


def test_what_became_known_after_the_cut_off_is_named(frame) -> None:
    data = examine(frame, ["good", "written"], known_on={"good": "known"})
    assert data.dropped == {
        "good": "known only afterwards in 1 row, as on 2024-07-02 for the cut-off "
        "2024-06-30"
    }
    with pytest.raises(MissingPartError, match="column 'knwon' is not there; did you"):
        examine(frame, ["good"], known_on={"good": "knwon"})


def test_rows_without_a_label_are_left_out_and_counted(frame) -> None:
    frame["lost"] = pd.array([True, None, False, None], dtype="boolean")
    data = examine(frame, ["good"])
    assert len(data.lost) == 2 and data.notes == ("2 rows without a label left out.",)
    frame["lost"] = [1, 0, 1, 0]
    assert examine(frame, ["good"]).lost.tolist() == [True, False, True, False]


@pytest.mark.parametrize(
    "change, asked, error, words",
    [
        (
            {},
            ["god"],
            MissingPartError,
            "The signal 'god' is not .*did you mean 'good'",
        ),
        ({"lost": None}, ["good"], MissingPartError, "No row says whether"),
        (
            {"lost": "Yes"},
            ["good"],
            UndefinedError,
            "must be true or false; found 'Yes'",
        ),
        ({"account_id": None}, ["good"], MissingPartError, "do not say which account"),
        ({}, [], NotEnoughDataError, "No signal was given"),
        (
            {},
            ["constant", "empty"],
            NotEnoughDataError,
            "None of 2 signals can be used",
        ),
    ],
)
def test_what_cannot_work_is_said_in_a_sentence(frame, change, asked, error, words):
    with pytest.raises(error, match=words):
        examine(frame.assign(**change), asked)


@pytest.mark.parametrize("column", ["lost", "account_id"])
def test_a_missing_column_is_named(frame, column) -> None:
    with pytest.raises(MissingPartError, match=f"'{column}' is not in the table"):
        examine(frame.drop(columns=column), ["good"])


def test_the_frame_is_left_as_it_was(frame) -> None:
    before = frame.copy()
    examine(frame, ["good", "written", "words"])
    pd.testing.assert_frame_equal(frame, before)
