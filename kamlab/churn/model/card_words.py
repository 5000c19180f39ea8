"""The sentences of the model card, computed from model and test."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kamlab.churn.model.back_test import BackTest
from kamlab.churn.model.examine import left_out_sentence
from kamlab.churn.model.fitted import ChurnModel
from kamlab.churn.model.reason_codes import Described, title_of
from kamlab.presentation import Figure
from kamlab.presentation import formats as f

FEW_EVENTS = 100  # below this a calibration says little (Collins et al. 2016)

Figures = Mapping[str, Figure]


def purpose(
    model: ChurnModel, horizon: int | None, signals: Mapping[str, Described]
) -> str:
    """Say what the score is, and which model gives it."""
    ahead = f" within {f.plural(horizon, 'month')} of the cut-off" if horizon else ""
    told = f"The score is the probability that an account is lost{ahead}"
    how = {
        "logit": f", by a logistic model with shrinkage on {_signals(model)}.",
        "boosting": f", by boosted trees on {_signals(model)}, held to the expected "
        "directions.",
        "recency": f", by the baseline: {title_of(model.features[0], signals)} alone.",
    }[model.kind]
    return f"{told}{how}{f' {model.refusal}' if model.refusal else ''}"


def data_sentence(model: ChurnModel) -> str:
    """Say what it learned from: slices, accounts, losses, period."""
    data = model.data
    accounts = f.plural(len(data.names), "account")
    when = ""
    if "cut_off" in data.frame:
        days = pd.to_datetime(data.frame["cut_off"])
        count = f.plural(days.nunique(), "cut-off")
        when = f" at {count} from {f.day(days.min())} to {f.day(days.max())}"
    text = (
        f"It learned from {f.plural(len(data.lost), 'slice')} of {accounts}{when}; "
        f"{f.plural(data.events, 'account')} of them "
        f"{'was' if data.events == 1 else 'were'} lost."
    )
    return " ".join([text, *data.notes])


def signals_sentence(model: ChurnModel, signals: Mapping[str, Described]) -> str:
    """Name what carries the score, what points the wrong way, and what was left out."""
    weights = model.weights()
    strongest = [title_of(n, signals) for n in weights["feature"].head(3)]
    against = weights.loc[~weights["agrees"].fillna(True), "feature"]
    texts = [f"Most of the score comes from: {', '.join(strongest)}."]
    if len(against):
        named = ", ".join(title_of(n, signals) for n in against)
        texts.append(
            f"Against expectation: {named}. Often it answers a danger somebody saw; "
            "that is no cause, and it is never given as a reason."
        )
    return " ".join([*texts, left_out_sentence(model.data.dropped)]).strip()


def quality_sentences(
    figures: Figures,
    test: BackTest | None,
    capacity: int,
    signals: Mapping[str, Described],
) -> tuple[str, ...]:
    """Say how good the held-out scores were, the baseline's beside."""
    if test is None or not figures:
        return ("It was not tested on the past, so nobody knows how good it is.",)
    return (
        _tested(test),
        _auc(figures, test, signals),
        _believed(figures),
        _list(figures, capacity),
    )


def limits(
    model: ChurnModel, figures: Figures, signals: Mapping[str, Described]
) -> tuple[str, ...]:
    """Say what the model cannot do, and what it is not for."""
    told = [
        "It tells who is in danger, not why, and not whom a visit would keep: a weight "
        "is no cause. Use an experiment or the what-if for that.",
        "Not for judging a KAM or a contact, and not for deciding about a person.",
        "It knows what the books know; a merger, a new buyer or a competitor's offer "
        "that nobody recorded is not in it.",
    ]
    if model.events < FEW_EVENTS:
        told.append(
            f"{f.plural(model.events, 'loss', 'losses')} are few: read the score as "
            "high, middle or low, not as a percentage."
        )
    gain = figures.get("auc_gain")
    unsure = gain is not None and gain.low is not None and gain.low <= 0
    if unsure and model.kind != "recency":
        told.append(
            "It cannot be shown to tell lost from kept better than the baseline; the "
            "baseline is easier to explain."
        )
    return tuple(told)


def _signals(model: ChurnModel) -> str:
    return f.plural(len(model.features), "signal")


def _tested(test: BackTest) -> str:
    ran = test.trials[test.trials["skipped"] == ""]
    slices = f.plural(len(test.scores), "slice")
    if test.horizon is None:
        return (
            f"Tested on {slices} of accounts held out in {test.settings.folds} groups."
        )
    text = (
        f"Tested on {slices} at {f.plural(len(ran), 'cut-off')}, each time trained "
        "only on what was over by then"
    )
    strangers = test.scores["fold"].nunique() > 1
    text += " and on other accounts." if strangers else "."
    skipped = len(test.trials) - len(ran)
    if skipped:
        text += (
            f" {f.plural(skipped, 'cut-off')} had too little before "
            f"{'it' if skipped == 1 else 'them'}."
        )
    return text


def _auc(figures: Figures, test: BackTest, signals: Mapping[str, Described]) -> str:
    text = (
        f"It ranks a lost account above a kept one in {_range(figures['auc'])} of "
        "pairs (50 % is a coin)"
    )
    if test.baseline and test.kind != "recency":
        plain = figures["auc_baseline"]
        text += f"; {title_of(test.baseline, signals)} alone in {_range(plain)}"
    return text + "."


def _believed(figures: Figures) -> str:
    slope = figures["calibration_slope"]
    if slope.value is None or slope.low is None or slope.high is None:
        return "Whether its probabilities can be believed could not be tested."
    value = float(slope.value)
    if slope.low <= 1 <= slope.high:
        word = "its probabilities can be believed as far as so few losses can tell"
    elif value < 1:
        word = "its probabilities are too extreme"
    else:
        word = "its probabilities are too timid"
    return (
        f"Calibration slope {value:.2f} ({slope.low:.2f} to {slope.high:.2f}; 1 is "
        f"right): {word}."
    )


def _list(figures: Figures, capacity: int) -> str:
    right, base = figures["precision_at_capacity"], figures["loss_rate"]
    return (
        f"Of {f.plural(capacity, 'account')} visited after each cut-off "
        f"{_range(right)} would have been lost, against {f.share(_number(base))} "
        "picked blindly."
    )


def _range(figure: Figure) -> str:
    ends = f"{f.share(figure.low, 0)} to {f.share(figure.high, 0)}"
    return f"{f.share(_number(figure), 0)} ({ends})"


def _number(figure: Figure) -> float | None:
    return None if figure.value is None else float(figure.value)
