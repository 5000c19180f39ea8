from __future__ import annotations

import pandas as pd
import pytest

from kamlab.churn.act import (
    ChurnModelSettings,
    Study,
    fitted,
    study,
    study_figures,
    words,
)
from kamlab.company import Company
from kamlab.errors import NotEnoughDataError


def test_few_losses_are_counted_not_modelled(small: Company) -> None:
    settings = ChurnModelSettings()
    found = study(small, settings)
    assert found.model is None and found.test is None
    assert "a model needs at least 10" in found.refusal
    assert found.refusal in words.model_sentence(found)
    assert len(found.risk) == len(found.now) > 0
    assert ((found.risk > 0) & (found.risk < 1)).all()
    figures = study_figures(found, settings)
    assert figures["brier"].value is None
    assert figures["events"].value == found.lost
    for needed in (found.needs_model, found.needs_test):
        with pytest.raises(NotEnoughDataError, match="no model for this company"):
            needed()


def test_who_is_gone_already_is_not_asked_about(small: Company) -> None:
    past = study(small, ChurnModelSettings()).past
    assert ((past["days_silent"] < 60) | (past["gap_ratio"] < 3)).all()


def test_enough_losses_are_modelled_and_tested_later(rich: Study) -> None:
    assert rich.needs_model().features[:2] == ("gap_ratio", "late_share")
    assert rich.in_time
    tested = rich.needs_test()
    first = rich.past["cut_off"].min() + pd.DateOffset(months=3)
    assert tested.scores["cut_off"].min() >= first
    assert rich.alarms == ()
    figures = study_figures(rich, ChurnModelSettings())
    own, plain = (float(figures[n].value or 0) for n in ("auc", "auc_baseline"))
    assert own > plain
    assert "better than silence alone" in words.test_sentence(
        rich, ChurnModelSettings()
    )


def test_too_few_cut_offs_to_look_ahead_hold_out_accounts(rich: Study) -> None:
    last = rich.past["cut_off"].max()
    short = rich.past[rich.past["cut_off"] > last - pd.DateOffset(months=2)]
    plain = Study(short, rich.now, rich.counted, None, None, "")
    found = fitted(plain, ChurnModelSettings())
    assert not found.in_time and found.needs_test().horizon is None
    assert "of the same months" in words.test_sentence(found, ChurnModelSettings())


def test_boosting_is_asked_for_more_losses(rich: Study) -> None:
    settings = ChurnModelSettings(model="boosting")
    found = fitted(rich, settings)
    assert found.needs_model().kind == "boosting"


def test_a_history_too_short(small: Company) -> None:
    short = small.as_of("2023-03-31")
    found = study(short, ChurnModelSettings())
    assert found.past.empty
    assert words.known_sentence(found).startswith("There is no past to learn from.")
    assert study_figures(found, ChurnModelSettings())["auc"].value is None
