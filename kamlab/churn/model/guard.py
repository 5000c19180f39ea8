"""How many signals so few losses allow: the guard against models of nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamlab.churn.model.examine import Codes, Examined, Flags
from kamlab.churn.model.settings import Kind, ModelSettings
from kamlab.errors import NotEnoughDataError, RefusedError, did_you_mean
from kamlab.presentation import formats as f

NAMES: dict[Kind, str] = {
    "logit": "logistic model",
    "boosting": "boosting model",
    "recency": "baseline",
}


def known_kind(kind: str) -> Kind:
    """Make sure that there is such a model.

    Parameters
    ----------
    kind : str
        ``logit``, ``boosting`` or ``recency``.

    Returns
    -------
    str
        The same.

    Raises
    ------
    RefusedError
        If there is none of that name.
    """
    for name in NAMES:
        if name == kind:
            return name
    raise RefusedError(f"There is no model '{kind}'{did_you_mean(str(kind), NAMES)}")


@dataclass(frozen=True)
class Evidence:
    """How much a set of slices can teach.

    Parameters
    ----------
    events, kept : int
        Accounts lost in at least one slice, and accounts never lost; several slices
        of one lost account are one loss seen several times.
    slices : int
        Rows.
    """

    events: int
    kept: int
    slices: int

    @classmethod
    def of(cls, lost: Flags, accounts: Codes) -> Evidence:
        """Count the lost and the kept accounts behind some slices."""
        events = len(np.unique(accounts[lost]))
        return cls(events, len(np.unique(accounts)) - events, len(lost))


def signals_allowed(
    events: int, kind: Kind, settings: ModelSettings | None = None
) -> int | None:
    """Give how many signals a model may use with so many lost accounts.

    Parameters
    ----------
    events : int
        Accounts lost (or kept, where those are fewer), each counted once.
    kind : str
        ``logit``, ``boosting`` or ``recency`` (which looks at one signal, always).
    settings : ModelSettings, optional
        Lost accounts a signal needs.

    Returns
    -------
    int or None
        None where there is no limit.

    References
    ----------
    Peduzzi et al. 1996, J. Clinical Epidemiology 49, 1373–1379 (ten events a
    variable); van der Ploeg, Austin & Steyerberg 2014, BMC Medical Research
    Methodology 14:137 (trees need far more than logistic models).
    """
    needed = _needed(kind, settings or ModelSettings())
    return None if needed == 0 else int(events // needed)


def guard(data: Examined, kind: Kind, settings: ModelSettings) -> None:
    """Refuse a model that so few losses cannot carry, and say what they can.

    Parameters
    ----------
    data : Examined
        From :func:`kamlab.churn.model.examine.examine`.
    kind : str
        The model asked for.
    settings : ModelSettings
        The limits.

    Raises
    ------
    NotEnoughDataError
        If nothing or everything was lost, there are too few of either, or too few for
        so many signals.
    """
    refuse_if_weak(
        Evidence.of(data.lost, data.accounts), len(data.features), kind, settings
    )


def refuse_if_weak(
    evidence: Evidence, asked: int, kind: Kind, settings: ModelSettings
) -> None:
    """Refuse what so many lost and kept accounts cannot carry; see :func:`guard`."""
    total = evidence.events + evidence.kept
    among = f"{f.plural(total, 'account')} in {f.plural(evidence.slices, 'slice')}"
    if evidence.events == 0:
        raise NotEnoughDataError(
            f"No account was lost among {among}: there is nothing to learn from. Take "
            "a longer history or a shorter silence that counts as loss."
        )
    if evidence.kept == 0:
        raise NotEnoughDataError(
            f"Every account was lost among {among}: nothing tells lost from kept. "
            "Check the cut-offs, the horizon and the last order date."
        )
    fewer, word = min((evidence.events, "lost"), (evidence.kept, "kept"))
    if fewer < settings.least_events:
        were = "was" if fewer == 1 else "were"
        raise NotEnoughDataError(
            f"Only {f.plural(fewer, 'account')} {were} {word} among {among}; a model "
            f"needs at least {settings.least_events}. Look at the watch list and its "
            "reasons instead."
        )
    allowed = signals_allowed(fewer, kind, settings)
    if allowed is not None and asked > allowed:
        words = ("loss", "losses") if word == "lost" else ("kept account", None)
        losses = f.plural(fewer, *words)
        raise NotEnoughDataError(
            f"{losses} allow {f.plural(allowed, 'signal') if allowed else 'no signal'} "
            f"in a {NAMES[kind]}; you asked for {asked}, which would need "
            f"{asked * _needed(kind, settings):,.0f}. {_offer(allowed)}"
        )


def _needed(kind: Kind, settings: ModelSettings) -> float:
    return {
        "logit": settings.events_per_signal,
        "boosting": settings.events_per_signal_boosting,
        "recency": 0.0,
    }[known_kind(kind)]


def _offer(allowed: int) -> str:
    if not allowed:
        return "Take the baseline of one signal."
    return (
        f"Choose {allowed} beforehand, not by looking at these losses, or take the "
        "baseline of one signal."
    )
