"""Sentences on definitions, lines, time and risk, computed from their tables."""

from __future__ import annotations

import pandas as pd

from kamlab.presentation import formats as f
from kamlab.segmentation.base_rate import BaseRate
from kamlab.segmentation.definitions import DEFINITIONS, Definitions
from kamlab.segmentation.loss_risk import LossRisk
from kamlab.segmentation.phrases import NAMES, few
from kamlab.segmentation.settings import KeyAccountsSettings
from kamlab.segmentation.worth import Worth

FIGURES = {
    "hhi": "the HHI",
    "effective": "the number of equal accounts",
    "gini": "the Gini coefficient",
    "top20": "the share of the largest 20 %",
    "top_n": "the share of the three largest",
    "largest": "the share of the largest",
}
SHARES = ("top20", "top_n", "largest")


def definitions_sentence(definitions: Definitions) -> str:
    """Name the account with most labels, and who carries one but not money now."""
    labels = definitions.labels()
    several = int((labels["count"] > 1).sum())
    first = labels.iloc[0]
    if first["count"] == 0:
        return "No account is key by any definition that can be told."
    whole = f.plural(len(labels), "account")
    sentence = (
        f"{first['name']} is key by {f.plural(int(first['count']), 'definition')} "
        f"({first['labels']}); {several:,} of {whole} by more than one."
    )
    paid = labels["labels"].str.contains(DEFINITIONS["money"], regex=False)
    other = int(((labels["count"] > 0) & ~paid).sum())
    if not other:
        return f"{sentence} None is key for another reason than money alone."
    are = "is" if other == 1 else "are"
    return f"{sentence} {other:,} {are} key without being so by money now."


def innovator_sentence(definitions: Definitions, settings: KeyAccountsSettings) -> str:
    """Hold the number of accounts rated innovators against the claim (S08)."""
    table = definitions.table
    rows = table[(table["definition"] == "innovator") & table["active"]]
    n = int(rows["score"].count())
    if n == 0:
        return "How many accounts are innovators cannot be told: nobody is rated."
    # here, not above: scipy.stats takes long to import
    from scipy.stats import binomtest

    found = int(rows["holds"].sum())
    sure = binomtest(found, n).proportion_ci(0.90, method="wilson")
    claim = settings.innovator_claim
    inside = sure.low <= claim <= sure.high
    verdict = "the claim is within it" if inside else "the claim is outside it"
    are = "is" if found == 1 else "are"
    return (
        f"{found:,} of {f.plural(n, 'rated account')} {are} rated "
        f"{settings.high_rating} or more as innovators: {f.share(found / n)} (90 % "
        f"interval {f.share(sure.low)} to {f.share(sure.high)}). The sources say "
        f"{f.share(claim)}, without evidence; {verdict}. A rating is an opinion, not a "
        "count of ideas tried."
    )


def lacking_sentence(definitions: Definitions) -> str:
    """Say which evidence the company lacks; empty where it lacks none."""
    if not definitions.missing:
        return ""
    return f"Not known in this company: {', '.join(definitions.missing)}."


def boundary_sentence(
    worth: Worth, near: pd.DataFrame, settings: KeyAccountsSettings
) -> str:
    """Say of the account nearest to a line by how much money it is over or under."""
    if near.empty:
        return (
            "No account is near a line: no small change of the figures would turn a "
            "verdict over."
        )
    first = _boundary_words(worth, near.iloc[0])
    keys = near[near["line"] == "key"]
    if len(keys) and near.iloc[0]["line"] != "key":
        first += f" {_boundary_words(worth, keys.iloc[0])}"
    return first


def _boundary_words(worth: Worth, row: pd.Series) -> str:
    amount = f.thousands(abs(row["distance"]), worth.currency)
    line, name = row["line"], NAMES[row["criterion"]]
    if row["distance"] == 0:
        is_ = "is" if row["over"] else "is not"
        words = f"{row['name']} lies exactly on the line and {is_} {line} by {name}"
    elif row["over"]:
        words = f"{row['name']} is {line} by {amount} of {name}"
    else:
        words = f"{row['name']} is {amount} of {name} short of being {line}"
    if not row["differs"]:
        return f"{words}."
    would = "would not be" if row["over"] else "would be"
    return f"{words}, and {would} by {row['differs'].replace(', ', ' or by ')}."


def intervals_sentence(table: pd.DataFrame) -> str:
    """Say between which values the HHI and the top 20 % may lie, and what that means.

    Parameters
    ----------
    table : DataFrame
        From :func:`kamlab.segmentation.intervals.concentration`.
    """
    rows = table.set_index("figure")
    said = []
    for name in ("top20", "effective"):
        write = f.share if name in SHARES else _one_digit
        value, low, high = (
            write(float(rows[column][name])) for column in ("value", "low", "high")
        )
        said.append(f"{FIGURES[name]} is {value} (90 % interval {low} to {high})")
    n = f.plural(int(table["n"].iloc[0]), "account")
    return (
        f"By revenue {said[0]}, and {said[1]}. The intervals come from drawing the {n} "
        "anew many times: another book from the same market could well lie anywhere in "
        "them, so a difference inside them is no news."
    )


def _one_digit(value: float) -> str:
    return f.number(round(value, 1), 1)


def trend_sentence(trend: pd.DataFrame) -> str:
    """Say whether the company hangs more or less on its largest account than then."""
    first, last = trend.iloc[0], trend.iloc[-1]
    if pd.isna(first["largest"]) or pd.isna(last["largest"]):
        return "Shares over time are undefined: revenue was not above 0 throughout."
    change = last["largest"] - first["largest"]
    same = first["account_id"] == last["account_id"]
    who = "the largest account" if same else "whoever was largest"
    word = "rose" if change > 0 else "fell"
    moved = (
        f"the share of {who} {word} from {f.share(first['largest'])} to "
        f"{f.share(last['largest'])}"
    )
    sentence = f"From {f.day(first['cut_off'])} to {f.day(last['cut_off'])} {moved}"
    if pd.notna(first["effective"]) and pd.notna(last["effective"]):
        sentence += (
            f"; revenue was as concentrated as {_one_digit(first['effective'])} equal "
            f"accounts, now {_one_digit(last['effective'])}"
        )
    return (
        f"{sentence}. Neighbouring points share most of their orders, so look at the "
        "ends, not at the wiggles."
    )


def risk_sentence(worth: Worth, risk: LossRisk) -> str:
    """Give the expected loss, the middle year and the bad one."""
    name = worth.criterion
    money = [
        f.thousands(amount, worth.currency)
        for amount in (risk.expected[name], risk.at(name, 0.5), risk.at(name, 0.9))
    ]
    first = risk.accounts.iloc[0]
    return (
        f"On average {money[0]} of {NAMES[name]} goes in a year; the middle year loses "
        f"{money[1]}, and one year in ten more than {money[2]}. The largest part of "
        f"it is {first['name']}: "
        f"{f.thousands(first[f'at_risk_{name}'], worth.currency)} "
        f"(chance {f.share(first['probability'])} × its {NAMES[name]})."
    )


def rate_sentence(rate: BaseRate) -> str:
    """Say how many accounts left in a year, with n and interval, or what was given."""
    if rate.n == 0:
        return (
            f"Every account gets the chance that was given, {f.share(rate.value)} a "
            "year."
        )
    return (
        f"{rate.lost:,} of {f.plural(rate.n, 'account')} with orders in the year "
        f"before last bought nothing in the last one: {f.share(rate.value)} (90 % "
        f"interval {f.share(rate.low)} to {f.share(rate.high)}). Every account gets "
        "this chance here; the early-warning report tells them apart."
    )


def labelled_sentence(definitions: Definitions, definition: str) -> str:
    """Name the accounts a definition holds for, the surest first.

    Parameters
    ----------
    definitions : Definitions
        From :func:`kamlab.segmentation.definitions.six_definitions`.
    definition : str
        One of the keys of ``DEFINITIONS``.
    """
    table = definitions.table
    rows = table[(table["definition"] == definition) & table["holds"]]
    rows = rows.sort_values("score", ascending=False, kind="stable")
    if rows.empty:
        return f"{DEFINITIONS[definition].capitalize()}: no account."
    first = rows.iloc[0]
    return (
        f"{DEFINITIONS[definition].capitalize()}: {few(rows['name'].tolist(), 4)}. "
        f"{first['name']}: {first['evidence']}."
    )


def truth_sentence(table: pd.DataFrame) -> str:
    """Say which label is right most seldom, and how often.

    Parameters
    ----------
    table : DataFrame
        From :func:`kamlab.segmentation.truth_check.against_truth`.
    """
    said = [
        f"{DEFINITIONS[row['definition']]}: {row['both']:,} of {row['labelled']:,} "
        f"labels are true, and {row['both']:,} of {row['truly']:,} true ones are found"
        for row in table.to_dict("records")
    ]
    n = f.plural(int(table["n"].max()), "account")
    sentence = f"Of {n}, by definition: {'; '.join(said)}."
    worst = table.sort_values("right", kind="stable").iloc[0]
    if pd.isna(worst["right"]):
        return sentence
    return (
        f"{sentence} Least to be trusted is {DEFINITIONS[worst['definition']]}, right "
        f"in {f.share(worst['right'], 0)} of its labels. Money now and reference are "
        "facts: there is no estimate to hold against a truth."
    )


def wallet_sentence(table: pd.DataFrame, currency: str) -> str:
    """Say how far the wallet estimates are off, and how often the range is right.

    Parameters
    ----------
    table : DataFrame
        From :func:`kamlab.segmentation.truth_check.wallets_against_truth`.
    currency : str
        Of the wallets.
    """
    if table.empty:
        return "No wallet has both an estimate and a truth."
    off = table["off"].abs()
    n = f.plural(len(table), "wallet")
    largest = table.iloc[0]
    return (
        f"The middle estimate of {n} is {f.share(off.median(), 0)} off; the KAM's "
        f"range holds the truth for {f.share(table['inside'].mean(), 0)} of them. The "
        f"largest, {largest['name']}, truly spends "
        f"{f.thousands(largest['wallet'], currency)} a year; estimated were "
        f"{f.thousands(largest['wallet_estimate'], currency)}."
    )
