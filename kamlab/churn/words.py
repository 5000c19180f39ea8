"""The sentences of the early-warning report, computed from its tables."""

from __future__ import annotations

import pandas as pd

from kamlab.churn.acting import call_words
from kamlab.churn.hits import Hits, Rate
from kamlab.churn.settings import EarlyWarningSettings
from kamlab.churn.status import BUYING, ERODING, GONE, LOST, NEW, SILENT
from kamlab.company import Company
from kamlab.presentation import formats as f


def definition(settings: EarlyWarningSettings) -> str:
    """State the definitions every figure of the report rests on."""
    return (
        f"Lost: no order for {f.number(settings.gap_k)} times the account's own median "
        "gap and at least 60 days, told from four orders on. On the watch list: "
        f"{f.share(settings.watch_from, 0)} of that way or more, or eroding. Eroding: "
        f"revenue of the last {settings.window} months more than "
        f"{f.share(settings.partial_drop, 0)} below the same months of last year."
    )


def standing_sentence(firm: Company, status: pd.DataFrame) -> str:
    """Say how many accounts stand where."""
    counts = status["status"].value_counts()
    named = {NEW: f"with {NEW}", GONE: f"with {GONE}"}
    words = [
        f"{int(counts.get(word, 0)):,} {named.get(word, word)}"
        for word in (BUYING, SILENT, ERODING, NEW, GONE, LOST)
    ]
    return (
        f"Of {f.plural(len(status), 'account')} with orders up to {firm.cut_off}: "
        + ", ".join(words)
        + "."
    )


def finding(
    firm: Company,
    watched: pd.DataFrame,
    stake: pd.DataFrame,
    settings: EarlyWarningSettings,
) -> str:
    """Sum the report up: who to call first, why, and what is at stake."""
    if stake.empty:
        return (
            f"No account of {firm.name} is still buying: each is lost or silent for "
            "over a year."
        )
    if watched.empty:
        sentence = (
            f"Of {_ordering(stake)} none is to be watched.{_untold(stake)}"
            f"{_gone(firm, stake)}"
        )
    else:
        first, place = first_to_call(watched), "of these most is at stake at"
        if not first["value"] > 0:
            first, place = watched.iloc[0], "first on the list is"
        sentence = (
            f"{_to_watch(watched, stake, settings)}; {place} {first['name']}: "
            f"{first['reasons']}."
        )
    if stake["probability"].notna().any():
        sentence += _stake_sentence(stake["value_at_risk"].sum(), firm.currency)
    return sentence


def first_to_call(watched: pd.DataFrame) -> pd.Series:
    """Give the watched account with most at stake: value at risk, else its value."""
    told = watched["value_at_risk"].notna().any()
    column = "value_at_risk" if told else "value"
    return watched.sort_values(column, ascending=False, kind="stable").iloc[0]


def _to_watch(
    watched: pd.DataFrame, stake: pd.DataFrame, settings: EarlyWarningSettings
) -> str:
    """Say how many are flagged, and how many of them the list holds."""
    flagged = int((stake["score"] >= settings.watch_from).sum())
    count = f"{flagged:,} of {_ordering(stake)} to watch"
    if flagged == len(watched):
        return count
    return f"{count}; the {len(watched)} furthest on the way to a loss are on the list"


def _ordering(stake: pd.DataFrame) -> str:
    return f"{f.plural(len(stake), 'account')} that ordered within a year"


def _gone(firm: Company, stake: pd.DataFrame) -> str:
    """Say how many others there are, where that is most of the book."""
    others = len(firm.accounts) - len(stake)
    if others <= len(stake):
        return ""
    return f" The other {others:,} are lost, or ordered nothing within a year."


def _untold(stake: pd.DataFrame) -> str:
    """Say of how many accounts nothing can be told: no rhythm, no erosion."""
    unknown = int((stake["status"] == NEW).sum())
    if not unknown:
        return ""
    return (
        f" Of {unknown} of them nothing can be told: fewer than four orders are no "
        "rhythm."
    )


def _stake_sentence(total: float, currency: str) -> str:
    amount = f.thousands(abs(total), currency)
    if total < 0:
        return (
            " Taken together the accounts at risk cost more than they leave: value at "
            f"risk is −{amount}."
        )
    return f" Value at risk over all of them: {amount}."


def history_sentence(hits: Hits, settings: EarlyWarningSettings) -> str:
    """Say how often the list was right, how often guessing would be, and how sure."""
    precision, base = hits.precision, hits.base
    if precision.value is None:
        return (
            f"At {f.plural(hits.cut_offs, 'past cut-off')} the rule put nobody on the "
            f"list, so it cannot be judged. Of all at risk {with_interval(base)} did "
            f"not order in {_after(settings)}."
        )
    sentence = (
        f"At {f.plural(hits.cut_offs, 'past cut-off')} the list (at most "
        f"{settings.top_n}) named {f.plural(precision.n, 'case')}; "
        f"{with_interval(precision)} of them did not order in {_after(settings)}. "
        f"Picked blindly it would be {with_interval(base)} (n = {base.n:,}). A case is "
        "an account at a cut-off, so one account can be several; in brackets 90 % "
        "intervals."
    )
    if _clearly_less(precision, base):
        sentence += " So it was worse than picking blindly."
    elif not _clearly_less(base, precision):
        sentence += " So it is not shown to be better than picking blindly."
    if hits.recall.value is not None:
        sentence += (
            f" Of {f.plural(hits.recall.n, 'case')} that stopped, the list held "
            f"{with_interval(hits.recall)}."
        )
    return sentence


def _after(settings: EarlyWarningSettings) -> str:
    months = settings.horizon
    return "the month after" if months == 1 else f"the {months} months after"


def _clearly_less(one: Rate, other: Rate) -> bool:
    """Tell whether the whole interval of one rate lies below the other rate."""
    return one.high is not None and other.low is not None and one.high < other.low


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
        return (
            "No loss began and was confirmed since the first tested cut-off, so there "
            "is no lead time."
        )
    losses = f.plural(len(leads), "loss", "losses")
    if days.empty:
        return f"Of {losses} since the first tested cut-off none was flagged in time."
    were = "was" if len(days) == 1 else "were"
    if len(days) == 1:
        how = f"{days.iloc[0]:.0f} days before the silence made it certain"
    else:
        how = (
            f"half of them at least {f.number(days.median(), 1)} days before the "
            f"silence made it certain, the earliest {days.max():.0f}"
        )
    return (
        f"Of {losses} since the first tested cut-off, {len(days)} {were} flagged in "
        f"time: {how}. Never flagged in time: {missed}."
    )


def decision(
    firm: Company,
    watched: pd.DataFrame,
    stake: pd.DataFrame,
    value: str,
    costs: pd.DataFrame | None = None,
) -> str:
    """Name the account to call first by what is at stake, and whether the call pays.

    Parameters
    ----------
    firm : Company
        Its currency.
    watched, stake : DataFrame
        From :func:`kamlab.churn.watch.watch_list` and ``at_stake``.
    value : str
        What the accounts leave, such as ``contribution``.
    costs : DataFrame, optional
        From :func:`kamlab.churn.acting.cost_of_acting`.
    """
    if stake.empty:
        return "Nobody still buys: there is no account left to call by this list."
    if watched.empty and _untold(stake):
        return (
            "No account shows silence or erosion, but not all have a rhythm to break: "
            "call those with too few orders as you would without this list."
        )
    if watched.empty:
        return "No account needs a special call this week; keep the usual rhythm."
    top = first_to_call(watched)
    if not top["value"] > 0:
        return (
            f"No watched account left any {value} in the period: before you fight for "
            f"one of them, ask why it costs more than it leaves. {top['name']}: "
            f"{top['reasons']}."
        )
    text = (
        f"Call {top['name']} first: it left {f.thousands(top['value'], firm.currency)} "
        f"of {value} in the period. Ask before you offer: {top['reasons']}. "
    )
    if costs is None:
        text += "A call costs a few hours once;"
    else:
        call = call_words(costs, top["account_id"], firm.currency)
        text += f"{call} The call is paid for once;"
    return f"{text} a discount costs every order after it."
