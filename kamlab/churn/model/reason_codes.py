"""Why an account is scored high, in words an account manager can check and use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np
import pandas as pd

from kamlab.churn.model.fitted import ChurnModel
from kamlab.churn.reasons import every
from kamlab.presentation import formats as f

WORTH_SAYING = 0.1  # log-odds: about a tenth more risk than with the typical value
# the two signals that together say more than apart
RATIO, SILENT = "gap_ratio", "days_silent"
NOTHING = "nothing stands out against the usual account"


class Described(Protocol):
    """A signal that can be told: its title and its unit."""

    @property
    def title(self) -> str:
        """A few words."""

    @property
    def unit(self) -> str:
        """Its unit."""


def reason_codes(
    model: ChurnModel,
    frame: pd.DataFrame,
    signals: Mapping[str, Described] | None = None,
    *,
    most: int = 3,
) -> pd.DataFrame:
    """Rank accounts by risk, and say for each what raises it.

    Only what raises the risk is told, and only where the model agrees with what the
    signal is expected to do: visits that "raise" the risk because the KAM already
    smells it are no reason anybody can act on. The model card names those.

    Parameters
    ----------
    model : ChurnModel
        The fitted model.
    frame : DataFrame
        Accounts with account_id and the model's signals.
    signals : mapping of str to object, optional
        For each signal its title and unit, such as ``kamlab.churn.signals.SIGNALS``;
        a signal without one is told by its name.
    most : int
        How many reasons an account at most.

    Returns
    -------
    DataFrame
        account_id, score (probability), why (text), main (name of the strongest
        signal, blank where nothing stands out); highest risk first.

    Raises
    ------
    MissingPartError
        If a signal is not there or holds text.
    """
    agrees = model.weights().set_index("feature")["agrees"].fillna(True)
    names = [name for name in model.features if agrees[name]]
    raises = model.contributions(frame)[names].to_numpy()
    texts, main = [], []
    for place in range(len(frame)):
        row = raises[place]
        order = np.argsort(-row, kind="stable")[:most]
        told = [names[spot] for spot in order if row[spot] >= WORTH_SAYING]
        main.append(told[0] if told else None)
        account = frame.iloc[place]
        words = [_reason(n, account, model.typical[n], signals or {}) for n in told]
        texts.append("; ".join(words) or NOTHING)
    table = pd.DataFrame({"account_id": frame["account_id"].to_numpy()})
    table["score"] = model.score(frame)
    table["why"] = texts
    table["main"] = pd.Series(main, dtype="object")
    return table.sort_values("score", ascending=False, kind="stable", ignore_index=True)


def title_of(name: str, signals: Mapping[str, Described]) -> str:
    """Give the words for a signal; its name, spelt out, where there are none.

    Parameters
    ----------
    name : str
        Of the signal.
    signals : mapping of str to object
        Titles and units.

    Returns
    -------
    str
        Its title.
    """
    return signals[name].title if name in signals else name.replace("_", " ")


def _reason(
    name: str, account: pd.Series, typical: float, signals: Mapping[str, Described]
) -> str:
    value = account[name]
    title = title_of(name, signals)
    unit = signals[name].unit if name in signals else ""
    if pd.isna(value):
        return f"{title} unknown"
    number, silent = float(value), account.get(SILENT)
    if name == RATIO and silent is not None and pd.notna(silent) and number > 0:
        rhythm = every(float(silent) / number)
        return f"orders every {rhythm}, silent for {f.plural(round(silent), 'day')}"
    if unit != "share" and unit in title:
        unit = ""
    return f"{title}: {_written(number, unit)} (usual {_written(typical, unit)})"


def _written(value: float, unit: str) -> str:
    """Write a value with its unit; shares in per cent."""
    if unit == "share":
        return f.share(value, 0)
    decimals = 0 if abs(value) >= 20 else 1
    return f"{f.number(round(value, decimals), 1)} {unit}".rstrip()
