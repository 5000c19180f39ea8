"""The settings of the report on pay scenarios: two plans on the same possible years."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator
from pydantic.config import JsonDict

from kamlab.company import Company, ReportSettings
from kamlab.compensation.library import find_plan
from kamlab.compensation.scenarios import DrawSettings, draw_settings
from kamlab.compensation.settings import PaySlipSettings
from kamlab.errors import RefusedError

_SHARE: JsonDict = {"unit": "share"}
_MONEY: JsonDict = {"unit": "currency of the company"}
QuotaMethod = Literal["history", "potential", "top_down", "bottom_up"]


class PayScenarioSettings(ReportSettings):
    """Which two plans are compared, under which quotas, on which possible years."""

    plan_a: str = Field(
        "three_plans", description="The plan of today, a shipped name or a YAML file"
    )
    plan_b: str = Field(
        "key_account_80_20", description="The plan in question, likewise"
    )
    period_months: int = Field(
        12,
        ge=0,
        le=120,
        description="Asked by every report; pay counts the calendar year",
        json_schema_extra={"unit": "months"},
    )
    year: int = Field(
        0,
        ge=0,
        le=9999,
        description="Calendar year whose books are taken, 0 for the last full one",
        json_schema_extra={"unit": "year"},
    )
    n_sims: int = Field(
        500,
        ge=100,
        le=5000,
        description="Possible years drawn",
        json_schema_extra={"unit": "years"},
    )
    quota_method: QuotaMethod = Field(
        "history", description="How the quotas of the possible years are set"
    )
    ratchet: float = Field(
        0.0,
        ge=0,
        le=1,
        description="Part of a good year that goes into the next quota",
        json_schema_extra=_SHARE,
    )
    risk_aversion: float = Field(
        2.0,
        ge=0,
        le=10,
        description="How much KAMs dislike swings of income, 0 for not at all",
        json_schema_extra={"unit": "relative risk aversion"},
    )
    noise_cv: float = Field(
        0.2,
        ge=0.05,
        le=0.6,
        description="Spread of a KAM's year around what is expected",
        json_schema_extra={"unit": "share of the mean"},
    )
    budget: float = Field(
        0.0,
        ge=0,
        le=1e12,
        description="Variable pay of all KAMs a year, 0 for the targets of plan_a",
        json_schema_extra=_MONEY,
    )
    floor: float = Field(
        0.0,
        ge=0,
        le=1e9,
        description="Least income of a KAM in a poor year, 0 for 70 % of target pay",
        json_schema_extra=_MONEY,
    )
    draw_seed: int = Field(
        1, ge=0, le=2**31 - 1, description="Number that fixes every throw of the dice"
    )

    @field_validator("plan_a", "plan_b")
    @classmethod
    def _is_a_plan(cls, value: str) -> str:
        try:
            find_plan(value)
        except RefusedError as error:
            raise ValueError(str(error)) from None
        return value

    @property
    def draws(self) -> DrawSettings:
        """How the possible years are drawn."""
        return draw_settings(
            n_sims=self.n_sims, seed=self.draw_seed, noise_cv=self.noise_cv
        )

    def load(self) -> Company:
        """Load the company, its last year whole as for a pay slip."""
        return PaySlipSettings(company=self.company, as_of=self.as_of).load()
