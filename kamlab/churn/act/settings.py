"""What the churn-model report asks: horizon, model, action, and what might be done."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from pydantic.config import JsonDict

from kamlab.company.settings import ReportSettings

_ACCOUNTS: JsonDict = {"unit": "accounts"}
_SHARE: JsonDict = {"unit": "share"}


class ChurnModelSettings(ReportSettings):
    """How the churn model is fitted, what an action costs, and what might be done."""

    horizon: int = Field(
        3,
        ge=1,
        le=12,
        description="Months without an order after a cut-off that make it a loss",
        json_schema_extra={"unit": "months"},
    )
    model: Literal["logit", "boosting"] = Field(
        "logit", description="The model, a logistic one or boosted trees"
    )
    slices: int = Field(
        6,
        ge=1,
        le=12,
        description="Monthly cut-offs the model learns from and is tested on",
        json_schema_extra={"unit": "cut-offs"},
    )
    action_cost: float = Field(
        100.0,
        ge=0.0,
        le=1_000_000.0,
        description="What the action costs at one account",
        json_schema_extra={"unit": "currency"},
    )
    capacity: int = Field(
        10,
        ge=1,
        le=500,
        description="Accounts the team can act on at once",
        json_schema_extra=_ACCOUNTS,
    )
    target_by: Literal["risk", "value", "uplift"] = Field(
        "uplift", description="Whom to act on first, by risk, value at risk or gain"
    )
    save_effect: float = Field(
        0.3,
        ge=0.0,
        le=1.0,
        description="Part of the risk the action takes away, a claim to test",
        json_schema_extra=_SHARE,
    )
    late_cap: float = Field(
        0.05,
        ge=0.0,
        le=1.0,
        description="What if at most this share came late, 1 for no change",
        json_schema_extra=_SHARE,
    )
    breadth_plus: int = Field(
        1,
        ge=0,
        le=5,
        description="What if so many more contacts knew us at every account",
        json_schema_extra={"unit": "contacts"},
    )
    close_hours: float = Field(
        48.0,
        ge=0.0,
        le=1000.0,
        description="What if every ticket were solved so soon, 0 for no change",
        json_schema_extra={"unit": "hours"},
    )
    visits_plus: int = Field(
        1,
        ge=0,
        le=8,
        description="What if every account got so many more visits",
        json_schema_extra={"unit": "visits a month"},
    )
    replicates: int = Field(
        5,
        ge=0,
        le=40,
        description="Other companies of the kind for the interval of the what-ifs, "
        "0 for none, only for a company of up to 500 accounts",
        json_schema_extra={"unit": "companies"},
    )
    show_truth: bool = Field(
        False, description="For the trainer, shows the true drivers beside the model's"
    )
