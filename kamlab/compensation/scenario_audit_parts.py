"""Fairness and the frontier of a pay scenario as they are shown."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamlab.compensation import scenario_audit_words as words
from kamlab.compensation.fairness import NOT_LEGAL, Association, Audit, fairness_chart
from kamlab.compensation.scenario_case import ScenarioCase
from kamlab.compensation.search import frontier_chart
from kamlab.presentation import Column, Table, in_words
from kamlab.presentation.formats import number, plural, share


def fairness_part(case: ScenarioCase) -> list[Any]:
    """Show whether pay follows territory, book and group, before and after new quotas.

    Parameters
    ----------
    case : ScenarioCase
        The two plans on one company.
    """
    _, before, after = words.first_audit(case)
    chart = fairness_chart(before, after, case.firm.currency)
    return [
        chart,
        fairness_table(case),
        in_words(words.fairness_words(case)),
        in_words(words.luck_words(case)),
    ]


def fairness_table(case: ScenarioCase) -> Table:
    """Show the fairness figures of every plan with their intervals.

    Parameters
    ----------
    case : ScenarioCase
        The two plans on one company.
    """
    rows = []
    for (side, adjusted), found in case.audits.items():
        if case.same and side == "b":
            continue
        rows.append(
            {
                "plan": case.plans[side].title,
                "quotas": "adjusted to potential" if adjusted else "as they are",
                **_audit_row(found),
            }
        )
    frame = pd.DataFrame(rows)
    columns = {
        "plan": Column("Plan"),
        "quotas": Column("Quotas"),
        "potential": Column("r with potential"),
        "book": Column("r with inherited book"),
        "gap": Column("Gap B against A"),
        "left": Column("Gap at equal potential"),
        "verdict": Column("Against the line"),
    }
    n = plural(len(next(iter(case.audits.values())).table), "KAM")
    caption = (
        f"Payout and pay of {case.year}, in brackets the 95 % interval (n = {n}); the "
        f"line is a gap of 5 %. {NOT_LEGAL}"
    )
    return Table(frame, columns, caption)


def _audit_row(found: Audit) -> dict[str, str]:
    p, b, gap = found.potential, found.book, found.gap
    row = {
        "potential": _interval(p),
        "book": _interval(b),
    }
    if gap is None:
        return row | dict.fromkeys(("gap", "left", "verdict"), "groups not known")
    row["gap"] = f"{share(gap.gap)} ({share(gap.low)} to {share(gap.high)})"
    row["left"] = f"{share(gap.left)} ({share(gap.left_low)} to {share(gap.left_high)})"
    if gap.left != gap.left:
        row["left"] = "not told"
    row["verdict"] = gap.verdict
    return row


def _interval(found: Association) -> str:
    low, high = number(found.low), number(found.high)
    return f"{number(found.correlation)} ({low} to {high})"


def frontier_part(case: ScenarioCase) -> list[Any]:
    """Show a few plans tried, and those that no other beats.

    Parameters
    ----------
    case : ScenarioCase
        The two plans on one company.
    """
    return [
        frontier_chart(case.searched, case.firm.currency),
        in_words(words.frontier_words(case)),
    ]
