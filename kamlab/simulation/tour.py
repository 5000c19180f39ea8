"""The walk through a company, as the first lesson takes it: all its steps."""

from __future__ import annotations

import pandas as pd

from kamlab.presentation import Figure
from kamlab.presentation import formats as f
from kamlab.simulation.events import LANES, Events, events
from kamlab.simulation.lever_chart import plot_pulled, plot_replicates
from kamlab.simulation.lever_story import (
    Pulled,
    lever_decision,
    mean_interval,
    pull,
    pulled_sentence,
    replicate,
    replicates_sentence,
)
from kamlab.simulation.life import Life, life_of, life_sentence
from kamlab.simulation.life_chart import plot_life
from kamlab.simulation.tour_accounts import (
    Buyers,
    buyers_sentence,
    plot_buyers,
    who_buys,
)
from kamlab.simulation.tour_month import (
    MonthSeen,
    month_seen,
    month_sentence,
    plot_month,
)
from kamlab.simulation.tour_settings import TourSettings
from kamlab.simulation.why import Why, why_it_left, why_sentence
from kamlab.simulation.why_chart import plot_why

__all__ = [
    "Buyers",
    "Events",
    "Life",
    "MonthSeen",
    "Pulled",
    "TourSettings",
    "Why",
    "buyers_figures",
    "buyers_sentence",
    "events",
    "finding",
    "lever_decision",
    "lever_figures",
    "life_figures",
    "life_of",
    "life_sentence",
    "month_figures",
    "month_seen",
    "month_sentence",
    "plot_buyers",
    "plot_life",
    "plot_month",
    "plot_pulled",
    "plot_replicates",
    "plot_why",
    "pull",
    "pulled_sentence",
    "replicate",
    "replicates_sentence",
    "who_buys",
    "why_figures",
    "why_it_left",
    "why_sentence",
]


def buyers_figures(buyers: Buyers) -> dict[str, Figure]:
    """Record who buys: accounts, revenue, the largest share, how few make half.

    Parameters
    ----------
    buyers : Buyers
        From :func:`who_buys`.
    """
    n = len(buyers.table)
    total = float(buyers.table["revenue"].sum())
    return {
        "accounts": Figure(n, "accounts", n),
        "revenue_total": Figure(total, buyers.currency, n),
        "largest_share": Figure(float(buyers.table["share"].iloc[0]), "share", n),
        "half_made_by": Figure(buyers.half, "accounts", n),
    }


def month_figures(seen: MonthSeen) -> dict[str, Figure]:
    """Record what the month brought, lane by lane.

    Parameters
    ----------
    seen : MonthSeen
        From :func:`month_seen`.
    """
    return {
        f"month_{lane}": Figure(int(count), LANES[lane], seen.accounts)
        for lane, count in seen.counts.items()
    }


def life_figures(life: Life) -> dict[str, Figure]:
    """Record whose life was told, what happened in it, and the silence at its end.

    Parameters
    ----------
    life : Life
        From :func:`life_of`.
    """
    counts = life.counts()["all"]
    silent = (life.cut_off - life.last_order).days
    return {
        "life_account": Figure(life.account_id, "account", 1),
        "life_left": Figure("yes" if life.left else "no", "yes or no", 1),
        "life_days_silent": Figure(silent, "days", 1),
        **{
            f"life_{lane}": Figure(int(count), LANES[lane], 1)
            for lane, count in counts.items()
        },
    }


def why_figures(why: Why) -> dict[str, Figure]:
    """Record the account's chance to leave and the usual one.

    Parameters
    ----------
    why : Why
        From :func:`why_it_left`.
    """
    return {
        "why_hazard": Figure(why.hazard, "share a month", 1),
        "why_usual_hazard": Figure(why.usual, "share a month", why.rows),
        "why_month": Figure(f.day(why.month), "month", 1),
    }


def lever_figures(
    pulled: Pulled, found: pd.DataFrame, currency: str
) -> dict[str, Figure]:
    """Record what the lever kept: here, and on average over the replicates.

    Parameters
    ----------
    pulled : Pulled
        From :func:`pull`.
    found : DataFrame
        From :func:`replicate`.
    currency : str
        Of the contribution.
    """
    n = len(pulled.was.exit)
    figures = {
        "lever_kept": Figure(pulled.kept, "accounts", n),
        "lever_contribution": Figure(pulled.contribution, currency, n),
    }
    for name, unit in (("kept", "accounts"), ("contribution", currency)):
        mean, low, high = mean_interval(found[name])
        figures[f"lever_mean_{name}"] = Figure(mean, unit, len(found), low, high)
    return figures


def finding(buyers: Buyers, life: Life) -> str:
    """Sum the walk up in one sentence.

    Parameters
    ----------
    buyers : Buyers
        From :func:`who_buys`.
    life : Life
        From :func:`life_of`.
    """
    silent = f.plural((life.cut_off - life.last_order).days, "day")
    end = f"{life.name} has been silent for {silent}"
    end += " and has left" if life.left else " and is still there"
    half = f.plural(buyers.half, "account makes", "accounts make")
    return (
        f"Of {f.plural(len(buyers.table), 'account')} of {buyers.firm_name}, "
        f"{half} half of the revenue; {end}."
    )
