"""The settings of the pay slip."""

from __future__ import annotations

from datetime import date

from pydantic import Field, field_validator

from kamlab.company import Company, ReportSettings, load
from kamlab.compensation.library import find_plan
from kamlab.errors import RefusedError

DAYS_TO_YEAR_END = 7


class PaySlipSettings(ReportSettings):
    """Whose year is paid, and under which plan."""

    period_months: int = Field(
        12,
        ge=0,
        le=120,
        description="Months whose revenue makes a book the largest, 0 for all",
        json_schema_extra={"unit": "months"},
    )
    plan: str = Field(
        "three_plans", description="The pay plan, a shipped name or a YAML file"
    )
    kam_id: str = Field(
        "", description="The KAM, empty for the one with the largest book"
    )
    year: int = Field(
        0,
        ge=0,
        le=9999,
        description="Calendar year of the slip, 0 for the last full one",
        json_schema_extra={"unit": "year"},
    )
    compare_bases: bool = Field(
        True, description="Whether to pay the same year under four bases"
    )

    @field_validator("plan")
    @classmethod
    def _is_a_plan(cls, value: str) -> str:
        try:
            find_plan(value)
        except RefusedError as error:
            raise ValueError(str(error)) from None
        return value

    def load(self) -> Company:
        """Load the company; without a cut-off, books that end in December end the year.

        The last order often falls some days before New Year's Eve; those days belong
        to the year.
        """
        firm = load(self.company)
        year_end = date(firm.last_date.year, 12, 31)
        ends_the_year = (year_end - firm.last_date).days <= DAYS_TO_YEAR_END
        if ends_the_year and not self.as_of:
            return firm.as_of(year_end)
        return firm.as_of(self.as_of)
