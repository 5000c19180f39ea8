"""How much an action keeps: by a claim, by an experiment, and in truth."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

from kamlab.churn.act.settings import ChurnModelSettings
from kamlab.churn.act.study import Study
from kamlab.churn.decision import effects_out_of_fold, fit_uplift
from kamlab.churn.model.examine import Floats
from kamlab.churn.what_if import save_call_trial, true_effects
from kamlab.churn.wilson import Z
from kamlab.company import Company
from kamlab.errors import KamLabError, NotEnoughDataError
from kamlab.presentation import formats as f

MOST_FEATURES = 4  # of an effect, which is harder to learn than a risk
ACTION = "save_call"


@dataclass(frozen=True)
class Effects:
    """What the action is thought to change at each account.

    Parameters
    ----------
    effect : ndarray
        How much it lowers the chance to lose each account of tonight, −1 to 1.
    source : str
        ``claim`` or ``experiment``.
    sentence : str
        Where the effect comes from, in words.
    trial : DataFrame or None
        The experiment: a row an account, with ``estimate``, the effect told by a model
        that has not seen the account.
    clear : bool
        Whether called and others differ by more than chance.
    """

    effect: Floats = field(repr=False)
    source: str
    sentence: str
    trial: pd.DataFrame | None = field(default=None, repr=False)
    clear: bool = False


def effects(firm: Company, found: Study, settings: ChurnModelSettings) -> Effects:
    """Say how much a save call lowers each account's chance to leave.

    On a simulated company an experiment is played: calls by lot from the first past
    cut-off on. Where it shows more than chance, the effect is learned from it. In
    every other case the claim of the settings stands: that part of each risk goes.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    found : Study
        Who is at risk.
    settings : ChurnModelSettings
        The claim and the horizon.

    Returns
    -------
    Effects
        With its source.
    """
    claimed = Effects(
        found.risk * settings.save_effect,
        "claim",
        f"The effect is a claim: the action is said to take away "
        f"{f.share(settings.save_effect, 0)} of the risk. Nobody has tried it here.",
    )
    if not firm.has_truth:
        return claimed
    try:
        tried = experiment(firm, found, settings)
    except KamLabError:
        text = (
            f" An experiment on {f.plural(len(found.now), 'account')} could not settle "
            "it: too few would leave in either half."
        )
        return replace(claimed, sentence=claimed.sentence + text)
    if tried.clear:
        return tried
    return replace(
        claimed,
        sentence=f"{claimed.sentence} {tried.sentence} That may "
        "be chance, so the claim stands untested.",
        trial=tried.trial,
    )


def experiment(firm: Company, found: Study, settings: ChurnModelSettings) -> Effects:
    """Play an experiment in a simulated company, and learn the effect from it.

    Parameters
    ----------
    firm : Company
        With truth, as of its cut-off.
    found : Study
        Past and present signals.
    settings : ChurnModelSettings
        The horizon.

    Returns
    -------
    Effects
        The estimate, brought to the horizon in proportion to the months.

    Raises
    ------
    NotEnoughDataError
        If an arm has fewer than ten losses, or there are no months left to play.
    MissingPartError
        If the company carries no truth.
    """
    day = found.past["cut_off"].min()
    months = _months_between(day, pd.Timestamp(firm.cut_off))
    if months < 1:
        raise NotEnoughDataError("there is no month left to play it in.")
    trial = save_call_trial(firm.as_of(day.date()), months=months)
    sheet = found.past[found.past["cut_off"] == day].drop(columns=["lost", "cut_off"])
    table = sheet.merge(trial, on="account_id")
    names = list(found.model.features if found.model else ("gap_ratio",))
    names = names[:MOST_FEATURES]
    model = fit_uplift(table, names)
    table["estimate"] = effects_out_of_fold(table, names)
    scale = min(settings.horizon / months, 1.0)
    called, rest = (table.loc[table["treated"] == arm, "lost"] for arm in (True, False))
    sentence = (
        f"In an experiment played from {f.day(day)} over {f.plural(months, 'month')}, "
        f"{f.share(called.mean())} of {len(called):,} accounts called by lot left, and "
        f"{f.share(rest.mean())} of {len(rest):,} others."
    )
    estimate = model.effect(found.now) * scale
    return Effects(estimate, "experiment", sentence, table, _differ(called, rest))


def _differ(called: pd.Series, rest: pd.Series) -> bool:
    """Tell whether the arms differ by more than chance at 90 %."""
    parts = (called.mean(), len(called)), (rest.mean(), len(rest))
    spread = sum(share * (1 - share) / n for share, n in parts) ** 0.5
    return bool(abs(called.mean() - rest.mean()) > Z * spread)


def true_effect(firm: Company, now: pd.DataFrame, horizon: int) -> pd.Series:
    """Look up what the action really changes at each account of tonight.

    Parameters
    ----------
    firm : Company
        With truth.
    now : DataFrame
        Accounts with ``account_id``.
    horizon : int
        Months looked ahead.

    Returns
    -------
    Series
        By the table's index; 0 for who has decided already: no call reaches them.

    Raises
    ------
    MissingPartError
        If the company carries no truth.
    """
    truth = true_effects(firm, ACTION, horizon=horizon)
    by_account = truth.set_index("account_id")["true_effect"]
    return now["account_id"].map(by_account).fillna(0.0).rename("true_effect")


def _months_between(first: pd.Timestamp, last: pd.Timestamp) -> int:
    return 12 * (last.year - first.year) + last.month - first.month
