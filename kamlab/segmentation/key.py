"""Who is key, critical, or more than the company can afford to depend on."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kamlab.errors import MissingPartError, UndefinedError
from kamlab.measures import share
from kamlab.segmentation.settings import Criterion, KeyAccountsSettings, Level
from kamlab.segmentation.worth import Worth

SCOPE = {"department": "department_id", "manager": "kam_id"}
CLASSES = ("mono", "critical", "key", "")


def key_accounts(worth: Worth, settings: KeyAccountsSettings) -> pd.DataFrame:
    """Say for every account whether it is key under each criterion.

    Rules S02 (key from 10 %), S04 (critical from 20 %), S05 (mono from 70 %); every
    threshold is a setting, and all criteria stand side by side (A7, C3).

    Parameters
    ----------
    worth : Worth
        The active accounts.
    settings : KeyAccountsSettings
        Thresholds, level and mode.

    Returns
    -------
    DataFrame
        The table of ``worth`` and, per criterion, ``share_…`` (0–1, of the company,
        department or book) and ``class_…`` (``mono``, ``critical``, ``key`` or blank).
        Blank shares where the total is not above 0: undefined.

    Raises
    ------
    MissingPartError
        If the level needs departments or KAMs the company does not know.
    """
    table = worth.table.copy()
    scope = scope_of(worth, settings.level)
    for criterion in worth.criteria:
        try:
            shares = share(table[criterion], scope)
        except UndefinedError:
            shares = pd.Series(float("nan"), index=table.index)
        table[f"share_{criterion}"] = shares
        table[f"class_{criterion}"] = classify(shares, table[criterion], settings)
    return table


def scope_of(worth: Worth, level: Level) -> pd.Series | None:
    """Give what an account is compared within: nothing, its department, its KAM.

    Raises
    ------
    MissingPartError
        If the company does not say who looks after whom.
    """
    if level == "company":
        return None
    column = SCOPE[level]
    if worth.table[column].isna().all():
        raise MissingPartError(
            f"Key for a {level} needs account_history with {column}, which this "
            "company lacks."
        )
    return worth.table[column].fillna("none")


def classify(
    shares: pd.Series, values: pd.Series, settings: KeyAccountsSettings
) -> pd.Series:
    """Turn shares into ``mono``, ``critical``, ``key`` or blank.

    Parameters
    ----------
    shares : Series
        0–1; a blank share is in no class.
    values : Series
        The amounts, for absolute mode.
    settings : KeyAccountsSettings
        Thresholds; ``strict`` means more than, else at least.
    """

    def above(figures: pd.Series, threshold: float) -> pd.Series:
        # shares are sums of cents: 1e-12 is far below any real difference
        rounded = figures.round(12)
        return rounded > threshold if settings.strict else rounded >= threshold

    if settings.mode == "absolute":
        is_key = above(values, settings.abs_threshold)
    else:
        is_key = above(shares, settings.key_share) & (shares <= settings.key_band_top)
    classes = pd.Series("", index=shares.index, dtype="str")
    classes = classes.mask(is_key, "key")
    classes = classes.mask(above(shares, settings.critical_share), "critical")
    if settings.mono_scope == "single":
        classes = classes.mask(above(shares, settings.mono_share), "mono")
    return classes


def is_key(table: pd.DataFrame, criterion: str) -> pd.Series:
    """Tell which accounts of :func:`key_accounts` are key or more."""
    return table[f"class_{criterion}"] != ""


@dataclass(frozen=True)
class KeyTotal:
    """What all key accounts together make of revenue, and what that says.

    Parameters
    ----------
    accounts : int
        How many key accounts.
    share : float or None
        Their part of revenue, 0–1; None where revenue is not above 0.
    verdict : str
        ``below``, ``usual`` or ``above`` the band of rule S06.
    mono : bool
        Whether the company is mono-dependent in the chosen scope (A7, C1 and C2).
    """

    accounts: int
    share: float | None
    verdict: str
    mono: bool


def key_total(
    table: pd.DataFrame, criterion: Criterion, settings: KeyAccountsSettings
) -> KeyTotal:
    """Compare what the key accounts make of revenue with the band of rule S06.

    Parameters
    ----------
    table : DataFrame
        From :func:`key_accounts`.
    criterion : str
        Which key set.
    settings : KeyAccountsSettings
        The band, and the scope of mono-dependence.
    """
    keys = is_key(table, criterion)
    total = table["revenue"].sum()
    part = float(table.loc[keys, "revenue"].sum() / total) if total > 0 else None
    verdict = "usual"
    if part is None or part < settings.key_total_low:
        verdict = "below"
    elif part > settings.key_total_high:
        verdict = "above"
    if settings.mono_scope == "single":
        mono = bool((table[f"class_{criterion}"] == "mono").any())
    else:
        key_share = table.loc[keys, f"share_{criterion}"].sum()
        mono = bool(
            key_share > settings.mono_share
            if settings.strict
            else key_share >= settings.mono_share
        )
    return KeyTotal(int(keys.sum()), part, verdict, mono)


def key_levels(worth: Worth, settings: KeyAccountsSettings) -> pd.DataFrame:
    """Say for which level each account is key: company, department, manager (S11).

    Returns
    -------
    DataFrame
        account_id, name, department_id, kam_id, the chosen criterion, and a share and
        a flag a level; accounts that are key on at least one level.

    Raises
    ------
    MissingPartError
        If the company knows neither departments nor KAMs.
    """
    columns = ["account_id", "name", "department_id", "kam_id", worth.criterion]
    table = worth.table[columns].copy()
    levels: tuple[Level, ...] = ("company", "department", "manager")
    for level in levels:
        shares = share(worth.table[worth.criterion], scope_of(worth, level))
        classes = classify(shares, worth.table[worth.criterion], settings)
        table[f"share_{level}"] = shares
        table[f"key_{level}"] = classes != ""
    keys = table[[f"key_{level}" for level in levels]].any(axis=1)
    return table[keys].reset_index(drop=True)
