"""Settings of the notebooks in this folder."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Small(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False
    )

    account_id: str = Field("A1", description="The account that is looked at")
    key_share: float = Field(
        0.2,
        ge=0,
        le=1,
        description="Share from which an account is key",
        json_schema_extra={"unit": "share"},
    )
    months: int = Field(
        12,
        ge=0,
        le=120,
        description="Months that count",
        json_schema_extra={"unit": "months"},
    )
    strict: bool = Field(False, description="Whether both rules must hold")
    basis: Literal["revenue", "contribution"] = Field(
        "revenue", description="What is measured"
    )
