"""The sentences of the lesson: the leak, the persuadable, the list and the truth."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from kamlab.churn.act.leaky import LEAK, with_leak
from kamlab.churn.act.plan import ActionPlan
from kamlab.churn.act.settings import ChurnModelSettings
from kamlab.churn.act.study import DIRECTIONS, Study
from kamlab.churn.decision import sample_sentence as sample_needed
from kamlab.churn.model import auc, fit_model, hold_out_test
from kamlab.churn.what_if import save_call_trial
from kamlab.churn.wilson import Z
from kamlab.company import Company
from kamlab.measures import months_before
from kamlab.presentation import formats as f

YEAR = 12  # months

__all__ = [
    "leak_sentence",
    "leaky_study",
    "persuade_sentence",
    "sample_sentence",
    "trial_sentence",
    "truth_sentence",
    "year_trial",
]


def leaky_study(firm: Company, found: Study, settings: ChurnModelSettings) -> Study:
    """Fit the same model with a column that knows the future, to hear the alarm.

    Parameters
    ----------
    firm : Company
        Whose orders the column counts.
    found : Study
        With a model.
    settings : ChurnModelSettings
        Which model.

    Returns
    -------
    Study
        The past with the column ``orders_around``, its model and its test.

    Raises
    ------
    NotEnoughDataError
        If there is no model to spoil.
    """
    names = [*found.needs_model().features, LEAK]
    past, kind = with_leak(firm, found.past), settings.model
    return replace(
        found,
        past=past,
        model=fit_model(past, names, kind, DIRECTIONS),
        test=hold_out_test(past, names, kind, DIRECTIONS),
        in_time=False,
    )


def leak_sentence(found: Study, leaky: Study) -> str:
    """Say how much better the leak makes the model look."""
    before, after = (
        float(auc(test.lost, test.score, test.accounts).value or 0.0)
        for test in (found.needs_test(), leaky.needs_test())
    )
    return (
        f"Without the column the model puts the lost account above the kept one in "
        f"{f.share(before, 0)} of pairs, with it in {f.share(after, 0)}. It has read "
        "the answer: who has left places no orders afterwards."
    )


def persuade_sentence(known: pd.DataFrame) -> str:
    """Say how much the call changes for the riskiest, and where it changes most."""
    ranked = known.sort_values("risk", ascending=False, kind="stable")
    tenth = max(1, round(len(ranked) / 10))
    top, rest = ranked.head(tenth), ranked.iloc[tenth:]
    best = known["true_effect"].nlargest(tenth)
    both = len(set(best.index) & set(top.index))
    return (
        f"Among the tenth at highest risk the call lowers it by "
        f"{f.number(100 * top['true_effect'].mean(), 1)} points on average, among the "
        f"others by {f.number(100 * rest['true_effect'].mean(), 1)}. Of the "
        f"{f.plural(tenth, 'account')} a call changes most, {both:,} "
        f"{'is' if both == 1 else 'are'} among the {tenth:,} riskiest."
    )


def truth_sentence(plan: ActionPlan, currency: str) -> str:
    """Hold the list against the truth: promised, true, and why they differ.

    Raises
    ------
    MissingPartError
        If the company carries no truth.
    """
    table = plan.needs_truth()
    chosen = table[table["chosen"]]
    beyond = int((chosen["true_effect"] == 0).sum())
    promised = f.thousands(plan.saved.gain, currency)
    return (
        f"The list of {f.plural(len(chosen), 'account')} was expected to bring "
        f"{promised} after its cost; in truth it brings "
        f"{f.thousands(plan.saved.true_gain, currency)}. At {beyond:,} of them a call "
        "changes nothing: they have decided already, or would stay anyway."
    )


def year_trial(firm: Company) -> pd.DataFrame:
    """Play an experiment over the last year: save calls to accounts drawn by lot.

    Parameters
    ----------
    firm : Company
        With truth, as of its cut-off, with a year to play again.

    Returns
    -------
    DataFrame
        As :func:`kamlab.churn.what_if.save_call_trial`.

    Raises
    ------
    MissingPartError
        If the company carries no truth.
    RefusedError
        If less than a year of it was played.
    """
    return save_call_trial(firm.as_of(months_before(firm.cut_off, YEAR)), months=YEAR)


def trial_sentence(trial: pd.DataFrame, firm: Company) -> str:
    """Say how many left with and without the call, and how sure the difference is."""
    (called, n_called), (rest, n_rest) = _arms(trial)
    spread = Z * (
        (called * (1 - called) / n_called + rest * (1 - rest) / n_rest) ** 0.5
    )
    less = rest - called
    return (
        f"{firm.name}: over a year {f.share(called)} of {n_called:,} accounts called "
        f"left, of {n_rest:,} others {f.share(rest)}. The call kept "
        f"{f.number(100 * less, 1)} in a hundred (90 % interval "
        f"{f.number(100 * (less - spread), 1)} to "
        f"{f.number(100 * (less + spread), 1)}); the truth is "
        f"{f.number(100 * trial['true_effect'].mean(), 1)}."
    )


def sample_sentence(trial: pd.DataFrame, firm: Company, accounts: int) -> str:
    """Say whether a company of so many accounts could find such an effect."""
    rest = _arms(trial)[1][0]
    return f"{firm.name}: " + sample_needed(
        accounts, rest, float(trial["true_effect"].mean())
    )


def _arms(trial: pd.DataFrame) -> tuple[tuple[float, int], tuple[float, int]]:
    """Give share lost and number of accounts, called and not."""
    parts = [trial.loc[trial["treated"] == arm, "lost"] for arm in (True, False)]
    called, rest = ((float(part.mean()), len(part)) for part in parts)
    return called, rest
