"""The sentences of the key-accounts report, computed from its tables."""

from __future__ import annotations

import pandas as pd

from kamlab.errors import UndefinedError
from kamlab.presentation import formats as f
from kamlab.segmentation.concentration import (
    effective_accounts,
    smallest_part_for,
    top_count,
    top_share,
)
from kamlab.segmentation.key import KeyTotal, can_tell, is_key, key_total
from kamlab.segmentation.phrases import (
    NAMES,
    UNDEFINED,
    WHOSE,
    best_by,
    few,
    part_of,
)
from kamlab.segmentation.settings import Criterion, KeyAccountsSettings
from kamlab.segmentation.worth import Worth


def definition(settings: KeyAccountsSettings) -> str:
    """State the thresholds every figure of the report rests on."""
    more = "more than" if settings.strict else "at least"
    if settings.mode == "absolute":
        key = f"{more} {f.number(settings.abs_threshold)} in the period (S01)"
    else:
        key = f"{more} {f.share(settings.key_share, 0)} of the total (S02)"
        if settings.key_band_top < 1:
            key += f" and at most {f.share(settings.key_band_top, 0)}"
    return (
        f"Key: {key}. Critical: {more} {f.share(settings.critical_share, 0)} (S04). "
        f"The total is that of the {settings.level}. The sources disagree on every "
        "one of these lines, so each of them is a setting."
    )


def finding(worth: Worth, table: pd.DataFrame, settings: KeyAccountsSettings) -> str:
    """Sum the report up in one sentence: how many are key, and who matters most."""
    counts = [
        f"{_count(table, name, settings)} by {NAMES[name]}" for name in worth.criteria
    ]
    level = "" if settings.level == "company" else f" for a {settings.level}"
    name = NAMES[worth.criterion]
    values = table[worth.criterion]
    top = best_by(table, worth.criterion)
    if values.sum() > 0:
        size = f"{f.share(top[worth.criterion] / values.sum())} of {name}"
    else:
        amount = f.thousands(top[worth.criterion], worth.currency)
        size = f"{amount} of {name} (shares are undefined: the total is not above 0)"
    return (
        f"Key{level} among {f.plural(len(table), 'active account')}: "
        f"{', '.join(counts)}. The most important is {top['name']} with {size}."
    )


def _count(
    table: pd.DataFrame, criterion: Criterion, settings: KeyAccountsSettings
) -> str:
    if not can_tell(table, criterion, settings):
        return UNDEFINED
    return str(int(is_key(table, criterion).sum()))


def criteria_sentence(
    worth: Worth, table: pd.DataFrame, settings: KeyAccountsSettings
) -> str:
    """Say who looks large and leaves little, and the other way round."""
    first = worth.criteria[-1]
    whose = WHOSE[settings.level]
    big = best_by(table, "share_revenue")
    if first == "revenue":
        return (
            f"{big['name']} is largest: {part_of(big['share_revenue'], whose)}revenue. "
            "Only revenue is known, so revenue alone decides who is key."
        )
    sentence = (
        f"{big['name']} is {part_of(big['share_revenue'], whose)}revenue and "
        f"{part_of(big[f'share_{first}'], whose)}{NAMES[first]}."
    )
    if not can_tell(table, first, settings):
        total = f.thousands(table[first].sum(), worth.currency)
        return (
            f"{sentence} Shares of {NAMES[first]} are undefined: the total is {total}, "
            "not above 0."
        )
    best = best_by(table, f"share_{first}")
    if best["account_id"] != big["account_id"] and pd.notna(best[f"share_{first}"]):
        most = "leaves most" if settings.level == "company" else "has the largest part"
        sentence += (
            f" {best['name']} {most}: {f.share(best[f'share_{first}'])} of {whose}"
            f"{NAMES[first]}."
        )
    return sentence + _differences(table, first)


def _differences(table: pd.DataFrame, criterion: Criterion) -> str:
    """Name the accounts that are key by revenue only, or by the criterion only."""
    by_revenue, by_other = is_key(table, "revenue"), is_key(table, criterion)
    only_revenue = table.loc[by_revenue & ~by_other, "name"].tolist()
    only_other = table.loc[by_other & ~by_revenue, "name"].tolist()
    sentence = ""
    name = NAMES[criterion]
    if only_revenue:
        sentence += f" Key by revenue but not by {name}: {few(only_revenue)}."
    if only_other:
        sentence += f" Key by {name} but not by revenue: {few(only_other)}."
    if sentence:
        return sentence
    if by_revenue.any():
        return f" Revenue and {NAMES[criterion]} name the same key accounts."
    return f" No account is key by revenue or by {NAMES[criterion]}."


def pareto_sentence(worth: Worth) -> str:
    """Hold the measured share of the largest 20 % against the 80/20 claim (S13)."""
    revenue = worth.table["revenue"]
    measured = top_share(revenue)
    needed = smallest_part_for(revenue, 0.80)
    count = top_count(len(revenue))
    makes = "makes" if count == 1 else "make"
    sentence = (
        f"The largest 20 % ({f.plural(count, 'account')}) {makes} {f.share(measured)} "
        f"of revenue; 80 % of revenue takes {f.share(needed)} of the accounts. "
        "The 80/20 rule is a claim: here it "
        + (
            "holds within five points."
            if abs(measured - 0.8) <= 0.05
            else "does not hold."
        )
    )
    try:
        effective = effective_accounts(revenue)
    except UndefinedError as reason:
        return f"{sentence} The effective number of accounts is {reason}."
    if len(revenue) == 1:
        return f"{sentence} One account makes it all."
    return (
        f"{sentence} Revenue is as concentrated as if {f.number(effective, 1)} equal "
        "accounts made it all."
    )


def key_total_sentence(
    worth: Worth, table: pd.DataFrame, settings: KeyAccountsSettings
) -> str:
    """Say whether the key accounts together are more than is usual (S06)."""
    together = key_total(table, worth.criterion, settings)
    name = NAMES[worth.criterion]
    if together.share is None:
        return (
            f"What the key accounts by {name} make together is undefined: the total "
            "of revenue or of the criterion is not above 0."
        )
    band = (
        f"{f.share(settings.key_total_low, 0)} to {f.share(settings.key_total_high, 0)}"
    )
    place = {"below": "below", "usual": "within", "above": "above"}[together.verdict]
    if together.accounts == 0:
        subject = f"No account is key by {name}, so key accounts make"
    elif together.accounts == 1:
        subject = f"The 1 key account by {name} makes"
    else:
        subject = f"The {together.accounts:,} key accounts by {name} make"
    return (
        f"{subject} {f.share(together.share)} of revenue: {place} the {band} the trade "
        f"calls usual. {_mono_words(together, settings)}"
    )


def _mono_words(together: KeyTotal, settings: KeyAccountsSettings) -> str:
    """Say whether the company lives off one account, or off the key ones."""
    more = "more than" if settings.strict else "at least"
    single = settings.mono_scope == "single"
    whom = "one account" if single else "its key accounts"
    limit = f"{more} {f.share(settings.mono_share, 0)} from {whom}"
    does = "lives" if together.mono else "does not live"
    return f"The company {does} off {whom} (that would be {limit})."


def stress_sentence(worth: Worth, losses: pd.DataFrame) -> str:
    """Compare what leaves with the account that leaves most, and with the largest."""
    worst = losses.iloc[0]
    name = NAMES[worth.criterion]
    lost = worst[f"lost_{worth.criterion}"]
    if lost == 0:
        nothing = f.thousands(0, worth.currency)
        return f"No account leaves any {name}, so losing one costs {nothing}."
    if lost < 0:
        return (
            f"No account leaves any {name}: losing one would cost revenue and save "
            f"money, {worst['name']} {f.thousands(-lost, worth.currency)}."
        )
    sentence = (
        f"Losing {worst['name']} costs most: {f.thousands(lost, worth.currency)} of "
        f"{name} in such a period"
    )
    part = worst[f"part_{worth.criterion}"]
    sentence += f" ({f.share(part)})." if pd.notna(part) else "."
    largest = best_by(losses, "lost_revenue")
    if largest["account_id"] == worst["account_id"]:
        return sentence
    other = largest[f"lost_{worth.criterion}"]
    verb = "costs" if other >= 0 else "would save"
    return (
        f"{sentence} Losing {largest['name']}, the largest by revenue "
        f"({f.thousands(largest['lost_revenue'], worth.currency)}), {verb} "
        f"{f.thousands(abs(other), worth.currency)}."
    )


def decision(worth: Worth, table: pd.DataFrame) -> str:
    """Name one thing a KAM would do, from who is large and who is worth most."""
    name = NAMES[worth.criterion]
    if worth.criteria == ("revenue",):
        return (
            "Ask for cost figures first: revenue alone cannot tell a good account from "
            "a large one (rule S03)."
        )
    if worth.criterion == "revenue":
        return (
            "Hold the list against contribution before you move any time: revenue can "
            "be bought with discounts (rule S03)."
        )
    big, best = table.iloc[0], best_by(table, worth.criterion)
    if not best[worth.criterion] > 0:
        return (
            f"No account leaves any {name}: look at prices and at the cost to serve "
            "before giving any of them more time."
        )
    if big["account_id"] == best["account_id"]:
        return (
            f"{big['name']} is first by revenue and by {name}: plan its year first, "
            "and look for what would replace it."
        )
    left = big[worth.criterion]
    outcome = (
        f"leaves {f.thousands(left, worth.currency)} of {name}"
        if left >= 0
        else f"costs {f.thousands(-left, worth.currency)} more than it leaves"
    )
    return (
        f"Move time from {big['name']} to {best['name']}, and reopen the terms of "
        f"{big['name']}: it brings {f.thousands(big['revenue'], worth.currency)} of "
        f"revenue and {outcome}."
    )
