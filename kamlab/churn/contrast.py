"""The same silence twice: whom it should worry, and whom it should not."""

from __future__ import annotations

import pandas as pd

from kamlab.churn.definitions import names_of
from kamlab.churn.reasons import every
from kamlab.churn.settings import EarlyWarningSettings
from kamlab.churn.status import LOST
from kamlab.company import Company
from kamlab.errors import NotEnoughDataError
from kamlab.presentation import formats as f

SLOW, NEAR = 3, 4


def rhythm_contrast(
    firm: Company, status: pd.DataFrame, settings: EarlyWarningSettings
) -> pd.DataFrame:
    """Choose accounts that show what a silence means: much at some, little at others.

    Parameters
    ----------
    firm : Company
        As of the cut-off; it knows the names.
    status : DataFrame
        From :func:`kamlab.churn.status.account_status`.
    settings : EarlyWarningSettings
        From which part of the way an account is watched.

    Returns
    -------
    DataFrame
        Rows of ``status`` with name, slow (a flag) and wait (days of silence that make
        a loss): up to four accounts furthest on the way to a loss, then up to three
        calm ones that may be silent longest.

    Raises
    ------
    NotEnoughDataError
        If no account that still buys has orders enough to know its rhythm.
    """
    table = status[(status["status"] != LOST) & status["way"].notna()]
    table = table[table["at_risk"]].sort_values("account_id")
    if table.empty:
        raise NotEnoughDataError(
            f"No account of {firm.name} that still buys has four orders, so none has a "
            "rhythm to hold its silence against."
        )
    table["wait"] = (table["confirmed_on"] - table["last_order"]).dt.days
    near = table.sort_values("way", ascending=False, kind="stable").head(NEAR)
    rest = table.drop(index=near.index)
    rest = rest[rest["way"] < settings.watch_from]
    slow = rest.sort_values("wait", ascending=False, kind="stable").head(SLOW)
    chosen = pd.concat([near.assign(slow=False), slow.assign(slow=True)])
    chosen.insert(1, "name", names_of(firm, chosen["account_id"]))
    return chosen.reset_index(drop=True)


def contrast_sentence(chosen: pd.DataFrame) -> str:
    """Say how far the first account is, and what its silence would mean at another.

    Parameters
    ----------
    chosen : DataFrame
        From :func:`rhythm_contrast`.
    """
    first = chosen.iloc[0]
    silent = f.plural(int(first["days_silent"]), "day")
    text = (
        f"{first['name']} is furthest on the way to a loss: silent {silent} where it "
        f"usually orders every {every(first['median_gap'])}, "
        f"{f.share(first['way'], 0)} of the way."
    )
    other = chosen.sort_values("wait", kind="stable").iloc[-1]
    if not other["wait"] > first["wait"] or not first["days_silent"] > 0:
        return text
    return (
        f"{text} At {other['name']}, which usually orders every "
        f"{every(other['median_gap'])}, the same {silent} would be only "
        f"{f.share(first['days_silent'] / other['wait'], 0)} of the way."
    )
