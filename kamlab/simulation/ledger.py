"""The tables about accounts: master data, history, costs, competitors."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.company.tables import CHANNELS
from kamlab.simulation import cast
from kamlab.simulation.columns import Columns
from kamlab.simulation.engine import Month
from kamlab.simulation.goods import price_column
from kamlab.simulation.handover import inherited, kam_of
from kamlab.simulation.ids import Ids
from kamlab.simulation.names import INDUSTRY, account_names
from kamlab.simulation.people import REGIONS
from kamlab.simulation.setup import Setup
from kamlab.simulation.streams import Floats, Ints, steady

CHANNEL = np.array(CHANNELS, dtype=object)


def account_tables(setup: Setup, ids: Ids, scale: Floats) -> dict[str, pd.DataFrame]:
    """Make the tables accounts and account_history."""
    return {
        "accounts": _accounts(setup, ids, scale),
        "account_history": _history(setup, ids),
    }


def wallet(setup: Setup, scale: Floats) -> Floats:
    """Give each account's true yearly spending in our range, in currency."""
    return np.round(setup.traits.size * scale / setup.traits.wallet_share, 0)


def _accounts(setup: Setup, ids: Ids, scale: Floats) -> pd.DataFrame:
    traits, n = setup.traits, len(setup.traits)
    z = setup.dice.normals("wallet", 0, n, 3)
    u = setup.dice.uniforms("master data", 0, n, 3)
    true = wallet(setup, scale)
    estimate = np.maximum(np.round(steady(true * np.exp(0.25 * z[:, 0])), -3), 1000)
    low = np.round(steady(estimate * (1 - 0.25 - 0.1 * np.abs(z[:, 1]))), -3)
    high = np.round(steady(estimate * (1.25 + 0.15 * np.abs(z[:, 2]))), -3)
    channel = CHANNEL[traits.channel]
    offset = int(setup.dice.uniforms("names", 0, 1)[0] * 24_000)
    limit = np.round(traits.size / 5, -3) + 1000
    reference = (u[:, 0] < 0.1) | (traits.role == cast.BEACON)
    frame = pd.DataFrame(
        {
            "account_id": ids.accounts,
            "parent_id": _parents(setup, ids),
            "name": account_names(channel, offset),
            "channel": channel,
            "region": np.array(REGIONS, dtype=object)[setup.people.region[traits.kam]],
            "industry": [INDUSTRY[str(word)] for word in channel],
            "since": setup.calendar.dates(traits.since),
            "credit_limit": limit,
            "terms_days": traits.terms,
            "is_reference": reference,
            "contract_end": _contract_ends(setup, u[:, 1], u[:, 2]),
            "wallet_low": np.maximum(low, 1000),
            "wallet_estimate": estimate,
            "wallet_high": high,
        }
    )
    return frame.sort_values("account_id", ignore_index=True)


def _contract_ends(setup: Setup, has: Floats, when: Floats) -> pd.Series:
    """Give the last day of the frame contracts: month ends after the last month."""
    last = pd.Period(setup.world.start, freq="M") + setup.world.months - 1
    tender = setup.traits.role == cast.TENDER_DUE
    ahead = np.where(tender, cast.TENDER_MONTHS, 1 + (30 * when).astype(int))
    ends = (pd.PeriodIndex([last] * len(ahead)) + ahead).end_time.normalize()
    dates = pd.Series(ends).astype("datetime64[s]")
    return dates.where((has < 0.4) | tender)


def _parents(setup: Setup, ids: Ids) -> np.ndarray:
    """Put some of the accounts into groups of two or three."""
    n = len(setup.traits)
    u = setup.dice.uniforms("parents", 0, n)
    parent = np.full(n, None, dtype=object)
    order = np.argsort(u, kind="stable")
    groups = max(n // 20, 1)
    for group in range(groups):
        members = order[group::groups][: 2 + group % 2]
        if len(members) > 1:
            parent[members] = ids.parents(np.array([group]))[0]
    return parent


def _history(setup: Setup, ids: Ids) -> pd.DataFrame:
    """Make a row an account at its start, each January, and when its KAM leaves."""
    parts = [_terms_from(setup, ids, m) for m in range(0, setup.world.months, 12)]
    left = setup.world.kam_leaves - 1
    if setup.leaver >= 0 and left % 12:
        rows = _terms_from(setup, ids, left)
        changed = kam_of(setup, left) != kam_of(setup, left - 1)
        parts.append(rows[changed[rows.index]])
    history = pd.concat(parts)
    return history.sort_values(["account_id", "valid_from"], ignore_index=True)


def _terms_from(setup: Setup, ids: Ids, month: int) -> pd.DataFrame:
    """Give KAM, prices and ratings from a month on, of the accounts there before it.

    In the first month every account has a row, from its own first day.
    """
    traits, calendar, n = setup.traits, setup.calendar, len(setup.traits)
    z = setup.dice.normals("ratings", month, n, 3)
    begin = np.full(n, calendar.first[month]) if month else traits.since
    there = traits.since < begin if month else np.ones(n, dtype=bool)
    latent = (traits.innovator, traits.openness, traits.competence)
    ratings = [
        np.clip(np.rint(1 + 4 * value + 0.6 * z[:, k]), 1, 5).astype(np.int64)
        for k, value in enumerate(latent)
    ]
    kam = kam_of(setup, month)
    if setup.leaver >= 0 and not month:  # who comes later never meets the KAM who left
        late = traits.arrival >= setup.world.kam_leaves - 1
        kam = np.where(late, inherited(setup, kam), kam)
    frame = pd.DataFrame(
        {
            "account_id": ids.accounts,
            "valid_from": calendar.dates(begin),
            "kam_id": ids.kams[kam],
            "department_id": ids.departments[traits.channel],
            "price_column": price_column(setup, month),
            "innovator": ratings[0],
            "openness": ratings[1],
            "competence": ratings[2],
        }
    )
    return frame[there]


def account_costs(setup: Setup, ids: Ids, service: Ints, rebates: Ints) -> pd.DataFrame:
    """Make the table of service cost and rebates by account and month."""
    parts = []
    for kind, cents in (("service", service), ("rebate", rebates)):
        account, month = np.nonzero(cents)
        parts.append(
            pd.DataFrame(
                {
                    "account_id": ids.accounts[account],
                    "month": setup.calendar.month_dates(month),
                    "kind": kind,
                    "amount": cents[account, month] / 100.0,
                }
            )
        )
    costs = pd.concat(parts)
    return costs.sort_values(["month", "account_id", "kind"], ignore_index=True)


def competitor_offers(setup: Setup, ids: Ids, month: Month) -> Columns:
    """Make one month of the offers the KAM heard of, with a rough price gap."""
    n = len(setup.traits)
    u = setup.dice.uniforms("offer details", month.number, n, 2)
    z = setup.dice.normals("offer gap", month.number, n)
    heard = month.now.offer & month.active & (u[:, 0] < setup.world.offer_known)
    place = np.flatnonzero(heard)
    gap = np.clip(np.round(month.now.gap + 0.01 * z, 3), 0, 0.2)
    rivals = np.array(["R1", "R2", "R3", "R4"], dtype=object)
    when = np.full(len(place), month.number)
    return {
        "account_id": ids.accounts[place],
        "month": setup.calendar.month_dates(when),
        "competitor": rivals[(4 * u[place, 1]).astype(np.int64)],
        "price_gap": gap[place],
    }
