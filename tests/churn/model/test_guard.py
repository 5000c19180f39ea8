from __future__ import annotations

import numpy as np
import pytest

from kamlab.churn.model import ModelSettings, signals_allowed
from kamlab.churn.model.guard import Evidence, refuse_if_weak
from kamlab.errors import NotEnoughDataError

SETTINGS = ModelSettings()


@pytest.mark.parametrize(
    "events, kind, allowed",
    [(33, "logit", 3), (39, "boosting", 1), (9, "logit", 0), (33, "recency", None)],
)
def test_signals_allowed_by_hand(events, kind, allowed) -> None:
    assert signals_allowed(events, kind) == allowed


def test_no_limit_where_the_setting_is_nought() -> None:
    assert signals_allowed(5, "logit", ModelSettings(events_per_signal=0.0)) is None


def test_slices_of_one_account_are_one_event() -> None:
    lost = np.array([True, True, False, False, False])
    accounts = np.array([1, 1, 1, 2, 3])
    assert Evidence.of(lost, accounts) == Evidence(events=1, kept=2, slices=5)


def test_refusal_says_what_the_losses_allow() -> None:
    with pytest.raises(NotEnoughDataError) as told:
        refuse_if_weak(Evidence(33, 87, 700), 18, "logit", SETTINGS)
    assert str(told.value) == (
        "33 losses allow 3 signals in a logistic model; you asked for 18, which would "
        "need 180. Choose 3 beforehand, not by looking at these losses, or take the "
        "baseline of one signal."
    )


@pytest.mark.parametrize(
    "evidence, kind, words",
    [
        (Evidence(0, 50, 90), "logit", "No account was lost among 50 accounts in 90"),
        (Evidence(50, 0, 90), "logit", "Every account was lost among 50 accounts"),
        (Evidence(9, 50, 90), "recency", "Only 9 accounts were lost .* at least 10"),
        (Evidence(50, 1, 90), "recency", "Only 1 account was kept"),
        (Evidence(15, 90, 90), "boosting", "15 losses allow no signal in a boosting"),
        (
            Evidence(90, 15, 90),
            "logit",
            "15 kept accounts allow 1 signal in a logistic",
        ),
    ],
)
def test_too_little_is_refused_in_words(evidence, kind, words) -> None:
    with pytest.raises(NotEnoughDataError, match=words):
        refuse_if_weak(evidence, 2, kind, SETTINGS)


def test_enough_passes() -> None:
    refuse_if_weak(Evidence(30, 50, 90), 3, "logit", SETTINGS)
    refuse_if_weak(Evidence(10, 50, 90), 40, "recency", SETTINGS)
