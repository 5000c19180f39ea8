"""The figures of the report on pay scenarios, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import pandas as pd

from kamlab.compensation.behaviour import Played
from kamlab.compensation.scenario_case import SIDES, ScenarioCase
from kamlab.compensation.scenarios import reached
from kamlab.errors import MissingPartError, NotEnoughDataError, UndefinedError
from kamlab.presentation import Figure

T = TypeVar("T")
NAMES = {"a": "", "b": "_b"}


def scenario_figures(case: ScenarioCase) -> dict[str, Figure]:
    """Give the figures of both plans; blank where the company cannot give one.

    Parameters
    ----------
    case : ScenarioCase
        The two plans on one company.

    Returns
    -------
    dict of str to Figure
        budget, and for plan a, with ``_b`` for plan b: cost_p10, cost_p50, cost_p90
        (variable pay a year, currency), over_budget, cost_of_sales, share_at_quota
        (n: possible years, KAM-years), volatility, price_of_risk (mean of the KAMs),
        contribution_after_pay, losses, discount_share, last_month_share,
        next_year_contribution (of the company played for a year).
    """
    paid = _or_none(lambda: case.paid[0]) or {}
    played = _or_none(lambda: case.played) or {}
    cur = case.firm.currency or "currency"
    budget = case.budget if paid else None
    n = case.settings.n_sims if paid else 0
    figures = {"budget": Figure(budget, cur, n)}
    for side in SIDES:
        figures |= _cost_figures(case, side, side in paid, cur)
        figures |= _played_figures(case, side, played, cur)
    return figures


def _or_none(make: Callable[[], T]) -> T | None:
    try:
        return make()
    except (MissingPartError, UndefinedError, NotEnoughDataError):
        return None


def _cost_figures(
    case: ScenarioCase, side: str, known: bool, cur: str
) -> dict[str, Figure]:
    end = NAMES[side]
    units = {
        "cost_p10": cur,
        "cost_p50": cur,
        "cost_p90": cur,
        "over_budget": "share",
        "cost_of_sales": "share",
        "share_at_quota": "share",
        "volatility": "share",
        "price_of_risk": cur,
    }
    if not known:
        return {f"{name}{end}": Figure(None, unit, 0) for name, unit in units.items()}
    cost = case.cost(side)
    at = _or_none(lambda: reached(case.paid[0][side]))
    swings = _or_none(lambda: case.incomes[side])
    values = {
        "cost_p10": (cost.p10, cost.n),
        "cost_p50": (cost.p50, cost.n),
        "cost_p90": (cost.p90, cost.n),
        "over_budget": (cost.over_budget, cost.n),
        "cost_of_sales": (cost.cost_of_sales, cost.n),
        "share_at_quota": (at.quota, at.n) if at else (None, 0),
        "volatility": _mean(swings, "volatility"),
        "price_of_risk": _mean(swings, "price_of_risk"),
    }
    return {
        f"{name}{end}": Figure(v, units[name], n) for name, (v, n) in values.items()
    }


def _mean(table: pd.DataFrame | None, column: str) -> tuple[float | None, int]:
    if table is None:
        return None, 0
    return float(table[column].mean()), len(table)


def _played_figures(
    case: ScenarioCase, side: str, played: Mapping[str, Played], cur: str
) -> dict[str, Figure]:
    units = {
        "contribution_after_pay": cur,
        "losses": "accounts",
        "discount_share": "share",
        "last_month_share": "share",
        "next_year_contribution": cur,
    }
    one, n = played.get(side), len(case.books.kam_ids) if played else 0
    return {
        f"{name}{NAMES[side]}": Figure(getattr(one, name, None), unit, n)
        for name, unit in units.items()
    }
