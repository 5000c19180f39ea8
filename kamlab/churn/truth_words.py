"""The truth beside the warning: picture, table and sentences for the trainer."""

from __future__ import annotations

import pandas as pd
from matplotlib.ticker import MaxNLocator

from kamlab.churn.truth_check import counts_of
from kamlab.company import Company
from kamlab.errors import NotEnoughDataError
from kamlab.presentation import Chart, Column, Figure, Table, canvas, finish
from kamlab.presentation import formats as f
from kamlab.presentation.style import BLUE, GREY

NAMED = 3


def truth_figures(table: pd.DataFrame) -> dict[str, Figure]:
    """Count how often the rule was right, and whom it missed.

    Parameters
    ----------
    table : DataFrame
        From :func:`kamlab.churn.truth_check.warned_against_truth`.

    Returns
    -------
    dict of str to Figure
        ``truth_lost_left`` (of those called lost, how many had left or decided to),
        ``truth_watched_leaving`` and ``truth_missed`` (leaving, yet called fine).
    """
    counts = counts_of(table).set_index("said")
    names = {"lost": "lost_left", "watched": "watched_leaving", "fine": "missed"}
    return {
        f"truth_{name}": Figure(
            int(counts["leaving"][said]), "accounts", int(counts["accounts"][said])
        )
        for said, name in names.items()
    }


def truth_sentence(table: pd.DataFrame) -> str:
    """Say whom the rule called rightly, whom wrongly, and whom it missed.

    Parameters
    ----------
    table : DataFrame
        From :func:`kamlab.churn.truth_check.warned_against_truth`.
    """
    counts = counts_of(table).set_index("said")
    n, leaving = counts["accounts"].astype(int), counts["leaving"].astype(int)
    parts = []
    if n["lost"]:
        parts.append(
            f"Of {f.plural(n['lost'], 'account')} the rule calls lost, "
            f"{_all_or(leaving['lost'], n['lost'])} had truly left or decided to."
        )
    if n["watched"]:
        parts.append(
            f"Of {n['watched']} on the watch list "
            f"{_all_or(leaving['watched'], n['watched'])} had decided to leave"
            f"{_names(table, 'watched')}."
        )
    else:
        parts.append("Nobody is on the watch list.")
    missed = leaving["fine"]
    verb = "was" if missed == 1 else "were"
    parts.append(
        f"{missed} more {verb} leaving and looked fine{_names(table, 'fine')}."
        if missed
        else "Nobody who looked fine was leaving."
    )
    return " ".join(parts)


def _all_or(leaving: int, n: int) -> str:
    return "none" if not leaving else "all" if n == leaving and n > 1 else str(leaving)


def _names(table: pd.DataFrame, said: str) -> str:
    """Name those who were leaving, the latest first, with month and push."""
    mine = table[(table["said"] == said) & table["leaving"]]
    mine = mine.sort_values("since", ascending=False, kind="stable")
    words = [
        f"{row['name']} in {row['since']:%B %Y} ({row['push'] or 'cause not known'})"
        for _, row in mine.head(NAMED).iterrows()
    ]
    more = len(mine) - NAMED
    if not words:
        return ""
    return ": " + ", ".join(words) + (f" and {more} more" if more > 0 else "")


def plot_pushes(table: pd.DataFrame) -> Chart:
    """Draw what truly drove the accounts that left, up to the cut-off.

    Parameters
    ----------
    table : DataFrame
        From :func:`kamlab.churn.truth_check.warned_against_truth`.

    Raises
    ------
    NotEnoughDataError
        If nobody had decided to leave by the cut-off.
    """
    counts = pushes(table)
    if counts.empty:
        raise NotEnoughDataError("By the cut-off nobody had decided to leave.")
    n = int(counts.sum())
    with canvas(7.6, 1.6 + 0.38 * len(counts)) as (figure, (axis,)):
        axis.barh(range(len(counts)), counts, height=0.6, color=BLUE, edgecolor=GREY)
        for row, count in enumerate(counts):
            axis.annotate(
                f"{count}",
                (count, row),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
            )
        axis.set_yticks(range(len(counts)), list(counts.index))
        axis.invert_yaxis()
        axis.set_xlim(0, counts.max() * 1.15)
        axis.xaxis.set_major_locator(MaxNLocator(integer=True))
        axis.set_xlabel("accounts, by the strongest push when they decided")
        axis.set_title(f"The truth: what drove them away (n = {n})")
        axis.grid(axis="x")
    return finish(
        figure,
        alt=f"Bars of what drove {f.plural(n, 'account')} away; the most frequent, "
        f"{counts.index[0]}, at {int(counts.iloc[0])}.",
        reading=pushes_sentence(table),
    )


def pushes(table: pd.DataFrame) -> pd.Series:
    """Count the pushes of the accounts that were leaving, the most frequent first.

    Parameters
    ----------
    table : DataFrame
        From :func:`kamlab.churn.truth_check.warned_against_truth`.
    """
    told = table.loc[table["leaving"], ["account_id", "push"]].dropna()
    return (
        told["push"]
        .value_counts(sort=False)
        .sort_index()
        .sort_values(ascending=False, kind="stable")
    )


def pushes_sentence(table: pd.DataFrame) -> str:
    """Say what drove most of them away.

    Parameters
    ----------
    table : DataFrame
        From :func:`kamlab.churn.truth_check.warned_against_truth`.
    """
    counts = pushes(table)
    if counts.empty:
        return "By the cut-off nobody had decided to leave."
    said = ", ".join(f"{push} at {n}" for push, n in counts.head(NAMED).items())
    n = f.plural(int(counts.sum()), "account")
    return f"The strongest push of {n} that left or decided to: {said}."


def saved_table(saved: pd.DataFrame, currency: str) -> Table:
    """Show what a call was claimed to save beside what it truly saves.

    Parameters
    ----------
    saved : DataFrame
        From :func:`kamlab.churn.truth_check.saved_truly`.
    currency : str
        Of the amounts.
    """
    columns = {
        "name": Column("Account"),
        "probability": Column("Risk, estimated", "share"),
        "true_risk": Column("Risk, true", "share"),
        "true_effect": Column("A call truly takes off", "share"),
        "claimed": Column(f.in_currency("Saving claimed", currency), "money"),
        "truly_saved": Column(f.in_currency("Saving, true", currency), "money"),
    }
    return Table(
        saved,
        columns,
        "What a save call is worth by the truth. Risk – where the account has decided "
        "already: no call reaches it. The true risk is that of deciding to leave, held "
        "over the horizon.",
        rows=NAMED + 7,
    )


def saved_sentence(saved: pd.DataFrame, currency: str) -> str:
    """Hold the saving claimed for the list against the true one.

    Parameters
    ----------
    saved : DataFrame
        From :func:`kamlab.churn.truth_check.saved_truly`.
    currency : str
        Of the amounts.
    """
    if saved.empty:
        return "Nobody is on the list, so no call can be judged."
    total = f.thousands(saved["truly_saved"].sum(), currency)
    text = f"By the truth, calls at the whole list save {total}"
    if saved["claimed"].notna().any():
        text += f"; claimed were {f.thousands(saved['claimed'].sum(), currency)}"
    text += "."
    late = saved[saved["true_risk"].isna()]
    if len(late):
        rest = len(late) - NAMED
        names = [*late["name"].head(NAMED), *[f"{rest} more"] * (rest > 0)]
        at = " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
        text += f" At {at} a call comes too late: the decision has been made."
    first = saved.iloc[0]
    if first["claimed"] > 0 and pd.notna(first["true_risk"]):
        text += (
            f" Most was claimed at {first['name']}: its risk was estimated at "
            f"{f.share(first['probability'])} and truly was "
            f"{f.share(first['true_risk'])}."
        )
    return text


def truth_table(firm: Company, table: pd.DataFrame) -> Table | None:
    """Show verdict and truth of every account watched, or leaving and not yet lost.

    Parameters
    ----------
    firm : Company
        Its cut-off.
    table : DataFrame
        From :func:`kamlab.churn.truth_check.warned_against_truth`.

    Returns
    -------
    Table or None
        None where there is no such account.
    """
    open_ = table[
        (table["said"] == "watched") | (table["leaving"] & (table["said"] == "fine"))
    ]
    if open_.empty:
        return None
    columns = {
        "name": Column("Account"),
        "said": Column("The rule says"),
        "days_silent": Column("Days silent", "number"),
        "leaving": Column("Truly leaving", "yes_no"),
        "since": Column("Since", "day"),
        "push": Column("Pushed by"),
    }
    rows = open_.sort_values(["said", "since"], ascending=[False, False], kind="stable")
    return Table(
        rows,
        columns,
        f"The truth as of {firm.cut_off}: accounts on the watch list, and those that "
        "had decided to leave and look fine. Since: the month of the decision.",
    )
