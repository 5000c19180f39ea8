"""The warning held against the truth: who really decided to leave, and by what."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.churn.definitions import names_of
from kamlab.churn.status import LOST
from kamlab.company import Company

LUCK, BROKE = "bad luck", "its money ran out"


def warned_against_truth(
    firm: Company, status: pd.DataFrame, watched: pd.DataFrame
) -> pd.DataFrame:
    """Put what the rule says of every account beside what it had really decided.

    Parameters
    ----------
    firm : Company
        With truth, as of the cut-off.
    status : DataFrame
        From :func:`kamlab.churn.status.account_status`.
    watched : DataFrame
        From :func:`kamlab.churn.watch.watch_list`.

    Returns
    -------
    DataFrame
        One row an account: account_id, name, status, days_silent, said (``lost``,
        ``watched`` or ``fine``), leaving (whether it had decided to leave, or its money
        had run out, by the month of the cut-off), since (that month), last_month (with
        orders; blank where it still orders), push (what drove it, in words).

    Raises
    ------
    MissingPartError
        If the company carries no truth.

    Notes
    -----
    The push is the strongest factor on the odds of the month of the decision, held
    against the middle account-month; where these odds were less than twice the usual
    ones, no cause but bad luck is named.
    """
    truth = firm.truth("accounts")
    month = pd.Timestamp(firm.cut_off).replace(day=1)
    decided = truth["decided"].where(truth["decided"] <= month)
    gone = truth["lost"].where(truth["lost"] <= month)
    # who goes bankrupt decides nothing; the last month with orders stands for it
    since = decided.fillna(gone)
    known = pd.DataFrame(
        {
            "account_id": truth["account_id"],
            "leaving": since.notna(),
            "since": since,
            "last_month": gone,
        }
    )
    broke = (truth["loss_type"] == "insolvent") & gone.notna()
    pushes = _pushes(firm, month)
    known["push"] = truth["account_id"].map(pushes).mask(broke, BROKE)
    table = status[["account_id", "status", "days_silent"]].merge(
        known, on="account_id", how="inner"
    )
    table.insert(1, "name", names_of(firm, table["account_id"]))
    on_list = table["account_id"].isin(watched["account_id"])
    said = np.select([table["status"] == LOST, on_list], [LOST, "watched"], "fine")
    table.insert(4, "said", said)
    return table


def _pushes(firm: Company, month: pd.Timestamp) -> pd.Series:
    """Name the strongest push of every decision up to a month, by account."""
    # here, not above: the simulator is not needed for real books
    from kamlab.simulation.why import LIKELY, WORDS

    months = firm.truth("months")
    months = months[months["month"] <= month]
    free = months[~months["leaving"].astype(bool) & (months["hazard"] > 0)]
    terms = [f"term_{name}" for name in WORDS]
    middle = free[["term_base", *terms]].median()
    usual = 1 / (1 + np.exp(-middle.sum()))
    decides = free[free["decides"].astype(bool)]
    factors = decides[terms] - middle[terms]
    words = {f"term_{name}": away for name, (away, _, _) in WORDS.items()}
    named = factors.idxmax(axis=1).map(words) if len(factors) else pd.Series(dtype=str)
    named = named.mask(decides["hazard"] < LIKELY * usual, LUCK)
    return pd.Series(named.to_numpy(), decides["account_id"])


def counts_of(table: pd.DataFrame) -> pd.DataFrame:
    """Count for each verdict of the rule how many accounts were truly leaving.

    Parameters
    ----------
    table : DataFrame
        From :func:`warned_against_truth`.

    Returns
    -------
    DataFrame
        said (``lost``, ``watched``, ``fine``), accounts, leaving, right (share whose
        verdict is true: leaving, or staying where it was called fine; blank for none).
    """
    rows = []
    for said in (LOST, "watched", "fine"):
        mine = table.loc[table["said"] == said, "leaving"]
        n, leaving = len(mine), int(mine.sum())
        right = n - leaving if said == "fine" else leaving
        rows.append((said, n, leaving, right / n if n else float("nan")))
    return pd.DataFrame(rows, columns=["said", "accounts", "leaving", "right"])


def saved_truly(
    firm: Company, watched: pd.DataFrame, horizon: int, effect: float
) -> pd.DataFrame:
    """Put what a save call truly takes off each risk beside what was claimed.

    Parameters
    ----------
    firm : Company
        With truth, as of the cut-off.
    watched : DataFrame
        From :func:`kamlab.churn.watch.watch_list`.
    horizon : int
        Months looked ahead.
    effect : float
        The part of the risk a call is claimed to take away, 0–1.

    Returns
    -------
    DataFrame
        account_id, name, value, probability (estimated), true_risk (to decide within
        the horizon; blank where the account has decided, so that no call reaches it),
        true_effect (points a call takes off it, 0 where it comes too late), claimed
        and truly_saved (currency); the largest claim first.

    Raises
    ------
    MissingPartError
        If the company carries no truth.
    NotEnoughDataError
        If nobody is left to decide in the month of the cut-off.
    """
    # here, not above: it brings the simulator along
    from kamlab.churn.what_if.effects import true_effects

    true = true_effects(firm, "save_call", horizon=horizon)
    true = true.rename(columns={"risk": "true_risk"})
    columns = ["account_id", "name", "value", "probability", "value_at_risk"]
    table = watched[columns].merge(
        true[["account_id", "true_risk", "true_effect"]], on="account_id", how="left"
    )
    table["true_effect"] = table["true_effect"].fillna(0.0)
    table["claimed"] = table.pop("value_at_risk") * effect
    table["truly_saved"] = table["true_effect"] * table["value"]
    return table.sort_values(
        "claimed", ascending=False, kind="stable", ignore_index=True
    )
