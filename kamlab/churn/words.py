"""The sentences of the early-warning report, computed from its tables."""

from __future__ import annotations

import pandas as pd

from kamlab.churn.hits import Hits, Rate
from kamlab.churn.settings import EarlyWarningSettings
from kamlab.churn.status import BUYING, ERODING, LOST, NEW, SILENT
from kamlab.company import Company
from kamlab.presentation import formats as f


def definition(settings: EarlyWarningSettings) -> str:
    """State the definitions every figure of the report rests on."""
    return (
        f"Lost: no order for {f.number(settings.gap_k)} times the account's own median "
        "gap and at least 60 days, told from four orders on. On the watch list: "
        f"{f.share(settings.watch_from, 0)} of that way or more, or eroding. Eroding: "
        f"revenue of the last {settings.window} months at least "
        f"{f.share(settings.partial_drop, 0)} below the same months of last year."
    )


def standing_sentence(firm: Company, status: pd.DataFrame) -> str:
    """Say how many accounts stand where."""
    counts = status["status"].value_counts()
    words = [
        f"{int(counts.get(word, 0))} {word}"
        for word in (BUYING, SILENT, ERODING, NEW, LOST)
    ]
    return (
        f"Of {f.plural(len(status), 'account')} with orders up to {firm.cut_off}: "
        + ", ".join(words)
        + "."
    )


def finding(firm: Company, watched: pd.DataFrame, stake: pd.DataFrame) -> str:
    """Sum the report up: who to call first, why, and what is at stake."""
    if stake.empty:
        return f"Every account of {firm.name} is lost or silent for over a year."
    if watched.empty:
        return f"None of {f.plural(len(stake), 'active account')} is on the watch list."
    first = watched.iloc[0]
    sentence = (
        f"{f.plural(len(watched), 'account')} of {len(stake)} to look after; first "
        f"{first['name']}: {first['reasons']}."
    )
    if stake["probability"].notna().any():
        sentence += _stake_sentence(stake["value_at_risk"].sum(), firm.currency)
    return sentence


def _stake_sentence(total: float, currency: str) -> str:
    amount = f.thousands(abs(total), currency)
    if total < 0:
        return (
            f" Taken together the accounts at risk cost more than they leave: losing "
            f"them would save {amount}."
        )
    return f" Value at risk over all active accounts: {amount}."


def history_sentence(hits: Hits, settings: EarlyWarningSettings) -> str:
    """Say how often the list was right, how often guessing would be, and how sure."""
    precision, base = hits.precision, hits.base
    if precision.value is None:
        return (
            f"At {f.plural(hits.cut_offs, 'cut-off')} the rule put nobody on the list, "
            "so it cannot be judged."
        )
    sentence = (
        f"At {f.plural(hits.cut_offs, 'past cut-off')} the list (at most "
        f"{settings.top_n}) named {f.plural(precision.n, 'case')}; "
        f"{with_interval(precision)} of them did not order in the "
        f"{settings.horizon} months after. Picked blindly it would be "
        f"{with_interval(base)} (n = {base.n:,})."
    )
    if precision.low is not None and precision.low <= (base.value or 0):
        sentence += " So it is not shown to be better than picking blindly."
    if hits.recall.value is not None:
        sentence += (
            f" Of {f.plural(hits.recall.n, 'case')} that stopped, the list held "
            f"{with_interval(hits.recall)}."
        )
    return sentence


def with_interval(rate: Rate) -> str:
    """Write a share with its 90 % interval, such as ``31.0 % (22.0 % to 41.0 %)``."""
    if rate.low is None or rate.high is None:
        return f.share(rate.value)
    return f"{f.share(rate.value)} ({f.share(rate.low)} to {f.share(rate.high)})"


def lead_sentence(leads: pd.DataFrame) -> str:
    """Say how many days before a loss was certain the list gave warning."""
    days = leads["lead_days"].dropna()
    missed = int(leads["lead_days"].isna().sum())
    if leads.empty:
        return "No loss was confirmed after a tested cut-off, so there is no lead time."
    if days.empty:
        return f"None of {f.plural(len(leads), 'loss', 'losses')} was flagged in time."
    return (
        f"Of {f.plural(len(leads), 'loss', 'losses')} confirmed since the first tested "
        f"cut-off, {len(days)} were flagged before; half of them at least "
        f"{days.median():.0f} days before the silence made it certain. "
        f"Never flagged in time: {missed}."
    )


def decision(firm: Company, watched: pd.DataFrame, value: str) -> str:
    """Name the account to call first by what is at stake, and the cost of a call."""
    if watched.empty:
        return "No account needs a special call this week; keep the usual rhythm."
    ranked = watched.sort_values("value", ascending=False, kind="stable")
    top = ranked.iloc[0]
    return (
        f"Call {top['name']} first: it left {f.thousands(top['value'], firm.currency)} "
        f"of {value} in the period. Ask before you offer: {top['reasons']}. A call "
        "costs an hour; a discount costs every order after it."
    )
