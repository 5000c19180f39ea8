"""Who is still there to be lost, and which signals so few losses allow."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kamlab.churn.model.examine import examine
from kamlab.churn.model.guard import Evidence, signals_allowed
from kamlab.churn.model.settings import Kind, ModelSettings
from kamlab.errors import MissingPartError, NotEnoughDataError
from kamlab.presentation import formats as f

GAPS, DAYS = 3.0, 60  # the house's rule of a full loss

# what the sources and the literature warn of first (S67–S71; B3), most trusted first
TRUSTED = (
    "gap_ratio",
    "late_share",
    "products_change",
    "champions_lost",
    "coverage",
    "orders_change",
    "offers",
    "overdue_change",
    "tickets",
    "revenue_change_year",
    "unresolved_share",
    "wallet_share",
    "disputes",
    "late_change",
    "tenure",
    "visits_month",
)


def still_buying(
    frame: pd.DataFrame, *, gaps: float = GAPS, days: float = DAYS
) -> pd.DataFrame:
    """Leave out the slices of accounts that were already gone at the cut-off.

    An account silent for months is "lost" in the next months too: to say so is no
    forecast, and a model that may learn it looks brilliant (AUC .97 on ``lab``)
    without warning of anything. What remains is the question a KAM has: who of those
    still buying will stop?

    Parameters
    ----------
    frame : DataFrame
        Slices with ``days_silent`` and ``gap_ratio``.
    gaps : float
        Silence that makes a loss, in times the account's own gap. 1.5 keeps only
        those in their usual rhythm, with ``days`` 14: foresight without any silence.
    days : float
        Days of silence below which nobody counts as gone, whatever the gap.

    Returns
    -------
    DataFrame
        The slices with silence below max(days, gaps × own gap); an account without a
        known gap stays while silent for less than ``days``.

    Raises
    ------
    MissingPartError
        If a column is missing.
    NotEnoughDataError
        If nobody is left.

    References
    ----------
    Domain page C4, "loss (full)".
    """
    for name in ("days_silent", "gap_ratio"):
        if name not in frame.columns:
            raise MissingPartError(
                f"Who is still buying shows in '{name}', which is not in the table."
            )
    silent, ratio = frame["days_silent"], frame["gap_ratio"]
    left = frame[(silent < days) | (ratio < gaps)].reset_index(drop=True)
    if left.empty:
        raise NotEnoughDataError(
            f"Of {f.plural(len(frame), 'slice')} none is of an account still buying: "
            f"all were silent for {f.number(gaps)} usual gaps and "
            f"{f.number(days)} days or longer."
        )
    return left


def shortlist(
    frame: pd.DataFrame,
    features: Sequence[str],
    kind: Kind = "logit",
    *,
    label: str = "lost",
    groups: str = "account_id",
    settings: ModelSettings | None = None,
) -> list[str]:
    """Give the signals that so few losses allow, chosen without looking at the losses.

    The order is that of the sources and the literature, not of this data: a choice by
    the losses themselves would use them up. Signals of no known order come last, as
    they stand.

    Parameters
    ----------
    frame : DataFrame
        Slices.
    features : sequence of str
        The signals there are.
    kind : str
        The model they are for.
    label, groups : str
        Columns with the loss and with the account.
    settings : ModelSettings, optional
        Lost accounts a signal needs.

    Returns
    -------
    list of str
        At most as many as the losses allow while one group of accounts is held out; a
        signal mostly unknown or without variation is passed over. Empty where they
        allow none.

    Raises
    ------
    MissingPartError
        If label or account column is missing.

    References
    ----------
    Rules S67–S71; Peduzzi et al. 1996; Heinze, Wallisch & Dunkler 2018, Biometrical
    Journal 60, 431–449 (choose by background knowledge).
    """
    settings = settings or ModelSettings()
    data = examine(frame, features, label=label, groups=groups, settings=settings)
    places = {name: place for place, name in enumerate(TRUSTED)}
    ordered = sorted(data.features, key=lambda name: places.get(name, len(TRUSTED)))
    evidence = Evidence.of(data.lost, data.accounts)
    fewer = min(evidence.events, evidence.kept)
    trained_on = fewer - -(-fewer // settings.folds)  # one group is always held out
    allowed = signals_allowed(trained_on, kind, settings)
    return ordered[:allowed]
