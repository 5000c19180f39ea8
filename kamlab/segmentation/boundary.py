"""How far the accounts near a line are from it, in money."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kamlab.segmentation.key import above
from kamlab.segmentation.scope import scope_of, shares_within
from kamlab.segmentation.settings import Criterion, KeyAccountsSettings
from kamlab.segmentation.worth import Worth

NEAR = 0.25
COLUMNS = ["account_id", "name", "line", "threshold", "criterion", "amount", "share"]


def boundary(
    worth: Worth, settings: KeyAccountsSettings, near: float = NEAR
) -> pd.DataFrame:
    """Say for each account near a line how much money separates it from the line.

    An account with the amount v of a total T is as far from the share t as
    (v − t·T) / (1 − t): what it alone could lose, or would have to gain, until it is
    on the line. Its own change moves the total too.

    Parameters
    ----------
    worth : Worth
        The active accounts.
    settings : KeyAccountsSettings
        The lines: key, critical and mono; in absolute mode key is an amount.
    near : float
        How near counts, as a part of the line: 0.25 is from three to five quarters
        of it.

    Returns
    -------
    DataFrame
        account_id, name, line (``key``, ``critical``, ``mono``), threshold (share, or
        currency), criterion, amount, share, distance (currency; above 0: over the
        line), over (a flag, the rule of the report), differs (criteria under which
        the account is on the other side of the same line, in words); the nearest
        first. No rows where nobody is near, or where shares are undefined.
    """
    parts = [
        _one_line(worth, settings, line, threshold, near)
        for line, threshold in _lines(worth, settings).items()
    ]
    table = pd.concat(parts, ignore_index=True)
    order = table["distance"].abs().sort_values(kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _lines(worth: Worth, settings: KeyAccountsSettings) -> dict[str, float]:
    absolute = settings.mode == "absolute"
    return {
        "key": settings.abs_threshold if absolute else settings.key_share,
        "critical": settings.critical_share,
        "mono": settings.mono_share,
    }


def _one_line(
    worth: Worth,
    settings: KeyAccountsSettings,
    line: str,
    threshold: float,
    near: float,
) -> pd.DataFrame:
    table, criterion = worth.table, worth.criterion
    scope = scope_of(worth, settings.level)
    amounts = line == "key" and settings.mode == "absolute"
    sides = {}
    for name in worth.criteria:
        shares = shares_within(table[name], scope)
        measured = table[name] if amounts else shares
        sides[name] = above(measured, threshold, settings.strict)
    shares = shares_within(table[criterion], scope)
    values = table[criterion]
    if amounts:
        distance, measured = values - threshold, values
    else:
        whole = pd.Series("", index=table.index) if scope is None else scope
        total = values.groupby(whole).transform("sum")
        distance, measured = (values - threshold * total) / (1 - threshold), shares
    result = table[["account_id", "name"]].assign(
        line=line,
        threshold=threshold,
        criterion=criterion,
        amount=values,
        share=shares,
        distance=distance.round(6),
        over=sides[criterion],
        differs=_differing(sides, criterion),
    )
    with np.errstate(invalid="ignore"):
        close = (measured / threshold - 1).abs().round(9) <= near if threshold else None
    return result[close] if close is not None else result.iloc[:0]


def _differing(sides: Mapping[Criterion, pd.Series], criterion: Criterion) -> list[str]:
    """Name the criteria under which each account is on the other side of the line."""
    others = {name: side for name, side in sides.items() if name != criterion}
    return [
        ", ".join(
            name.replace("_", " ")
            for name, side in others.items()
            if side[row] != sides[criterion][row]
        )
        for row in sides[criterion].index
    ]
