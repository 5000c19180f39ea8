"""The table of signals: one row an account still buying, one column a signal."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from kamlab.churn.signals import blocks
from kamlab.churn.signals.blocks import KEYS
from kamlab.churn.signals.signal import SIGNALS, Signal
from kamlab.churn.status import AT_RISK_MONTHS
from kamlab.company import Company
from kamlab.errors import MissingPartError
from kamlab.measures import months_before
from kamlab.measures.coverage import champions_lost
from kamlab.measures.evenings import Evenings
from kamlab.measures.offers import offers
from kamlab.measures.owed import disputes
from kamlab.measures.wallet import wallet_share

Build = Callable[[Evenings], pd.DataFrame]

# what is worked out together, beside the signals of the order rhythm
BLOCKS: dict[Build, tuple[str, ...]] = {
    blocks.revenue_signals: (
        "revenue_month",
        "revenue_change",
        "revenue_change_year",
    ),
    blocks.assortment_signals: ("products", "products_change"),
    blocks.discount_signals: ("discount_change",),
    blocks.price_column_signals: ("price_column_change",),
    blocks.lateness_signals: ("late_share", "late_change"),
    blocks.ticket_signals: ("tickets", "tickets_change"),
    blocks.recovery_signals: ("unresolved_share", "recovery_days"),
    disputes: ("disputes",),
    blocks.overdue_signals: ("overdue_share", "overdue_change"),
    blocks.coverage_signals: ("coverage", "coverage_change"),
    champions_lost: ("champions_lost",),
    blocks.visit_signals: (
        "visits_month",
        "visits_change",
        "calls_month",
        "calls_change",
    ),
    offers: ("offers", "price_gap"),
    wallet_share: ("wallet_share",),
}


def signals(firm: Company) -> pd.DataFrame:
    """Give what the books show tonight of every account that may be lost.

    Only what was known on the evening of the company's cut-off counts.

    Parameters
    ----------
    firm : Company
        As of its cut-off.

    Returns
    -------
    DataFrame
        One row an account at risk (it ordered in the 12 months before the cut-off):
        account_id, cut_off, and a column for each of :data:`SIGNALS` the company's
        tables allow, as a float, blank where it is unknown.

    See Also
    --------
    missing_signals : which signals this company cannot show, and why.
    """
    return signals_on(Evenings(firm))


def signals_on(evenings: Evenings) -> pd.DataFrame:
    """Give the signals of several evenings at once, as :func:`signals` does of one.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings.

    Returns
    -------
    DataFrame
        One row an evening and account at risk on it, in that order.
    """
    table = _at_risk(evenings)
    known = [name for name in SIGNALS if not _reason(evenings.firm, SIGNALS[name])]
    for build, names in BLOCKS.items():
        shown = [name for name in names if name in known]
        if shown:
            found = build(evenings)[[*KEYS, *shown]]
            table = table.merge(found, on=KEYS, how="left")
    for name in known:
        table[name] = _told(table, SIGNALS[name])
    return table[["account_id", "cut_off", *known]]


def missing_signals(firm: Company) -> pd.DataFrame:
    """Name the signals this company cannot show, each with the reason.

    Parameters
    ----------
    firm : Company
        With whatever tables it has.

    Returns
    -------
    DataFrame
        signal, title, reason; empty where nothing is missing.
    """
    rows = [
        (name, signal.title, reason)
        for name, signal in SIGNALS.items()
        if (reason := _reason(firm, signal))
    ]
    return pd.DataFrame(rows, columns=["signal", "title", "reason"], dtype="str")


def _reason(firm: Company, signal: Signal) -> str:
    """Say which table or column a signal lacks, empty where none."""
    for need in signal.needs:
        table, column = need.split(".")
        try:
            firm.require(table, column)
        except MissingPartError as error:
            return str(error)
    return ""


def _at_risk(evenings: Evenings) -> pd.DataFrame:
    """Keep the accounts that ordered in the 12 months before each evening."""
    table = blocks.order_signals(evenings)
    first = _back(table["cut_off"], AT_RISK_MONTHS)
    return table[table["last_order"] > first].reset_index(drop=True)


def _told(table: pd.DataFrame, signal: Signal) -> pd.Series:
    """Give one signal as floats, blank where the account is too young for it."""
    values = table[signal.name].astype("float64")
    if signal.counts:
        values = values.fillna(0.0)
    if not signal.history:
        return values
    old = table["first_order"] <= _back(table["cut_off"], signal.history)
    return values.where(old)


def _back(cut_offs: pd.Series, months: int) -> pd.Series:
    days = {day: months_before(day.date(), months) for day in cut_offs.unique()}
    return pd.to_datetime(cut_offs.map(days))
