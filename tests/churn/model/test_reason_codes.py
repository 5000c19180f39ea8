from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.model import fit_model, reason_codes
from kamlab.churn.model.reason_codes import NOTHING

FEATURES = ["late", "contacts", "gap_ratio"]
DIRECTIONS = {"late": 1, "contacts": -1, "gap_ratio": 1}


@dataclass(frozen=True)
class Told:
    title: str
    unit: str


SIGNALS = {
    "late": Told("deliveries late", "share"),
    "contacts": Told("real contacts", "contacts"),
    "gap_ratio": Told("silence against its own rhythm", "times"),
}


@pytest.fixture(scope="module")
def model(book):
    return fit_model(book, FEATURES, "logit", DIRECTIONS)


def account(model, **changed) -> pd.DataFrame:
    values = {**model.typical, **changed}
    return pd.DataFrame({"account_id": ["A"], **{n: [v] for n, v in values.items()}})


def test_reasons_read_as_an_account_manager_speaks(model) -> None:
    row = account(model, late=0.62, contacts=1.0, gap_ratio=3.75).assign(days_silent=45)
    (why,) = reason_codes(model, row, SIGNALS)["why"]
    assert "orders every 12 days, silent for 45 days" in why
    assert "deliveries late: 62 % (usual 11 %)" in why
    assert "real contacts: 1 (usual 2)" in why


def test_without_the_days_the_ratio_is_told(model) -> None:
    (why,) = reason_codes(model, account(model, gap_ratio=3.75), SIGNALS)["why"]
    assert why == "silence against its own rhythm: 3.8 times (usual 1.1 times)"
    (why,) = reason_codes(model, account(model, late=0.6))["why"]
    assert why == "late: 0.6 (usual 0.1)"


def test_the_usual_account_and_the_safe_one_have_no_reason(model) -> None:
    for row in (account(model), account(model, late=0.0, contacts=8.0)):
        table = reason_codes(model, row, SIGNALS)
        assert table["why"].tolist() == [NOTHING] and table["main"].isna().all()


def test_strongest_first_and_no_more_than_asked(model, book) -> None:
    table = reason_codes(model, book, SIGNALS, most=1)
    assert table["score"].is_monotonic_decreasing and len(table) == len(book)
    assert not table["why"].str.contains(";").any()
    parts = model.contributions(book)
    best = parts.idxmax(axis=1)[parts.max(axis=1) >= 0.1]
    main = reason_codes(model, book, SIGNALS).set_index("account_id")["main"]
    assert main.notna().sum() == len(best)


def test_a_weight_against_expectation_is_no_reason(book) -> None:
    model = fit_model(book, FEATURES, "logit", {**DIRECTIONS, "late": -1})
    table = reason_codes(model, book, SIGNALS)
    assert not table["why"].str.contains("late").any()


def test_what_is_unknown_is_said(book) -> None:
    gone = np.where(book["lost"], 0.6, 0.1) > np.random.default_rng(1).random(len(book))
    model = fit_model(book.assign(late=book["late"].mask(gone)), FEATURES)
    (why,) = reason_codes(model, account(model, late=np.nan), SIGNALS)["why"]
    assert why == "deliveries late unknown"


def test_nobody_to_rank(model, book) -> None:
    assert reason_codes(model, book.head(0)).empty
