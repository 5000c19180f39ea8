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
from kamlab.segmentation.key import is_key, key_total
from kamlab.segmentation.settings import KeyAccountsSettings
from kamlab.segmentation.worth import Worth

NAMES = {
    "revenue": "revenue",
    "gross_margin": "gross margin",
    "contribution": "contribution",
}


def basis(worth: Worth) -> str:
    """Say what the figures rest on: n, period, currency, what is missing."""
    missing = (
        f"; not known and counted as 0: {', '.join(worth.missing_parts)}"
        if worth.missing_parts
        else ""
    )
    currency = worth.currency or "a currency the company does not state"
    return (
        f"{f.plural(len(worth.table), 'active account')}, {worth.period.words}, "
        f"amounts in {currency}{missing}"
    )


def best_by(table: pd.DataFrame, column: str) -> pd.Series:
    """Give the row that is largest in a column; the first where several are."""
    return table.sort_values(column, ascending=False, kind="stable").iloc[0]


def finding(worth: Worth, table: pd.DataFrame) -> str:
    """Sum the report up in one sentence: how many are key, and who matters most."""
    counts = [
        f"{int(is_key(table, name).sum())} by {NAMES[name]}" for name in worth.criteria
    ]
    top = best_by(table, worth.criterion)
    part = top[f"share_{worth.criterion}"]
    size = (
        f"{f.share(part)} of {NAMES[worth.criterion]}"
        if pd.notna(part)
        else f"{f.thousands(top[worth.criterion], worth.currency)} of "
        f"{NAMES[worth.criterion]} (shares are undefined: the total is not above 0)"
    )
    return (
        f"Of {f.plural(len(table), 'active account')}, so many are key: "
        f"{', '.join(counts)}. The most important is {top['name']} with {size}."
    )


def criteria_sentence(worth: Worth, table: pd.DataFrame) -> str:
    """Say who looks large and leaves little, and the other way round."""
    first = worth.criteria[-1]
    if first == "revenue":
        return "Only revenue is known, so revenue alone decides who is key."
    by_revenue, by_other = is_key(table, "revenue"), is_key(table, first)
    only_revenue = table.loc[by_revenue & ~by_other, "name"].tolist()
    only_other = table.loc[by_other & ~by_revenue, "name"].tolist()
    big = table.iloc[0]
    sentence = (
        f"{big['name']} is {f.share(big['share_revenue'])} of revenue and "
        f"{f.share(big[f'share_{first}'])} of {NAMES[first]}."
    )
    if only_revenue:
        sentence += f" Key by revenue only: {_names(only_revenue)}."
    if only_other:
        sentence += f" Key by {NAMES[first]} only: {_names(only_other)}."
    if not only_revenue and not only_other:
        sentence += f" Revenue and {NAMES[first]} name the same key accounts."
    return sentence


def pareto_sentence(worth: Worth) -> str:
    """Hold the measured share of the largest 20 % against the 80/20 claim (S13)."""
    revenue = worth.table["revenue"]
    measured = top_share(revenue)
    needed = smallest_part_for(revenue, 0.80)
    count = top_count(len(revenue))
    sentence = (
        f"The largest 20 % ({f.plural(count, 'account')}) make {f.share(measured)} of "
        f"revenue; 80 % of revenue takes {f.share(needed)} of the accounts. "
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
    return (
        f"{sentence} Revenue is as concentrated as if {f.number(effective, 1)} equal "
        "accounts made it all."
    )


def key_total_sentence(
    worth: Worth, table: pd.DataFrame, settings: KeyAccountsSettings
) -> str:
    """Say whether the key accounts together are more than is usual (S06)."""
    together = key_total(table, worth.criterion, settings)
    band = (
        f"{f.share(settings.key_total_low, 0)} to {f.share(settings.key_total_high, 0)}"
    )
    verdict = {
        "below": f"below the {band} the trade calls usual",
        "usual": f"within the {band} the trade calls usual",
        "above": f"above the {band} the trade calls usual",
    }[together.verdict]
    sentence = (
        f"The {f.plural(together.accounts, 'key account')} by {NAMES[worth.criterion]} "
        f"make {f.share(together.share)} of revenue: {verdict}."
    )
    scope = "one account" if settings.mono_scope == "single" else "the key accounts"
    limit = f"{f.share(settings.mono_share, 0)} from {scope}"
    if together.mono:
        return f"{sentence} The company lives off them: more than {limit}."
    return f"{sentence} It does not live off one of them (limit: {limit})."


def stress_sentence(worth: Worth, losses: pd.DataFrame) -> str:
    """Compare what leaves with the account that leaves most, and with the largest."""
    worst = losses.iloc[0]
    name = NAMES[worth.criterion]
    sentence = (
        f"Losing {worst['name']} costs most: "
        f"{f.thousands(worst[f'lost_{worth.criterion}'], worth.currency)} of {name} "
        "in such a period"
    )
    part = worst[f"part_{worth.criterion}"]
    sentence += f" ({f.share(part)})." if pd.notna(part) else "."
    largest = best_by(losses, "lost_revenue")
    if largest["account_id"] != worst["account_id"]:
        sentence += (
            f" Losing {largest['name']}, the largest by revenue, costs "
            f"{f.thousands(largest[f'lost_{worth.criterion}'], worth.currency)}."
        )
    return sentence


def decision(worth: Worth, table: pd.DataFrame) -> str:
    """Name one thing a KAM would do, from who is large and who is worth most."""
    if worth.criterion == "revenue":
        return (
            "Ask for cost figures first: revenue alone cannot tell a good account from "
            "a large one (rule S03)."
        )
    big = table.iloc[0]
    best = best_by(table, worth.criterion)
    if big["account_id"] == best["account_id"]:
        return (
            f"{big['name']} is first by revenue and by {NAMES[worth.criterion]}: plan "
            "its year first, and look for what would replace it."
        )
    return (
        f"Move time from {big['name']} to {best['name']}, and reopen the terms of "
        f"{big['name']}: it brings {f.thousands(big['revenue'], worth.currency)} of "
        f"revenue and leaves {f.thousands(big[worth.criterion], worth.currency)}."
    )


def _names(names: list[str], most: int = 5) -> str:
    shown = ", ".join(names[:most])
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")
