"""Late deliveries: promises of the last months that were not kept."""

from __future__ import annotations

import pandas as pd

from kamlab.measures.evenings import BEFORE, QUARTER, Evenings, in_window
from kamlab.measures.revenue import NOT_SOLD


def lateness(evenings: Evenings) -> pd.DataFrame:
    """Give which share of each account's deliveries came late, of late and before.

    An order counts in the months its promised day lies in. It is late where it was
    not delivered by that day, also where it has not been delivered yet; orders that
    were cancelled or refused do not count.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings.

    Returns
    -------
    DataFrame
        cut_off, account_id, promised_now, promised_before (orders due in the last 3
        months and in the 3 before), late_now, late_before (share of them that was late,
        0–1; blank where none was due).

    Raises
    ------
    MissingPartError
        If the company has no orders with promised and delivered days.
    """
    orders = evenings.rows("orders", "promised", "delivered")
    if evenings.firm.has("orders", "status"):
        orders = orders.filter(~orders.status.isin(NOT_SOLD).fill_null(False))
    late = ~(orders.delivered <= orders.promised).fill_null(False)
    now = in_window(orders, orders.promised, QUARTER)
    before = in_window(orders, orders.promised, BEFORE)
    table = orders.group_by(evenings.keys).agg(
        promised_now=now.sum().fill_null(0),
        promised_before=before.sum().fill_null(0),
        late_now=(now & late).sum().fill_null(0),
        late_before=(before & late).sum().fill_null(0),
    )
    frame = evenings.collect(table)
    for when in ("now", "before"):
        due = frame[f"promised_{when}"]
        frame[f"late_{when}"] = frame[f"late_{when}"] / due.where(due > 0)
    return frame
