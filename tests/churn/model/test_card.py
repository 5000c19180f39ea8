from __future__ import annotations

import json

import numpy as np
import pytest

from kamlab.churn.model import (
    ModelCard,
    back_test,
    fit_model,
    fit_or_baseline,
    hold_out_test,
    model_card,
    model_figures,
)

FEATURES = ["late", "contacts", "noise"]
DIRECTIONS = {"late": 1, "contacts": -1}


@pytest.fixture(scope="module")
def card(book) -> ModelCard:
    model = fit_model(book, FEATURES, "logit", DIRECTIONS)
    return model_card(model, back_test(book, FEATURES, horizon=3))


def test_card_says_what_how_and_on_what(card, book) -> None:
    text = str(card)
    lost = book.loc[book["lost"], "account_id"].nunique()
    for words in (
        "the probability that an account is lost within 3 months of the cut-off, by a "
        "logistic model with shrinkage on 3 signals.",
        f"learned from {len(book):,} slices of 400 accounts at 5 cut-offs from "
        f"2024-03-31 to 2025-03-31; {lost} accounts of them were lost.",
        "trained only on what was over by then and on other accounts. 1 cut-off had",
        "gap ratio alone in",
        "Calibration slope",
        "Of 10 accounts visited after each cut-off",
        "It tells who is in danger, not why",
        "Not for judging a KAM",
    ):
        assert words in text
    assert "Left out" not in text and "Against" not in text and card.alarms == ()


def test_card_can_be_written_to_results(card, book) -> None:
    kept = json.loads(json.dumps(card.as_dict()))
    figures = model_figures(back_test(book, FEATURES, horizon=3))
    assert kept["figures"]["auc"]["value"] == figures["auc"].value
    assert kept["figures"]["slices"]["value"] == len(book)
    assert kept["limits"] == list(card.limits) and kept["kind"] == "logit"


def test_table_shows_each_figure_with_its_interval(card) -> None:
    text = str(card.table())
    assert "AUC: a lost account is scored above a kept one" in text
    assert "calibration slope, 1 is right" in text
    assert len(card.table().frame) == len(card.figures) - 3  # slices, accounts, events


def test_wrong_signs_left_out_signals_and_alarms_are_named(book) -> None:
    frame = book.assign(flat=1.0, copied=book["lost"].astype(float))
    wanted = ["late", "contacts", "flat", "copied"]
    model = fit_model(frame, wanted, "logit", {"late": -1})
    card = model_card(model, hold_out_test(frame, wanted))
    assert "Left out: flat (it is 1 in every row)." in str(card)
    assert "Against expectation: late. Often it answers a danger" in str(card)
    assert "'copied' alone tells" in card.alarms[0] and len(card.alarms) == 2
    assert "accounts held out in 5 groups" in str(card)


def test_a_refused_model_says_so_on_the_baselines_card(make) -> None:
    small = make(120, cut_offs=3, seed=2)
    model = fit_or_baseline(small, [*FEATURES, "gap_ratio", "risk"], "boosting")
    text = str(model_card(model, None, horizon=3))
    assert "by the baseline: gap ratio alone." in text
    assert "in a boosting model; you asked for 5" in text
    assert "not tested on the past, so nobody knows how good it is" in text
    assert "are few: read the score as high, middle or low" in text


def test_no_better_than_the_baseline_is_said(book) -> None:
    blind = book.assign(noise=np.random.default_rng(1).random(len(book)))
    model = fit_model(blind, ["noise"])
    card = model_card(model, back_test(blind, ["noise"], horizon=3))
    assert "cannot be shown to tell lost from kept better than the baseline" in str(
        card
    )


def test_a_test_in_which_nobody_was_lost_leaves_the_card_standing(book) -> None:
    last = book["cut_off"] == book["cut_off"].max()
    calm = book.assign(lost=book["lost"] & (book["cut_off"] == book["cut_off"].min()))
    frame = calm[last | (calm["cut_off"] == calm["cut_off"].min())]
    card = model_card(fit_model(frame, ["late"]), back_test(frame, ["late"], horizon=3))
    assert "none were lost, so nothing can be said" in str(card)
