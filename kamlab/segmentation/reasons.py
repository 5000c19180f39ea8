"""The three usual reasons to call an account key: money, potential, reference."""

from __future__ import annotations

import pandas as pd

from kamlab.presentation import formats as f
from kamlab.segmentation.key import above, is_key
from kamlab.segmentation.phrases import NAMES, share_or_undefined
from kamlab.segmentation.settings import KeyAccountsSettings
from kamlab.segmentation.worth import Worth

YEAR = 365
Reason = dict[str, pd.Series]


def per_year(worth: Worth) -> float:
    """Give the factor that brings an amount of the period to a year.

    Parameters
    ----------
    worth : Worth
        For the length of the period; a leap year is a year.
    """
    days = worth.period.days
    return 1.0 if days in (YEAR, YEAR + 1) else YEAR / days


def money(
    known: pd.DataFrame,
    keys: pd.DataFrame,
    worth: Worth,
    settings: KeyAccountsSettings,
) -> Reason:
    """Tell who is key by money now: the same rule as the list of key accounts.

    The score is the share over the line, 1 at most; in absolute mode the amount over
    its line.
    """
    by_id = keys.set_index("account_id")
    criterion = worth.criterion
    shares = known["account_id"].map(by_id[f"share_{criterion}"])
    holds = known["account_id"].map(is_key(by_id, criterion)).fillna(False).astype(bool)
    if settings.mode == "absolute":
        line = settings.abs_threshold
        score = known[criterion] / line if line else holds.astype(float)
        told = known[criterion].map(lambda v: f.thousands(v, worth.currency))
    else:
        score = shares / settings.key_share
        told = shares.map(share_or_undefined)
    evidence = told + f" of {NAMES[criterion]}"
    evidence = evidence.where(known["active"], "no sale in the period")
    score = score.where(known["active"], 0.0).clip(0, 1)
    return {"score": score, "holds": holds, "evidence": evidence}


def wallet_share(known: pd.DataFrame, worth: Worth) -> pd.Series:
    """Give what part of its wallet we sell to each account, 0–1, at most 1.

    Sales of a period of another length are brought to a year of 365 days.
    """
    yearly = known["revenue"] * per_year(worth)
    wallet = known["wallet_estimate"].where(known["wallet_estimate"] > 0)
    return (yearly / wallet).clip(0, 1)


def potential(
    known: pd.DataFrame, worth: Worth, settings: KeyAccountsSettings
) -> Reason:
    """Tell who spends much in our range and little of it with us.

    An account is a potential if its wallet is above ``key_share`` of our yearly
    revenue and we have less than ``potential_served`` of it. The score is the part of
    the wallet we do not have, less where the wallet is below the line.
    """
    yearly = known["revenue"] * per_year(worth)
    ours = yearly.sum()
    wallet, served = known["wallet_estimate"], wallet_share(known, worth)
    size = wallet / ours if ours > 0 else wallet * float("nan")
    score = ((1 - served) * (size / settings.key_share).clip(0, 1)).clip(0, 1)
    large = above(size, settings.key_share, settings.strict)
    holds = (large & (served < settings.potential_served)).fillna(False)
    low = (known["wallet_low"] - yearly).clip(lower=0)
    high = (known["wallet_high"] - yearly).clip(lower=0)
    evidence = [
        _potential_words(*row, currency=worth.currency)
        for row in zip(yearly, wallet, low, high, strict=True)
    ]
    return {
        "score": score,
        "holds": holds.astype(bool),
        "evidence": pd.Series(evidence, index=known.index),
    }


def _potential_words(
    yearly: float,
    wallet: float | None,
    low: float | None,
    high: float | None,
    *,
    currency: str,
) -> str:
    if pd.isna(wallet):
        return "no estimate of its wallet"
    buys = f.thousands(yearly, currency) if yearly else "nothing"
    words = f"buys {buys} of {f.thousands(wallet, currency)} a year"
    if pd.isna(low) or pd.isna(high):
        return words
    more = f"{f.thousands(low, currency)} to {f.thousands(high, currency)}"
    return f"{words}; {more} more to win"


def reference(known: pd.DataFrame) -> Reason:
    """Tell who lets us name it to others; the score is 1 or 0.

    A reference is worth what it can tell: what exactly we did for it (S10).
    """
    flag = known["is_reference"]
    holds = ((flag > 0) & known["active"]).fillna(False).astype(bool)
    words = holds.map({True: "may be named to others", False: "not a reference"})
    words = words.where(flag.notna().astype(bool), "not known whether it may be named")
    score = flag.astype(float)
    if flag.notna().any():
        score = score.where(known["active"], 0.0)
    return {"score": score, "holds": holds, "evidence": words}
