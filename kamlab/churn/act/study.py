"""Can we know who leaves? A model tested on the past, or the count it must beat."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from kamlab.churn.act.counted import Counted, counted
from kamlab.churn.act.settings import ChurnModelSettings
from kamlab.churn.model import (
    Alarm,
    BackTest,
    ChurnModel,
    ModelSettings,
    back_test,
    fit_model,
    hold_out_test,
    shortlist,
    still_buying,
)
from kamlab.churn.model.examine import Floats
from kamlab.churn.signals import SIGNALS, signals, slices
from kamlab.company import Company
from kamlab.errors import KamLabError, NotEnoughDataError, RefusedError
from kamlab.measures import months_before

COLUMNS: dict[str, Any] = {
    "account_id": "str",
    "cut_off": "datetime64[us]",
    "days_silent": "float64",
    "gap_ratio": "float64",
    "revenue_month": "float64",
    "lost": "bool",
}
NO_MODEL = "There is no model for this company; the page says above why."
DIRECTIONS = {name: signal.direction for name, signal in SIGNALS.items()}


@dataclass(frozen=True)
class Study:
    """What the past says about who leaves, and who is at risk tonight.

    Parameters
    ----------
    past : DataFrame
        Slices of accounts still buying, with ``lost``.
    now : DataFrame
        Signals of tonight of the accounts still buying.
    counted : Counted
        The baseline: shares counted by silence.
    model : ChurnModel or None
        None where losses are too few for a model that can be tested.
    test : BackTest or None
        Its test on the past.
    refusal : str
        Why there is no model; empty where there is one.
    in_time : bool
        Whether the test looked at later months, not only at other accounts.
    """

    past: pd.DataFrame = field(repr=False)
    now: pd.DataFrame = field(repr=False)
    counted: Counted
    model: ChurnModel | None
    test: BackTest | None
    refusal: str
    in_time: bool = True

    @property
    def lost(self) -> int:
        """How many accounts were lost in the past slices, each counted once."""
        return int(self.past.loc[self.past["lost"], "account_id"].nunique())

    @property
    def risk(self) -> Floats:
        """Each account's chance to be lost within the horizon, as of tonight."""
        return (
            self.counted.score(self.now)
            if not self.model
            else self.model.score(self.now)
        )

    def needs_model(self) -> ChurnModel:
        """Give the model, or say why there is none.

        Raises
        ------
        NotEnoughDataError
            If there is no model.
        """
        if self.model is None:
            raise NotEnoughDataError(NO_MODEL)
        return self.model

    def needs_test(self) -> BackTest:
        """Give the test of the model, or say why there is none.

        Raises
        ------
        NotEnoughDataError
            If there is no model, and so no test.
        """
        if self.test is None:
            raise NotEnoughDataError(NO_MODEL)
        return self.test

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """What is too good to be true, each signal once."""
        found = self.model.alarms if self.model else ()
        found += self.test.alarms if self.test else ()
        return tuple({alarm.sentence: alarm for alarm in found}.values())


def study(firm: Company, settings: ChurnModelSettings) -> Study:
    """Learn from the past who leaves, test it honestly, and look at tonight.

    Accounts already gone at a cut-off are left out: to foresee them is no foresight.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    settings : ChurnModelSettings
        Horizon, number of cut-offs, model.

    Returns
    -------
    Study
        With a model only where it could be tested; without past or present where
        the history is too short for a cut-off, or nobody still buys.
    """
    nobody = pd.DataFrame({n: pd.Series(dtype=kind) for n, kind in COLUMNS.items()})
    past, now, refusal = nobody, nobody, ""
    try:
        now = still_buying(signals(firm))
    except NotEnoughDataError:
        refusal = f"No account of {firm.name} is still buying."
    try:
        found = slices(firm, cut_offs=settings.slices, horizon=settings.horizon)
        past = still_buying(found)
    except (NotEnoughDataError, RefusedError) as reason:
        refusal = refusal or str(reason)
    plain = Study(past, now, counted(past), None, None, refusal)
    return plain if past.empty else fitted(plain, settings)


def fitted(
    plain: Study, settings: ChurnModelSettings, extra: tuple[str, ...] = ()
) -> Study:
    """Fit and test the model, where losses are enough for both.

    Parameters
    ----------
    plain : Study
        Past and present, without a model.
    settings : ChurnModelSettings
        Horizon and model.
    extra : tuple of str
        Columns of the past that are used besides the signals.

    Returns
    -------
    Study
        With model and test, or with the reason why there is none.
    """
    limits = ModelSettings()
    known = [name for name in SIGNALS if name in plain.past]
    past, kind = plain.past, settings.model
    early = _known_half_way(past, settings.horizon)
    for frame, in_time in ((early, True), (past, False)):
        if frame.empty:
            continue
        try:
            names = [*shortlist(frame, known, kind, settings=limits), *extra]
            if len(names) == len(extra):
                continue
            test = (
                back_test(past, names, kind, DIRECTIONS, horizon=settings.horizon)
                if in_time
                else hold_out_test(past, names, kind, DIRECTIONS)
            )
            model = fit_model(past, names, kind, DIRECTIONS)
        except KamLabError:
            continue
        return replace(plain, model=model, test=test, refusal="", in_time=in_time)
    return replace(plain, refusal=_refusal(past, known, kind))


def _known_half_way(past: pd.DataFrame, horizon: int) -> pd.DataFrame:
    """Keep what a model of the middle tested cut-off could have learned from.

    The losses known by then say how many signals are allowed; with the losses of all
    cut-offs only the last one could be tested.
    """
    days = sorted(past["cut_off"].unique())
    over = {
        day: [d for d in days if d <= pd.Timestamp(months_before(day.date(), horizon))]
        for day in days
    }
    tested = [day for day in days if over[day]]
    if not tested:
        return past.iloc[:0]
    return past[past["cut_off"].isin(over[tested[len(tested) // 2]])]


def _refusal(past: pd.DataFrame, known: list[str], kind: str) -> str:
    """Say in the words of the model room why no model is fitted."""
    try:
        fit_model(past, known, kind, DIRECTIONS)  # type: ignore[arg-type]
    except KamLabError as reason:
        return str(reason)
    return (
        "Losses are enough to fit a model, but too few to test it on other accounts; "
        "an untested model is not used."
    )
