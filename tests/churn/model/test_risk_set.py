from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.model import ModelSettings, fit_model, shortlist, still_buying
from kamlab.errors import MissingPartError, NotEnoughDataError


@pytest.fixture
def silences() -> pd.DataFrame:
    """Gap 10 silent 59, 60; gap 30 silent 80, 90; no gap silent 59, 60."""
    return pd.DataFrame(
        {
            "days_silent": [59.0, 60, 80, 90, 59, 60],
            "gap_ratio": [5.9, 6, 8 / 3, 3, np.nan, np.nan],
        }
    )


def test_gone_by_the_rule_of_a_full_loss(silences) -> None:
    assert still_buying(silences)["days_silent"].tolist() == [59, 80, 59]
    tight = still_buying(silences, gaps=6.5, days=10)
    assert tight["days_silent"].tolist() == [59, 60, 80, 90]


def test_who_is_still_there_needs_its_columns_and_somebody(silences) -> None:
    with pytest.raises(MissingPartError, match="shows in 'gap_ratio'"):
        still_buying(silences[["days_silent"]])
    with pytest.raises(NotEnoughDataError, match="Of 6 slices none is of an account"):
        still_buying(silences.assign(days_silent=500.0, gap_ratio=9.0))


def test_short_list_is_as_long_as_the_losses_allow(make) -> None:
    book = make(150, cut_offs=4, seed=2, base=-3.4).rename(
        columns={"late": "late_share"}
    )
    book = book.assign(flat=1.0, coverage=book["noise"])
    names = ["flat", "contacts", "coverage", "late_share", "gap_ratio"]
    lost = book.loc[book["lost"], "account_id"].nunique()
    assert 30 <= lost < 50
    left = lost - math.ceil(lost / 5)  # a fifth of the accounts is held out
    found = shortlist(book, names)
    assert found == ["gap_ratio", "late_share", "coverage", "contacts"][: left // 10]
    assert fit_model(book, found).features == tuple(found)
    assert shortlist(book, names, "boosting") == found[: left // 20]
    free = ModelSettings(events_per_signal=0.0)
    assert len(shortlist(book, names, settings=free)) == 4


def test_short_list_does_not_look_at_the_losses(make) -> None:
    book = make(300, cut_offs=2, seed=2)
    turned = book.assign(late=-book["late"], contacts=0.0 - book["contacts"])
    assert shortlist(book, ["late", "contacts"]) == shortlist(
        turned, ["late", "contacts"]
    )
