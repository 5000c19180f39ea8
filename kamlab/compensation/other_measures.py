"""What rules of a plan look at besides results: arrears, accounts kept, tenure."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from kamlab.company import Company
from kamlab.compensation.deals import deal_steps
from kamlab.compensation.engine.inputs import needed
from kamlab.compensation.kinds import WORDS
from kamlab.compensation.measured import Measured
from kamlab.compensation.plan import PayPlan
from kamlab.errors import MissingPartError

LONG_EMPLOYED = 999.0  # months: no day of hiring is known


def other_measures(
    firm: Company, plan: PayPlan, kam_id: str, found: Measured, periods: pd.DataFrame
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Give what a plan asks for beyond the usual results of a KAM.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    plan : PayPlan
        Says what is asked for.
    kam_id : str
        The KAM.
    found : Measured
        The usual results.
    periods : DataFrame
        From :func:`kamlab.compensation.periods.pay_periods`.

    Returns
    -------
    tuple of (DataFrame, dict of str to str)
        A row a period and a column a measure, blank where it has no meaning; and why
        a measure is not known. retention: of the accounts held on the first day that
        had ordered in the 12 months before, the share that still ordered in the 12
        months up to the last day. overdue_share: of what the accounts held on the
        last day owed that evening. largest_deal: in currency. months_employed: 1 in
        the first month.
    """
    known: dict[str, Callable[[], list[float]]] = {
        "retention": lambda: _retention(kam_id, found, periods),
        "overdue_share": lambda: _overdue(firm, kam_id, found, periods),
        "largest_deal": lambda: _largest(kam_id, found, periods),
        "months_employed": lambda: _tenure(firm, kam_id, periods),
    }
    columns: dict[str, list[float]] = {}
    reasons: dict[str, str] = {}
    for name in needed(plan):
        if name in WORDS or name not in known:
            continue
        try:
            columns[name] = known[name]()
        except MissingPartError as reason:
            reasons[name] = str(reason)
    return pd.DataFrame(columns, index=periods.index), reasons


def _spans(periods: pd.DataFrame) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    return list(periods[["period", "period_end"]].itertuples(index=False, name=None))


def _held_on(kam_id: str, held: pd.DataFrame, day: pd.Timestamp) -> set[str]:
    mine = held[held["kam_id"] == kam_id]
    return set(mine.loc[(mine["since"] <= day) & (mine["until"] >= day), "account_id"])


def _retention(kam_id: str, found: Measured, periods: pd.DataFrame) -> list[float]:
    year, day = pd.DateOffset(months=12), pd.Timedelta(days=1)
    shares = []
    for start, end in _spans(periods):
        mine = _held_on(kam_id, found.held, start)
        lines = found.lines[found.lines["account_id"].isin(mine)]
        days = lines["order_date"]
        before = set(
            lines.loc[(days > start - day - year) & (days < start), "account_id"]
        )
        still = set(lines.loc[(days > end - year) & (days <= end), "account_id"])
        shares.append(len(before & still) / len(before) if before else np.nan)
    return shares


def _overdue(
    firm: Company, kam_id: str, found: Measured, periods: pd.DataFrame
) -> list[float]:
    firm.require("invoices", "due", "paid")
    invoices = firm.frame("invoices")
    shares = []
    for _, end in _spans(periods):
        mine = invoices[invoices["account_id"].isin(_held_on(kam_id, found.held, end))]
        unpaid = mine["paid"].isna() | (mine["paid"] > end)
        owed = mine[(mine["issued"] <= end) & unpaid]
        late = float(owed.loc[owed["due"] < end, "amount"].sum())
        whole = float(owed["amount"].sum())
        shares.append(min(1.0, max(0.0, late / whole)) if whole > 0 else 0.0)
    return shares


def _largest(kam_id: str, found: Measured, periods: pd.DataFrame) -> list[float]:
    deals = deal_steps(found.lines, kam_id)
    largest = deals.groupby("number")["after"].max()
    values = largest.reindex(range(len(periods)), fill_value=0.0)
    return [float(x) for x in values.clip(lower=0.0)]


def _tenure(firm: Company, kam_id: str, periods: pd.DataFrame) -> list[float]:
    firm.require("kams", "hired")
    kams = firm.frame("kams")
    found = kams.loc[kams["kam_id"] == kam_id, "hired"].dropna()
    if found.empty:
        return [LONG_EMPLOYED] * len(periods)
    day = found.iloc[0]
    ends = [end for _, end in _spans(periods)]
    return [
        float(max(1, 12 * (end.year - day.year) + end.month - day.month + 1))
        for end in ends
    ]


def team_of(firm: Company, kam_id: str, found: Measured) -> list[str]:
    """Name the others of a KAM's team: those with the same manager, else all.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    kam_id : str
        The KAM.
    found : Measured
        The results; only who is in them counts.
    """
    others = [
        kam for kam in dict.fromkeys(found.table["kam_id"]) if kam not in ("", kam_id)
    ]
    if not firm.has("kams", "manager_id"):
        return others
    manager = firm.frame("kams").set_index("kam_id")["manager_id"]
    own = manager.get(kam_id)
    if own is None or pd.isna(own):
        return others
    return [kam for kam in others if manager.get(kam) == own]
