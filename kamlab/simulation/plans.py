"""The tables about KAMs: who they are, their quotas, what they were paid."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.simulation.diary import Diary
from kamlab.simulation.handover import kam_of
from kamlab.simulation.ids import Ids
from kamlab.simulation.ledger import CHANNEL, wallet
from kamlab.simulation.people import REGIONS
from kamlab.simulation.setup import Setup
from kamlab.simulation.streams import Flags, Floats, Ints, steady

CURVE = ((0.75, 0.5), (1.0, 1.0), (1.5, 3.0))  # payout at threshold, plan, excellence
TOP_DOWN = 0.15  # part of a quota that follows the middle territory, not the own one
QUOTA_NOISE = 0.12
VARIABLE = 3 / 7  # variable to base: a pay mix of 70/30


def kam_table(setup: Setup, ids: Ids) -> pd.DataFrame:
    """Make the table of KAMs."""
    people = setup.people
    frame = pd.DataFrame(
        {
            "kam_id": ids.kams,
            "channel": CHANNEL[people.channel],
            "region": np.array(REGIONS, dtype=object)[people.region],
            "hired": setup.calendar.dates(-people.hired),
            "hours_month": 130.0,
            "manager_id": ids.managers[people.channel],
            "group": np.where(people.group_b, "B", "A").astype(object),
        }
    )
    return frame.sort_values("kam_id", ignore_index=True)


def potential(setup: Setup, scale: Floats) -> Floats:
    """Give the true yearly potential of each KAM's territory: its accounts' wallets."""
    kams = setup.world.kams
    size = wallet(setup, scale)
    sums = np.bincount(setup.traits.kam, weights=size, minlength=kams)
    return sums.astype(np.float64)


def quota_tables(
    setup: Setup, ids: Ids, diary: Diary, revenue: Ints, scale: Floats
) -> dict[str, pd.DataFrame]:
    """Make the tables quotas and pay, a row a KAM and quarter.

    Quotas follow what each book usually sells, in part what the middle book sells: a
    KAM with a poor territory reaches the plan less often.
    """
    quotas, pay = [], []
    for quarter in range(setup.world.months // 3):
        plan = _plan(setup, diary, quarter, scale)
        sold = _sold(setup, revenue, quarter)
        quotas.append(
            _quota_rows(setup, ids, diary.active[3 * quarter], quarter, plan, scale)
        )
        pay.append(_pay_rows(setup, ids, quarter, sold / plan))
    return {
        "quotas": _of_those_here(setup, ids, pd.concat(quotas)),
        "pay": _of_those_here(setup, ids, pd.concat(pay)),
    }


def _of_those_here(setup: Setup, ids: Ids, table: pd.DataFrame) -> pd.DataFrame:
    """Drop the quarters that began after a KAM had left, and sort."""
    if setup.leaver >= 0:
        left = setup.calendar.month_dates(np.array([setup.world.kam_leaves - 1]))[0]
        gone = table["kam_id"] == ids.kams[setup.leaver]
        table = table[~(gone & (table["period"] >= left))]
    return table.sort_values(["period", "kam_id"], ignore_index=True)


def _plan(setup: Setup, diary: Diary, quarter: int, scale: Floats) -> Floats:
    """Set the quarter's plan of sales for each KAM, in currency."""
    traits, kams = setup.traits, setup.world.kams
    start = 3 * quarter
    usual = traits.size * scale * diary.loyalty[start] * diary.active[start] / 4
    book = np.bincount(kam_of(setup, 3 * quarter), weights=usual, minlength=kams)
    noise = np.exp(QUOTA_NOISE * setup.dice.normals("quotas", 3 * quarter, kams))
    middle = float(np.median(book))
    plan = steady(np.asarray((1 - TOP_DOWN) * book * noise + TOP_DOWN * middle))
    return np.maximum(np.round(plan, -2), 100.0)


def _sold(setup: Setup, revenue: Ints, quarter: int) -> Floats:
    kam = kam_of(setup, 3 * quarter)
    cents = revenue[:, 3 * quarter : 3 * quarter + 3].sum(axis=1)
    return np.bincount(kam, weights=cents, minlength=setup.world.kams) / 100


def _period(setup: Setup, quarter: int) -> dict[str, object]:
    first = setup.calendar.first
    days = np.array([first[3 * quarter], first[3 * quarter + 3] - 1])
    begin, end = setup.calendar.dates(days)
    return {"period": begin, "period_end": end}


def _quota_rows(
    setup: Setup, ids: Ids, active: Flags, quarter: int, plan: Floats, scale: Floats
) -> pd.DataFrame:
    kams = setup.world.kams
    kam = kam_of(setup, 3 * quarter)
    number = np.bincount(kam[active], minlength=kams)
    z = setup.dice.normals("potential estimate", 3 * quarter, kams)
    guess = steady(potential(setup, scale) / 4 * np.exp(0.2 * z))
    yearly = len(setup.traits) * (1 - setup.world.start_share) / setup.world.months * 3
    return pd.DataFrame(
        {
            "kam_id": ids.kams,
            **_period(setup, quarter),
            "plan_sales": plan,
            "plan_active": np.maximum(np.rint(0.97 * number), 1.0),
            "plan_new": max(float(np.ceil(yearly / kams - 1e-9)), 1.0),
            "potential_estimate": np.round(guess, -2),
        }
    )


def _pay_rows(setup: Setup, ids: Ids, quarter: int, reached: Floats) -> pd.DataFrame:
    kams = setup.world.kams
    u = setup.dice.uniforms("base pay", 0, kams)
    v = setup.dice.uniforms("pay", 3 * quarter, kams, 2)
    base = np.round(14_000 + 5_000 * u, -2)
    target = np.round(base * VARIABLE, -1)
    adjusted = np.where(v[:, 0] < 0.06, np.round(800 * v[:, 1] - 300, -1), 0.0)
    paid = np.round(target * payout(np.round(reached, 6)), 2)
    return pd.DataFrame(
        {
            "kam_id": ids.kams,
            **_period(setup, quarter),
            "base": base,
            "target_variable": target,
            "paid": paid,
            "adjustments": adjusted + 0.0,
        }
    )


def payout(reached: Floats) -> Floats:
    """Give the payout of the company's old plan: nothing below three quarters."""
    (a, p), (b, q), (c, r) = CURVE
    upper = q + (reached - b) * (r - q) / (c - b)
    lower = p + (reached - a) * (q - p) / (b - a)
    return np.where(
        reached < a, 0.0, np.minimum(np.where(reached < b, lower, upper), r)
    )
