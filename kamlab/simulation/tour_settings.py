"""What the walk through a company asks: which account's life, which lever."""

from __future__ import annotations

from pydantic import Field

from kamlab.company.settings import ReportSettings


class TourSettings(ReportSettings):
    """Settings of the lesson that walks through a company."""

    account: str = Field(
        "",
        description="Account whose life is told, by id or name, empty for the one with "
        "the most trouble before it fell silent",
    )
    warehouse: int = Field(
        3,
        ge=1,
        le=3,
        description="Warehouse that is made as punctual as the best one",
        json_schema_extra={"unit": "warehouse number"},
    )
    replicates: int = Field(
        20,
        ge=5,
        le=200,
        description="Further companies of the same kind the lever is pulled in",
        json_schema_extra={"unit": "companies"},
    )
