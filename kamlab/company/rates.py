"""What an hour of service, a delivery and tied-up money cost."""

from __future__ import annotations

from pydantic import Field

from kamlab.company.settings import Settings


class Rates(Settings):
    """The cost rates behind every contribution, in the company's currency."""

    service_hour: float = Field(
        60.0,
        ge=0,
        le=1000,
        description="Cost of one hour spent on an account",
        json_schema_extra={"unit": "currency an hour"},
    )
    delivery: float = Field(
        25.0,
        ge=0,
        le=10_000,
        description="Cost of one delivery",
        json_schema_extra={"unit": "currency a delivery"},
    )
    capital: float = Field(
        0.10,
        ge=0,
        le=1,
        description="Yearly cost of money owed to us",
        json_schema_extra={"unit": "share a year"},
    )
