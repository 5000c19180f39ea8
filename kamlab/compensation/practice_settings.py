"""The settings of the lesson and the exercises on pay: a pay slip and a few terms."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from kamlab.compensation.settings import PaySlipSettings

WEIGHTS = ("weight_sales", "weight_active", "weight_new")


class PayPracticeSettings(PaySlipSettings):
    """Whose year is looked at, and the terms of the small cases on paper."""

    ote: float = Field(
        120_000.0,
        ge=1_000,
        le=900_000,
        description="Pay of a year with every target met, base and variable",
        json_schema_extra={"unit": "EUR"},
    )
    base_share: float = Field(
        0.70,
        ge=0,
        le=0.95,
        description="Base salary as a share of that pay",
        json_schema_extra={"unit": "share"},
    )
    weight_sales: float = Field(
        0.60,
        ge=0,
        le=1,
        description="Weight of the sales plan in the variable pay",
        json_schema_extra={"unit": "share"},
    )
    weight_active: float = Field(
        0.25,
        ge=0,
        le=1,
        description="Weight of the plan for active accounts",
        json_schema_extra={"unit": "share"},
    )
    weight_new: float = Field(
        0.15,
        ge=0,
        le=1,
        description="Weight of the plan for new accounts",
        json_schema_extra={"unit": "share"},
    )
    medium_rate: float = Field(
        0.15,
        ge=0.001,
        le=0.5,
        description="Fee on a medium deal",
        json_schema_extra={"unit": "share"},
    )
    large_rate: float = Field(
        0.05,
        ge=0.001,
        le=0.5,
        description="Fee on a large deal",
        json_schema_extra={"unit": "share"},
    )
    overdue_limit: float = Field(
        0.15,
        ge=0,
        le=1,
        description="Share overdue above which cash counts in place of sales",
        json_schema_extra={"unit": "share"},
    )
    draw: float = Field(
        1_000.0,
        ge=0,
        le=100_000,
        description="Advance a month, owed until it is earned",
        json_schema_extra={"unit": "EUR"},
    )

    @property
    def target_variable(self) -> float:
        """The variable pay of a year with every target met, in currency."""
        return round(self.ote * (1 - self.base_share), 2)

    @property
    def weights(self) -> tuple[float, float, float]:
        """The weights of sales, active accounts and new accounts."""
        return self.weight_sales, self.weight_active, self.weight_new

    @model_validator(mode="after")
    def _weights_are_whole(self) -> Self:
        whole = sum(self.weights)
        if abs(whole - 1) > 1e-9:
            raise ValueError(
                f"{', '.join(WEIGHTS)} sum to {whole:g}; they must sum to 1"
            )
        return self

    @model_validator(mode="after")
    def _large_deals_pay_a_smaller_part(self) -> Self:
        if self.large_rate >= self.medium_rate:
            raise ValueError(
                f"large_rate ({self.large_rate:g}) must lie below medium_rate "
                f"({self.medium_rate:g}), as in rule S75"
            )
        return self
