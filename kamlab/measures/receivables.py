"""Money owed to us: receivables, what is overdue, and how many days of sales it is."""

from __future__ import annotations

import ibis
import pandas as pd

from kamlab.company import Company
from kamlab.company.database import collect
from kamlab.measures.period import Period


def receivables(firm: Company, period: Period) -> pd.DataFrame:
    """Give what each account owes on the evening of the cut-off.

    DSO = receivables / sales invoiced in the period × days of the period.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    period : Period
        The days whose invoices count as credit sales.

    Returns
    -------
    DataFrame
        account_id, receivables, overdue, credit_sales (currency), overdue_share
        (0–1, blank where nothing is owed), dso (days, blank without sales).

    Raises
    ------
    MissingPartError
        If the company has no invoices with due and paid days.
    """
    rows = firm.expression("invoices", "due", "paid")
    until = ibis.literal(period.until)
    open_ = rows.paid.isnull() | (rows.paid > until)
    billed = (rows.issued > ibis.literal(period.after)) & (rows.issued <= until)
    zero = ibis.literal(0).cast("decimal(18,4)")
    table = (
        rows.group_by("account_id")
        .agg(
            receivables=ibis.ifelse(open_, rows.amount, zero).sum(),
            overdue=ibis.ifelse(
                (open_ & (rows.due < until)).fill_null(False), rows.amount, zero
            ).sum(),
            credit_sales=ibis.ifelse(billed, rows.amount, zero).sum(),
        )
        .order_by("account_id")
    )
    frame = collect(table)
    owed, sold = frame["receivables"], frame["credit_sales"]
    frame["overdue_share"] = (frame["overdue"] / owed).where(owed > 0)
    frame["dso"] = (owed / sold * period.days).where(sold > 0)
    return frame
