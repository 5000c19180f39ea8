"""The model on the books of the simulated companies."""

from __future__ import annotations

import pandas as pd
import pytest

import kamlab
from kamlab.churn.model import (
    ModelSettings,
    back_test,
    fit_model,
    fit_or_baseline,
    hold_out_test,
    model_card,
    model_figures,
    reason_codes,
    shortlist,
    signals_allowed,
    still_buying,
)
from kamlab.churn.signals import SIGNALS, slices
from kamlab.errors import NotEnoughDataError
from kamlab.simulation.labs import lab

DIRECTIONS = {name: signal.direction for name, signal in SIGNALS.items()}


def quarters(firm, number: int) -> list[str]:
    """Cut-offs a quarter apart, the last with its quarter after it."""
    last = pd.Timestamp(firm.cut_off)
    days = [last - pd.DateOffset(months=3 * k) for k in range(number, 0, -1)]
    return [str(day.date()) for day in days]


@pytest.fixture(scope="module")
def polar_book() -> tuple[pd.DataFrame, list[str]]:
    firm = kamlab.load("polar")
    frame = slices(firm, cut_offs=quarters(firm, 6), horizon=3)
    return frame, [name for name in SIGNALS if name in frame]


def test_polar_has_too_few_losses_for_all_signals(polar_book) -> None:
    """The lesson: 120 accounts carry a rule of one signal, not a model of thirty."""
    frame, names = polar_book
    losses = frame.loc[frame["lost"], "account_id"].nunique()
    with pytest.raises(NotEnoughDataError) as refusal:
        fit_model(frame, names, "logit", DIRECTIONS)
    allowed = signals_allowed(losses, "logit")
    assert f"{losses} losses allow {allowed} signals" in str(refusal.value)
    model = fit_or_baseline(frame, names, "logit", DIRECTIONS)
    assert model.features == ("gap_ratio",) and model.refusal == str(refusal.value)
    tried = back_test(frame, ["gap_ratio"], "recency", horizon=3)
    text = str(model_card(model, tried, signals=SIGNALS))
    assert "silence against its own rhythm alone" in text
    assert f"{losses} losses are few" in text


def test_polars_first_account_is_told_in_words(polar_book) -> None:
    frame, names = polar_book
    model = fit_or_baseline(frame, names)
    today = frame[frame["cut_off"] == frame["cut_off"].max()]
    first = reason_codes(model, today, SIGNALS).iloc[0]
    assert first["why"].startswith("orders every ") and "silent for " in first["why"]


def test_who_is_already_gone_makes_a_model_too_good_to_be_true(polar_book) -> None:
    frame, _ = polar_book
    (alarm,) = fit_model(frame, ["gap_ratio"], "recency").alarms
    assert alarm.feature == "gap_ratio" and alarm.auc > 0.95
    left = still_buying(frame)
    assert left["lost"].sum() < frame["lost"].sum() / 2


@pytest.mark.slow
def test_on_the_lab_the_model_sees_more_than_silence() -> None:
    """Accounts in their usual rhythm: about .72, a coin for silence alone."""
    firm = lab(7)
    frame = slices(firm, cut_offs=quarters(firm, 6), horizon=3)
    names = [name for name in SIGNALS if name in frame]
    with pytest.raises(NotEnoughDataError):
        fit_model(frame, names, "boosting", DIRECTIONS)
    in_rhythm = still_buying(frame, gaps=1.5, days=14)
    short = shortlist(in_rhythm, names)
    found = model_figures(hold_out_test(in_rhythm, short, "logit", DIRECTIONS))
    assert found["auc"].low < 0.72 < found["auc"].high
    assert found["auc_gain"].low > 0
    loose = ModelSettings(events_per_signal_boosting=0.0)
    tried = hold_out_test(in_rhythm, names, "boosting", DIRECTIONS, settings=loose)
    boosted = model_figures(tried)
    assert boosted["auc"].low < 0.72 < boosted["auc"].high
    assert boosted["auc_gain"].low > 0 and tried.alarms == ()
    buying = still_buying(frame)
    rolled = model_figures(back_test(buying, shortlist(buying, names)[:5], horizon=3))
    assert rolled["auc"].value >= rolled["auc_baseline"].value
