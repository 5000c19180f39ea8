"""The leakage alarm: a signal or a score that is too good to be true, by its name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamlab.churn.model.auc import placements
from kamlab.churn.model.examine import Examined, Flags, Floats
from kamlab.presentation import Figure


@dataclass(frozen=True)
class Alarm:
    """Something that tells lost from kept better than it can honestly know.

    Parameters
    ----------
    feature : str
        The signal under suspicion.
    auc : float
        How well it alone tells lost from kept, 0.5–1, in whichever direction.
    sentence : str
        What is suspicious, and what to look into.
    """

    feature: str
    auc: float
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def signal_aucs(data: Examined) -> dict[str, tuple[float, str]]:
    """Give how well each signal alone tells lost from kept.

    Both its value counts, in either direction, and the mere fact that it is known: a
    "reason for leaving" is filled for lost accounts only, whatever it says. Signals
    left out (as texts) are tried for that fact too.

    Parameters
    ----------
    data : Examined
        Slices.

    Returns
    -------
    dict of str to tuple
        AUC, 0.5–1, and ``value`` or ``known``: which of the two tells.
    """
    found: dict[str, tuple[float, str]] = {}
    names = (*data.features, *(n for n in data.dropped if n in data.frame.columns))
    for name in names:
        known = data.frame[name].notna().to_numpy()
        tells = [(_either_way(data.lost, known.astype(float)), "known")]
        if name in data.features:
            values = data.values[:, data.features.index(name)]
            tells.append((_either_way(data.lost[known], values[known]), "value"))
        found[name] = max(tells)
    return dict(sorted(found.items(), key=lambda item: -item[1][0]))


def signal_alarms(data: Examined, limit: float) -> tuple[Alarm, ...]:
    """Name the signals that alone tell lost from kept too well.

    Parameters
    ----------
    data : Examined
        Slices.
    limit : float
        AUC above which the alarm sounds; 1 silences it.

    Returns
    -------
    tuple of Alarm
        The most suspicious first; empty where nothing is.
    """
    alarms = []
    for name, (auc, how) in signal_aucs(data).items():
        if auc > limit:
            what = f"'{name}'" if how == "value" else f"Whether '{name}' is filled"
            alarms.append(
                Alarm(
                    name,
                    auc,
                    f"{what} alone tells lost from kept with AUC {auc:.3f}, above "
                    f"{limit:g}: too good to be true. Check that it was known at the "
                    "cut-off and is no trace of the loss itself; leave it out until "
                    "then.",
                )
            )
    return tuple(alarms)


def score_alarm(data: Examined, auc: Figure, ceiling: float) -> Alarm | None:
    """Sound the alarm where held-out scores are better than they can honestly be.

    Parameters
    ----------
    data : Examined
        The slices behind the scores.
    auc : Figure
        Of the held-out scores.
    ceiling : float
        The highest honest AUC: what is known of the data set, such as .87 for the
        telco file.

    Returns
    -------
    Alarm or None
        Naming the signal that tells most alone, the first to look into.
    """
    if auc.value is None or float(auc.value) <= ceiling:
        return None
    aucs = {n: a for n, a in signal_aucs(data).items() if n in data.features}
    name, (alone, _) = next(iter(aucs.items()))
    return Alarm(
        name,
        alone,
        f"The held-out AUC {float(auc.value):.3f} is above {ceiling:g}, the most this "
        f"data should give: something leaks. Look first at '{name}', which alone "
        f"reaches {alone:.3f}: was it known at the cut-off?",
    )


def _either_way(lost: Flags, score: Floats) -> float:
    """Give the AUC in the better direction; 0.5 where only one kind is there."""
    if not lost.any() or lost.all() or (len(score) and np.ptp(score) == 0):
        return 0.5
    value = placements(lost, score).auc
    return max(value, 1 - value)
