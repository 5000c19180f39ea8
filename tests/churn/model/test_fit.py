from __future__ import annotations

import numpy as np
import pytest

from kamlab.churn.model import (
    ModelSettings,
    fit_model,
    fit_or_baseline,
    shortlist,
)
from kamlab.errors import MissingPartError, NotEnoughDataError, RefusedError

FEATURES = ["late", "contacts", "noise"]
DIRECTIONS = {"late": 1, "contacts": -1}
TRUE = {"late": 3.0, "contacts": -0.5}


def test_logit_finds_the_true_weights_again(make) -> None:
    """12,000 accounts: each weight within three standard errors of the truth."""
    book = make(12_000, cut_offs=1, seed=4)
    found = fit_model(book, FEATURES, directions=DIRECTIONS).weights()
    found = found.set_index("feature")["per_unit"]
    assert found["late"] == pytest.approx(TRUE["late"], abs=0.6)
    assert found["contacts"] == pytest.approx(TRUE["contacts"], abs=0.1)
    assert found["noise"] == pytest.approx(0, abs=0.08)


def test_scores_are_near_the_true_risk(make) -> None:
    book, other = make(8000, cut_offs=1, seed=4), make(2000, cut_offs=1, seed=5)
    for kind in ("logit", "boosting"):
        score = fit_model(book, FEATURES, kind, DIRECTIONS).score(other)
        assert np.abs(score - other["risk"]).mean() < 0.02


def test_boosting_never_goes_against_a_known_direction(book) -> None:
    loose = ModelSettings(events_per_signal_boosting=1.0)
    wrong = {"late": -1, "contacts": 1}
    model = fit_model(book, FEATURES, "boosting", wrong, settings=loose)
    row = book.head(1)
    grid = row.loc[row.index.repeat(20)].assign(late=np.linspace(0, 1, 20))
    assert (np.diff(model.score(grid)) <= 0).all()
    free = fit_model(book, FEATURES, "boosting", settings=loose)
    assert free.score(grid)[-1] > free.score(grid)[0]


def test_recency_looks_at_one_signal_alone(book) -> None:
    model = fit_model(book, [*FEATURES, "gap_ratio"], "recency")
    assert model.features == ("gap_ratio",)
    assert (np.argsort(model.score(book)) == np.argsort(book["gap_ratio"])).all()
    assert fit_model(book, ["late"], "recency").features == ("late",)
    with pytest.raises(MissingPartError, match="looks at 'gap_ratio', which is not"):
        fit_model(book, FEATURES, "recency")


def test_shrinkage_pulls_the_weights_in(book) -> None:
    def largest(sd):
        model = fit_model(book, FEATURES, settings=ModelSettings(prior_sd=sd))
        return model.weights()["weight"].abs().max()

    assert largest(0.03) < 0.6 * largest(1.0)


def test_cross_validated_shrinkage_is_one_of_those_tried(book) -> None:
    chosen = ModelSettings(penalty="cross_validated", folds=3)
    model = fit_model(book, FEATURES, settings=chosen)
    assert model.fitted.best_params_["logisticregression__C"] in (0.01, 0.09, 1, 9)


def test_an_unknown_value_is_scored_and_its_silence_learned(make) -> None:
    book = make(2000, cut_offs=1, seed=6)
    gone = np.where(book["lost"], 0.6, 0.1) > np.random.default_rng(1).random(2000)
    book["late"] = book["late"].mask(gone)
    model = fit_model(book, FEATURES)
    row = book[book["late"].notna()].head(1)
    assert model.score(row.assign(late=np.nan)) > 2 * model.score(row)


def test_too_many_signals_are_refused_and_the_baseline_stands_in(make) -> None:
    book = make(120, cut_offs=2, seed=2)
    book = book.assign(**{f"s{k}": book["noise"] * (k + 2) ** 0.5 for k in range(15)})
    many = [*FEATURES, *(f"s{k}" for k in range(15))]
    with pytest.raises(NotEnoughDataError, match="in a logistic model; you asked"):
        fit_model(book, many)
    model = fit_or_baseline(book, [*many, "gap_ratio"])
    assert model.kind == "recency" and "you asked for 19" in model.refusal
    assert fit_or_baseline(book, ["late"]).refusal == ""


def test_even_the_baseline_needs_ten_losses(book) -> None:
    few = book.assign(lost=np.arange(len(book)) < 4)
    with pytest.raises(NotEnoughDataError, match="Only 4 accounts were lost"):
        fit_or_baseline(few, ["gap_ratio", "late"])


@pytest.mark.parametrize(
    "lost, words", [(False, "No account was lost"), (True, "Every account was lost")]
)
def test_one_kind_of_account_teaches_nothing(book, lost, words) -> None:
    with pytest.raises(NotEnoughDataError, match=words):
        fit_model(book.assign(lost=lost), ["late"])


def test_a_direction_is_a_sign(book) -> None:
    with pytest.raises(RefusedError, match="direction of late must be 1"):
        fit_model(book, ["late"], "boosting", {"late": 2})


def test_rows_in_another_order_give_the_same_model(book) -> None:
    mixed = book.sample(frac=1, random_state=1)
    for kind in ("logit", "boosting"):
        one = fit_model(book, FEATURES, kind).score(book)
        two = fit_model(mixed, FEATURES, kind).score(book)
        np.testing.assert_allclose(one, two, atol=1e-9)


def test_an_unknown_kind_names_the_nearest(book) -> None:
    with pytest.raises(RefusedError, match=r"no model 'logistic'; (did|known)"):
        fit_model(book, ["late"], "logistic")
    with pytest.raises(RefusedError, match="did you mean 'boosting'"):
        shortlist(book, ["late"], "bosting")


def test_one_signal_may_be_named_alone(book) -> None:
    assert fit_model(book, "late").features == ("late",)
