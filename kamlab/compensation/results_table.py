"""The year of every KAM as a results table: what ``kamlab pay`` reads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kamlab.compensation.case import PayCase
from kamlab.compensation.engine.inputs import QUOTA, needed
from kamlab.compensation.statement import Statement, pay
from kamlab.errors import KamLabError, MissingPartError, NotEnoughDataError


def results_table(cases: Sequence[PayCase]) -> pd.DataFrame:
    """Put results, quotas and target pay of every KAM and period into one table.

    Parameters
    ----------
    cases : sequence of PayCase
        From :func:`kamlab.compensation.team_year.cases`.

    Returns
    -------
    DataFrame
        kam_id, period, period_end, base, target_variable (currency), a column for each
        measure the plan asks for and ``quota_<measure>`` (blank: no quota); a KAM whose
        year the plan cannot pay is left out. What the company does not tell stands as
        0 without a quota, from which nothing is paid.

    Raises
    ------
    NotEnoughDataError
        If no KAM's year can be paid.
    """
    tables = []
    reason: KamLabError | None = None
    for case in cases:
        try:
            tables.append(_one(case))
        except KamLabError as error:
            reason = error
    if not tables:
        raise reason or NotEnoughDataError("There is no KAM to pay.")
    return pd.concat(tables, ignore_index=True)


def _one(case: PayCase) -> pd.DataFrame:
    _ = case.slip  # says why, where the plan cannot pay this year
    found, plan = case.achieved, case.plan
    table = found.periods[["period", "period_end"]].reset_index(drop=True)
    table.insert(0, "kam_id", case.kam_id)
    table["base"] = case.pay.base
    table["target_variable"] = case.pay.target_variable
    if "team" in needed(plan):
        table["team"] = _team(case)
    for name in needed(plan):
        if name in ("fee", "team"):
            continue
        known = name in found.results and name not in found.reasons
        values = found.results[name].to_numpy() if known else np.zeros(len(table))
        blank = np.isnan(values) if known else np.ones(len(table), dtype=bool)
        table[name] = np.nan_to_num(values)
        part = next((p for p in plan.components if p.measure == name), None)
        if part is None:
            continue
        quota = np.full(len(table), np.nan)
        if name in found.quotas and known:
            quota = found.quotas[name].to_numpy(dtype=float)
        elif part.quota is not None:
            months = found.periods["months"].to_numpy() / 12
            quota = part.quota * (
                months if part.over == "sum" else np.ones_like(months)
            )
        table[QUOTA + name] = np.where(blank, np.nan, quota)
    return table


def _team(case: PayCase) -> str:
    """Name the team: the manager, else all together."""
    if not case.firm.has("kams", "manager_id"):
        return "all"
    manager = case.firm.frame("kams").set_index("kam_id")["manager_id"]
    own = manager.get(case.kam_id)
    return "all" if own is None or pd.isna(own) else str(own)


def team_statement(cases: Sequence[PayCase]) -> Statement:
    """Pay every KAM's year as ``kamlab pay`` would, with a line for every step.

    Parameters
    ----------
    cases : sequence of PayCase
        From :func:`kamlab.compensation.team_year.cases`.

    Returns
    -------
    Statement
        The same amounts as the slips of the cases.

    Raises
    ------
    MissingPartError
        If the plan pays for deals: their table is needed as well.
    """
    first = cases[0]
    if first.plan.fees is not None:
        raise MissingPartError(
            f"The {first.plan.title} pays each deal on its own; 'kamlab pay' needs the "
            "deals as a table as well (option --deals). The slip above is whole."
        )
    return pay(first.plan, results_table(cases), currency=first.firm.currency)
