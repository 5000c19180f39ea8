"""The truth tables: what the books do not show."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kamlab.simulation import cast
from kamlab.simulation.columns import Columns
from kamlab.simulation.engine import Month
from kamlab.simulation.hazard import TERMS
from kamlab.simulation.ids import Ids
from kamlab.simulation.ledger import wallet
from kamlab.simulation.levers import ACTIONS
from kamlab.simulation.plans import potential
from kamlab.simulation.setup import Setup
from kamlab.simulation.state import State
from kamlab.simulation.streams import Floats, Ints


def truth_tables(
    setup: Setup, ids: Ids, scale: Floats, exits_of: Mapping[str, Ints], state: State
) -> dict[str, pd.DataFrame]:
    """Make the truth about accounts, KAMs, outcomes and the cast.

    Parameters
    ----------
    setup : Setup
        The company before its first month.
    ids : Ids
        Its ids.
    scale : array of float
        Factor on each account's amounts.
    exits_of : mapping of str to array of int
        Last months with orders under each standard action.
    state : State
        The state after the last month.
    """
    kams = pd.DataFrame(
        {
            "kam_id": ids.kams,
            "skill": setup.people.skill,
            "risk_aversion": setup.people.risk_aversion,
            "potential": potential(setup, scale),
        }
    )
    return {
        "accounts": _accounts(setup, ids, state, scale),
        "kams": kams.sort_values("kam_id", ignore_index=True),
        "outcomes": _outcomes(setup, ids, {"none": state.exit, **exits_of}),
        "cast": _cast(setup, ids),
    }


def month_truth(setup: Setup, ids: Ids, month: Month) -> dict[str, Columns]:
    """Make one month of the truth tables months and actions."""
    a = np.flatnonzero(month.active)
    months = hazard_truth(setup, ids, month)
    names = {name: months[name] for name in ("account_id", "month")}
    changes = {name: np.round(month.changes[name][a], 6) + 0.0 for name in ACTIONS}
    return {"months": months, "actions": {**names, **changes}}


def hazard_truth(setup: Setup, ids: Ids, month: Month) -> Columns:
    """Make one month of the truth about hazards: what bore on each active account."""
    a = np.flatnonzero(month.active)
    out, now = month.outcome, month.now
    return {
        "account_id": ids.accounts[a],
        "month": setup.calendar.month_dates(np.full(len(a), month.number)),
        "hazard": month.hazard[a],
        "leaving": ~month.undecided[a],
        "decides": month.decided[a],
        "visits": out.visits[a],
        "tickets": out.tickets[a],
        "late_share": now.late_share[a],
        "breadth": now.breadth[a] + month.breadth_plus,
        "gap": now.gap[a],
        **{f"term_{name}": np.round(out.terms[name][a], 6) for name in TERMS},
    }


def _dates(setup: Setup, months: Ints) -> pd.Series:
    """Turn months into their first days; months beyond the end are blank."""
    inside = (months >= 0) & (months < setup.world.months)
    dates = setup.calendar.month_dates(np.where(inside, months, 0))
    return pd.Series(dates).astype("datetime64[s]").where(inside)


def _accounts(setup: Setup, ids: Ids, state: State, scale: Floats) -> pd.DataFrame:
    t = setup.traits
    lost = state.exit < setup.world.months
    kind = np.where(t.silent, "faded out", "left at once").astype(object)
    kind[state.insolvent] = "insolvent"
    kind[~lost] = None
    frame = pd.DataFrame(
        {
            "account_id": ids.accounts,
            "size": np.round(t.size * scale, 2),
            "wallet": wallet(setup, scale),
            "wallet_share": t.wallet_share,
            "power": t.power,
            "innovator": t.innovator,
            "openness": t.openness,
            "competence": t.competence,
            "demanding": t.demanding,
            "silent": t.silent,
            "fragility": t.fragility,
            "lives": t.lives,
            "arrival": _dates(setup, t.arrival),
            "decided": _dates(setup, state.decided),
            "lost": _dates(setup, state.exit),
            "loss_type": kind,
        }
    )
    return frame.sort_values("account_id", ignore_index=True)


def _outcomes(setup: Setup, ids: Ids, last: Mapping[str, Ints]) -> pd.DataFrame:
    parts = [
        pd.DataFrame(
            {"account_id": ids.accounts, "action": name, "lost": _dates(setup, months)}
        )
        for name, months in last.items()
    ]
    table = pd.concat(parts)
    return table.sort_values(["account_id", "action"], ignore_index=True)


def _cast(setup: Setup, ids: Ids) -> pd.DataFrame:
    if not setup.world.cast:
        return pd.DataFrame({"role": [], "kind": [], "account_id": [], "kam_id": []})
    traits = setup.traits
    places = [int(np.flatnonzero(traits.role == k)[0]) for k in range(len(cast.ROLES))]
    accounts = pd.DataFrame(
        {
            "role": cast.NAMES,
            "kind": "account",
            "account_id": ids.accounts[places],
            "kam_id": ids.kams[traits.kam[places]],
        }
    )
    kams = pd.DataFrame(
        {
            "role": ["KAM M", "KAM W"],
            "kind": "kam",
            "account_id": None,
            "kam_id": ids.kams[[setup.people.kam_m, setup.people.kam_w]],
        }
    )
    return pd.concat([accounts, kams], ignore_index=True)
