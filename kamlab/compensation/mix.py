"""Pay mix as a dispute: the same year with more or less of it salary; both sides."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kamlab.compensation.case import PayCase
from kamlab.compensation.library import find_plan
from kamlab.errors import MissingPartError, UndefinedError
from kamlab.presentation import Column, Table
from kamlab.presentation.formats import in_currency, money, share

SHARES = (0.3, 0.5, 0.7, 0.8)
SIDES = {"for": "speaks for it", "against": "speaks against it", "open": "disputed"}


def mixes(case: PayCase, shares: Sequence[float] = SHARES) -> pd.DataFrame:
    """Pay the same year with other shares of base salary, at the same target pay.

    Parameters
    ----------
    case : PayCase
        One KAM's year under a plan with targets.
    shares : sequence of float
        Base salary as a share of base and target variable pay.

    Returns
    -------
    DataFrame
        base_share, leanest and fattest (pay of a period, currency), times (fattest /
        leanest; infinite where the leanest is 0), year (currency), periods (how many
        are settled).

    Raises
    ------
    UndefinedError
        If the plan has no target variable pay.
    MissingPartError
        If the KAM has no quota.
    """
    slip = case.slip
    if not slip.target_variable:
        raise UndefinedError(
            f"The {case.plan.title} has no target variable pay, so its mix cannot be "
            "moved at the same target."
        )
    if slip.attainment is None:
        raise MissingPartError(
            f"There is no quota for {case.name} in {case.year}; under any mix the "
            "variable part stays unpaid, and nothing can be compared."
        )
    target = pd.Series(case.pay.target_variable)
    whole = target + pd.Series(case.pay.base)
    steps = slip.trace.iloc[1:]
    labels = list(dict.fromkeys(steps["period"]))
    paid = steps.groupby("period")["amount"].sum().reindex(labels)
    paid = paid.reset_index(drop=True)
    if len(paid) != len(target):  # settled at once: one payout for the year
        paid, target, whole = (pd.Series([x.sum()]) for x in (paid, target, whole))
    earned = (paid / target.where(target > 0)).fillna(0.0)
    rows = []
    for base in shares:
        pay = whole * (base + (1 - base) * earned)
        low, high = float(pay.min()), float(pay.max())
        rows.append(
            {
                "base_share": base,
                "leanest": round(low, 2),
                "fattest": round(high, 2),
                "times": high / low if low > 0 else float("inf"),
                "year": round(float(pay.sum()), 2),
                "periods": len(pay),
            }
        )
    return pd.DataFrame(rows)


def mix_table(case: PayCase) -> Table:
    """Show the year under other mixes.

    Parameters
    ----------
    case : PayCase
        One KAM's year.
    """
    table = mixes(case)
    cur = case.firm.currency
    columns = {
        "base_share": Column("Base salary, share of target pay", "share"),
        "leanest": Column(in_currency("Leanest period", cur), "money"),
        "fattest": Column(in_currency("Fattest period", cur), "money"),
        "year": Column(in_currency("Year", cur), "money"),
    }
    caption = (
        f"The same results and target pay of {case.name}, {case.year}, mixed anew."
    )
    return Table(
        table.drop(columns=["times", "periods"]), columns, caption, rows=len(table)
    )


def mix_words(case: PayCase) -> str:
    """Say what more salary does to the swing of the income and to the year's pay.

    Parameters
    ----------
    case : PayCase
        One KAM's year.
    """
    table, cur = mixes(case), case.firm.currency
    first, last = table.iloc[0], table.iloc[-1]
    n = int(first["periods"])
    gap = round(float(last["year"] - first["year"]), 2)
    year = (
        "the year the same"
        if not gap
        else f"the year {money(abs(gap), cur)} {'more' if gap > 0 else 'less'}"
    )
    return (
        f"with {share(first['base_share'], 0)} salary {case.name} would have had "
        f"{_swing(first, cur)} a pay period (n = {n}); with "
        f"{share(last['base_share'], 0)} {_swing(last, cur)}, and {year}. The results "
        "are kept as they were; whether people would have worked differently is the "
        "next module's question."
    )


def _swing(row: pd.Series, currency: str) -> str:
    """Write the range of the pay of a period."""
    low, high = money(row["leanest"], currency), money(row["fattest"], currency)
    return low if low == high else f"between {low} and {high}"


def evidence_table(*plans: str) -> Table:
    """Show what speaks for and against some plans, with who says so.

    Parameters
    ----------
    *plans : str
        Names of plans.
    """
    rows = [
        {
            "plan": plan.title,
            "side": SIDES[known.side],
            "says": known.says,
            "source": known.source,
        }
        for plan in map(find_plan, plans)
        for known in plan.evidence
    ]
    columns = {
        "plan": Column("Plan"),
        "side": Column("Which way"),
        "says": Column("What is said"),
        "source": Column("By whom"),
    }
    return Table(pd.DataFrame(rows), columns, "Both sides of the mix.", rows=len(rows))
