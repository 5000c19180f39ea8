"""Try a model on the past: trained on what was known, tested on what came later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from kamlab.churn.model.auc import auc
from kamlab.churn.model.examine import Codes, Examined, Flags, Floats
from kamlab.churn.model.folds import account_folds, held_out, rolling
from kamlab.churn.model.leaks import Alarm, score_alarm, signal_alarms
from kamlab.churn.model.settings import Kind, ModelSettings
from kamlab.churn.model.trials import Contest, contest, scored, trial
from kamlab.errors import MissingPartError, NotEnoughDataError
from kamlab.presentation import formats as f


@dataclass(frozen=True)
class BackTest:
    """What a model would have said, beside what became of the accounts.

    Parameters
    ----------
    kind : str
        The model tried.
    data : Examined
        The slices it was tried on.
    scores : DataFrame
        A row a tested slice: account_id, cut_off (blank where the slices have none),
        lost, score, baseline (the baseline's score, blank without one), fold.
    trials : DataFrame
        A row a tested cut-off: cut_off, trained_on (slices), events (lost accounts
        in them), tested_on (slices), lost (of these), skipped (why not tested).
    baseline : str
        The signal of the baseline; empty where there is none.
    horizon : int or None
        Months; None where accounts were held out but not times.
    settings : ModelSettings
        Limits and folds.
    """

    kind: Kind
    data: Examined = field(repr=False)
    scores: pd.DataFrame = field(repr=False)
    trials: pd.DataFrame = field(repr=False)
    baseline: str
    horizon: int | None
    settings: ModelSettings = field(repr=False)

    @property
    def lost(self) -> Flags:
        """The label of each tested slice."""
        return np.asarray(self.scores["lost"].to_numpy(), dtype=np.bool_)

    @property
    def score(self) -> Floats:
        """The held-out probability of each tested slice."""
        return np.asarray(self.scores["score"].to_numpy(), dtype=float)

    @cached_property
    def accounts(self) -> Codes:
        """A number for the account of each tested slice."""
        return pd.factorize(self.scores["account_id"], sort=True)[0].astype(np.int64)

    @property
    def events(self) -> int:
        """How many accounts were lost in the tested slices, each counted once."""
        return len(np.unique(self.accounts[self.lost]))

    @cached_property
    def alarms(self) -> tuple[Alarm, ...]:
        """What is too good to be true: single signals, and the held-out score."""
        alarms = signal_alarms(self.data, self.settings.signal_limit)
        if not self.lost.any() or self.lost.all():
            return alarms
        found = auc(self.lost, self.score, self.accounts)
        whole = score_alarm(self.data, found, self.settings.score_ceiling)
        return alarms if whole is None else (*alarms, whole)


def back_test(
    frame: pd.DataFrame,
    features: Sequence[str],
    kind: Kind = "logit",
    directions: Mapping[str, int] | None = None,
    *,
    horizon: int,
    apart: bool = True,
    label: str = "lost",
    groups: str = "account_id",
    baseline: str | None = None,
    known_on: Mapping[str, str] | None = None,
    settings: ModelSettings | None = None,
) -> BackTest:
    """Try a model on each past cut-off, trained on what was known by then.

    A slice trains only if its label window was over by the tested cut-off. With
    ``apart``, accounts are dealt into groups and each group is tested by a model that
    never saw it, at every cut-off: a model that merely remembers accounts gains
    nothing, and every slice is scored once, later and on a stranger. Without it there
    is one training a cut-off on all accounts, as it would be done in earnest.

    Parameters
    ----------
    frame : DataFrame
        Slices with ``cut_off``.
    features, kind, directions, label, groups, known_on, settings
        As in :func:`kamlab.churn.model.fit.fit_model`.
    horizon : int
        Months the label looks ahead.
    apart : bool
        Whether accounts never stand on both sides.
    baseline : str, optional
        The signal of the baseline; the settings' ``recency`` where it is there, none
        with an empty text.

    Returns
    -------
    BackTest
        Held-out scores; cut-offs with too little before them are skipped and named.

    Raises
    ------
    NotEnoughDataError
        If there is only one cut-off, or none has enough before it.
    MissingPartError
        If a column is missing.
    UndefinedError
        If the label is not true or false.

    References
    ----------
    Gattermann-Itschert & Thonemann 2021 (several cut-offs, out of time); domain page
    C4, "feature cut-off": slices of one account never straddle train and test.
    """
    if "cut_off" not in frame.columns:
        raise MissingPartError(
            "A back-test over time needs the column 'cut_off'. Hold out accounts "
            "instead (hold_out_test)."
        )
    wanted = (label, groups, baseline, known_on)
    tried = contest(frame, features, kind, directions, wanted, settings)
    data = tried.data
    if data.frame["cut_off"].nunique() < 2:
        raise NotEnoughDataError(
            f"All slices are of {f.day(data.frame['cut_off'].iloc[0])}: a back-test "
            "over time needs two cut-offs or more, at least the horizon apart. Hold "
            "out accounts instead (hold_out_test)."
        )
    chosen = tried.settings
    group = account_folds(data, chosen.folds, chosen.seed) if apart else None
    parts, trials = [], []
    for day, splits in rolling(data, horizon, group):
        trials.append(trial(tried, day, splits))
        if not trials[-1]["skipped"]:
            parts += [scored(tried, split) for split in splits]
    if not parts:
        raise NotEnoughDataError(
            f"None of {f.plural(len(trials), 'cut-off')} could be tested with a "
            f"horizon of {f.plural(horizon, 'month')}. The last: "
            f"{trials[-1]['skipped']}"
        )
    return _put_together(tried, parts, trials, horizon)


def hold_out_test(
    frame: pd.DataFrame,
    features: Sequence[str],
    kind: Kind = "logit",
    directions: Mapping[str, int] | None = None,
    *,
    label: str = "lost",
    groups: str = "account_id",
    baseline: str | None = None,
    known_on: Mapping[str, str] | None = None,
    settings: ModelSettings | None = None,
) -> BackTest:
    """Try a model on accounts it has not seen, where there is no time to roll over.

    Each group of accounts is held out in turn with all its slices. That says how well
    the model knows strangers of the same time, not how well it tells the future; where
    there are several cut-offs take :func:`back_test`.

    Parameters
    ----------
    frame, features, kind, directions, label, groups, baseline, known_on, settings
        As in :func:`back_test`.

    Returns
    -------
    BackTest
        With ``horizon`` None.

    Raises
    ------
    NotEnoughDataError
        If losses are too few.
    MissingPartError
        If a column is missing.
    UndefinedError
        If the label is not true or false.
    """
    wanted = (label, groups, baseline, known_on)
    tried = contest(frame, features, kind, directions, wanted, settings)
    chosen = tried.settings
    splits = list(held_out(tried.data, chosen.folds, chosen.seed))
    only = trial(tried, pd.NaT, splits)
    if only["skipped"]:
        raise NotEnoughDataError(
            f"With one of {chosen.folds} groups of accounts held out: {only['skipped']}"
        )
    parts = [scored(tried, split) for split in splits]
    return _put_together(tried, parts, [only], None)


def _put_together(
    tried: Contest,
    parts: list[pd.DataFrame],
    trials: list[dict[str, object]],
    horizon: int | None,
) -> BackTest:
    """Bring the scores of all splits into the order of the slices."""
    data = tried.data
    found = pd.concat(parts, ignore_index=True).sort_values("row", kind="stable")
    rows = found["row"].to_numpy()
    scores = pd.DataFrame(
        {
            "account_id": data.names[data.accounts[rows]],
            "cut_off": pd.NaT,
            "lost": data.lost[rows],
        }
    )
    if "cut_off" in data.frame:
        scores["cut_off"] = pd.to_datetime(data.frame["cut_off"]).to_numpy()[rows]
    for name in ("score", "baseline", "fold"):
        scores[name] = found[name].to_numpy()
    return BackTest(
        tried.kind,
        data,
        scores,
        pd.DataFrame(trials),
        tried.baseline,
        horizon,
        tried.settings,
    )
