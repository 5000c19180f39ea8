"""Who is key, critical, or more than the company can afford to depend on."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kamlab.segmentation.scope import scope_of, shares_within
from kamlab.segmentation.settings import Criterion, KeyAccountsSettings
from kamlab.segmentation.worth import Worth

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
        department or book), ``key_…`` (a flag) and ``class_…`` (``mono``,
        ``critical``, ``key`` or blank). Blank shares where the total is not above 0,
        or nobody is known to look after the account: undefined.

    Raises
    ------
    MissingPartError
        If the level needs departments or KAMs the company does not know.
    """
    table = worth.table.copy()
    scope = scope_of(worth, settings.level)
    for criterion in worth.criteria:
        shares = shares_within(table[criterion], scope)
        table[f"share_{criterion}"] = shares
        table[f"key_{criterion}"] = key_flags(shares, table[criterion], settings)
        table[f"class_{criterion}"] = classify(shares, table[criterion], settings)
    return table


def above(figures: pd.Series, threshold: float, strict: bool) -> pd.Series:
    """Tell which figures are more than a threshold, or at least it (A7, C5)."""
    # shares are quotients of sums of cents: 1e-12 is far below any real difference
    rounded = figures.round(12)
    return rounded > threshold if strict else rounded >= threshold


def key_flags(
    shares: pd.Series, values: pd.Series, settings: KeyAccountsSettings
) -> pd.Series:
    """Tell which accounts are key: by share and band, or by an absolute amount (S01).

    Parameters
    ----------
    shares : Series
        0–1; a blank share is not key.
    values : Series
        The amounts in currency, for absolute mode.
    settings : KeyAccountsSettings
        Mode, threshold, band top and strictness.
    """
    if settings.mode == "absolute":
        return above(values, settings.abs_threshold, settings.strict)
    within = shares.round(12) <= settings.key_band_top
    # with no band, an account of more than all (others cost money) is key too
    within |= settings.key_band_top == 1
    return above(shares, settings.key_share, settings.strict) & within


def classify(
    shares: pd.Series, values: pd.Series, settings: KeyAccountsSettings
) -> pd.Series:
    """Turn shares into ``mono``, ``critical``, ``key`` or blank, the gravest first.

    Parameters
    ----------
    shares : Series
        0–1; a blank share is neither critical nor mono.
    values : Series
        The amounts in currency, for absolute mode.
    settings : KeyAccountsSettings
        Thresholds; ``strict`` means more than, else at least.

    Notes
    -----
    An account above ``key_band_top`` is critical and not called key: ask
    :func:`is_key` who is key, and this for the grade of dependence.
    """
    classes = pd.Series("", index=shares.index, dtype="str")
    classes = classes.mask(key_flags(shares, values, settings), "key")
    critical = above(shares, settings.critical_share, settings.strict)
    classes = classes.mask(critical, "critical")
    if settings.mono_scope == "single":
        mono = above(shares, settings.mono_share, settings.strict)
        classes = classes.mask(mono, "mono")
    return classes


def is_key(table: pd.DataFrame, criterion: str) -> pd.Series:
    """Tell which accounts of :func:`key_accounts` are key.

    Parameters
    ----------
    table : DataFrame
        From :func:`key_accounts`.
    criterion : str
        ``revenue``, ``gross_margin`` or ``contribution``.

    Returns
    -------
    Series of bool
        One flag an account.
    """
    return table[f"key_{criterion}"]


@dataclass(frozen=True)
class KeyTotal:
    """What all key accounts together make of revenue, and what that says.

    Parameters
    ----------
    accounts : int
        How many key accounts.
    share : float or None
        Their part of revenue, 0–1; None where that is undefined.
    verdict : str
        ``below``, ``usual`` or ``above`` the band of rule S06, or ``undefined``.
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
    defined = can_tell(table, criterion, settings) and total > 0
    part = float(table.loc[keys, "revenue"].sum() / total) if defined else None
    if part is None:
        verdict = "undefined"
    elif part < settings.key_total_low:
        verdict = "below"
    else:
        verdict = "above" if part > settings.key_total_high else "usual"
    return KeyTotal(int(keys.sum()), part, verdict, _mono(table, criterion, settings))


def can_tell(
    table: pd.DataFrame, criterion: Criterion, settings: KeyAccountsSettings
) -> bool:
    """Tell whether anybody can be called key or not: there are shares, or amounts."""
    shares = table[f"share_{criterion}"]
    return settings.mode == "absolute" or bool(shares.notna().any())


def _mono(
    table: pd.DataFrame, criterion: Criterion, settings: KeyAccountsSettings
) -> bool:
    """Tell whether the whole company lives off one account, or off the key ones."""
    values = table[criterion]
    total = values.sum()
    if not total > 0:
        return False
    single = settings.mono_scope == "single"
    most = values.max() if single else values[is_key(table, criterion)].sum()
    part = pd.Series([most / total])
    return bool(above(part, settings.mono_share, settings.strict).iloc[0])
