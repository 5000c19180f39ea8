from __future__ import annotations

import numpy as np
import pytest

from kamlab.churn.model import Alarm, ModelSettings, fit_model, hold_out_test
from kamlab.churn.model.examine import examine
from kamlab.churn.model.leaks import signal_aucs

FEATURES = ["late", "contacts", "noise"]


def test_an_honest_book_sounds_no_alarm(book) -> None:
    assert fit_model(book, FEATURES).alarms == ()
    assert hold_out_test(book, FEATURES, baseline="").alarms == ()


@pytest.mark.parametrize("sign", [1, -1])
def test_a_copy_of_the_loss_is_named(book, rng, sign) -> None:
    leak = book.assign(closed=sign * (book["lost"] + 0.1 * rng.normal(size=len(book))))
    (alarm,) = fit_model(leak, [*FEATURES, "closed"]).alarms
    assert isinstance(alarm, Alarm)
    assert alarm.feature == "closed" and alarm.auc > 0.99
    assert str(alarm).startswith("'closed' alone tells lost from kept with AUC")


def test_a_reason_filled_for_the_lost_only_is_named_though_it_is_text(book) -> None:
    leak = book.assign(leaving=np.where(book["lost"], "price", None))
    model = fit_model(leak, [*FEATURES, "leaving"])
    assert model.data.dropped.keys() == {"leaving"}
    (alarm,) = model.alarms
    assert alarm.feature == "leaving"
    assert str(alarm).startswith("Whether 'leaving' is filled alone tells")


def test_a_noisy_copy_below_the_limit_is_found_in_the_score(book, rng) -> None:
    """A tenth of the copies turned round: alone below .95, the score above .87."""
    turned = np.where(rng.random(len(book)) < 0.08, ~book["lost"], book["lost"])
    leak = book.assign(copied=turned.astype(float))
    known = ModelSettings(score_ceiling=0.87)
    test = hold_out_test(leak, [*FEATURES, "copied"], baseline="", settings=known)
    (alarm,) = test.alarms
    assert alarm.feature == "copied" and "Look first at 'copied'" in str(alarm)
    assert "above 0.87" in str(alarm)


def test_the_limit_is_a_setting(book) -> None:
    low = ModelSettings(signal_limit=0.55)
    names = [alarm.feature for alarm in fit_model(book, FEATURES, settings=low).alarms]
    assert set(names) == {"late", "contacts"}
    leak = book.assign(copied=book["lost"].astype(float))
    off = ModelSettings(signal_limit=1.0)
    assert fit_model(leak, ["late", "copied"], settings=off).alarms == ()


def test_single_aucs_by_hand(book) -> None:
    frame = book.head(6).assign(
        lost=[True, True, False, False, False, False],
        late=[1.0, 3.0, 2.0, 4.0, 5.0, np.nan],
    )
    found = signal_aucs(examine(frame, ["late"]))
    # pairs with the smaller value lost: 3 + 2 of 6
    assert found["late"] == (pytest.approx(5 / 6), "value")
