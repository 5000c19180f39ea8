"""The table of tickets."""

from __future__ import annotations

import numpy as np

from kamlab.simulation.columns import Columns
from kamlab.simulation.engine import Month
from kamlab.simulation.hazard import TICKETS
from kamlab.simulation.ids import Ids
from kamlab.simulation.setup import Setup

TOPICS = ("invoice", "wrong goods", "product quality", "price", "documents")


def tickets(setup: Setup, ids: Ids, month: Month) -> Columns:
    """Make one month of the table of tickets."""
    n, calendar, out = len(setup.traits), setup.calendar, month.outcome
    slots = np.arange(TICKETS)[None, :]
    harm = slots < np.minimum(out.tickets, TICKETS)[:, None]
    harmless = slots < np.minimum(out.harmless, TICKETS)[:, None]
    a, s = np.nonzero(np.hstack([harm, harmless]) & month.active[:, None])
    u = setup.dice.uniforms("ticket details", month.number, n, 2 * TICKETS, 5)[a, s]
    first = int(calendar.first[month.number])
    opened = first + (calendar.length(month.number) * u[:, 0]).astype(np.int64)
    opened = np.maximum(opened, setup.traits.since[a])
    closed = opened + (out.hours[a, s] / 24).astype(np.int64)
    reply = np.minimum(opened + (3 * u[:, 1] ** 2).astype(np.int64), closed)
    late = (month.now.late_now[a] > 0) & (s < TICKETS) & (u[:, 2] < 0.75)
    topic = np.array(TOPICS, dtype=object)[(5 * u[:, 3]).astype(np.int64)]
    again = (u[:, 4] < 0.08).astype(object)
    again[closed >= calendar.end] = None
    return {
        "ticket_id": ids.by_month("T", a, month.number, s, 2 * TICKETS),
        "account_id": ids.accounts[a],
        "opened": calendar.dates(opened),
        "first_reply": calendar.dates_or_blank(reply),
        "closed": calendar.dates_or_blank(closed),
        "severity": 1 + (u[:, 2] > 0.55).astype(np.int64) + (u[:, 2] > 0.88),
        "topic": np.where(late, "late delivery", topic),
        "reopened": again,
    }
