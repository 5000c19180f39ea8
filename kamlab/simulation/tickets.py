"""The table of tickets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kamlab.simulation.engine import Month
from kamlab.simulation.hazard import TICKETS
from kamlab.simulation.ids import Ids
from kamlab.simulation.setup import Setup

TOPICS = ("invoice", "wrong goods", "product quality", "price", "documents")


def tickets(setup: Setup, ids: Ids, months: Sequence[Month]) -> pd.DataFrame:
    """Make the table of tickets."""
    parts = []
    n, calendar = len(setup.traits), setup.calendar
    for month in months:
        u = setup.dice.uniforms("ticket details", month.number, n, 2 * TICKETS, 5)
        out = month.outcome
        slots = np.arange(TICKETS)[None, :]
        harm = slots < np.minimum(out.tickets, TICKETS)[:, None]
        harmless = slots < np.minimum(out.harmless, TICKETS)[:, None]
        there = np.hstack([harm, harmless]) & month.active[:, None]
        a, s = np.nonzero(there)
        d, hours = u[a, s], out.hours[a, s]
        first = int(calendar.first[month.number])
        opened = first + (calendar.length(month.number) * d[:, 0]).astype(np.int64)
        days = (hours / 24).astype(np.int64)
        closed = opened + days
        reply = np.minimum(opened + (3 * d[:, 1] ** 2).astype(np.int64), closed)
        late = (month.now.late_now[a] > 0) & (s < TICKETS) & (d[:, 2] < 0.75)
        topic = np.array(TOPICS, dtype=object)[(5 * d[:, 3]).astype(np.int64)]
        again = (d[:, 4] < 0.08).astype(object)
        again[closed >= calendar.end] = None
        severity = 1 + (d[:, 2] > 0.55).astype(np.int64) + (d[:, 2] > 0.88)
        parts.append(
            pd.DataFrame(
                {
                    "ticket_id": ids.by_month("T", a, month.number, s, 2 * TICKETS),
                    "account_id": ids.accounts[a],
                    "opened": calendar.dates(opened),
                    "first_reply": calendar.dates_or_blank(reply),
                    "closed": calendar.dates_or_blank(closed),
                    "severity": severity,
                    "topic": np.where(late, "late delivery", topic),
                    "reopened": again,
                }
            )
        )
    table = pd.concat(parts)
    return table.sort_values(["opened", "ticket_id"], ignore_index=True)
