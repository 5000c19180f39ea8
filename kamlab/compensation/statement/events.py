"""Deals and returns: from tables of events to what the engine needs."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np
import pandas as pd

from kamlab.compensation.engine.returns import Returned
from kamlab.compensation.fees import Fees, fee
from kamlab.compensation.periods import period_of_days
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.statement.prepared import Prepared
from kamlab.errors import RefusedError, did_you_mean


def with_deals(plan: PayPlan, ready: Prepared, deals: pd.DataFrame | None) -> Prepared:
    """Add the deals and their fees.

    A deal's size is the sum of its rows, credit notes included; what a later period
    changes is paid or taken back as the difference of the fees.

    Parameters
    ----------
    plan : PayPlan
        A plan with a fee table; any other takes no notice of deals.
    ready : Prepared
        The results.
    deals : DataFrame or None
        kam_id, period (a day in it), deal, amount, and credit (the KAM's part of the
        deal, default 1).

    Raises
    ------
    RefusedError
        If the plan pays for deals and there are none, or credits do not sum to 1.
    """
    if plan.fees is None:
        return ready
    if deals is None:
        raise RefusedError(
            f"The {plan.title} pays for each deal; give the deals as a table with "
            "kam_id, period, deal and amount."
        )
    table = _events(deals, ready, ("kam_id", "period", "deal", "amount"), "deals")
    if "credit" not in table:
        table["credit"] = 1.0
    table["credit"] = _number(table, "credit", "deals")
    _check_credits(table, plan)
    steps = _steps(table)
    steps["number"] = steps["number"].astype(int)
    column = np.zeros(ready.present.shape)
    row = pd.Index(ready.kams).get_indexer(pd.Index(steps["kam_id"]))
    np.add.at(column, (row, steps["number"].to_numpy()), fee_steps(plan.fees, steps))
    return replace(ready, steps=steps).with_column("fee", column)


def fee_steps(fees: Fees, steps: pd.DataFrame) -> np.ndarray:
    """Give what each step adds to the fee, times the credit, before the KAM's part."""
    added = fee(steps["after"], fees) - fee(steps["before"], fees)
    return np.asarray(added * steps["credit"].to_numpy(dtype=float))


def _check_credits(table: pd.DataFrame, plan: PayPlan) -> None:
    rows = table.drop_duplicates(["deal", "kam_id"])
    sums = rows.groupby("deal")["credit"].sum()
    wrong = sums[(sums - 1).abs() > 1e-9]
    if plan.double_credit:
        wrong = wrong[wrong < 1]
    if len(wrong):
        raise RefusedError(
            f"The credits of deal {wrong.index[0]} sum to {wrong.iloc[0]:g}; they must "
            "sum to 1, unless the plan says double_credit: true."
        )


def _steps(table: pd.DataFrame) -> pd.DataFrame:
    table = table.sort_values(["kam_id", "deal", "number"], kind="stable")
    total = table.groupby(["kam_id", "deal"])["amount"].cumsum()
    table = table.assign(after=total, before=total - table["amount"])
    steps = table.groupby(["kam_id", "number", "deal"], sort=True).agg(
        before=("before", "first"), after=("after", "last"), credit=("credit", "last")
    )
    return steps.round({"before": 2, "after": 2}).reset_index()


def returned(
    plan: PayPlan, ready: Prepared, returns: pd.DataFrame | None
) -> list[Returned]:
    """Turn a table of returns and losses into the engine's form.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    ready : Prepared
        The results.
    returns : DataFrame or None
        kam_id, period (when it came back), of_period (when it was sold), amount, and
        measure (default revenue).

    Raises
    ------
    RefusedError
        If a column is missing, or something came back before it was sold.
    """
    if returns is None or returns.empty:
        return []
    names = ("kam_id", "period", "of_period", "amount")
    table = _events(returns, ready, names, "returns")
    if "measure" not in table:
        table["measure"] = "revenue"
    unknown = sorted(set(table["measure"]) - {p.measure for p in plan.components})
    if unknown:
        known = [part.measure for part in plan.components]
        raise RefusedError(
            f"The returns name the measure '{unknown[0]}', for which the {plan.title} "
            f"does not pay{did_you_mean(unknown[0], known)}"
        )
    early = table[table["of_number"] > table["number"]]
    if len(early):
        raise RefusedError(
            f"A return of KAM {early['kam_id'].iloc[0]} comes before the sale it is "
            "of; exchange period and of_period."
        )
    found = []
    for key, rows in table.groupby(["measure", "of_number", "number"]):
        measure, of, when = cast("tuple[str, int, int]", key)
        amount = np.zeros(len(ready.kams))
        places = pd.Index(ready.kams).get_indexer(pd.Index(rows["kam_id"]))
        np.add.at(amount, places, rows["amount"].to_numpy(dtype=float))
        found.append(Returned(measure, of, when, amount))
    return found


def _events(
    given: pd.DataFrame, ready: Prepared, names: tuple[str, ...], what: str
) -> pd.DataFrame:
    """Check a table of events and find the period each belongs to."""
    for name in names:
        if name not in given:
            near = did_you_mean(name, [str(column) for column in given.columns])
            raise RefusedError(f"The {what} have no column '{name}'{near}")
    table = given.reset_index(drop=True).copy()
    table["kam_id"] = table["kam_id"].astype(str)
    strangers = sorted(set(table["kam_id"]) - set(ready.kams))
    if strangers:
        raise RefusedError(
            f"The {what} name KAM {strangers[0]}, of whom there are no results"
            f"{did_you_mean(strangers[0], ready.kams)}"
        )
    table["amount"] = _number(table, "amount", what)
    spans = pd.DataFrame({"period": ready.starts, "period_end": ready.ends})
    for name, number in (("period", "number"), ("of_period", "of_number")):
        if name not in names:
            continue
        days = pd.to_datetime(table[name], format="ISO8601", errors="coerce")
        table[number] = period_of_days(days, spans)
        outside = days.isna() | (table[number] < 0)
        if outside.any():
            day = table.loc[outside, name].iloc[0]
            raise RefusedError(
                f"The {what} name the {name} {day!r}, which lies in no period of the "
                "results."
            )
    return table


def _number(table: pd.DataFrame, name: str, what: str) -> pd.Series:
    figures = pd.to_numeric(table[name], errors="coerce").astype(float)
    if not np.isfinite(figures).all():
        row = int(np.argmin(np.isfinite(figures)))
        raise RefusedError(
            f"Row {row + 1} of the {what}: {name} {table[name].iloc[row]!r} is no "
            "number; write it as 1234.50."
        )
    return figures
