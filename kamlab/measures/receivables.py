"""Money owed to us: receivables, what is overdue, and how many days of sales it is."""

from __future__ import annotations

import ibis
import pandas as pd

from kamlab.company import Company
from kamlab.company.database import collect
from kamlab.measures.period import Period
from kamlab.measures.revenue import within


def receivables(firm: Company, period: Period) -> pd.DataFrame:
    """Give what each account owes on the evening of the cut-off.

    DSO = receivables / sales invoiced in the period × days of the period. An invoice
    is overdue from the day after its due day; one without a due day never is.

    Parameters
    ----------
    firm : Company
        As of its cut-off.
    period : Period
        The days whose invoices count as credit sales.

    Returns
    -------
    DataFrame
        One row an account ever invoiced: account_id, receivables, overdue,
        credit_sales (currency), overdue_share (0–1, blank where nothing is owed; above
        1 only where open credit notes offset what is not due yet), dso (days, blank
        without sales).

    Raises
    ------
    MissingPartError
        If the company has no invoices with due and paid days.
    """
    rows = firm.expression("invoices", "due", "paid")
    until = ibis.literal(period.until)
    rows = rows.filter(rows.issued <= until)
    rows = rows.mutate(
        is_open=rows.paid.isnull() | (rows.paid > until),
        is_late=(rows.due < until).fill_null(False),
        is_billed=within(rows.issued, period),
    )
    table = rows.group_by("account_id").agg(
        receivables=rows.amount.sum(where=rows.is_open),
        overdue=rows.amount.sum(where=rows.is_open & rows.is_late),
        credit_sales=rows.amount.sum(where=rows.is_billed),
    )
    frame = collect(table.order_by("account_id"))
    money = ["receivables", "overdue", "credit_sales"]
    frame[money] = frame[money].fillna(0.0)
    owed, sold = frame["receivables"], frame["credit_sales"]
    frame["overdue_share"] = (frame["overdue"] / owed).where(owed > 0)
    frame["dso"] = (owed / sold * period.days).where(sold > 0)
    return frame
