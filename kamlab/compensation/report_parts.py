"""The parts of the pay slip report that look at every KAM, and the page to print."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from kamlab.compensation.case import PayCase
from kamlab.compensation.results_table import results_table, team_statement
from kamlab.compensation.statement.shown import one_statement
from kamlab.compensation.team_charts import team_chart, team_words
from kamlab.compensation.team_year import bases_of, colleagues, parts_of, ranks
from kamlab.compensation.words import span
from kamlab.errors import KamLabError
from kamlab.presentation import Column, Table, in_words, notice
from kamlab.presentation.formats import in_currency, money, plural, share


@dataclass(frozen=True)
class TeamYear:
    """The year of every KAM beside that of one; worked out when it is asked for.

    Parameters
    ----------
    case : PayCase
        The KAM the report is about.
    """

    case: PayCase

    @cached_property
    def everyone(self) -> list[PayCase]:
        """The case of every KAM."""
        return colleagues(self.case)

    @cached_property
    def payroll(self) -> pd.DataFrame:
        """kam_id, attainment, base, variable, total (currency), why where unpaid."""
        rows: list[dict[str, object]] = []
        for one in self.everyone:
            row: dict[str, object] = {"kam_id": one.kam_id}
            try:
                slip = one.slip
            except KamLabError as reason:
                rows.append(row | {"why": str(reason)})
                continue
            rows.append(
                row
                | {
                    "attainment": slip.attainment,
                    "base": float(slip.base),
                    "variable": float(slip.variable),
                    "total": float(slip.total),
                    "why": "" if slip.variable else "no step of the slip paid anything",
                }
            )
        names = ["kam_id", "attainment", "base", "variable", "total", "why"]
        table = pd.DataFrame(rows).reindex(columns=names)
        figures = ["attainment", "base", "variable", "total"]
        return table.assign(**{name: table[name].astype(float) for name in figures})

    @cached_property
    def results(self) -> pd.DataFrame:
        """The results of everybody as ``kamlab pay`` reads them."""
        return results_table(self.everyone)


def curve_part(team: TeamYear) -> list[Any]:
    """Show the payout curve with every KAM on it.

    Parameters
    ----------
    team : TeamYear
        Everybody's year.

    Returns
    -------
    list
        What the notebook shows, in order.
    """
    case, table = team.case, parts_of(team.everyone)
    return [
        team_chart(case.plan, table, case.kam_id, case.year),
        in_words(team_words(table, case.plan, case.kam_id, case.year)),
    ]


def zeros_part(case: PayCase) -> list[Any]:
    """Show every step that paid nothing, with its reason.

    Parameters
    ----------
    case : PayCase
        One KAM's year.

    Returns
    -------
    list
        A table, or a sentence where no step paid nothing.
    """
    trace = case.slip.trace
    zeros = trace[trace["amount"] == 0]
    if zeros.empty:
        return [notice(f"Every step of {case.name}, {span(case)}, paid something.")]
    columns = {
        "step": Column("Step", "number"),
        "period": Column("Period"),
        "part": Column("Part"),
        "why": Column("Why nothing"),
    }
    caption = f"What paid {case.name} nothing in {span(case)}, and why."
    return [Table(zeros[list(columns)], columns, caption, rows=len(zeros))]


def payroll_part(team: TeamYear) -> list[Any]:
    """Show what every KAM is paid for the year, and what that comes to.

    Parameters
    ----------
    team : TeamYear
        Everybody's year.

    Returns
    -------
    list
        Sentence and table.
    """
    case, table = team.case, team.payroll
    cur = case.firm.currency
    columns = {
        "kam_id": Column("KAM"),
        "attainment": Column("Attainment", "share"),
        "base": Column(in_currency("Base", cur), "money"),
        "variable": Column(in_currency("Variable", cur), "money"),
        "total": Column(in_currency("Total", cur), "money"),
    }
    if table["why"].any():
        columns["why"] = Column("Why nothing")
    caption = f"Everybody under the {case.plan.title}, {case.year}."
    shown = Table(table[list(columns)], columns, caption, rows=len(table))
    return [in_words(payroll_words(team)), shown]


def payroll_words(team: TeamYear) -> str:
    """Say what the plan costs for all KAMs, and who is paid most and least.

    Parameters
    ----------
    team : TeamYear
        Everybody's year.
    """
    case, cur = team.case, team.case.firm.currency
    paid = team.payroll.dropna(subset=["variable"])
    n = plural(len(paid), "KAM")
    if paid.empty:
        return f"no KAM's year can be paid: {team.payroll['why'].iloc[0]}"
    whole = float(paid["variable"].sum())
    text = (
        f"the {case.plan.title} pays {n} {money(whole, cur)} of variable pay for "
        f"{case.year}"
    )
    target = sum(
        float(one.slip.target_variable)
        for one in team.everyone
        if one.kam_id in set(paid["kam_id"])
    )
    if target:
        text += f", {share(whole / target)} of target"
    if len(paid) == 1 or not paid["variable"].any():
        return f"{text}."
    if paid["variable"].nunique() == 1:
        return f"{text}; to each the same."
    order = paid.sort_values("variable", kind="stable")
    least, most = order.iloc[0], order.iloc[-1]
    return (
        f"{text}; most to {most['kam_id']} ({money(most['variable'], cur)}), least to "
        f"{least['kam_id']} ({money(least['variable'], cur)})."
    )


def ranks_words(team: TeamYear) -> str:
    """Say whose place among the KAMs the choice of the basis moves most.

    Parameters
    ----------
    team : TeamYear
        Everybody's year.
    """
    table = ranks(bases_of(team.everyone))
    names = [name for name in table.columns if name not in ("kam_id", "moved")]
    n = f"n = {plural(len(table), 'KAM')}, {len(names)} bases"
    top = table.sort_values("moved", kind="stable").iloc[-1]
    if not top["moved"]:
        return f"ranked by variable pay, nobody changes place with the basis ({n})."
    places = top[names].astype(int)
    return (
        f"ranked by variable pay, KAM {top['kam_id']} moves most with the basis: place "
        f"{places.min()} when {places.idxmin()} counts, place {places.max()} when "
        f"{places.idxmax()} counts ({n})."
    )


def statement_part(team: TeamYear) -> list[Any]:
    """Show the statement of the KAM as it is printed, one page a KAM.

    Parameters
    ----------
    team : TeamYear
        Everybody's year.

    Returns
    -------
    list
        Sentence, settlements, and how to get the pages of all.
    """
    case = team.case
    statement = team_statement(team.everyone)
    _, words, settlements, _, last = one_statement(statement, case.kam_id)
    pages = plural(len(statement.kams), "KAM")
    how = (
        f"A page for each of {pages}, to print and to sign: save the table pay_results "
        f"of this report as CSV and run 'kamlab pay {case.settings.plan} "
        "pay_results.csv --out statements'. The pages hold the picture, the "
        "settlements and every step."
    )
    return [words, settlements, notice(how), last]
