"""What an account owes on several evenings, and what it disputes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamlab.measures.evenings import HALF_YEAR, Evenings, in_window


def overdue(evenings: Evenings) -> pd.DataFrame:
    """Give which part of its debt each account is late with, tonight and before.

    As in :func:`kamlab.measures.receivables`: an invoice is overdue from the day after
    its due day; one without a due day never is.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings.

    Returns
    -------
    DataFrame
        cut_off, account_id, overdue_share (of what is owed that evening),
        overdue_share_before (of what was owed 3 months earlier), 0–1; 0 where nothing
        is overdue, blank where more is overdue than is owed at all or where there was
        no invoice yet.

    Raises
    ------
    MissingPartError
        If the company has no invoices with due and paid days.
    """
    rows = evenings.rows("invoices", "due", "paid")
    table = rows.group_by(evenings.keys).agg(
        **_sums(rows, rows.cut_off, ""), **_sums(rows, rows.back_3, "_before")
    )
    frame = evenings.collect(table)
    for when in ("", "_before"):
        late, owed = frame.pop(f"late{when}"), frame.pop(f"owed{when}")
        share = (late / owed.where(owed > 0)).mask(late == 0, 0.0)
        some = frame.pop(f"invoices{when}") > 0
        # open credit notes can leave less owed than is overdue: no share of anything
        frame[f"overdue_share{when}"] = share.where(some & share.between(0, 1))
    return frame


def _sums(rows: Any, until: Any, when: str) -> dict[str, Any]:
    issued = rows.issued <= until
    is_open = issued & (rows.paid.isnull() | (rows.paid > until))
    is_late = is_open & (rows.due < until).fill_null(False)
    return {
        f"owed{when}": rows.amount.sum(where=is_open).fill_null(0),
        f"late{when}": rows.amount.sum(where=is_late).fill_null(0),
        f"invoices{when}": issued.sum(),
    }


def disputes(evenings: Evenings) -> pd.DataFrame:
    """Give how many invoices of the last half-year each account disputes.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings.

    Returns
    -------
    DataFrame
        cut_off, account_id, disputes (number); accounts ever invoiced.

    Raises
    ------
    MissingPartError
        If the invoices do not say whether they are disputed.
    """
    rows = evenings.rows("invoices", "disputed")
    recent = in_window(rows, rows.issued, HALF_YEAR)
    disputed = (recent & rows.disputed.fill_null(False)).sum().fill_null(0)
    return evenings.collect(rows.group_by(evenings.keys).agg(disputes=disputed))
