"""Why an account is on the watch list, in sentences from what the company knows."""

from __future__ import annotations

import pandas as pd

from kamlab.churn.settings import EarlyWarningSettings
from kamlab.company import Company
from kamlab.measures import months_before, period_of, receivables
from kamlab.presentation import formats as f

RECENT_MONTHS = 3
CONTACT_MONTHS = 6


def reasons(
    firm: Company, table: pd.DataFrame, settings: EarlyWarningSettings
) -> pd.Series:
    """Say for each account why it is watched, and what else is going on there.

    Silence and erosion put an account on the list; late deliveries, open tickets,
    overdue money and contacts who left are told beside them where the company knows
    them.

    Parameters
    ----------
    firm : Company
        As of the cut-off.
    table : DataFrame
        Accounts with days_silent, median_gap, drop, eroding.
    settings : EarlyWarningSettings
        The definitions.

    Returns
    -------
    Series
        One text an account, parts separated by semicolons.
    """
    clues = [
        _late_deliveries(firm),
        _open_tickets(firm),
        _overdue(firm, settings),
        _contacts_left(firm),
    ]
    texts = []
    for _, row in table.iterrows():
        parts = _silence(row, settings)
        parts += [
            clue[row["account_id"]] for clue in clues if row["account_id"] in clue
        ]
        texts.append("; ".join(parts))
    return pd.Series(texts, index=table.index, dtype="str")


def _silence(row: pd.Series, settings: EarlyWarningSettings) -> list[str]:
    parts = []
    if row["way"] >= settings.watch_from:
        parts.append(
            f"silent {f.plural(int(row['days_silent']), 'day')}, usually orders every "
            f"{every(row['median_gap'])}"
        )
    if row["eroding"]:
        parts.append(_eroded(row["drop"], settings))
    return parts


def every(gap: float) -> str:
    """Write a gap between orders after the word every: ``day``, ``14 days``."""
    return "day" if round(gap) == 1 else f"{gap:.0f} days"


def _eroded(drop: float, settings: EarlyWarningSettings) -> str:
    months = f"in the last {settings.window} months"
    if drop > 1:
        return f"got more credited than billed {months}, unlike a year ago"
    if drop == 1:
        return f"bought nothing {months}, unlike a year ago"
    return f"bought {f.share(drop, 0)} less {months} than a year ago"


def _since(firm: Company, months: int) -> pd.Timestamp:
    return pd.Timestamp(months_before(firm.cut_off, months))


def _late_deliveries(firm: Company) -> dict[str, str]:
    if not firm.has("orders", "promised", "delivered"):
        return {}
    orders = firm.frame("orders")
    recent = orders[orders["delivered"] > _since(firm, RECENT_MONTHS)]
    late = recent["delivered"] > recent["promised"]
    counts = late.groupby(recent["account_id"]).agg(["sum", "size"])
    return {
        str(
            account
        ): f"{row['sum']} of {f.plural(row['size'], 'delivery', 'deliveries')} "
        f"late in the last {RECENT_MONTHS} months"
        for account, row in counts[counts["sum"] > 0].iterrows()
    }


def _open_tickets(firm: Company) -> dict[str, str]:
    if not firm.has("tickets", "closed"):
        return {}
    tickets = firm.frame("tickets")
    counts = tickets[tickets["closed"].isna()].groupby("account_id").size()
    return {
        str(account): f"{f.plural(int(count), 'ticket')} open"
        for account, count in counts.items()
    }


def _overdue(firm: Company, settings: EarlyWarningSettings) -> dict[str, str]:
    if not firm.has("invoices", "due", "paid"):
        return {}
    owed = receivables(firm, period_of(firm, settings.period_months))
    late = owed[owed["overdue"] > 0]
    return {
        row["account_id"]: f"{f.thousands(row['overdue'], firm.currency)} overdue"
        for _, row in late.iterrows()
    }


def _contacts_left(firm: Company) -> dict[str, str]:
    if not firm.has("contacts", "left"):
        return {}
    contacts = firm.frame("contacts")
    gone = contacts[contacts["left"] > _since(firm, CONTACT_MONTHS)]
    counts = gone.groupby("account_id").size()
    return {
        str(account): f"{f.plural(int(count), 'contact')} left in the last "
        f"{CONTACT_MONTHS} months"
        for account, count in counts.items()
    }
