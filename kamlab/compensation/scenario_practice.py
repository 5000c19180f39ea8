"""The settings and small tables of the exercises on behaviour and fairness."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pydantic import Field
from pydantic.config import JsonDict

from kamlab.company import Company
from kamlab.compensation.measured import measured
from kamlab.compensation.periods import pay_year
from kamlab.compensation.scenario_settings import PayScenarioSettings
from kamlab.compensation.scenarios import territories
from kamlab.compensation.scenarios.books import quarters_of
from kamlab.errors import NotEnoughDataError
from kamlab.presentation.formats import plural

_SHARE: JsonDict = {"unit": "share"}
LEAST = 4  # KAMs of a correlation between two halves


class PayBehaviourSettings(PayScenarioSettings):
    """The report's settings, and the terms of the small cases on paper."""

    margin: float = Field(
        0.3,
        ge=0.01,
        le=1,
        description="What one euro of sales leaves the company",
        json_schema_extra=_SHARE,
    )
    dislike: float = Field(
        1.0, ge=0.01, le=100, description="How much the KAM dislikes risk"
    )
    luck: float = Field(
        1.0, ge=0.01, le=100, description="Variance of what is sold by luck"
    )
    effort_cost: float = Field(1.0, ge=0.01, le=100, description="How hard effort is")
    wanted_share: float = Field(
        0.65,
        ge=0.2,
        le=0.9,
        description="Share of KAMs who should reach the quota",
        json_schema_extra=_SHARE,
    )
    elasticity: float = Field(
        4.0,
        ge=1.5,
        le=10,
        description="Per cent more units sold for one per cent off the price",
    )
    unit_cost: float = Field(
        0.7,
        ge=0.1,
        le=0.95,
        description="Cost of a unit, of its list price",
        json_schema_extra=_SHARE,
    )
    discount_limit: float = Field(
        0.2,
        ge=0.01,
        le=0.5,
        description="Largest discount the KAM may give",
        json_schema_extra=_SHARE,
    )
    first_quota: float = Field(100.0, ge=1, le=1e9, description="The first quota")
    sold: float = Field(
        130.0, ge=1, le=1e9, description="What is sold in each of three years"
    )
    ratchet: float = Field(
        0.5,
        ge=0,
        le=1,
        description="Part of a good year that goes into the next quota",
        json_schema_extra=_SHARE,
    )
    movable: float = Field(
        0.5,
        ge=0,
        le=1,
        description="Share of the next month's deals that can be pulled ahead",
        json_schema_extra=_SHARE,
    )
    pull_discount: float = Field(
        0.08,
        ge=0,
        le=0.5,
        description="Discount given for a deal that is pulled ahead",
        json_schema_extra=_SHARE,
    )
    team_size: int = Field(
        400,
        ge=10,
        le=5000,
        description="KAMs of the experiment on deadlines",
        json_schema_extra={"unit": "KAMs"},
    )
    target_pay: float = Field(
        36_000.0, ge=1_000, le=1e6, description="Target variable pay of a KAM"
    )
    windfall_line: float = Field(
        0.5,
        ge=0.05,
        le=2,
        description="Pay for one deal above which it is a windfall, of the target",
        json_schema_extra=_SHARE,
    )


def half_years(firm: Company, year: int = 0) -> pd.DataFrame:
    """Give each KAM's attainment in the first and the second half of a year.

    Parameters
    ----------
    firm : Company
        With KAMs, quotas and pay.
    year : int
        A calendar year; 0 for the last full one.

    Returns
    -------
    DataFrame
        kam_id, first, second (sales / quota of the half); KAMs without a quota in
        either half are left out.

    Raises
    ------
    MissingPartError
        If the company has no KAMs, quotas or pay.
    NotEnoughDataError
        If fewer than four KAMs have both halves.
    """
    team = territories(firm, year=year)
    found = measured(firm, quarters_of(pay_year(firm, year)))
    sold = found.table.pivot(index="kam_id", columns="number", values="revenue")
    sales = sold.reindex(list(team.kam_ids)).fillna(0.0).to_numpy(float)
    halves = [
        sales[:, part].sum(axis=1) / team.quota[:, part].sum(axis=1)
        for part in (slice(0, 2), slice(2, 4))
    ]
    table = pd.DataFrame(
        {"kam_id": team.kam_ids, "first": halves[0], "second": halves[1]}
    )
    table = table.replace([np.inf, -np.inf], np.nan).dropna()
    if len(table) < LEAST:
        raise NotEnoughDataError(
            f"Luck is told from two halves of a year by {LEAST} KAMs or more; "
            f"{plural(len(table), 'KAM has', 'KAMs have')} both."
        )
    return table.reset_index(drop=True)
