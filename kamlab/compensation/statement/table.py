"""Check a table of results: who, when, how much; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from kamlab.compensation.engine.inputs import EXTRA, QUOTA, needed
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.statement.given import check_quota_names
from kamlab.errors import RefusedError, did_you_mean

KEYS = ("kam_id", "period")
NO_NUMBER = ("kam_id", "period", "period_end", "hired", "team")


def checked_results(plan: PayPlan, results: pd.DataFrame) -> pd.DataFrame:
    """Check a table of results against a plan.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    results : DataFrame
        kam_id, period (first day), a column for each measure the plan names; further
        ``quota_<measure>``, period_end, hired, team, base, target_variable, employed,
        months_employed.

    Returns
    -------
    DataFrame
        Sorted by KAM and period, days as days, figures as floats.

    Raises
    ------
    RefusedError
        If a column is missing, a row stands twice, or a value is blank, no number, or
        a percentage where a share is meant.
    """
    table = results.reset_index(drop=True).copy()
    if table.empty:
        raise RefusedError("The results hold no row; there is nothing to pay.")
    _require(KEYS, table, "every results table")
    wanted = needed(plan)
    wanted.pop("fee", None)  # it comes from the deals
    if "hired" in table:
        wanted.pop("months_employed", None)
    for name, who in wanted.items():
        _require((name,), table, f"{who} of the {plan.title}")
    check_quota_names(plan, table.columns)
    table["kam_id"] = _names(table)
    for name in ("period", "period_end", "hired"):
        if name in table:
            table[name] = _days(table, name, blank=name == "hired")
    figures = [name for name in (*wanted, *EXTRA) if name not in NO_NUMBER]
    quotas = [QUOTA + part.measure for part in plan.components]
    for name in dict.fromkeys([*figures, *quotas]):
        if name in table:
            table[name] = _figures(table, name, blank=name in quotas)
    table = table.sort_values(list(KEYS), kind="stable", ignore_index=True)
    twice = table[table.duplicated(list(KEYS))]
    if len(twice):
        raise RefusedError(
            f"{_place(twice.iloc[0])} stands twice in the results; give one row for "
            "each KAM and period."
        )
    _no_percent(table, [name for name in figures if name in table])
    return table


def _require(names: Iterable[str], table: pd.DataFrame, who: str) -> None:
    for name in names:
        if name not in table:
            near = did_you_mean(name, [str(column) for column in table.columns])
            raise RefusedError(
                f"The results have no column '{name}', which {who} needs{near}"
            )


def _names(table: pd.DataFrame) -> pd.Series:
    names = table["kam_id"]
    blank = names.isna() | (names.astype(str).str.strip() == "")
    if blank.any():
        row = int(np.argmax(blank.to_numpy())) + 1
        raise RefusedError(f"Row {row} of the results names no KAM; fill in kam_id.")
    return names.astype(str)


def _days(table: pd.DataFrame, name: str, blank: bool) -> pd.Series:
    given = table[name].replace("", None)
    days = pd.to_datetime(given, format="ISO8601", errors="coerce")
    bad = days.isna() & (given.notna() | (not blank))
    if bad.any():
        row = int(np.argmax(bad.to_numpy()))
        raise RefusedError(
            f"Row {row + 1} of the results: {name} {given.iloc[row]!r} is no day; "
            "write it as 2025-01-01."
        )
    return days.dt.tz_localize(None).dt.normalize()


def _figures(table: pd.DataFrame, name: str, blank: bool) -> pd.Series:
    given = table[name].replace(r"^\s*$", None, regex=True)
    figures = pd.to_numeric(given, errors="coerce").astype(float)
    bad = (figures.isna() & given.notna()) | np.isinf(figures)
    for wrong, words in (
        (bad, "is no number; write it as 1234.50"),
        (figures.isna() & (not blank), "is blank; write 0 where there was nothing"),
    ):
        if wrong.any():
            row = table.iloc[int(np.argmax(wrong.to_numpy()))]
            given_here = str(row[name]).strip() if pd.notna(row[name]) else ""
            what = f" {given_here!r}" if given_here else ""
            raise RefusedError(f"{_place(row)}: {name}{what} {words}.")
    return figures


def _no_percent(table: pd.DataFrame, names: Sequence[str]) -> None:
    """Ask where a share is above what a share can sensibly be."""
    for name in names:
        if not (name.endswith("_share") or name in ("employed", "retention")):
            continue
        wrong = (table[name].abs() > 1.5) if name != "employed" else table[name] > 1
        if wrong.any():
            row = table[wrong].iloc[0]
            value = float(row[name])
            raise RefusedError(
                f"{_place(row)}: {name} is {value:g}, and a share is written from 0 to "
                f"1. Did you mean {value / 100:g}, that is {value:g} %?"
            )


def _place(row: pd.Series) -> str:
    """Name a row as people find it: KAM and period."""
    period = row["period"]
    day = period.date() if isinstance(period, pd.Timestamp) else period
    return f"KAM {row['kam_id']}, period {day}"
